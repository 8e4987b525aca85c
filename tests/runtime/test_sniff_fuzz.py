"""The reader of image headers under random bytes: a header or None, never an error, and a bounded number of reads."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, strategies as st
from PIL import Image as Pil

from brushwork_runtime.base.image_headers import sniff
from tests.runtime.support import picture

FORMATS = ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"]
FILES = {form: picture(19, 7, form) for form in FORMATS}
SIGNATURES = [content[:12] for content in FILES.values()] + [
    b"MM\0*",
    b"RIFF\xff\xff\xff\xffWEBPVP8L",
    b"RIFF0000WEBPVP8 ",
]


class Counted(io.BytesIO):
    """Counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size <= 4096
        self.reads += 1
        return super().read(size)


def looked(content: bytes) -> tuple[str, int, int] | None:
    stream = Counted(content)
    header = sniff(stream)
    assert stream.reads <= 4100
    if header is None:
        return None
    assert header.width > 0
    assert header.height > 0
    return header.format, header.width, header.height


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    looked(content)


@given(st.sampled_from(SIGNATURES), st.binary(max_size=400))
def test_any_bytes_behind_a_signature(head: bytes, rest: bytes) -> None:
    looked(head + rest)


@pytest.mark.parametrize("form", FORMATS)
def test_every_prefix_of_a_real_file(form: str) -> None:
    for length in range(len(FILES[form]) + 1):
        assert looked(FILES[form][:length]) in (None, (form, 19, 7))
    assert looked(FILES[form]) == (form, 19, 7)


@given(st.sampled_from(FORMATS), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_has_the_size_that_pillow_reads_or_none(form: str, changes: list[tuple[int, int]]) -> None:
    content = bytearray(FILES[form])
    for at, value in changes:
        content[at % len(content)] = value
    found = looked(bytes(content))
    try:
        with Pil.open(io.BytesIO(bytes(content))) as opened:
            theirs = (opened.format, *opened.size)
    except Exception:  # Pillow fails in many ways on broken files; ours must not
        return
    if found is not None and form == theirs[0] == "PNG":
        assert found == theirs


def test_many_blocks_are_given_up() -> None:
    filler = b"\xff\xfe\0\2"
    jpeg = b"\xff\xd8" + filler * 100_000 + FILES["JPEG"][2:]
    assert looked(jpeg) is None
    chunk = b"\0\0\0\0tEXt\0\0\0\0"
    png = FILES["PNG"][:33] + chunk * 100_000
    assert looked(png) == ("PNG", 19, 7)
