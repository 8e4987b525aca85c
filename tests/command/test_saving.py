"""Where an image goes: into another format, to stdout, to the clipboard."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture
def store() -> Iterator[Any]:
    """The file system `memory://`, which is that of the process."""
    system: Any = pytest.importorskip("fsspec").filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_a_url_takes_the_images(online: Command, work: Path, store: Any) -> None:
    done = online(*CAT, "-o", "memory://b/cat.png")
    assert (done.code, done.out) == (0, "memory://b/cat.png\n")
    assert store.cat("/b/cat.png").startswith(b"\x89PNG")
    many = online(
        "gen", "a cat", "-m", "qwen-image-2.0", "-n", "2", "-o", "memory://b/out/", "--format", "webp", "--json"
    )
    assert many.json["page"] is None
    assert [path.rpartition("/")[0] for path in many.json["paths"]] == ["memory://b/out"] * 2
    assert all(path.endswith(".webp") for path in many.json["paths"])
    assert not list(work.iterdir())
    shown = online("history", "show", "1")
    assert "memory://b/cat.png" in shown.out
    assert "(gone)" not in shown.out


def test_a_story_at_a_url_gets_its_page(online: Command, store: Any) -> None:
    done = online("interleave", "latte art", "-m", "wan2.6-image", "-p", "max_images=2", "-o", "memory://b/latte/")
    assert done.code == 0
    page = store.cat("/b/latte/index.md").decode()
    names = [name.rpartition("/")[2] for name in done.out.split() if name.endswith(".png")]
    assert names
    assert all(f"![]({name})" in page for name in names)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-o", "memory://b/taken.png"), "taken.png exists; --overwrite replaces it"),
        (("-o", "nosuch://b/x.png"), "nosuch"),
        (("-o", "https://example.com/x.png"), "has no files to write"),
        (("-o", "memory://b/x.heic"), "HEIC"),
        (("-o", "x.png", "--format", "jpeg"), "is the name of a PNG"),
        (("--format", "xyz"), "must be one of avif, bmp"),
        (("-o", "-", "--format", "xyz"), "must be one of avif, bmp"),
        (("--quality", "80"), "pass --format jpeg"),
        (("--format", "jpeg", "--quality", "0"), "from 1 to 100"),
    ],
)
def test_what_cannot_be_saved_so_is_refused_before_it_costs(
    more: tuple[str, ...], said: str, online: Command, api: Emulator, work: Path, store: Any
) -> None:
    store.pipe_file("/b/taken.png", b"x")
    done = online(*CAT, *more)
    assert done.code == 2
    assert said in done.err
    assert (api.ledger.images, list(work.iterdir())) == (0, [])


def test_without_fsspec_a_url_is_refused_before_it_costs(
    online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    done = online(*CAT, "-o", "s3://bucket/cat.png")
    assert done.code == 2
    assert "pip install 'brushwork[fsspec]'" in done.err
    assert api.ledger.images == 0


def test_a_format_and_a_quality_are_those_asked_for(online: Command, work: Path) -> None:
    assert online(*CAT, "-o", "out", "--format", "jpeg", "--quality", "40").code == 0
    (path,) = (work / "out").iterdir()
    with Image.open(path) as image:
        assert (path.suffix, image.format) == (".jpg", "JPEG")


def test_an_unknown_extension_is_said_to_be_a_folder(online: Command, work: Path) -> None:
    done = online(*CAT, "-o", "cat.xyz")
    assert done.code == 0
    assert "cat.xyz is taken for a folder; the name of a file ends in .png, .jpg or .webp" in done.err
    for known in ("cat.xyz", "cat.abc/", "v1.2"):
        assert "taken for" not in online(*CAT, "-o", known).err
    assert sorted(path.name for path in work.iterdir()) == ["cat.abc", "cat.xyz", "v1.2"]


def test_pictures_get_the_size_that_is_asked_for(online: Command, work: Path) -> None:
    done = online("gen", "a cat", "-m", "wan2.6-t2i", "--output-size", "300x200", "-o", "cat.png")
    assert done.code == 0
    assert "output_size 300 x 200: sent as size='1" in done.err
    with Image.open(work / "cat.png") as image:
        assert image.size == (300, 200)


def test_a_task_that_is_waited_for_later_gets_it_too(online: Command, work: Path, store: Any) -> None:
    begun = online("gen", "a cat", "-m", "wan2.6-t2i", "--output-size", "300x200", "--async", "--no-wait")
    assert online("task", "wait", begun.out.strip(), "-o", "cat.jpg").code == 0
    assert online("task", "wait", begun.out.strip(), "-o", "memory://b/cat.jpg").code == 0
    for content in ((work / "cat.jpg").read_bytes(), store.cat("/b/cat.jpg")):
        with Image.open(io.BytesIO(content)) as image:
            assert (image.size, image.format) == ((300, 200), "JPEG")
