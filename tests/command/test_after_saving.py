"""Once images are saved nothing makes the call fail: whatever becomes of what is told and shown of them."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brushwork.testing import Emulator
from brushwork_cli import streams
from brushwork_cli.output import preview
from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-o", "cat.png")
COMMAND = [sys.executable, "-m", "brushwork"]
FAILURES = [
    OSError(5, "Input/output error"),
    RuntimeError("odd"),
    MemoryError(),
    UnicodeEncodeError("ascii", "é", 0, 1, ""),
]


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", [*FAILURES, Image.DecompressionBombError("bomb"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("what", ["preview.show", "preview.view", "result.tell", "result.summary"])
def test_what_is_shown_does_not_fail_the_call(
    error: BaseException, what: str, online: Command, api: Emulator, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"brushwork_cli.output.{what}", raising(error))
    done = online(*CAT, "--open") if what == "preview.view" else online(*CAT)
    assert done.code == 0, done.err
    assert (work / "cat.png").exists()
    assert "cat.png" in done.out + done.err or isinstance(error, KeyboardInterrupt)
    assert api.ledger.images == 1


def test_the_error_of_the_call_stays(online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    api.faults.add("partial-failure", endpoint="task", times=None)
    monkeypatch.setattr("brushwork_cli.output.result.tell", raising(OSError(28, "No space left on device")))
    done = online("gen", "a cat", "-m", "wan2.2-t2i-flash", "-n", "2", "-o", "out")
    assert done.code == 10, done.err
    assert "No space left" in done.err


def test_the_json_of_a_result(online: Command, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_cli.output.result.as_json", raising(RecursionError()))
    done = online(*CAT, "--json")
    assert done.code == 0
    assert "cat.png" in done.err


def test_the_page_and_the_sidecar(online: Command, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_cli.output.page.write", raising(OSError(28, "No space left on device")))
    done = online("gen", "a cat", "-m", "wan2.6-t2i", "-n", "2", "-o", "out")
    assert done.code == 0, done.err
    assert "the page beside them is not" in done.err
    assert len(done.out.splitlines()) == 2
    monkeypatch.setattr("brushwork_runtime.results.saving.write", raising(OSError(28, "No space")))
    done = online(*CAT, "--sidecar")
    assert done.code == 0, done.err
    assert done.out == "cat.png\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")
@pytest.mark.parametrize("where", ["pipe", "full", "closed"])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("as_json", [False, True])
def test_a_stream_that_nobody_reads(where: str, stream: str, as_json: bool, api: Emulator, work: Path) -> None:
    arguments = [*CAT, *(("--json",) if as_json else ())]
    to = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    opened = -1
    command = [*COMMAND, *arguments]
    if where == "pipe":
        reader, opened = os.pipe()
        os.close(reader)
        to[stream] = opened
    elif where == "full":
        to[stream] = opened = os.open("/dev/full", os.O_WRONLY)
    else:
        command = ["sh", "-c", f'exec "$@" {1 if stream == "stdout" else 2}>&-', "sh", *command]
    environment = {**os.environ, "BRUSHWORK_BASE_URL": api.url, "BRUSHWORK_API_KEY": api.key}
    try:
        done = subprocess.run(
            command, stdout=to["stdout"], stderr=to["stderr"], env=environment, timeout=60, check=False
        )
    finally:
        if opened >= 0:
            os.close(opened)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert b"Traceback" not in (done.stderr or b"")
    assert (work / "cat.png").exists()
    assert api.ledger.images == 1


def bomb(side: int) -> bytes:
    """A PNG of so many pixels a side, in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("way", ["kitty", "iterm2", "sixel"])
def test_an_image_of_too_many_pixels_is_not_decoded(way: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bomb(12_000)
    assert len(content) < 100_000
    monkeypatch.setattr(Image, "open", raising(AssertionError("it was opened")))
    assert preview.escape(content, way) is None


def test_one_of_the_largest_that_models_make_is(tmp_path: Path) -> None:
    assert (preview.escape(bomb(4096), "sixel") or "").startswith("\x1bPq")
    (tmp_path / "cut.png").write_bytes(bomb(512)[:60])
    assert preview.escape((tmp_path / "cut.png").read_bytes(), "sixel") is None


def test_a_terminal_that_takes_nothing_is_let_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, follower = pty.openpty()
    try:
        with open(follower, "w", encoding="utf-8", closefd=False) as terminal:
            monkeypatch.setattr(sys, "stderr", terminal)
            monkeypatch.setattr(streams, "PATIENCE", 0.1)
            assert not streams.draw("x" * 1_000_000)
            assert os.read(leader, 10) == b"x" * 10
    finally:
        os.close(leader)
        os.close(follower)
