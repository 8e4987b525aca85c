"""Reference images of every kind, told by their content."""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from PIL import Image as Pil

from brushwork_runtime.base.image_headers import sniff
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.result import Image, ImagePart, Result, Usage
from brushwork_runtime.validate.inputs import InputProblem, read
from brushwork_runtime.validate.pictures import listed
from tests.runtime.support import picture

FORMATS = ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF", "PPM"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("width", "height"), [(8, 6), (301, 7), (1, 1)])
def test_format_and_size_come_from_the_content(form: str, width: int, height: int) -> None:
    image = read(picture(width, height, form))
    assert (image.kind, image.format, image.width, image.height) == ("local", form, width, height)
    assert image.alpha is False


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("TIFF", "RGBA")])
def test_transparency_is_seen(form: str, mode: str) -> None:
    assert read(picture(8, 6, form, mode)).alpha is True


def test_a_transparent_colour_of_a_palette_is_transparency() -> None:
    buffer = io.BytesIO()
    Pil.new("P", (4, 4)).save(buffer, "PNG", transparency=0)
    assert read(buffer.getvalue()).alpha is True


def test_lossless_and_extended_webp() -> None:
    buffer = io.BytesIO()
    Pil.new("RGBA", (33, 17), (1, 2, 3, 4)).save(buffer, "WEBP", lossless=True)
    image = read(buffer.getvalue())
    assert (image.width, image.height, image.alpha) == (33, 17, True)


def test_a_jpeg_with_a_long_exif_block() -> None:
    plain = picture(20, 10, "JPEG")
    block = b"\xff\xe1" + struct.pack(">H", 60_002) + bytes(60_000)
    image = read(plain[:2] + block * 3 + plain[2:])
    assert (image.width, image.height) == (20, 10)


def test_a_big_endian_tiff_and_an_old_bitmap() -> None:
    entries = b"".join(struct.pack(">HHIHH", tag, 3, 1, value, 0) for tag, value in ((256, 5), (257, 9)))
    tiff = b"MM\0*" + struct.pack(">IH", 8, 2) + entries
    bitmap = b"BM" + bytes(12) + struct.pack("<IHHHH", 12, 5, 9, 1, 24)
    for content in (tiff, bitmap):
        image = read(content)
        assert (image.width, image.height) == (5, 9)


def test_a_path_as_text_and_as_path(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jpg"
    path.write_bytes(picture())
    for value in (str(path), path, path.as_uri()):
        image = read(value)
        assert (image.format, image.label, image.size) == ("PNG", "wrong.jpg", path.stat().st_size)
        with image.open() as stream:
            assert stream.read() == path.read_bytes()


def test_bytes_of_every_kind() -> None:
    content = picture()
    for value in (content, bytearray(content), memoryview(content)):
        assert read(value).open().read() == content


def test_an_open_file_is_read_from_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"xx" + picture())
    with path.open("rb") as stream:
        stream.read(2)
        assert read(stream).open().read() == picture()


def test_a_pil_image_becomes_a_png() -> None:
    image = read(Pil.new("L", (9, 5)))
    assert (image.format, image.width, image.height, image.label) == ("PNG", 9, 5, "reference_images[0] (PIL image)")


def test_an_image_of_a_result_is_passed_on_by_its_url() -> None:
    url = "https://a.example/b.png?Expires=1"
    assert read(Image(url, Downloads())).url == url


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://a.example/%2f.jpg?x=1", "url"),
        ("HTTP://a.example", "url"),
        ("oss://dashscope-instant/a/b.png", "oss"),
    ],
)
def test_a_url_is_passed_on_unread(url: str, kind: str) -> None:
    image = read(url)
    assert (image.kind, image.url, image.format, image.size) == (kind, url, None, None)


def test_a_data_uri_is_read_and_passed_on() -> None:
    uri = "data:image/png;base64," + base64.b64encode(picture(7, 3)).decode()
    image = read(uri)
    assert (image.kind, image.url, image.format, image.width) == ("data", uri, "PNG", 7)


