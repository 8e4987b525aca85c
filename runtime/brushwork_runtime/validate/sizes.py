"""Picture sizes: what is valid, what was meant by one that is not, and the valid size that is nearest."""

from __future__ import annotations

from copy import copy
from functools import cache, lru_cache
from math import gcd, isqrt, log, sqrt
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import fields, items
from brushwork_runtime.base.language import alternatives, later, series, tr
from brushwork_runtime.tables.spec import Size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brushwork_runtime.tables.spec import Json, Pixels, Range
    from brushwork_runtime.validate.call import Findings


MOST_DIGITS = 9
"""A side with more digits counts as having this many: no picture is that large, and floats stay exact."""

GRID = 16
"""The models draw in blocks of this many pixels, so computed sizes are multiples of it."""

_SAME_ASPECT = 0.05
"""How far rounding to the grid may move an aspect ratio, as a logarithm."""


def check_size(parameter: Size, value: object, findings: Findings) -> object:
    """A size that the model accepts, as it is sent: the name of a preset or `width*height`."""
    found = _accepted(parameter, value) if type(value) is str and len(value) <= _SHORT else None
    if found is not None:
        return found
    pixels = resolve(parameter, value)
    if pixels is None:
        guess = meant(value)
        nearest = suggestion(parameter, guess) if isinstance(guess, tuple) else _name(parameter, guess or "")
        wanted = tr("it must be {what}", what=forms(parameter))
        findings.refuse(parameter.name, value, tr("it must be a size"), wanted, nearest)
        return value
    broken = problems(parameter, pixels)
    if broken:
        told = tr("{size} {what}.", size=wire(pixels), what=tr(", and ").join(broken))
        as_ratio = _accepted(parameter, f"{pixels[0]}:{pixels[1]}") if isinstance(value, str) else None
        nearest = f"{pixels[0]}:{pixels[1]}" if as_ratio and max(pixels) <= _RATIO else suggestion(parameter, pixels)
        findings.violation(parameter.name, value, tr(" and ").join(broken), told, nearest)
    return wire(pixels)


_SHORT = 64
"""Characters of a text that is remembered; every size is shorter."""


@lru_cache(256)
def _accepted(parameter: Size, text: str) -> str | None:
    """What goes out for a valid size; a program asks for the same few sizes again and again."""
    if text in parameter.presets:
        return text
    pixels = resolve(parameter, text)
    return None if pixels is None or problems(parameter, pixels) else wire(pixels)


def resolve(parameter: Size, value: object) -> Pixels | None:
    """The width and height that a value stands for, valid or not; None if it is not written as a size."""
    pixels = exact(value) or named_ratio(value, parameter.ratios)
    if pixels is None and not parameter.fixed and (parts := ratio(value)) is not None:
        return of_ratio(parameter, parts)
    return pixels


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
        return [tr("is not one of {sizes}", sizes=series(map(wire, allowed_list(parameter))))]
    broken = [] if parameter.pixels is None else _area(parameter.pixels, pixels[0] * pixels[1])
    sides = parameter.sides
    if sides is not None and not sides[0] <= min(pixels) <= max(pixels) <= sides[1]:
        broken.append(tr("has a side outside {low:,} to {high:,} pixels", low=sides[0], high=sides[1]))
    return broken + aspect_problem(parameter.aspect, pixels)


def _area(bounds: Range, area: int) -> list[str]:
    if bounds[0] <= area <= bounds[1]:
        return []
    said, limit = (_SMALL, bounds[0]) if area < bounds[0] else (_LARGE, bounds[1])
    pixels = tr("1 pixel") if area == 1 else tr("{area:,} pixels", area=area)
    square = f" ({isqrt(limit)}*{isqrt(limit)})" if isqrt(limit) ** 2 == limit else ""
    return [tr(said, pixels=pixels, limit=f"{limit:,}{square}")]


_SMALL = later("has {pixels}, below the minimum of {limit}")
_LARGE = later("has {pixels}, above the maximum of {limit}")


def aspect_problem(bounds: tuple[str, str] | None, pixels: Pixels) -> list[str]:
    """What is wrong with the aspect ratio of a size."""
    if bounds is None:
        return []
    low, high = fraction(bounds[0]), fraction(bounds[1])
    width, height = pixels
    if width * low[1] >= height * low[0] and width * high[1] <= height * high[0]:
        return []
    return [tr("has an aspect ratio outside {low} to {high}", low=bounds[0], high=bounds[1])]


@cache
def fraction(text: str) -> Pixels:
    """The two numbers of an aspect ratio such as "1:8"."""
    width, _, height = text.partition(":")
    return int(width), int(height)


