"""What lies about the ends of ranges: for each end its name, and what is far outside, just outside and inside."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from fractions import Fraction

from generator.ir import Images, Json, Parameter, Prompt, Range, Size
from generator.probe.bodies import sample

Values = list[tuple[str, Json]]
"""Values with their words, the one inside last."""
Picture = tuple[int, int, int]
"""Width, height and bytes; 0 bytes: as many as there are."""
_NAMES = ("minimum", "maximum")


def of_value(parameter: Parameter) -> Iterator[tuple[str, Values]]:
    """The ends of the range of a value, of a size, of the length of a list."""
    if parameter.kind in ("integer", "number") and parameter.range is not None:
        step = parameter.step or (1 if parameter.kind == "integer" else 0.1)
        for end, last, way in zip(_NAMES, parameter.range, (-step, step), strict=True):
            yield end, [(json.dumps(value), value) for value in (last + 1000 * way, last + way, last)]
    for end, sizes in _sizes(parameter.size) if parameter.size else ():
        yield end, [(size, size) for size in sizes]
    limits = parameter.count or parameter.colors or parameter.boxes
    for end, counts in of_count(limits) if limits else ():
        yield end, [(f"{many} items", listed(parameter, many)) for many in counts]


def of_count(limits: Range) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Counts about the ends of a range of them; none and one are what makes a list, and no bound."""
    low, high = limits
    if low > 1:
        yield "count-minimum", (1, low - 1, low)
    if high > 0:
        yield "count-maximum", (4 * high + 4, high + 1, high)


def listed(parameter: Parameter, many: int) -> Json:
    """So many items of a list that differ, as far as is known what they may be."""
    if parameter.colors:
        shares = [*([10000 // many] * (many - 1)), 10000 - (many - 1) * (10000 // many)]
        return [{"hex": f"#{at:06X}", "ratio": f"{share / 100:.2f}%"} for at, share in enumerate(shares)]
    if parameter.boxes:
        return [[[at, at, at + 50, at + 50] for at in range(many)]]
    item = parameter.items
    if item is None or (item.kind == "object" and any(sample(each) is None for each in item.members)):
        return None
    if item.kind == "object":
        return [{each.name: sample(each) for each in item.members} for _ in range(many)]
    return None if sample(item) is None else [sample(item) if item.kind != "text" else f"w{at}" for at in range(many)]


def _sizes(size: Size) -> Iterator[tuple[str, list[str]]]:
    """Squares about the ends of the area or of the sides, and long ones about the ends of the aspect ratio."""
    if size.pixels is not None:
        low, high = math.isqrt(size.pixels[0] - 1) + 1, math.isqrt(size.pixels[1])
    elif size.sides is not None:
        low, high = size.sides
    else:
        return
    for end, sides in zip(_NAMES, ((low // 4, low - 1, low), (4 * high, high + 1, high)), strict=True):
        yield end, [f"{side}*{side}" for side in sides]
    for end, ratio in _ratios(size.aspect):
        tall = ratio.denominator * (math.isqrt((low * low - 1) // (ratio.numerator * ratio.denominator)) + 1)
        yield end, ["*".join(map(str, _turned(end, *shape))) for shape in _long(ratio, tall)]


def _ratios(aspect: tuple[str, str] | None) -> Iterator[tuple[str, Fraction]]:
    """The ends of an aspect ratio, each as the longer side over the shorter one."""
    for end, ratio in zip(_NAMES, aspect or (), strict=False):
        found = Fraction(ratio.replace(":", "/"))
        yield f"aspect-{end}", max(found, 1 / found)


def _long(ratio: Fraction, tall: int) -> list[tuple[int, int]]:
    """Shapes far longer, somewhat longer and just as long as a ratio."""
    wide = int(tall * ratio)
    return [(4 * wide, max(1, tall // 4)), (wide + wide // 64 + 1, tall), (wide, tall)]


def _turned(end: str, wide: int, tall: int) -> tuple[int, int]:
    return (tall, wide) if end in ("aspect-minimum", "height-minimum", "height-maximum") else (wide, tall)


def of_text(limits: Parameter | Prompt) -> Iterator[tuple[str, Values]]:
    """What is said of a text's length, with a number in the place of the text and a text that is longer."""
    tokens = limits.max_tokens if isinstance(limits, Prompt) else None
    many = limits.max_characters or tokens or limits.max_words
    if many:
        unit = "characters" if limits.max_characters else "tokens" if tokens else "words"
        apart = " ".join(map(str, range(many + 1)))  # a token is no longer than a word
        text = ("paperboat" * many)[: many + 1] if unit == "characters" else apart
        yield f"is cut after {many} {unit}, and not refused", [("5", 5), (f"{many + 1} {unit}", text)]


def of_pictures(images: Images) -> Iterator[tuple[str, list[Picture]]]:
    """The ends of what is taken of a picture, without those that are advice or disputed.

    No file is far outside the bound of files: it meets the bound of bodies first. The last one inside is so where a
    megabyte is 10**6 bytes, the first one outside where it is 2**20.
    """
    disputed = {conflict.field for conflict in images.conflicts}
    sides = None if images.sides_recommended or "sides" in disputed else images.sides
    least = max((limits[0] for limits in (sides, images.width, images.height) if limits), default=256)
    slim = min((ratio for _, ratio in _ratios(images.aspect)), default=Fraction(10**9))
    for axis, limits in (("sides", sides), ("width", images.width), ("height", images.height)):
        for end, last in zip(_NAMES, limits or (), strict=False):
            lengths = (last // 2, last - 1, last) if end == "minimum" else (last + last // 4, last + 1, last)
            shapes = ((length, max(least, math.ceil(length / slim))) for length in lengths)
            yield f"{axis}-{end}", [(*_turned(f"{axis}-{end}", *shape), 0) for shape in shapes]
    for end, ratio in _ratios(images.aspect):
        tall = ratio.denominator * math.ceil(least / ratio.denominator)
        yield end, [(*_turned(end, *shape), 0) for shape in _long(ratio, tall)]
    low, high = images.kilobytes or (0, (images.max_megabytes or 0) * 1024)
    if low:
        yield "bytes-minimum", [(least, least, 1000 * low - 1), (least, least, 1024 * low)]
    if high and "max_megabytes" not in disputed:
        yield "bytes-maximum", [(least, least, 1024 * high + 1), (least, least, high * 1000 * 1000 // 1024)]
