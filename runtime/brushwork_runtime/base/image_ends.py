"""Whether an image file is there to its end, by its structure: blocks are followed by their lengths, none is decoded.

Files are read where they lie, in small pieces, so that a large one is not held in memory.
"""

from __future__ import annotations

import re
import struct
import zlib
from itertools import islice
from typing import TYPE_CHECKING

from brushwork_runtime.base.image_headers import ENDS, Reader, png_chunks
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_MOST_DIRECTORIES = 1000
_PIECE = 64 * 1024
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A mark of a JPEG that is neither an escaped 0xFF of its data nor a restart."""

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of each type of value of TIFF."""

_PIXELS = ((273, 279), (324, 325), (513, 514))
"""Tags of TIFF: where strips, tiles and old JPEG data begin, and their lengths."""

_DIRECTORIES = (330, 34665, 34853)
"""Tags of TIFF whose values are offsets of more directories."""


def ended(stream: BinaryIO, form: str) -> bool | None:
    """Whether the image of format `form` in `stream`, from its beginning, is there to its end.

    None where the format does not tell. Bytes that follow the end do not count.
    """
    walk = _WALKS.get(form) or ENDS.get(form)
    if walk is None:
        return None
    try:
        return walk(Reader(stream, 0))
    except (ValueError, struct.error):
        return False


def png_text(keyword: str, text: str) -> bytes:
    """A chunk of a PNG that holds a text in UTF-8, as it is."""
    content = keyword.encode("latin-1") + b"\0\0\0\0\0" + text.replace("\0", "\ufffd").encode("utf-8", "replace")
    return struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))


def _png(reader: Reader) -> bool:
    return any(kind == b"IEND" for kind, _, _ in png_chunks(reader))


def _jpeg(reader: Reader) -> bool:
    offset, scanned = 2, False
    while True:
        offset = _mark(reader, offset)
        kind = reader.at(offset + 1, 1)[0]
        if kind == 0xD9:
            return scanned
        offset += 2
        if kind not in (0x01, 0xD8):
            scanned = scanned or kind == 0xDA
            offset += max(reader.numbers(">H", offset)[0], 2)


def _mark(reader: Reader, offset: int) -> int:
    """Where the next mark is."""
    while True:
        piece = reader.upto(offset, _PIECE)
        found = _MARK.search(piece)
        if found is not None:
            return offset + found.start()
        if len(piece) < 2:
            raise ValueError(tr("the JPEG breaks off"))
        offset += len(piece) - 1  # its last byte may begin a mark


def webp_chunks(reader: Reader) -> Iterator[tuple[bytes, int, int]]:
    """Type, offset and length of the content of each chunk of a WEBP. Raises `ValueError` if one breaks off."""
    offset, end = 12, 8 + reader.numbers("<I", 4)[0]
    while offset < end:
        kind, length = reader.numbers("<4sI", offset)
        after = offset + 8 + length
        if after > end:
            raise ValueError(tr("a chunk of the WEBP is longer than the file"))
        reader.at(after - 1, 1)
        yield kind, offset + 8, length
        offset = after + (length & 1)
    reader.at(end - 1, 1)


def _webp(reader: Reader) -> bool:
    kinds = {kind for kind, _, _ in webp_chunks(reader)}
    return not kinds.isdisjoint((b"VP8 ", b"VP8L", b"ANMF"))


def _bmp(reader: Reader) -> bool | None:
    said, _, pixels, size = reader.numbers("<IIII", 2)
    end, known = max(said, pixels), said > pixels
    if size == 12:
        width, height, _, bits = reader.numbers("<HHHH", 18)
        packed, length = 0, 0
    else:
        width, height, _, bits, packed, length = reader.numbers("<iiHHII", 18)
    if packed in (0, 3, 6):
        end, known = max(end, pixels + (width * bits + 31) // 32 * 4 * abs(height)), True
    elif length:
        end, known = max(end, pixels + length), True
    if size == 124:
        profile, length = reader.numbers("<II", 126)
        end = max(end, 14 + profile + length if profile else 0)
    reader.at(end - 1, 1)
    return True if known else None


def _gif(reader: Reader) -> bool:
    offset, drawn = 13 + _colors(reader.at(10, 1)[0]), False
    while True:
        kind = reader.at(offset, 1)
        if kind == b";":
            return drawn
        if kind == b",":
            drawn = True
            offset += 10 + _colors(reader.at(offset + 9, 1)[0]) + 1
        elif kind == b"!":
            offset += 2
        elif kind == b"\0":
            offset += 1
            continue
        else:
            raise ValueError(tr("a block of the GIF is damaged"))
        offset = _after_blocks(reader, offset)


def _colors(packed: int) -> int:
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _after_blocks(reader: Reader, offset: int) -> int:
    while length := reader.at(offset, 1)[0]:
        offset += 1 + length
    return offset + 1


def _tiff(reader: Reader) -> bool | None:
    order = "<" if reader.at(0, 2) == b"II" else ">"
    waiting = [reader.numbers(order + "I", 4)[0]]
    seen, drawn, known = {0}, False, True
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        if len(seen) > _MOST_DIRECTORIES:
            return None
        entries, following = _directory(reader, order, at)
        waiting.append(following)
        for tag in _DIRECTORIES:
            waiting += islice(_values(reader, order, entries.get(tag)), _MOST_DIRECTORIES)
        for begins, lengths in _PIXELS:
            if begins in entries:
                drawn, known = True, known and lengths in entries
                pixels = (_values(reader, order, entries.get(tag)) for tag in (begins, lengths))
                reader.at(max(map(sum, zip(*pixels, strict=False)), default=1) - 1, 1)
    return (True if drawn else None) if known else None


def _directory(reader: Reader, order: str, at: int) -> tuple[dict[int, tuple[int, int, int]], int]:
    """A directory of a TIFF, whose values are all there: type, number and place by tag, and where the next one is."""
    (count,) = reader.numbers(order + "H", at)
    entries: dict[int, tuple[int, int, int]] = {}
    for place in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, number = reader.numbers(order + "HHI", place)
        length, value = _SIZES.get(kind, 0) * number, place + 8
        if length > 4:
            (value,) = reader.numbers(order + "I", value)
            reader.at(value + length - 1, 1)
        entries[tag] = kind, number, value
    return entries, reader.numbers(order + "I", at + 2 + 12 * count)[0]


def _values(reader: Reader, order: str, entry: tuple[int, int, int] | None) -> Iterator[int]:
    """The whole numbers that an entry of a directory holds; none of an entry that is not there or holds others."""
    kind, number, place = entry or (0, 0, 0)
    form = {1: "B", 3: "H", 4: "I", 13: "I"}.get(kind)
    while form is not None and number:
        some = min(number, 1024)
        yield from reader.numbers(f"{order}{some}{form}", place)
        number -= some
        place += some * _SIZES[kind]


_WALKS = {"PNG": _png, "JPEG": _jpeg, "WEBP": _webp, "BMP": _bmp, "GIF": _gif, "TIFF": _tiff}
