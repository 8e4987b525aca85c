"""Bounds of picture sizes: fixed lists, area, sides and aspect ratio."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.spec import Pixels, Range, Size


def wire(pixels: Pixels) -> str:
    """A size as the API spells it."""
    return f"{pixels[0]}*{pixels[1]}"


def allowed_list(parameter: Size) -> tuple[Pixels, ...]:
    """Every size that is accepted whatever the bounds say: those of the ratios, and the recommended ones."""
    return tuple(dict.fromkeys((*parameter.ratios.values(), *parameter.recommended)))


def problems(parameter: Size, pixels: Pixels) -> list[str]:
    """What is wrong with a size, each as the end of a sentence that begins with the size."""
    if pixels in allowed_list(parameter):
        return []
    if parameter.fixed:
        return [f"is not one of {', '.join(map(wire, allowed_list(parameter)))}"]
    return [
        *_area(parameter.pixels, pixels),
        *_sides(parameter.sides, pixels),
        *aspect_problem(parameter.aspect, pixels),
    ]


def _area(bounds: Range | None, pixels: Pixels) -> list[str]:
    area = pixels[0] * pixels[1]
    if bounds is None or bounds[0] <= area <= bounds[1]:
        return []
    side, limit = ("below the minimum", bounds[0]) if area < bounds[0] else ("above the maximum", bounds[1])
    return [f"has {area:,} pixel{'' if area == 1 else 's'}, {side} of {limit:,}{_square(limit)}"]


def _square(area: int) -> str:
    side = isqrt(area)
    return f" ({side}*{side})" if side * side == area else ""


def _sides(bounds: Range | None, pixels: Pixels) -> list[str]:
    if bounds is None or all(bounds[0] <= side <= bounds[1] for side in pixels):
        return []
    return [f"has a side outside {bounds[0]:,} to {bounds[1]:,} pixels"]


def aspect_problem(bounds: tuple[str, str] | None, pixels: Pixels) -> list[str]:
    """What is wrong with the aspect ratio of a size."""
    if bounds is None:
        return []
    low, high = fraction(bounds[0]), fraction(bounds[1])
    width, height = pixels
    if width * low[1] >= height * low[0] and width * high[1] <= height * high[0]:
        return []
    return [f"has an aspect ratio outside {bounds[0]} to {bounds[1]}"]


def fraction(text: str) -> Pixels:
    """The two numbers of an aspect ratio such as "1:8"."""
    width, _, height = text.partition(":")
    return int(width), int(height)
