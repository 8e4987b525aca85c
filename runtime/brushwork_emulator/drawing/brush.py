"""A pen that draws in parts of a square field, so that a subject is told once and drawn at any place and size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.palettes import Color

Point = tuple[float, float]


class Brush:
    """Coordinates run from 0 to 1 over the field, right and down, and may leave it; `mirrored` swaps sides."""

    __slots__ = ("_left", "_mirrored", "_size", "_top", "canvas", "pen")

    def __init__(self, canvas: Canvas, left: float, top: float, size: float, *, mirrored: bool = False) -> None:
        self.canvas = canvas
        self.pen = ImageDraw.Draw(canvas)
        self._left, self._top, self._size, self._mirrored = left, top, size, mirrored

    def place(self, x: float, y: float) -> Point:
        """Pixels of a point."""
        return self._left + self._size * (1 - x if self._mirrored else x), self._top + self._size * y

    def field(self, x: float, y: float, size: float) -> Brush:
        """A field within this one, by its left upper corner."""
        left, top = self.place(x + size if self._mirrored else x, y)
        return Brush(self.canvas, left, top, self._size * size, mirrored=self._mirrored)

    def box(self, color: Color, x0: float, y0: float, x1: float, y1: float, radius: float = 0.0) -> None:
        """A rectangle, perhaps with round corners."""
        (left, top), (right, bottom) = self.place(x0, y0), self.place(x1, y1)
        left, right = sorted((left, right))
        if radius:
            self.pen.rounded_rectangle((left, top, max(left, right), max(top, bottom)), radius * self._size, fill=color)
        else:
            self.pen.rectangle((left, top, right, max(top, bottom)), fill=color)

    def oval(self, color: Color, x: float, y: float, rx: float, ry: float | None = None) -> None:
        """An ellipse about a point."""
        (cx, cy), across, along = self.place(x, y), rx * self._size, (rx if ry is None else ry) * self._size
        self.pen.ellipse((cx - across, cy - along, cx + across, cy + along), fill=color)

    def shape(self, color: Color, *points: Point) -> None:
        """A filled polygon."""
        self.pen.polygon([self.place(*point) for point in points], fill=color)

    def line(self, color: Color, width: float, *points: Point) -> None:
        """A line with round ends through the points, curved."""
        thick = max(1, round(width * self._size))
        places = [self.place(*point) for point in _curved(points)]
        self.pen.line(places, fill=color, width=thick, joint="curve")
        if thick > 2:
            for x, y in (places[0], places[-1]):
                self.pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=color)

    def petals(self, color: Color, x: float, y: float, radius: float, number: int = 6, turn: float = 0.0) -> None:
        """Circles around a point."""
        for petal in range(number):
            angle = turn + math.tau * petal / number
            reach = radius * 0.62
            self.oval(color, x + reach * math.cos(angle), y + reach * math.sin(angle), radius * 0.48)


def _curved(points: tuple[Point, ...]) -> list[Point]:
    """The points with some between them on a smooth curve (Catmull-Rom)."""
    if len(points) < 3:
        return list(points)
    ends = (points[0], *points, points[-1])
    made: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(8):
            t = step / 8
            made.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*made, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def stretched(image: Canvas, size: tuple[int, int], resampling: Image.Resampling) -> Canvas:
    """`image` in another size."""
    return image.resize(size, resampling)  # pyright: ignore[reportUnknownMemberType] - Pillow's hint names numpy


def gradient(size: tuple[int, int], top: Color, bottom: Color) -> Canvas:
    """From one colour to another, downwards, in steps that stay small as a file."""
    column = Image.new("RGB", (1, 64))
    for step in range(64):
        mixed = [(a * (63 - step) + b * step) // 63 for a, b in zip(top, bottom, strict=True)]
        column.putpixel((0, step), (mixed[0], mixed[1], mixed[2]))
    return stretched(stretched(column, (1, size[1]), Image.Resampling.BILINEAR), size, Image.Resampling.NEAREST)