def exact(value: object) -> Pixels | None:
    """Width and height of "1280*720", "1280x720" or (1280, 720); None for anything else."""
    if isinstance(value, str):
        width, star, height = value.partition("*")
        if not star:
            width, _, height = value.partition("x")
        return (int(width), int(height)) if _counts(width) and _counts(height) else None
    return _pair(value)


def ratio(value: object) -> Pixels | None:
    """The two numbers of "16:9", in lowest terms; None for anything else."""
    if not isinstance(value, str):
        return None
    width, _, height = value.partition(":")
    if not (_counts(width) and _counts(height)):
        return None
    common = gcd(int(width), int(height))
    return int(width) // common, int(height) // common


def named_ratio(value: object, table: Mapping[str, Pixels]) -> Pixels | None:
    """The size that the table has for a ratio, whether or not it is in lowest terms."""
    if isinstance(value, str) and value in table:
        return table[value]
    reduced = ratio(value)
    return None if reduced is None else table.get(f"{reduced[0]}:{reduced[1]}")


def _counts(digits: str) -> bool:
    """Whether the text is a positive integer in ASCII, without sign, spaces or leading zero."""
    return digits.isascii() and digits.isdigit() and digits[0] != "0" and len(digits) <= MOST_DIGITS


def _pair(value: object) -> Pixels | None:
    sides = items(value)
    if sides is not None and len(sides) == 2:
        width, height = sides
        if type(width) is int and type(height) is int and 0 < width < 10**MOST_DIGITS and 0 < height < 10**MOST_DIGITS:
            return width, height
    return None


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
    found = on_grid(parameter, scaled(parameter, ideal))
    return found if found and abs(log(found[0] * parts[1] / (found[1] * parts[0]))) < _SAME_ASPECT else ideal


def _default_area(parameter: Size) -> int:
    default = parameter.default
    pixels = parameter.presets.get(default) if isinstance(default, str) else None
    pixels = pixels or exact(default) or next(iter(allowed_list(parameter)), None)
    if pixels is not None:
        return pixels[0] * pixels[1]
    bounds = parameter.pixels
    return isqrt(bounds[0] * bounds[1]) if bounds else 1024 * 1024


def scaled(parameter: Size, pixels: Pixels) -> Pixels:
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