def test_one_image_needs_no_list() -> None:
    assert len(listed(picture())) == len(listed([picture()])) == 1
    assert listed(["https://a", "https://b"]) == ["https://a", "https://b"]
    assert listed(()) == listed(None) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"", "empty"),
        (b"no image at all", "not a valid image"),
        (b"\x89PNG\r\n\x1a\n", "not a valid image"),
        ("", "empty string"),
        ("missing.png", "cannot be read"),
        ("data:image/png;base64,$$$", "base64"),
        ("data:image/png,abc", "without base64"),
        ("data:;base64,AAAAAAAA", "not a valid image"),
        ("data:text/plain;base64,AAAAAAAA", "not a valid image"),
        (7, "of type int"),
        (None, "None"),
        (io.StringIO("text"), "as text"),
        ("a\0b.png", "cannot be read"),
    ],
)
def test_an_invalid_image_is_named_with_its_place(value: object, said: str) -> None:
    with pytest.raises(InputProblem, match=said) as caught:
        read(value, "reference_images[1]")
    place = "reference_images[1] (" if isinstance(value, (bytes, io.StringIO)) else "image 2"
    assert str(caught.value).startswith(place)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.png", "is not a regular file"),
        ("/dev/zero", "is not a regular file"),
        (tmp_path / "loop.png", "cannot be read: Too many levels"),
    ):
        with pytest.raises(InputProblem, match=said):
            read(str(path))


BASE64 = base64.b64encode(picture(40, 40))


@pytest.mark.parametrize(
    ("value", "said", "instead"),
    [
        (gzip.compress(picture(), mtime=0), "but a gzip file", "gzip.open"),
        (b"PK\x03\x04" + bytes(40), "but a zip archive", "zipfile"),
        (b"%PDF-1.7 ", "but a PDF", "a page"),
        (b"\xef\xbb\xbf <svg xmlns='x'/>", "but an SVG drawing", "PNG"),
        (b"<!DOCTYPE html><html>", "but a web page", "the image"),
        (b"version https://git-lfs.github.com/spec/v1\n", "but a pointer of Git LFS", "git lfs pull"),
        (b"\0\0\0\x18ftypmp42" + bytes(20), "but a video", "frames"),
        (BASE64, "but base64 as bytes", "b64decode"),
        (b"data:image/png;base64," + BASE64, "but base64 as bytes", "b64decode"),
        (b"cats/a cat.JPG", "but the name of a file as bytes", "os.fsdecode"),
        (str(BASE64), "is how Python shows bytes", r"\.decode"),
        ('"cat.png"', "stands in quotation marks", "without them"),
        (f'"data:image/png;base64,{BASE64.decode()}"', "stands in quotation marks", "without them"),
        ("<https://a.example/a.png>", "holds more than a web address", "https://a.example/a.png"),
        ("![a cat](https://a.example/a.png)", "holds more than a web address", "https://a.example/a.png"),
        ("ｈｔｔｐｓ：／／a.example/a.png", "holds more than a web address", "https://a.example/a.png"),
        ("s3:bucket/a.png", "addresses of s3: are not fetched", "its bytes"),
        (["a.png"], "of type list", "no list in it"),
        ({"a.png"}, "of type set", "a list of images"),
        ({"a": "a.png"}.values(), "of type dict_values", "a list of images"),
        (zipfile.ZipFile(io.BytesIO(), "w"), "is a whole archive", "one of its files"),
        (tarfile.TarFile(fileobj=io.BytesIO(), mode="w"), "is a whole archive", "one of its files"),
    ],
    ids=range(22),
)
def test_what_is_taken_for_an_image_is_named(value: object, said: str, instead: str) -> None:
    with pytest.raises(InputProblem, match=re.escape(said)) as caught:
        read(value)
    assert re.search(instead, caught.value.expected)


def test_a_gzip_file_that_is_open_is_read_unpacked() -> None:
    assert read(gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(picture(7, 3))))).width == 7


@pytest.mark.parametrize("kind", ["int64", "uint16", "int8"])
def test_whole_numbers_are_pixels_up_to_255(kind: str) -> None:
    numpy: Any = pytest.importorskip("numpy")
    image = read(numpy.full((7, 5), 100, kind))
    with image.open() as stream, Pil.open(stream) as opened:
        assert (opened.size, opened.getpixel((0, 0))) == ((5, 7), 100)
    with pytest.raises(InputProblem, match="an array of whole numbers from -1 to -1"):
        read(numpy.full((7, 5), -1, kind if kind != "uint16" else "int16"))


