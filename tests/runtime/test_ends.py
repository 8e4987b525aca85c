"""Where an image ends, by its structure: no half of a file is taken for the whole of it."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import pytest
from hypothesis import given, strategies as st
from PIL import Image as Pil

from brushwork_runtime.base.image_ends import ended
from brushwork_runtime.base.image_headers import signature, sniff
from tests.runtime.support import picture


def saved(form: str, mode: str = "RGB", frames: int = 1, **options: object) -> bytes:
    """A picture that Pillow writes."""
    buffer = io.BytesIO()
    drawn = [Pil.effect_noise((33, 21), 90 + number).convert(mode) for number in range(frames)]
    several = {"save_all": True, "append_images": drawn[1:]} if frames > 1 else {}
    drawn[0].save(buffer, form, **several, **options)  # pyright: ignore[reportArgumentType]  # its options
    return buffer.getvalue()


def with_thumbnail() -> bytes:
    """A JPEG whose EXIF holds another whole JPEG."""
    thumbnail = picture(8, 8, "JPEG")
    exif = b"Exif\0\0" + thumbnail
    plain = saved("JPEG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def heic(version: int = 0, *, data_first: bool = False) -> bytes:
    """A file of the structure of HEIC: two items in the data, one in the table's own box, and where they lie."""
    data, brand = bytes(range(200)), box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(start: int) -> bytes:
        kind = b"\0\0" if version else b""
        inside = b"\0\1" if version else b""
        item = "I" if version == 2 else "H"
        table = bytes([version, 0, 0, 0, 0x44, 0x40]) + struct.pack(f">{item}", 3)
        for number, (how, base, place, length) in enumerate(
            [(kind, start, 0, 150), (kind, 0, start + 150, 50), (inside or kind, 0, 0, 9 if version else 1)]
        ):
            table += struct.pack(f">{item}", number + 1) + how + b"\0\0" + struct.pack(">I", base)
            table += struct.pack(">HII", 1, place, length)
        shape = box(b"ipco", box(b"ispe", bytes(4) + struct.pack(">II", 33, 21)))
        return box(b"meta", bytes(4) + box(b"iloc", table) + box(b"iprp", shape))

    if data_first:
        return brand + box(b"mdat", data) + meta(len(brand) + 8)
    start = len(brand) + len(meta(0)) + 8
    return brand + meta(start) + box(b"mdat", data)


def jxl(*, parts: bool) -> bytes:
    """A container of JPEG XL, in one codestream or in parts."""
    stream = b"\xff\x0a" + bytes([0b01001001, 0b00010001]) + bytes(range(120))
    head = b"\0\0\0\x0cJXL \r\n\x87\n" + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    if not parts:
        return head + box(b"jxlc", stream)
    return head + box(b"jxlp", bytes(4) + stream[:50]) + box(b"jxlp", b"\x80\0\0\1" + stream[50:])


