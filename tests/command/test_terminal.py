"""What a person at a terminal sees, on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from brushwork.testing import Emulator

COMMAND = [sys.executable, "-m", "brushwork"]
PATIENCE = 60.0


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with Emulator(key="sk-emulator-0123456789", polls=1) as made:
        monkeypatch.setenv("BRUSHWORK_BASE_URL", made.url)
        monkeypatch.setenv("BRUSHWORK_API_KEY", made.key)
        monkeypatch.setenv("TERM", "xterm-256color")
        for name in ("TMUX", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "NO_COLOR"):
            monkeypatch.delenv(name, raising=False)
        yield made


def on_terminal(*arguments: str, stdout: bool) -> tuple[int, str, str]:
    """Exit code, stdout (where it is no terminal) and what the terminal shows."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdin=follower, stdout=follower if stdout else subprocess.PIPE, stderr=follower
    )
    os.close(follower)
    shown = b""
    try:
        while True:
            chunk = os.read(leader, 65536)
            if not chunk:
                break
            shown += chunk
    except OSError:  # the last one with the terminal open has gone
        pass
    finally:
        os.close(leader)
    out = process.communicate(timeout=PATIENCE)[0]
    return process.returncode, (out or b"").decode(), shown.decode()


TASK = ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512", "-o", "cat.png")


def test_progress_moves_on_stderr_and_stdout_stays_clean(emulator: Emulator) -> None:
    code, out, shown = on_terminal(*TASK, stdout=False)
    assert code == 0, shown
    assert out == "cat.png\n"
    assert "\x1b[" in shown  # a line that moves
    assert "task " in shown
    assert "1 image  512x512" in shown


def test_a_picture_is_shown_where_the_terminal_can(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    cat = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "--overwrite", "-o", "cat.png")
    code, _, shown = on_terminal(*cat, stdout=True)
    assert code == 0, shown
    assert "\x1b_Ga=T,f=100" in shown
    for arguments, stdout in (((*cat, "--no-preview"), True), ((*cat, "--json"), True), (cat, False)):
        assert "\x1b_G" not in on_terminal(*arguments, stdout=stdout)[2]


def test_uploads_and_downloads_have_bars(emulator: Emulator, work: Path) -> None:
    Image.frombytes("RGB", (600, 500), bytes(range(256)) * 3515 + bytes(160)).save(work / "room.png")
    edit = ("edit", "night", "-m", "qwen-image-edit", "-i", "room.png", "-o", "night.png")
    code, out, shown = on_terminal(*edit, stdout=False)
    assert code == 0, shown
    assert out == "night.png\n"
    assert "upload 1" in shown
    assert "download 2" in shown
