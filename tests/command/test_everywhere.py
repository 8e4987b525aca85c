"""What holds for every command: --json, exit codes in the help, and words that are true."""

from __future__ import annotations

import click
import pytest

from brushwork.testing import Emulator
from brushwork_cli.group import SECTIONS, make
from tests.command.running import Command


def test_every_command_has_json_and_tells_the_exit_codes(command: Command) -> None:
    for name in [name for commands in SECTIONS.values() for name in commands]:
        root = make("0").get_command(click.Context(click.Command("x")), name)
        assert root is not None
        below = [*root.commands] if isinstance(root, click.Group) else list[str]()
        for words in ((name,), *((name, each) for each in below)):
            told = command(*words, "--help").out
            assert "--json" in told, words
            assert "124 timeout" in " ".join(told.split()), words


@pytest.mark.parametrize(
    "arguments",
    [("completion", "bash"), ("config", "init", "--print"), ("models", "schema", "z-image-turbo"), ("config", "path")],
)
def test_json_is_one_line(arguments: tuple[str, ...], command: Command) -> None:
    done = command(*arguments, "--json")
    assert done.code == 0
    assert done.json
    assert done.out.count("\n") == 1


def test_those_that_were_made_are_saved_only_if_there_are_any(online: Command, api: Emulator) -> None:
    pair = ("gen", "a cat", "-m", "qwen-image-2.0", "-s", "512*512", "-n", "2", "-o", "out")
    api.faults.add("partial-failure", endpoint="multimodal-generation", times=1)
    assert "Those that were made are saved." in online(*pair).err
    api.faults.add("partial-failure", endpoint="multimodal-generation", times=1)
    api.faults.add("html-file", endpoint="result", times=None)
    done = online(*pair, "--overwrite")
    assert done.code == 10
    assert "are saved" not in done.err.replace("0 of the 1 are saved", "")
