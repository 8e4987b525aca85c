"""`--emulator`: an emulator of its own for one command, without key, cost or network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-o", "cat.png")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.mark.parametrize("arguments", [(*CAT, "--emulator"), ("--emulator", *CAT)])
def test_it_makes_a_picture_without_a_key(arguments: tuple[str, ...], command: Command, work: Path) -> None:
    done = command(*arguments)
    assert done.code == 0, done.err
    assert done.out == "cat.png\n"
    assert "emulator: nothing is billed" in done.err
    with Image.open(work / "cat.png") as image:
        assert image.size == (512, 512)


def test_no_key_of_the_user_is_used(command: Command, monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    folder = work.parent / "home/.config/brushwork"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('default_profile = "a"\n[profiles.a]\napi_key_command = "touch asked"\n')
    assert command(*CAT, "--emulator").code == 0
    assert not (work / "asked").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "night", "-m", "qwen-image-edit", "-i", "room.png", "-o", "out.png"),
        ("sequence", "four seasons", "-m", "wan2.7-image", "-s", "1K", "-n", "2", "-o", "out"),
        ("interleave", "latte", "-m", "wan2.6-image", "-p", "max_images=1", "-s", "768*768", "-o", "out"),
        ("gen", "a poster", "-m", "wan2.2-t2i-flash", "-s", "512*512", "-o", "out.png"),
        ("task", "list"),
        ("doctor",),
    ],
)
def test_every_command_that_sends_has_it(arguments: tuple[str, ...], command: Command, work: Path) -> None:
    Image.new("RGB", (512, 512), "navy").save(work / "room.png")
    done = command(*arguments, "--emulator", "--json")
    assert done.code == 0, done.err + done.out
    assert done.json


def test_the_budget_holds_there_too(command: Command, work: Path) -> None:
    assert command(*CAT, "--emulator", "--max-cost", "0.001").code == 7
    assert not (work / "cat.png").exists()


def test_prices_are_those_of_the_region(command: Command) -> None:
    done = command(*CAT, "--emulator", "--region", "cn", "--json")
    assert done.json["cost"]["currency"] == "CNY"


@pytest.mark.parametrize("more", [("--no-wait",), ("--base-url", "https://dashscope.aliyuncs.com/api/v1")])
def test_what_cannot_go_together_is_refused(more: tuple[str, ...], command: Command) -> None:
    done = command(*CAT, "--emulator", *more)
    assert done.code == 2
    assert "--emulator" in done.err


@pytest.mark.parametrize("arguments", [("gen", "a cat", "--emulator"), ("demo",), ("emulator",)])
def test_without_the_extra_it_says_what_to_install(arguments: tuple[str, ...]) -> None:
    code = (
        "import importlib.util as found, sys\n"
        "real = found.find_spec\n"
        "found.find_spec = lambda name, *rest: None if name == 'PIL' else real(name, *rest)\n"
        "from brushwork.__main__ import main\n"
        f"sys.argv = ['brushwork', *{list(arguments)!r}]\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "pip install 'brushwork[emulator]'" in done.stderr
    assert "Traceback" not in done.stderr
