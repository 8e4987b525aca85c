"""Images saved under the extension of another format: converted, or kept under their own, and never lost."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_runtime.results.result import Result


@pytest.fixture
def result() -> Iterator[Result]:
    api = Emulator()
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        yield client.z_image_turbo.generate("a cat", size="512*512")


def kind(path: Path) -> str | None:
    with Image.open(path) as image:
        return image.format


@pytest.mark.parametrize("fetched", [False, True])
@pytest.mark.parametrize(
    ("name", "form"), [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.webp", "WEBP"), ("a.bmp", "BMP")]
)
def test_a_name_asks_for_its_format(name: str, form: str, fetched: bool, result: Result, tmp_path: Path) -> None:
    if fetched:
        result.images[0].bytes()
    assert result.images[0].save(tmp_path / name) == tmp_path / name
    assert kind(tmp_path / name) == form
    assert result.images[0].format == form
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_result_does_too(result: Result, tmp_path: Path) -> None:
    assert result.save(tmp_path / "a.jpg") == [tmp_path / "a.jpg"]
    assert kind(tmp_path / "a.jpg") == "JPEG"


@pytest.mark.parametrize("reason", ["no Pillow", "no such format", "no picture", "a conversion that fails"])
def test_what_cannot_be_converted_is_kept_under_its_own_extension(
    reason: str, result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    result.images[0].bytes()  # the emulator draws when it is asked, with Pillow
    name = {"no such format": "a.heic", "no picture": "a.pdf"}.get(reason, "a.jpg")
    if reason == "no Pillow":
        monkeypatch.setitem(sys.modules, "PIL", None)
    if reason == "a conversion that fails":
        monkeypatch.setattr(Image.Image, "save", None)
    with caplog.at_level(logging.WARNING):
        saved = result.images[0].save(tmp_path / name)
    monkeypatch.undo()
    assert saved == tmp_path / "a.png"
    assert kind(saved) == "PNG"
    assert "is saved as" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_no_other_file_stands_in_its_way(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_text("mine")
    result.save(tmp_path / "a.jpg")
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert result.images[0].save(tmp_path / "a.webp", overwrite=True) == tmp_path / "a.webp.png"
    assert (tmp_path / "a.png").read_text() == "mine"


def test_a_file_that_is_there_is_kept(result: Result, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("mine")
    with pytest.raises(FileExistsError):
        result.save(tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").read_text() == "mine"
    result.save(tmp_path / "a.jpg", overwrite=True)
    assert kind(tmp_path / "a.jpg") == "JPEG"


def test_the_metadata_goes_beside_it(result: Result, tmp_path: Path) -> None:
    result.images[0].save(tmp_path / "a.jpg", metadata=True)
    assert json.loads((tmp_path / "a.jpg.json").read_text())["prompt"] == "a cat"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "a.jpg.json"]


def test_what_is_transparent_becomes_white(result: Result, tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(stream, "PNG")
    result.images[0].held = stream.getvalue()
    with Image.open(result.images[0].save(tmp_path / "a.jpg")) as image:
        assert image.convert("RGB").getpixel((4, 4)) == (255, 255, 255)
