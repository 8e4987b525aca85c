"""Where an image goes: into another format, to stdout, to the clipboard."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from brushwork.testing import Emulator
from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512")


@pytest.mark.parametrize(("name", "form"), [("c.jpg", "JPEG"), ("c.webp", "WEBP"), ("c.PNG", "PNG"), ("c.tif", "TIFF")])
def test_a_file_is_what_its_name_says(name: str, form: str, online: Command, work: Path) -> None:
    done = online(*CAT, "-o", name)
    assert (done.code, done.out) == (0, f"{name}\n")
    with Image.open(work / name) as image:
        assert (image.format, image.size) == (form, (512, 512))
    assert [path.name for path in work.iterdir()] == [name]


@pytest.mark.parametrize("name", ["c.heic", "c.jxl", "c.pdf", "c.SVG", "c.mp4"])
def test_what_cannot_be_written_is_refused_before_it_costs(
    name: str, online: Command, api: Emulator, work: Path
) -> None:
    done = online(*CAT, "-o", name)
    assert done.code == 2
    assert f"-o {name}: " in done.err
    assert (api.ledger.images, list(work.iterdir())) == (0, [])


def test_without_pillow_it_is_refused_before_it_costs(
    online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    done = online(*CAT, "-o", "c.jpg")
    assert done.code == 2
    assert "pip install 'brushwork[pil]'" in done.err
    assert api.ledger.images == 0


def test_stdout_gets_the_image_and_nothing_else(work: Path) -> None:
    words = [sys.executable, "-m", "brushwork", *CAT, "--emulator", "-o", "-"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=60)
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert (image.format, image.size) == ("PNG", (512, 512))
    assert done.stdout.endswith(b"IEND\xaeB`\x82")
    assert b"1 image" in done.stderr
    assert not list(work.iterdir())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("-m", "qwen-image-2.0", "-n", "2"), "may make 2"),
        (("--json",), "--json"),
        (("--no-wait",), "--no-wait"),
    ],
)
def test_what_does_not_go_with_stdout_is_refused(
    more: tuple[str, ...], words: str, online: Command, api: Emulator
) -> None:
    done = online(*CAT, "-o", "-", *more)
    assert done.code == 2
    assert words in done.err + done.out
    assert api.ledger.images == 0


@pytest.fixture
def copied(work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a tool of the clipboard was given; its arguments stand in `arguments` beside it."""
    tools, target = work.parent / "tools", work.parent / "copied"
    tools.mkdir()
    tool = tools / "wl-copy"
    tool.write_text(f'#!/bin/sh\necho "$@" > {work.parent}/arguments\ncat > {target}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    return target


@pytest.mark.skipif(sys.platform != "linux", reason="the tools of Linux")
class TestClipboard:
    def test_the_image_is_copied(self, online: Command, copied: Path, work: Path) -> None:
        done = online(*CAT, "-o", "cat.png", "--copy")
        assert copied.read_bytes() == (work / "cat.png").read_bytes()
        assert (work.parent / "arguments").read_text() == "--type image/png\n"
        assert "copied: cat.png" in done.err

    def test_the_path_is_copied(self, online: Command, copied: Path, work: Path) -> None:
        assert online(*CAT, "-o", "cat.png", "--copy-path").code == 0
        assert copied.read_text() == str(work / "cat.png")

    def test_without_a_tool_it_says_so_and_the_call_ends_well(
        self, online: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME"):
            monkeypatch.delenv(name, raising=False)
        done = online(*CAT, "-o", "cat.png", "--copy")
        assert (done.code, done.out) == (0, "cat.png\n")
        assert "nothing is copied" in done.err
