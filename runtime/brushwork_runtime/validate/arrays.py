"""An array of pixels, such as numpy's, as a PNG file: by the buffer protocol, so that no library is needed."""

from __future__ import annotations

import struct
import zlib

COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
"""PNG's number for grey, grey and alpha, RGB, and RGBA, by the bytes of a pixel."""

SHAPES = "an array of uint8, height x width or height x width x 1 to 4"


def view_of(value: object) -> memoryview | None:
    """The pixels that an object holds in memory; None for one that holds no array of two or three dimensions."""
    try:
        view = memoryview(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # asked just here
    except TypeError:
        return None
    return view if view.ndim in (2, 3) else None


def png(view: memoryview) -> bytes:
    """The pixels as a PNG file. Raises `ValueError` where they are no picture."""
    sides = view.shape or (0, 0)
    height, width, channels = (*sides, 1)[:3]
    if view.format.lstrip("<>=@|") != "B" or channels not in COLOUR_TYPES or not height or not width:
        raise ValueError(f"is an array of {' x '.join(map(str, sides))} values of the format {view.format!r}")
    pixels, row = view.tobytes(), width * channels
    rows = b"".join([b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row)])
    head = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPES[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join([_chunk(name, content) for name, content in parts])


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