def covering(aspect: tuple[str, str] | None, pixels: Pixels) -> Pixels:
    """The smallest size of an aspect ratio within these that is at least as wide and as high as `pixels`."""
    if aspect is None:
        return pixels
    (width, height), (low, high) = pixels, map(fraction, aspect)
    return max(width, -(-height * low[0] // low[1])), max(height, -(-width * high[1] // high[0]))


def on_grid(parameter: Size, ideal: Pixels, least: Pixels = (1, 1)) -> Pixels | None:
    """The valid size nearest to `ideal`, of sides of at least `least`, that are multiples of the grid, else of 1."""
    for step in (GRID, 1):
        wide, high = (_multiples(side, step) for side in ideal)
        around = [(width, height) for width in wide for height in high if width >= least[0] and height >= least[1]]
        if (found := _nearest([size for size in around if not problems(parameter, size)], ideal)) is not None:
            return found
    return None


def _multiples(side: int, step: int) -> range:
    """The six multiples around a side that are above 0."""
    below = side // step * step
    return range(max(step, below - 2 * step), below + 4 * step, step)


_MOST: int = 10**MOST_DIGITS - 1
_STANDINS = str.maketrans({"×": "*", "✕": "*", "∗": "*", "X": "*", "x": "*", "：": ":", ",": "*", "/": ":"})


def suggestion(parameter: Size, pixels: Pixels) -> str | None:
    """The valid size nearest to `pixels`: the same aspect ratio, scaled into the bounds; None if there is none."""
    if not problems(parameter, pixels):
        return wire(pixels)
    found = (
        _nearest(allowed_list(parameter), pixels) if parameter.fixed else on_grid(parameter, scaled(parameter, pixels))
    )
    return wire(found) if found else None


def _nearest(sizes: Iterable[Pixels], pixels: Pixels) -> Pixels | None:
    return min(sizes, key=lambda size: distance(size, pixels), default=None)


def _name(parameter: Size, guess: str) -> str | None:
    """The preset, or the size of the ratio, nearest to a name."""
    if guess in parameter.presets:
        return guess
    parts = ratio(guess)
    if (pixels := resolve(parameter, guess) or (parts and _nearest(allowed_list(parameter), parts))) is not None:
        return suggestion(parameter, pixels)
    if guess[:-1].isdecimal() and guess.endswith("K") and len(guess) < 4:
        side = 1024 * int(guess[:-1])
        by_area = sorted(parameter.presets, key=lambda name: abs(parameter.presets[name][0] - side))
        return by_area[0] if by_area else suggestion(parameter, (side, side)) if side else None
    return None


def forms(parameter: Size) -> str:
    """The ways to give this size, for messages."""
    ways = [redact.value(preset) for preset in parameter.presets]
    if parameter.fixed:
        ways.append(tr("one of {choices}", choices=series(map(wire, allowed_list(parameter)))))
    else:
        example = allowed_list(parameter) or ((1280, 720),)
        ways.append(tr("width*height in pixels such as '{size}'", size=wire(example[0])))
        ways.append("(width, height)")
        ways.append(tr("a ratio such as '{ratio}'", ratio=next(iter(parameter.ratios), "16:9")))
    return alternatives(ways)


def meant(value: object) -> Pixels | str | None:
    """What a value in none of the forms most likely means: a size, or a ratio or name as text; else None."""
    if isinstance(value, str):
        return _meant_text(value)
    named = fields(value)
    sides = items(value) if named is None else [named.get("width"), named.get("height")]
    return _both(_whole(sides[0]), _whole(sides[1])) if sides is not None and len(sides) == 2 else None


def _meant_text(value: str) -> Pixels | str | None:
    import re
    import unicodedata

    if len(value) > 200:
        return None
    plain = "".join(unicodedata.normalize("NFKC", value).split())
    tidy = plain.translate(_STANDINS).strip("*")
    width, star, height = tidy.partition("*")
    if star and (sides := _both(_whole(width), _whole(height))) is not None:
        return sides
    numbers = [int(each) for each in re.findall(r"\d{1,9}", tidy)]
    if len(numbers) == 2 and min(numbers) > _RATIO:
        return numbers[0], numbers[1]
    if len(numbers) == 2 and 0 < min(numbers) <= max(numbers) <= _RATIO and not star:
        upright = "portrait" in tidy.lower()
        return "{}:{}".format(*sorted(numbers, reverse=not upright) if tidy[:1].isalpha() else numbers)
    return _NAMED.get(plain.lower().partition("_")[0], plain.upper())


_RATIO = 32
"""The largest number of an aspect ratio; a side of a picture has more pixels."""

_NAMED: Mapping[str, Pixels | str] = {
    "square": "1:1",
    "landscape": "16:9",
    "portrait": "9:16",
    "hd": (1280, 720),
    "720p": (1280, 720),
    "fhd": (1920, 1080),
    "1080p": (1920, 1080),
}
"""What other services and people call a size or a ratio."""


def _both(width: int | None, height: int | None) -> Pixels | None:
    if not width or not height:
        return None
    return min(abs(width), _MOST), min(abs(height), _MOST)


def _whole(side: object) -> int | None:
    from brushwork_runtime.validate.scalars import meant_integer

    if isinstance(side, str):
        side = str.__str__(side).lower().removesuffix("px")
        if side.lstrip("+-").isdecimal() and len(side) > MOST_DIGITS:
            return _MOST
    return meant_integer(side)


def undisputed(parameter: Size) -> Size:
    """The sizes that every document allows."""
    agreed = copy(parameter)
    for dispute in parameter.disputes:
        if (bound := _bound(dispute.field, dispute.value)) is not None:
            setattr(agreed, dispute.field, bound)
    return agreed


def denial(parameter: Size, field: str, claim: Json, value: object) -> str | None:
    """What another document's claim about a field says against a valid size; None if it says nothing."""
    if field == "presets" and isinstance(claim, (dict, list, tuple)):
        denied = value in parameter.presets and value not in claim
        return tr("the presets are {presets}", presets=series(map(str, claim))) if denied else None
    pixels, bound = exact(value), _bound(field, claim)
    if pixels is None or bound is None:
        return None
    narrow = Size("", ratios=parameter.ratios, recommended=parameter.recommended)  # which stay exempt
    setattr(narrow, field, bound)
    broken = problems(narrow, pixels)
    return tr("it {what}", what=tr(" and ").join(broken)) if broken else None


def _bound(field: str, claim: Json) -> object:
    """A claimed bound of sizes, as `Size` has it."""
    if field in ("pixels", "sides"):
        return span(claim)
    if field == "aspect" and isinstance(claim, (list, tuple)) and len(claim) == 2:
        return str(claim[0]), str(claim[1])
    return True if field == "fixed" and claim is True else None


def span(claim: Json) -> tuple[float, float] | None:
    """A claimed range: numbers, or areas written as sizes."""
    if not isinstance(claim, (list, tuple)) or len(claim) != 2:
        return None
    low, high = (pixels[0] * pixels[1] if (pixels := exact(bound)) else bound for bound in claim)
    return (low, high) if isinstance(low, (int, float)) and isinstance(high, (int, float)) else None
