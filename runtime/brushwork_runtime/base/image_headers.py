"""What an image is, read from its first bytes: format, width, height, transparency. File names play no part.

Reads PNG, JPEG, WEBP, BMP, TIFF, GIF, AVIF and HEIC (ISO base media files), JPEG XL in its container or bare, and PPM
with the rest of PNM. Every loop is bounded and every length checked, since the bytes come from anywhere; a header that
ends early or contradicts itself gives None.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO


MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "AVIF": "image/avif",
    "HEIC": "image/heic",
    "JXL": "image/jxl",
    "PPM": "image/x-portable-pixmap",
    "PNM": "image/x-portable-anymap",
}
EXTENSIONS = {form: form.lower() for form in MEDIA_TYPES} | {"JPEG": "jpg"}

_HEAD = 4096
"""Bytes that are read at once."""
_MOST_BLOCKS = 1000
_FARTHEST = 1 << 62


class Header:
    """Format in capitals, width and height in pixels as it is seen, and whether the image can be transparent."""

    __slots__ = ("alpha", "format", "height", "width")

    def __init__(self, format: str, width: int, height: int, alpha: bool = False) -> None:  # noqa: A002 - PIL's word
        self.format = format
        self.width = width
        self.height = height
        self.alpha = alpha

    def __repr__(self) -> str:
        return f"<{self.format} {self.width}x{self.height}{', alpha' if self.alpha else ''}>"


def signature(head: bytes) -> str | None:
    """The format that these first bytes announce; 12 bytes are enough, and 64 tell AVIF from HEIC in every case."""
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if head[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:2] == b"BM":
        return "BMP"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "TIFF"
    if head[:2] == b"\xff\x0a" or head[:12] == b"\0\0\0\x0cJXL \r\n\x87\n":
        return "JXL"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b" \t\r\n#" and len(head) > 3:
        return "PPM" if head[1:2] in b"36" else "PNM"
    if head[4:8] == b"ftyp":
        return _brand(head)
    return "GIF" if head[:6] in (b"GIF87a", b"GIF89a") else None


def _brand(head: bytes) -> str | None:
    """AVIF or HEIC, by the brand of the file; two brands are common to both, so that a second one tells."""
    brand = head[8:12]
    if brand in (b"mif1", b"msf1"):
        return "AVIF" if b"avif" in head[16:] or b"avis" in head[16:] else "HEIC"
    if brand in (b"avif", b"avis"):
        return "AVIF"
    return "HEIC" if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx") else None


def sniff(stream: BinaryIO) -> Header | None:
    """The header of the image in `stream`, read from its current position; None if it is not a known image format."""
    start = stream.tell()
    head = stream.read(_HEAD)
    name = signature(head[:64])
    if name is None:
        return None
    try:
        header = _READERS[name](Reader(stream, start, head))
    except (struct.error, ValueError):
        return None
    return header if header is not None and header.width > 0 and header.height > 0 else None


class Reader:
    """Exact reads at offsets from the start of the image."""

    __slots__ = ("_head", "_start", "_stream")

    def __init__(self, stream: BinaryIO, start: int, head: bytes = b"") -> None:
        self._stream = stream
        self._start = start
        self._head = head
        """The first bytes, which have been read; most headers are within them."""

    def at(self, offset: int, length: int) -> bytes:
        """`length` bytes. Raises `ValueError` if there are not so many."""
        found = self.upto(offset, length)
        if len(found) != length:
            raise ValueError(tr("the file ends early"))
        return found

    def upto(self, offset: int, length: int) -> bytes:
        """At most `length` bytes, fewer at the end of the file."""
        if not 0 <= offset < _FARTHEST:
            raise ValueError(tr("an offset lies outside of every file"))
        if offset + length <= len(self._head):
            return self._head[offset : offset + length]
        self._stream.seek(self._start + offset)
        return self._stream.read(length)

    def numbers(self, form: str, offset: int) -> tuple[Any, ...]:
        """What `struct` makes of the bytes there. Raises `ValueError` as `at` does."""
        return struct.unpack(form, self.at(offset, struct.calcsize(form)))


def _png(reader: Reader) -> Header | None:
    if reader.at(12, 4) != b"IHDR":
        return None
    width, height, _, color = reader.numbers(">IIBB", 16)
    return Header("PNG", width, height, color in (4, 6) or _has_trns(reader))


def _has_trns(reader: Reader) -> bool:
    """Whether a chunk before the pixels makes a colour transparent; a file that stops before them has none."""
    with suppress(ValueError):
        for kind, _, _ in islice(png_chunks(reader), _MOST_BLOCKS):
            if kind in (b"IDAT", b"IEND", b"tRNS"):
                return kind == b"tRNS"
    return False


def png_chunks(reader: Reader) -> Iterator[tuple[bytes, int, int]]:
    """Type, offset and length of the content of each chunk of a PNG, to IEND. Raises `ValueError` if it breaks off."""
    offset = 8
    while True:
        length, kind = reader.numbers(">I4s", offset)
        if length > 0x7FFFFFFF or not kind.isalpha():
            raise ValueError(tr("a chunk of the PNG is damaged"))
        reader.at(offset + 8 + length, 4)
        yield kind, offset + 8, length
        if kind == b"IEND":
            return
        offset += 12 + length


def _jpeg(reader: Reader) -> Header | None:
    """Width and height are those of the picture as it is seen: a camera that was held upright says so in EXIF."""
    offset, on_its_side = 2, False
    for _ in range(_MOST_BLOCKS):
        mark, kind = reader.numbers(">BB", offset)
        if mark != 0xFF:
            return None
        if kind == 0xFF or kind == 0x01 or 0xD0 <= kind <= 0xD7:  # fill bytes and marks without a length
            offset += 1 if kind == 0xFF else 2
            continue
        if kind in (0xD9, 0xDA):
            return None
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = reader.numbers(">HH", offset + 5)
            return Header("JPEG", height, width) if on_its_side else Header("JPEG", width, height)
        if kind == 0xE1 and reader.upto(offset + 4, 6) == b"Exif\0\0":
            on_its_side = _orientation(reader, offset + 10) in (5, 6, 7, 8)
        (length,) = reader.numbers(">H", offset + 2)
        offset += 2 + max(length, 2)
    return None


def _webp(reader: Reader) -> Header | None:
    kind = reader.at(12, 4)
    if kind == b"VP8X":
        flags = reader.at(20, 1)[0]
        sides = reader.at(24, 6)
        width, height = (1 + int.from_bytes(sides[i : i + 3], "little") for i in (0, 3))
        return Header("WEBP", width, height, bool(flags & 0x10))
    if kind == b"VP8L":
        mark, bits = reader.numbers("<BI", 20)
        if mark != 0x2F:
            return None
        return Header("WEBP", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), bool(bits >> 28 & 1))
    if kind == b"VP8 " and reader.at(23, 3) == b"\x9d\x01\x2a":
        width, height = reader.numbers("<HH", 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    return None


def _bmp(reader: Reader) -> Header | None:
    (size,) = reader.numbers("<I", 14)
    if size == 12:
        width, height = reader.numbers("<HH", 18)
        return Header("BMP", width, height)
    if size not in (40, 52, 56, 64, 108, 124):
        return None
    width, height = reader.numbers("<ii", 18)
    alpha_mask = reader.numbers("<I", 66)[0] if size >= 56 else 0
    return Header("BMP", width, abs(height), bool(alpha_mask))


def _tiff(reader: Reader) -> Header | None:
    found = _tags(reader, 0, (256, 257, 338))
    if 256 not in found or 257 not in found:
        return None
    return Header("TIFF", found[256], found[257], found.get(338) in (1, 2))


def _orientation(reader: Reader, start: int) -> int | None:
    """How EXIF at `start` says that the picture is turned; None where it says nothing that can be read."""
    try:
        return _tags(reader, start, (274,)).get(274)
    except ValueError:
        return None


def _tags(reader: Reader, start: int, wanted: tuple[int, ...]) -> dict[int, int]:
    """Numbers of the first directory of the TIFF at `start`, by their tags."""
    order = "<" if reader.at(start, 2) == b"II" else ">"
    (offset,) = reader.numbers(order + "I", start + 4)
    (count,) = reader.numbers(order + "H", start + offset)
    found: dict[int, int] = {}
    for entry in range(min(count, _MOST_BLOCKS)):
        at = start + offset + 2 + 12 * entry
        tag, kind = reader.numbers(order + "HH", at)
        if tag in wanted and kind in (1, 3, 4):
            form = {1: "B", 3: "H", 4: "I"}[kind]
            found[tag] = reader.numbers(order + form, at + 8)[0]
    return found


def _gif(reader: Reader) -> Header | None:
    width, height, packed = reader.numbers("<HHB", 6)
    after = 13 + (3 << (packed & 7) + 1 if packed & 0x80 else 0)
    try:
        block = reader.at(after, 1)
    except ValueError:  # cut before the first block
        return Header("GIF", width, height)
    return Header("GIF", width, height) if block in b"!,;" else None


def _pnm(reader: Reader) -> Header | None:
    """Words between blanks and comments: the kind, width, height, and what follows them."""
    head = reader.upto(0, 4096)
    lines = [line.partition(b"#")[0] for line in head[2:].splitlines()]
    words = b" ".join(lines).split()
    if len(words) < 3 or not all(word.isdigit() and len(word) < 10 for word in words[:2]):
        return None
    return Header("PPM" if head[1:2] in b"36" else "PNM", int(words[0]), int(words[1]))


_MOST_BOXES = 1000
_MOST_ITEMS = 1024 * 1024
"""Bytes of a table of items that is read."""

_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
"""Width to height of a JPEG XL, by the number in its header."""


def _heif(reader: Reader) -> Header | None:
    """The header of an AVIF or HEIC: its largest picture, since a grid of tiles is listed with them."""

    properties = _path(reader, (b"meta", b"iprp", b"ipco"))
    sides = [
        reader.numbers(">II", start + 4)
        for kind, start, _ in (_boxes(reader, *properties) if properties else ())
        if kind == b"ispe"
    ]
    width, height = max(sides, key=lambda side: side[0] * side[1], default=(0, 0))
    return Header(signature(reader.upto(0, 64)) or "", width, height)


def _jxl(reader: Reader) -> Header | None:
    """The header of a JPEG XL: its first bits."""
    start = 0 if reader.at(0, 2) == _BARE else None
    for kind, content, _ in _boxes(reader, 0, None) if start is None else ():
        if kind in (b"jxlc", b"jxlp"):
            start = content + (4 if kind == b"jxlp" else 0)
            break
    if start is None or reader.at(start, 2) != _BARE:
        return None
    bits = _Bits(int.from_bytes(reader.upto(start + 2, 12), "little"))
    small = bits.take(1)

    def side() -> int:
        return 8 * (1 + bits.take(5)) if small else 1 + bits.take((9, 13, 18, 30)[bits.take(2)])

    height = side()
    ratio = _RATIOS.get(bits.take(3))
    return Header("JXL", height * ratio[0] // ratio[1] if ratio else side(), height)


_READERS = {
    "PNG": _png,
    "JPEG": _jpeg,
    "WEBP": _webp,
    "BMP": _bmp,
    "TIFF": _tiff,
    "GIF": _gif,
    "AVIF": _heif,
    "HEIC": _heif,
    "JXL": _jxl,
    "PPM": _pnm,
    "PNM": _pnm,
}

_BARE = b"\xff\x0a"


class _Bits:
    """Bits of a number, the lowest first."""

    __slots__ = ("_left",)

    def __init__(self, number: int) -> None:
        self._left = number

    def take(self, count: int) -> int:
        taken = self._left & (1 << count) - 1
        self._left >>= count
        return taken


def _boxes(reader: Reader, offset: int, end: int | None) -> Iterator[tuple[bytes, int, int | None]]:
    """Type, start and end of the content of each box from `offset`; the end is None for one that has the rest.

    Raises `ValueError` if a box breaks off.
    """
    for _ in range(_MOST_BOXES):
        if offset == end or (end is None and not reader.upto(offset, 1)):
            return
        size, kind = reader.numbers(">I4s", offset)
        start = offset + 8
        if size == 1:
            (size,) = reader.numbers(">Q", start)
            start += 8
        if size == 0:
            yield kind, start, end
            return
        offset += size
        if offset < start or (end is not None and offset > end):
            raise ValueError(tr("the length of a box is wrong"))
        reader.at(offset - 1, 1)
        yield kind, start, offset


def _path(reader: Reader, kinds: tuple[bytes, ...]) -> tuple[int, int | None] | None:
    """Start and end of the content of a box in boxes."""
    start, end = 0, None
    for wanted in kinds:
        inside = next(((at, to) for kind, at, to in _boxes(reader, start, end) if kind == wanted), None)
        if inside is None:
            return None
        start, end = inside
        start += 4 if wanted == b"meta" else 0
    return start, end


def _heif_end(reader: Reader) -> bool | None:
    """By the table of items, which tells where in the file each lies."""
    ends = {kind: end for kind, _, end in _boxes(reader, 0, None)}
    frames = b"moov" in ends  # which it lists itself, in the data that must be there too
    if (frames and b"mdat" not in ends) or (not frames and b"meta" not in ends):
        return False
    if b"meta" not in ends:
        return None if ends[b"mdat"] is None else True
    table = _path(reader, (b"meta", b"iloc"))
    if table is None or table[1] is None or table[1] - table[0] > _MOST_ITEMS:
        return None
    content = reader.at(table[0], table[1] - table[0])
    last = _last_byte(content)
    if last:
        reader.at(last - 1, 1)
    return True if last is not None and not (frames and ends[b"mdat"] is None) else None


def _last_byte(content: bytes) -> int | None:
    """Where the last item of this table ends, None if one has no stated length."""
    at, last = 4, 0

    def take(length: int) -> int:
        nonlocal at
        if at + length > len(content):
            raise ValueError(tr("the table of items breaks off"))
        at += length
        return int.from_bytes(content[at - length : at])

    version, sizes, more = content[0], take(1), take(1)
    indexed = more & 15 if version else 0
    for _ in range(take(4 if version == 2 else 2)):
        take(4 if version == 2 else 2)
        inside = take(2) & 15 if version else 0
        elsewhere = take(2)
        base = take(more >> 4)
        for _ in range(take(2)):
            take(indexed)
            offset, length = take(sizes >> 4), take(sizes & 15)
            if inside or elsewhere:
                continue
            if not length:
                return None
            last = max(last, base + offset + length)
    return last


def _jxl_end(reader: Reader) -> bool | None:
    """Of a container by its boxes; a bare codestream does not tell."""
    if reader.at(0, 2) == _BARE:
        return None
    whole = False
    for kind, start, end in _boxes(reader, 0, None):
        if end is None:
            return None
        whole = whole or kind == b"jxlc" or (kind == b"jxlp" and reader.at(start, 1)[0] >= 0x80)
    return whole


ENDS = {"AVIF": _heif_end, "HEIC": _heif_end, "JXL": _jxl_end}
