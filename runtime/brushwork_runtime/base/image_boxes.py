"""Images in boxes: AVIF and HEIC (ISO base media files), and JPEG XL in its container or bare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.image_headers import Header
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.base.image_headers import Reader

_MOST_BOXES = 1000
_MOST_ITEMS = 1024 * 1024
"""Bytes of a table of items that is read."""

_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
"""Width to height of a JPEG XL, by the number in its header."""


def heif(reader: Reader) -> Header | None:
    """The header of an AVIF or HEIC: its largest picture, since a grid of tiles is listed with them."""
    from brushwork_runtime.base.image_headers import signature

    properties = _path(reader, (b"meta", b"iprp", b"ipco"))
    sides = [
        reader.numbers(">II", start + 4)
        for kind, start, _ in (_boxes(reader, *properties) if properties else ())
        if kind == b"ispe"
    ]
    width, height = max(sides, key=lambda side: side[0] * side[1], default=(0, 0))
    return Header(signature(reader.upto(0, 64)) or "", width, height)


def jxl(reader: Reader) -> Header | None:
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
