"""What a person sees: colours where there is a terminal, and lines that fit it."""

from __future__ import annotations

import re

import pytest

from brushwork.testing import Emulator
from brushwork_cli import streams
from tests.command.running import Command

REFUSED = ("gen", "a cat", "-m", "wan2.6-t2i", "-s", "512*512", "-n", "9")
SIGHTS = {
    "models": ("models", "list", "--all"),
    "a model": ("models", "show", "wan2.7-image"),
    "cost": ("cost", "a cat", "-n", "4"),
    "refused": REFUSED,
    "unknown": ("gen", "a cat", "-m", "wan2.8"),
    "config": ("config",),
    "doctor": ("doctor", "--emulator"),
}
LONGEST = re.compile(r"\S{45,}")


@pytest.fixture
def seen(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("FORCE_COLOR", "1")
    return command


@pytest.mark.parametrize("columns", [60, 120])
@pytest.mark.parametrize("sight", SIGHTS)
def test_lines_fit_the_terminal_and_no_word_breaks(
    sight: str, columns: int, seen: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    wide = seen(*SIGHTS[sight])
    monkeypatch.setenv("COLUMNS", str(columns))
    done = seen(*SIGHTS[sight])
    text = re.sub(r"\x1b\[\d+m", "", done.out + done.err)
    assert all(len(line) <= columns or LONGEST.search(line) for line in text.splitlines()), text
    if sight == "doctor":  # ports and milliseconds are those of a run
        return
    known = set(re.sub(r"\x1b\[\d+m", "", wide.out + wide.err).split())
    assert {word for word in text.split() if word != "·"} <= known, sight


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_pipe_is_plain(sight: str, command: Command) -> None:
    done = command(*SIGHTS[sight])
    assert "\x1b" not in done.out + done.err


def test_the_environment_decides(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m\x1b[1merror:\x1b[0m" in command(*REFUSED).err
    assert "\x1b[36m" in command("models").out
    assert "\x1b" not in command("models", "--json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in command(*REFUSED).err + command("models").out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "0")
    assert "\x1b" not in command(*REFUSED).err


def test_a_pipe_without_a_width_has_a_line_for_each_row(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    lines = command("models").out.splitlines()
    models = command("models", "--json").json["models"]
    assert len(lines) == len(models) + 1


def test_the_page_of_a_model_starts_with_a_summary(command: Command) -> None:
    lines = command("models", "show", "wan2.7-image").out.splitlines()
    assert lines[0].startswith("wan2.7-image  ")
    assert [line.split()[0] for line in lines[2:8]] == ["generate", "edit", "sequence", "sizes", "price", "try"]
    assert "brushwork gen PROMPT -m wan2.7-image --emulator" in lines[7]


def test_what_is_tried_of_a_model_runs(knowing_all: Command) -> None:
    out = knowing_all("models", "show", "qwen-mt-image-2.0").out
    tried = next(line for line in out.splitlines() if line.strip().startswith("try"))
    assert "-i IMAGE" in tried
    assert "PROMPT" not in tried


def test_the_page_of_a_model_tells_what_else_answers_hold(knowing_all: Command) -> None:
    assert "  also gives     message (text)\n" in knowing_all("models", "show", "qwen-mt-image").out
    modes = knowing_all("models", "show", "qwen-mt-image", "--json").json["modes"]
    assert modes["translate"]["values"] == {"message": "text"}


def test_states_have_colours(online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    online("gen", "a poster", "-m", "wan2.2-t2i-flash", "-s", "512*512", "-q")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")
    assert "\x1b[32mSUCCEEDED\x1b[0m" in online("task", "list").out
    assert "\x1b[32mok" in online("doctor").out


def test_what_a_server_says_brings_no_colours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    streams.talk("error: \x1b[2J gone")
    assert "\x1b[2J" not in capsys.readouterr().err
