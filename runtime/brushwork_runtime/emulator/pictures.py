"""Real PNGs of the size asked for, with the prompt drawn in; the same order and seed give the same bytes."""

from __future__ import annotations

import hashlib
import io
import textwrap

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_BANDS = 12


def draw(width: int, height: int, prompt: str, model: str, seed: int, index: int) -> bytes:
    """A PNG of `width` times `height` pixels. Needs Pillow."""
    from PIL import Image, ImageDraw

    picture = Image.new("P", (width, height))
    picture.putpalette(_palette(f"{model} {prompt} {seed} {index}"))
    canvas = ImageDraw.Draw(picture)
    for band in range(_BANDS):
        top = height * band // _BANDS
        canvas.rectangle((0, top, width, height), fill=band)
    radius = min(width, height) * (3 + seed % 3) // 12
    x, y = width * (2 + (seed + index) % 5) // 8, height // 3
    canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_BANDS)
    _write(canvas, width, height, prompt, f"{model}  {width}x{height}  seed {seed}  #{index + 1}")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _palette(words: str) -> list[int]:
    """A gradient between two colours of the order's hash, the circle's colour, then white and black for text."""
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    low, high, disc = digest[0:3], digest[3:6], digest[6:9]
    colors: list[int] = []
    for band in range(_BANDS):
        colors += [(a * (_BANDS - band) + b * band) // _BANDS for a, b in zip(low, high, strict=True)]
    return [*colors, *disc, 255, 255, 255, 0, 0, 0]


def _write(canvas: ImageDraw, width: int, height: int, prompt: str, mark: str) -> None:
    from PIL import ImageFont

    size = max(12, min(width // 24, height // 14))
    font = ImageFont.load_default(size)
    lines = textwrap.wrap(prompt, max(8, int(width * 0.85 / (size * 0.55))))[:6] or [""]
    block = "\n".join(lines)
    place = (width // 16, height - int(size * 1.4) * (len(lines) + 2))
    canvas.multiline_text((place[0] + 2, place[1] + 2), block, fill=_BANDS + 2, font=font)
    canvas.multiline_text(place, block, fill=_BANDS + 1, font=font)
    small = ImageFont.load_default(max(10, size // 2))
    canvas.text((width // 16, height - int(size * 1.2)), mark, fill=_BANDS + 1, font=small)
