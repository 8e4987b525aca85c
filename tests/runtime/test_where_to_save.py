"""Where images are saved: paths, open files, objects with `write`, URLs of fsspec; and what is refused, unfetched."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

from brushwork import Client, Image
from brushwork.testing import Emulator
from brushwork_runtime.results.result import Result


@pytest.fixture
def api() -> Emulator:
    return Emulator()


@pytest.fixture
def client(api: Emulator) -> Iterator[Client]:
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        yield client


@pytest.fixture
def result(client: Client) -> Result:
    return client.z_image_turbo.generate("a cat", size="512*512")


@pytest.fixture
def image(result: Result) -> Image:
    return result.images[0]


@pytest.fixture
def memory() -> Iterator[Any]:
    system: Any = import_module("fsspec").filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


class Sink:
    """Takes a few bytes at a time, as a raw socket does."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: bytes) -> int:
        self.content += data[:1000]
        return min(len(data), 1000)


class Awaited:
    async def write(self, data: bytes) -> int:
        return len(data)


def kind(content: bytes) -> str | None:
    with Pil.open(io.BytesIO(content)) as image:
        return image.format


def test_a_buffer_gets_the_bytes_as_they_are(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    assert result.save(buffer) == []
    assert buffer.getvalue() == result.images[0].bytes()
    assert list(tmp_path.iterdir()) == []


def test_whatever_has_write(image: Image, tmp_path: Path) -> None:
    content = image.bytes()
    sink = Sink()
    image.save(sink)
    assert sink.content == content
    with open(tmp_path / "cat.png", "wb") as file:
        image.save(file)
        assert not file.closed
    assert (tmp_path / "cat.png").read_bytes() == content
    with open(tmp_path / "raw.png", "wb", buffering=0) as raw:
        image.save(raw)
    assert (tmp_path / "raw.png").read_bytes() == content
    with tempfile.SpooledTemporaryFile() as spool:
        image.save(spool)
        spool.seek(0)
        assert spool.read() == content
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive, archive.open("cat.png", "w") as entry:
        image.save(entry)
    assert zipfile.ZipFile(tmp_path / "all.zip").read("cat.png") == content


def closed() -> io.BytesIO:
    buffer = io.BytesIO()
    buffer.close()
    return buffer


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "the path is None; it must be text or a path, an open binary file"),
        (7, "the path is 7"),
        (b"cat.png", "the path is bytes|the path is b'cat.png'|the path is"),
        (["cat.png"], "the path is"),
        (io.StringIO(), "is opened as text; open it with mode 'wb'"),
        (closed(), "is closed"),
        (io.BufferedReader(io.BytesIO()), "is not open for writing"),
        (Awaited(), "has a write\\(\\) to be awaited"),
        (Sink, "is not an open file"),
        ("https://bucket.example/cat.png", "https has no files to write"),
        ("nowhere://bucket/cat.png", "cannot be saved to: Protocol not known"),
    ],
)
def test_anything_else_is_refused_before_it_is_fetched(
    given: Any, said: str, image: Image, result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for save in (result.save, result.images[0].save):
        with pytest.raises((TypeError, ValueError), match=said):
            save(given)
    assert image.format is None
    assert list(tmp_path.iterdir()) == []


def test_several_images_do_not_go_into_one_file(client: Client) -> None:
    result = client.qwen_image_2_0.generate("a cat", size="512*512", n=2)
    with pytest.raises(ValueError, match=r"2 images do not go into one file; save each, as result.images\[0\].save"):
        result.save(io.BytesIO())


def test_a_folder_of_fsspec(client: Client, memory: Any) -> None:
    result = client.qwen_image_2_0.generate("a cat", size="512*512", n=2)
    saved = [str(path) for path in result.save("memory://out/{i}.{ext}", sidecar=True)]
    assert saved == ["memory://out/0.png", "memory://out/1.png"]
    assert memory.cat("/out/1.png") == result.images[1].bytes()
    assert b'"model": "qwen-image-2.0"' in memory.cat("/out/1.png.json")
    assert len(result.save("memory://folder/")) == 2
    assert len(memory.ls("/folder")) == 2


def test_a_file_of_fsspec(client: Client, image: Image, memory: Any) -> None:
    assert str(image.save("memory://a/cat.jpg", quality=50)) == "memory://a/cat.jpg"
    assert kind(memory.cat("/a/cat.jpg")) == "JPEG"
    other = client.z_image_turbo.generate("a cat", size="512*512").images[0]
    with pytest.raises(FileExistsError, match="overwrite=True"):
        other.save("memory://a/cat.jpg")
    assert other.format is None
    image.save("memory://a/cat.jpg", overwrite=True, format="jpg")


def test_the_name_of_one_image_stands_as_it_is_at_a_url_too(image: Image, memory: Any) -> None:
    assert str(image.save("memory://a/cat")) == "memory://a/cat"
    assert str(image.save("memory://a/{x}.{ext}")) == "memory://a/{x}.png"
    assert memory.cat("/a/cat") == memory.cat("/a/{x}.png") == image.bytes()


def test_without_fsspec_it_is_said_how_to_get_it(image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ImportError, match=r"pip install 'brushwork\[fsspec\]'"):
        image.save("s3://bucket/cat.png")


def test_the_home_folder(client: Client, result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert result.images[0].save("~/cat.png") == tmp_path / "cat.png"
    assert result.save(Path("~/out/{i}.{ext}")) == [tmp_path / "out/0.png"]
    prepared = client.wan2_7_image.edit.prepare("a hat", ["~/cat.png", Path("~/cat.png")])
    for each in prepared.images:
        with each.open() as file:
            assert file.read() == (tmp_path / "cat.png").read_bytes()


@pytest.mark.parametrize(
    ("form", "name", "kinds"),
    [("jpeg", "jpg", "JPEG"), ("JPG", "jpg", "JPEG"), ("webp", "webp", "WEBP"), ("png", "png", "PNG")],
)
def test_a_format(form: str, name: str, kinds: str, result: Result, tmp_path: Path) -> None:
    image = result.images[0]
    (path,) = result.save(tmp_path / "folder", format=form)
    assert (path.suffix, kind(path.read_bytes())) == (f".{name}", kinds)
    assert kind(image.save(tmp_path / "without", format=form).read_bytes()) == kinds
    assert image.save(tmp_path / "one.{ext}", format=form) == tmp_path / f"one.{name}"
    buffer = io.BytesIO()
    image.save(buffer, format=form)
    assert kind(buffer.getvalue()) == kinds
    if form == "png":
        assert buffer.getvalue() == image.bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["folder", "without", f"one.{name}"])


def test_a_quality(image: Image, tmp_path: Path) -> None:
    sizes = [image.save(tmp_path / f"{q}.webp", quality=q).stat().st_size for q in (5, 95)]
    assert sizes[0] < sizes[1] / 2
    low = io.BytesIO()
    image.save(low, format="jpeg", quality=5)
    assert len(low.getvalue()) < image.save(tmp_path / "a.jpg").stat().st_size / 2


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.png", {"format": "jpeg"}, "'.*a.png' is the name of a PNG"),
        ("a.png", {"format": "doc"}, "it must be one of avif, bmp, "),
        ("a", {"format": 7}, "it must be the name of a format"),
        ("a.jpg", {"quality": 0}, "an integer from 1 to 100"),
        ("a.jpg", {"quality": True}, "an integer from 1 to 100"),
        ("a.png", {"quality": 80}, "quality is given with PNG"),
        ("a", {"quality": 80}, "quality is given without a format"),
        ("a", {"format": "heic"}, "Pillow writes no HEIC here"),
    ],
)
def test_a_format_that_cannot_be(name: str, options: dict[str, Any], said: str, image: Image, tmp_path: Path) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        image.save(tmp_path / name, **options)
    assert image.format is None
    assert list(tmp_path.iterdir()) == []


