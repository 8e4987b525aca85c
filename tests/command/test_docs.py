"""The page about the command line, and the session in the README, say what is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image

from brushwork_cli.exit_codes import MEANINGS
from brushwork_cli.group import SECTIONS
from tests.command import recording
from tests.command.running import Command

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/COMMAND_LINE.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


_OTHERS = ("demo", "emulator", "task", "completion", "doctor", "login", "logout", "history", "serve")


def commands(text: str) -> list[str]:
    """The lines of console blocks that call the command for an image, or to look at something."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^\$ (?:id=\$\()?(brushwork .*?)\)?(?:  +#.*)?$", "\n".join(blocks), re.MULTILINE)
    return [line for line in lines if shlex.split(line)[1] not in _OTHERS]


@pytest.mark.parametrize("line", [*commands(PAGE), *commands(README)])
def test_an_example_works(line: str, command: Command, work: Path) -> None:
    for name in ("clock.jpg", "room.jpg", "shop.png"):
        Image.new("RGB", (640, 512), "navy").save(work / name)
    (work / "jobs.jsonl").write_text('{"model": "z-image-turbo", "prompt": "a cat"}\n', "utf-8")
    words = shlex.split(line)[1:]
    makes = words[0] in ("gen", "edit", "sequence", "interleave") and "--dry-run" not in words
    if words[:2] == ["batch", "resume"]:
        assert command("batch", "run", *words[2:], "--emulator").code == 0
    sends = words[:2] in (["batch", "run"], ["batch", "resume"])
    done = command(*words, *(["--dry-run"] if makes else ["--emulator"] if sends else []))
    assert done.code == 0, done.err
    assert done.out or sends


def test_there_are_examples() -> None:
    assert len(commands(PAGE)) >= 9
    assert len(commands(README)) >= 2


def test_the_exit_codes_are_those_of_the_program() -> None:
    table = PAGE.partition("| Exit code | Meaning |")[2]
    assert {
        int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.*) \|$", table, re.MULTILINE)
    } == MEANINGS


def test_every_command_is_named() -> None:
    table = PAGE.partition("## A request")[0]
    assert all(f"`{name}" in table for section in SECTIONS.values() for name in section)


def test_every_way_in_says_what_it_may_spend() -> None:
    table = (ROOT / "docs/guides/ways-in.md").read_text("utf-8")
    ways = {
        "mcp": "MCP server",
        "skill": "Skill",
        "batch": "Batches",
        "serve": "Playground page",
        "emulator": "Emulator",
    }
    assert SECTIONS["For agents and programs"].keys() <= ways.keys(), "a new way in is a row of docs/guides/ways-in.md"
    rows = re.findall(r"^\| \[(.*?)\].*\|$", table, re.MULTILINE)
    assert set(ways.values()) <= set(rows)


def test_the_recorded_session_is_what_a_run_of_today_says() -> None:
    assert recording.text_of(recording.TARGET.read_text("utf-8")) == recording.text_of(recording.record()), (
        "record it anew: make session"
    )
    assert "docs/session.svg" in README


def test_each_command_of_the_session_ends_as_it_is_meant_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "SESSION", {"brushwork gen -m wan2.6-t2i": 0})
    with pytest.raises(ValueError, match="exit code 2, not 0\nerror: Missing argument 'PROMPT'"):
        recording.record()
    shown = recording.text_of(recording.TARGET.read_text("utf-8"))
    assert re.findall(r"^\[exit code (\d+)\]", shown, re.MULTILINE) == ["3"]
    assert "Missing argument" not in shown
