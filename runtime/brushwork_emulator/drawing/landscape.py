"""The ground of a picture: a sky, a sun and hills by model, prompt and seed, or bands in the colours asked for."""

from __future__ import annotations

import colorsys
import hashlib
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageDraw

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.pictures import Picture

    Color = tuple[int, int, int]

_HILLS = 4
_POINTS = 48


def landscape(wanted: Picture) -> Canvas:
    """A canvas of the picture's size with its ground."""
    chances = _chances(wanted)
    if wanted.colors:
        return _bands(wanted)
    hue = chances[0] / 255
    sky = [_color(hue, 0.45, 0.95), _color(hue + 0.12 + chances[1] / 1500, 0.30, 1.0)]
    canvas = _gradient(wanted.width, wanted.height, *sky)
    pen = ImageDraw.Draw(canvas)
    _sun(pen, wanted, chances)
    for hill in range(_HILLS):
        color = _color(hue + 0.45 + chances[2] / 2000, 0.35 + 0.1 * hill, 0.78 - 0.16 * hill)
        pen.polygon(_hill(wanted, hill, chances), fill=color)
    return canvas


def _chances(wanted: Picture) -> bytes:
    """Bytes that decide what is left open; the same for the same picture."""
    words = f"{wanted.model} {wanted.prompt} {wanted.seed} {wanted.index}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def _color(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)


def _gradient(width: int, height: int, top: Color, bottom: Color) -> Canvas:
    """From one colour to another, in 64 steps, which stay small as a file."""
    column = Image.new("RGB", (1, 64))
    for step in range(64):
        mixed = [(a * (63 - step) + b * step) // 63 for a, b in zip(top, bottom, strict=True)]
        column.putpixel((0, step), (mixed[0], mixed[1], mixed[2]))
    return stretched(column, (width, height), Image.Resampling.NEAREST)


def stretched(image: Canvas, size: tuple[int, int], resampling: Image.Resampling) -> Canvas:
    """`image` in another size."""
    return image.resize(size, resampling)  # pyright: ignore[reportUnknownMemberType] - Pillow's hint names numpy


def _bands(wanted: Picture) -> Canvas:
    """Every colour in a band as high as its share."""
    canvas = Image.new("RGB", (wanted.width, wanted.height), ImageColor.getrgb(wanted.colors[-1][0]))
    pen, top = ImageDraw.Draw(canvas), 0.0
    total = sum(share for _, share in wanted.colors) or 1.0
    for color, share in wanted.colors:
        height = wanted.height * share / total
        pen.rectangle((0, int(top), wanted.width, int(top + height)), fill=color)
        top += height
    return canvas


def _sun(pen: ImageDraw.ImageDraw, wanted: Picture, chances: bytes) -> None:
    radius = min(wanted.width, wanted.height) * (8 + chances[3] % 6) // 100
    x = wanted.width * (20 + chances[4] % 60) // 100
    y = wanted.height * (28 + chances[5] % 20) // 100
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 248, 226))


def _hill(wanted: Picture, number: int, chances: bytes) -> list[tuple[float, float]]:
    """A line of hills, the later the nearer and lower, closed along the lower edge."""
    phase, waves = chances[6 + number] / 20, 1.2 + chances[10 + number] / 200
    base = wanted.height * (0.48 + 0.11 * number)
    line = [
        (
            wanted.width * step / _POINTS,
            base - wanted.height * 0.06 * math.sin(phase + waves * math.tau * step / _POINTS),
        )
        for step in range(_POINTS + 1)
    ]
    return [(0.0, float(wanted.height)), *line, (float(wanted.width), float(wanted.height))]