@given(st.sampled_from([picture(8, 6, form)[:16] for form in FORMATS]), st.binary(max_size=300))
def test_any_bytes_give_a_header_or_none(head: bytes, rest: bytes) -> None:
    for content in (head + rest, rest):
        header = sniff(io.BytesIO(content))
        assert header is None or (header.width > 0 and header.height > 0)


@pytest.mark.parametrize("form", FORMATS)
def test_a_header_that_ends_early_is_none_or_right(form: str) -> None:
    content = picture(8, 6, form)
    for length in range(len(content)):
        header = sniff(io.BytesIO(content[:length]))
        assert header is None or (header.width, header.height) == (8, 6)


def array(height: int, width: int, *channels: int, code: str = "B") -> memoryview:
    """Pixels as numpy has them, each another value."""
    count = height * width * (channels[0] if channels else 1)
    shape = [height, width, *channels]
    flat: Any = memoryview(bytes(index % 251 for index in range(count)))
    shaped: memoryview = flat.cast(code, shape)
    return shaped


@pytest.mark.parametrize(("channels", "mode"), [((), "L"), ((1,), "L"), ((2,), "LA"), ((3,), "RGB"), ((4,), "RGBA")])
def test_an_array_of_pixels_keeps_every_pixel(channels: tuple[int, ...], mode: str) -> None:
    pixels = array(7, 5, *channels)
    image = read(pixels)
    with image.open() as stream, Pil.open(stream) as opened:
        assert (opened.format, opened.mode, opened.size) == ("PNG", mode, (5, 7))
        assert opened.tobytes() == pixels.tobytes()
    assert (image.alpha, image.kind) == (mode in ("LA", "RGBA"), "local")


@pytest.mark.parametrize("pixels", [array(4, 4, 5), array(4, 4, code="b"), array(1, 4, 8, code="B")])
def test_an_array_that_is_no_picture(pixels: memoryview) -> None:
    with pytest.raises(InputProblem, match=r"image 1 is an array of \d+ x \d+"):
        read(pixels)


def test_bytes_in_a_buffer_are_a_file() -> None:
    assert read(memoryview(picture())).format == read(bytearray(picture())).format == "PNG"


def test_a_result_stands_for_its_images() -> None:
    def made(*names: str) -> Result:
        parts = [ImagePart(Image(f"https://a.example/{name}.png", Downloads())) for name in names]
        return Result(parts, {}, usage=Usage({}))

    given = ["https://b.example/0.png", made("1", "2"), made("3").images[0]]
    assert [read(each).url for each in listed(given)] == [
        "https://b.example/0.png",
        *(f"https://a.example/{number}.png" for number in (1, 2, 3)),
    ]
    assert len(listed(made("1", "2"))) == 2
    with pytest.raises(InputProblem, match="image 1 is a result without images"):
        read(listed(made())[0])


def test_an_object_that_cannot_be_asked_is_refused() -> None:
    class Sore:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

    with pytest.raises(InputProblem, match="of type Sore cannot be read"):
        read(listed(Sore())[0])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"P1\n# a comment 9 9\n3 2\n1 0 1\n0 1 0\n", ("PNM", 3, 2)),
        (b"P5 3 # wide\n2 255\n" + bytes(6), ("PNM", 3, 2)),
        (picture(8, 6, "PPM", "L"), ("PNM", 8, 6)),
        (b"P6 3 2 255\n" + bytes(18), ("PPM", 3, 2)),
    ],
)
def test_any_pnm_is_read(content: bytes, found: tuple[str, int, int]) -> None:
    header = sniff(io.BytesIO(content))
    assert header is not None
    assert (header.format, header.width, header.height, header.alpha) == (*found, False)


@pytest.mark.parametrize("content", [b"P7\n3 2 1\n", b"P3 rinter\n", b"P3\n3\n", b"Page 1\n", b"P1\n0 2 1\n"])
def test_what_is_no_pnm_is_none(content: bytes) -> None:
    assert sniff(io.BytesIO(content)) is None
