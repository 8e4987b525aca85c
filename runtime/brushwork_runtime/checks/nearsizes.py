"""The valid size nearest to a given one, and the size for a ratio that is in no table."""

from __future__ import annotations

from math import isqrt, log, sqrt
from typing import TYPE_CHECKING

from brushwork_runtime.checks.sizebounds import allowed_list, aspect_problem, fraction, problems, wire
from brushwork_runtime.checks.sizeforms import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.spec import Pixels, Size

GRID = 16
"""The models draw in blocks of this many pixels, so computed sizes are multiples of it."""

_SAME_ASPECT = 0.05
"""How far rounding to the grid may move an aspect ratio, as a logarithm."""


def suggestion(parameter: Size, pixels: Pixels) -> str | None:
    """The valid size nearest to `pixels`: the same aspect ratio, scaled into the bounds; None if there is none."""
    if not problems(parameter, pixels):
        return wire(pixels)
    target = pixels if parameter.fixed else _scaled(parameter, pixels)
    known = allowed_list(parameter)
    found = (
        min(known, key=lambda size: distance(size, pixels), default=None)
        if parameter.fixed
        else _on_grid(parameter, target)
    )
    return wire(found) if found else None


def distance(one: Pixels, other: Pixels) -> float:
    """How far apart two sizes are: in aspect ratio above all, then in area."""
    aspect = abs(log(one[0] * other[1] / (one[1] * other[0])))
    return 4 * aspect + abs(log(one[0] * one[1] / (other[0] * other[1])))


def of_ratio(parameter: Size, parts: Pixels) -> Pixels:
    """The size for a ratio that the table lacks, at the default area."""
    area = _default_area(parameter)
    scale = sqrt(area / (parts[0] * parts[1]))
    ideal = max(1, int(parts[0] * scale)), max(1, int(parts[1] * scale))
    if aspect_problem(parameter.aspect, parts):
        return ideal
    found = _on_grid(parameter, _scaled(parameter, ideal))
    return found if found and abs(log(found[0] * parts[1] / (found[1] * parts[0]))) < _SAME_ASPECT else ideal


def _default_area(parameter: Size) -> int:
    default = parameter.default
    pixels = parameter.presets.get(default) if isinstance(default, str) else None
    pixels = pixels or exact(default) or next(iter(allowed_list(parameter)), None)
    if pixels is not None:
        return pixels[0] * pixels[1]
    bounds = parameter.pixels
    return isqrt(bounds[0] * bounds[1]) if bounds else 1024 * 1024


def _scaled(parameter: Size, pixels: Pixels) -> Pixels:
    """`pixels` with its aspect ratio, then its area and sides, moved into the bounds."""
    aspect = pixels[0] / pixels[1]
    if parameter.aspect is not None:
        low, high = (width / height for width, height in map(fraction, parameter.aspect))
        aspect = min(max(aspect, low), high)
    area = float(pixels[0] * pixels[1])
    if parameter.pixels is not None:
        area = min(max(area, parameter.pixels[0]), parameter.pixels[1])
    width, height = sqrt(area * aspect), sqrt(area / aspect)
    if parameter.sides is not None:
        low, high = parameter.sides
        scale = low / min(width, height) if min(width, height) < low else 1.0
        scale = high / max(width, height) if max(width, height) * scale > high else scale
        width, height = (min(max(side * scale, low), high) for side in (width, height))
    return max(1, round(width)), max(1, round(height))


def _on_grid(parameter: Size, ideal: Pixels) -> Pixels | None:
    """The valid size nearest to `ideal` whose sides are multiples of the grid, else of one pixel."""
    for step in (GRID, 1):
        legal = [size for size in _around(ideal, step) if not problems(parameter, size)]
        if legal:
            return min(legal, key=lambda size: distance(size, ideal))
    return None


def _around(ideal: Pixels, step: int) -> Iterator[Pixels]:
    for width in _multiples(ideal[0], step):
        for height in _multiples(ideal[1], step):
            yield width, height


def _multiples(side: int, step: int) -> Iterable[int]:
    below = side // step * step
    return [below + turn * step for turn in range(-2, 4) if below + turn * step > 0]
