"""A picture as sixel: six rows of pixels at a time, colour by colour. Needs Pillow."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 480
"""Pixels; a terminal's column has about twelve."""

COLORS = 256


def encode(content: bytes) -> str | None:
    """The escape sequence that draws an image file; None without Pillow, or where Pillow cannot read it."""
    try:
        from PIL import Image
    except ModuleNotFoundError:
        return None
    try:
        with Image.open(io.BytesIO(content)) as opened:
            opened.thumbnail((WIDTH, WIDTH))  # a large JPEG is read at a fraction of its size
            quantized = opened.convert("RGB").quantize(COLORS)
    except Exception:  # Pillow's decoders raise nearly anything over a file that is broken
        return None
    width, height = quantized.size
    palette = quantized.getpalette() or []
    return f'\x1bPq"1;1;{width};{height}{_colors(palette)}{"".join(_bands(quantized.tobytes(), width, height))}\x1b\\'


def _colors(palette: list[int]) -> str:
    """The palette, each part of a colour in percent."""
    rows = (palette[start : start + 3] for start in range(0, len(palette), 3))
    return "".join(
        f"#{number};2;{';'.join(str(round(part * 100 / 255)) for part in row)}" for number, row in enumerate(rows)
    )


def _bands(pixels: bytes, width: int, height: int) -> Iterator[str]:
    for top in range(0, height, 6):
        rows = [pixels[row * width : (row + 1) * width] for row in range(top, min(top + 6, height))]
        yield "$".join(_band(rows, color) for color in sorted(set(b"".join(rows)))) + "-"


def _band(rows: list[bytes], color: int) -> str:
    """The pixels of one colour in a band, equal columns in a row counted."""
    columns = (sum((color == pixel) << bit for bit, pixel in enumerate(column)) for column in zip(*rows, strict=True))
    runs = ((chr(63 + bits), len(list(run))) for bits, run in groupby(columns))
    return f"#{color}" + "".join(f"!{count}{mark}" if count > 3 else mark * count for mark, count in runs)