@cache
def files() -> dict[str, tuple[str, bytes]]:
    """Whole files of every format whose end can be told, and of its kinds."""
    return {
        "PNG": ("PNG", saved("PNG")),
        "APNG": ("PNG", saved("PNG", frames=3)),
        "JPEG": ("JPEG", saved("JPEG")),
        "progressive JPEG": ("JPEG", saved("JPEG", progressive=True, quality=30)),
        "JPEG with a thumbnail": ("JPEG", with_thumbnail()),
        "JPEG with restarts": ("JPEG", saved("JPEG", restart_marker_blocks=1)),
        "WEBP": ("WEBP", saved("WEBP")),
        "WEBP without loss": ("WEBP", saved("WEBP", lossless=True, mode="RGBA", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")),
        "moving WEBP": ("WEBP", saved("WEBP", frames=3)),
        "BMP": ("BMP", saved("BMP")),
        "BMP of a palette": ("BMP", saved("BMP", mode="P")),
        "BMP without its length": ("BMP", saved("BMP")[:2] + bytes(4) + saved("BMP")[6:]),
        "TIFF": ("TIFF", saved("TIFF")),
        "packed TIFF": ("TIFF", saved("TIFF", compression="tiff_lzw")),
        "TIFF of pages": ("TIFF", saved("TIFF", frames=3)),
        "GIF": ("GIF", saved("GIF", mode="P")),
        "moving GIF": ("GIF", saved("GIF", mode="P", frames=3)),
        "AVIF": ("AVIF", saved("AVIF")),
        "moving AVIF": ("AVIF", saved("AVIF", frames=3)),
        "HEIC": ("HEIC", heic()),
        "HEIC with its data first": ("HEIC", heic(data_first=True)),
        "HEIC 1": ("HEIC", heic(1)),
        "HEIC 2": ("HEIC", heic(2)),
        "JXL": ("JXL", jxl(parts=False)),
        "JXL in parts": ("JXL", jxl(parts=True)),
    }


KINDS = sorted(files())


def verdict(content: bytes, form: str) -> bool | None:
    return ended(io.BytesIO(content), form)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_whole_to_its_last_byte_and_no_earlier(kind: str) -> None:
    form, content = files()[kind]
    assert signature(content[:64]) == form
    assert verdict(content, form) is True
    end = len(content) - (5 if kind == "TIFF of pages" else 0)  # Pillow fills up its pages
    assert [length for length in range(12, end) if verdict(content[:length], form) is not False] == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_header_is_read(kind: str) -> None:
    form, content = files()[kind]
    header = sniff(io.BytesIO(content))
    assert header is not None
    assert header.format == form
    if form != "JXL":
        assert header.width == 33
        assert header.height == 21


@pytest.mark.parametrize("kind", [kind for kind in KINDS if files()[kind][0] in ("PNG", "JPEG", "WEBP", "BMP", "GIF")])
def test_what_follows_the_end_does_not_count(kind: str) -> None:
    form, content = files()[kind]
    assert verdict(content + bytes(5000) + b"more", form) is True


@given(st.sampled_from(KINDS), st.lists(st.tuples(st.integers(12, 4000), st.integers(0, 255)), max_size=6), st.data())
def test_a_damaged_file_raises_nothing(kind: str, changes: list[tuple[int, int]], data: st.DataObject) -> None:
    form, content = files()[kind]
    damaged = bytearray(content[: data.draw(st.integers(12, len(content)))])
    for at, value in changes:
        damaged[12 + at % (len(damaged) - 11) - 1] = value
    assert verdict(bytes(damaged), form) in (True, False, None)
    sniff(io.BytesIO(damaged))


@given(st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIC", "JXL"]), st.binary(max_size=300))
def test_any_bytes_raise_nothing(form: str, content: bytes) -> None:
    assert verdict(content, form) in (True, False, None)


def test_a_bare_codestream_does_not_tell_its_end() -> None:
    stream = jxl(parts=False)[-124:]
    assert signature(stream) == "JXL"
    assert verdict(stream, "JXL") is None
    header = sniff(io.BytesIO(stream))
    assert header is not None
    assert (header.width, header.height) == (71, 40)


def test_a_box_without_a_length_does_not_tell_its_end() -> None:
    head, content = jxl(parts=False)[:32], jxl(parts=False)[40:]
    assert verdict(head + b"\0\0\0\0jxlc" + content, "JXL") is None
    brand = heic()
    at = brand.index(b"mdat") - 4
    open_ended = brand[:at] + bytes(4) + brand[at + 4 :]
    assert verdict(open_ended, "HEIC") is True  # its table of items tells
    assert verdict(open_ended[:-1], "HEIC") is False


def test_a_compressed_bitmap_without_any_length_does_not_tell_its_end() -> None:
    header = struct.pack("<IiiHHIIIIII", 40, 4, 4, 1, 8, 1, 0, 0, 0, 0, 0)
    content = b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + header + b"\4\1\0\0" * 4 + b"\0\1"
    assert verdict(content, "BMP") is None


def test_a_large_file_is_read_in_small_pieces() -> None:
    class Counted(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            self.most = max(self.most, size)
            return super().read(size)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    plain = picture()
    stream = Counted(plain[:33] + chunk(b"IDAT", bytes(3_000_000)) + plain[-12:])
    assert ended(stream, "PNG") is True
    stream = Counted(picture(form="JPEG")[:-2] + b"\xff\0" * 1_500_000 + b"\xff\xd9")
    assert ended(stream, "JPEG") is True
    assert stream.most <= 65536