def test_metadata_goes_with_it_as_asked_for(image: Image, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    image.save(buffer, metadata=True)
    with Pil.open(buffer) as picture:
        assert '"model": "z-image-turbo"' in picture.info["brushwork"]
    image.save(tmp_path / "cat.webp", format="webp", metadata=True)
    assert (tmp_path / "cat.webp.json").exists()
    for options in ({"sidecar": True}, {"metadata": True, "format": "jpeg"}):
        with pytest.raises(ValueError, match="beside"):
            image.save(io.BytesIO(), **options)  # pyright: ignore[reportCallIssue, reportArgumentType]


def test_a_profile_and_xmp_go_with_a_conversion(image: Image, tmp_path: Path) -> None:
    made = io.BytesIO()
    exif = Pil.Exif()
    exif[0x0131] = "made by a model"
    Pil.new("RGB", (8, 8)).save(made, "PNG", exif=exif)
    image.held = made.getvalue()
    with Pil.open(image.save(tmp_path / "a.jpg")) as picture:
        assert picture.getexif()[0x0131] == "made by a model"


def test_a_device_is_replaced_by_no_picture(image: Image, result: Result, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link.png").symlink_to(pipe)
    for path in (pipe, tmp_path / "link.png"):
        with pytest.raises(OSError, match="a device or a pipe, which no file replaces"):
            image.save(path, overwrite=True)
    assert pipe.is_fifo()
    assert (tmp_path / "link.png").is_symlink()


def test_a_file_in_the_place_of_a_folder_is_named(image: Image, result: Result, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    for save in (lambda: image.save(tmp_path / "plain/x.png"), lambda: result.save(tmp_path / "plain")):
        with pytest.raises(NotADirectoryError, match="plain is a file, not a folder; nothing was written"):
            save()


def test_what_cannot_be_written_to_is_named(image: Image, result: Result) -> None:
    with tempfile.NamedTemporaryFile("w") as text, zipfile.ZipFile(io.BytesIO(), "w") as archive:
        for target, error, said in [
            (text, TypeError, "opened as text"),
            (archive, TypeError, "a whole archive; pass one of its files"),
            ("s3:bucket/x.png", ValueError, "as a URL it is s3://bucket/x.png"),
            (r"C:\cats\x.png", ValueError, "is a path of Windows, and this is another system"),
        ]:
            given: Any = target
            for save in (image.save, result.save):
                with pytest.raises(error, match=said):
                    save(given)


def test_what_people_open_for_writing_takes_the_picture(image: Image, tmp_path: Path, memory: Any) -> None:
    with gzip.open(tmp_path / "a.gz", "wb") as packed:
        image.save(packed)
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == image.bytes()
    with tempfile.NamedTemporaryFile() as named:
        image.save(named)
        assert named.tell() == len(image.bytes())
    image.save("MEMORY://a/b.png")
    assert memory.cat("/a/b.png") == image.bytes()
    eighty: Any = Decimal(80)
    assert image.save(tmp_path / "c.jpg", format="image/jpeg", quality=eighty).exists()
