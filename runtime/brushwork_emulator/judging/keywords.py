"""The keywords that Brushwork's schemas add to JSON Schema, as validators: each tells in words what it misses.

What each demands stands in the schemas' own documentation (docs/schemas.md). Each speaks only about values of its own
type and holds for all others.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from brushwork_emulator.wire import mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Demand = Callable[[object, object], Iterator[str]]

_SIZE = re.compile(r"([1-9][0-9]{0,5})([*x])([1-9][0-9]{0,5})")


def size(bounds: object, value: object) -> Iterator[str]:
    """`W*H`, or with another separator, within the bounds of pixels, sides and aspect ratio."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[2] != mapping(bounds).get("separator", "*"):
        return
    width, height = int(match[1]), int(match[3])
    low, high = _pair(bounds, "pixels", width * height)
    if not low <= width * height <= high:
        yield f"size {value} is not valid: total pixels must be between {low} and {high}"
    low, high = _pair(bounds, "sides", width)
    if not low <= width <= high or ("sides" in mapping(bounds) and not low <= height <= high):
        yield f"size {value} is not valid: width and height must be between {low} and {high}"
    aspect = sequence(mapping(bounds).get("aspect"))
    if aspect and not within(aspect, width, height):
        yield f"size {value} is not valid: the aspect ratio must be between {aspect[0]} and {aspect[1]}"


def _pair(bounds: object, name: str, otherwise: int) -> tuple[int, int]:
    low, high = sequence(mapping(bounds).get(name)) or [otherwise, otherwise]
    return int(str(low)), int(str(high))


def within(aspect: list[object], width: int, height: int) -> bool:
    """Whether width / height lies between two ratios such as "1:4" and "4:1"."""
    (low_w, low_h), (high_w, high_h) = ((int(side) for side in str(end).split(":")) for end in aspect)
    return low_w * height <= width * low_h and width * high_h <= high_w * height


def box(wanted: object, value: object) -> Iterator[str]:
    """`[x1, y1, x2, y2]` with x1 < x2 and y1 < y2."""
    corners = [corner for corner in sequence(value) if isinstance(corner, int | float)]
    if wanted and len(corners) == len(sequence(value)) == 4 and (corners[0] >= corners[2] or corners[1] >= corners[3]):
        yield f"{value} is an empty box"


def total(rule: object, value: object) -> Iterator[str]:
    """The decimal numbers in a member of all items add up to a total."""
    member, wanted = str(mapping(rule)["each"]), Decimal(str(mapping(rule)["total"]))
    if not isinstance(value, list):
        return
    items = sequence(cast("object", value))
    try:
        numbers = [Decimal(str(mapping(item)[member]).removesuffix("%")) for item in items]
    except (InvalidOperation, KeyError):
        return
    if sum(numbers, Decimal()) != wanted:
        yield f"the sum of {member} must be {wanted}"


def multiple(step: object, value: object) -> Iterator[str]:
    """A number is a multiple of another, as both are written in decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool) and Decimal(str(value)) % Decimal(str(step)):
        yield f"{value} is not a multiple of {step}"


def same_length(rules: object, value: object) -> Iterator[str]:
    """One list has as many items as another has, of those that hold a member."""
    for rule in map(mapping, sequence(rules)):
        of = _at(value, rule["of"])
        if not isinstance(of, list):
            continue
        wanted = _length(value, {"at": rule["to"], "holding": rule.get("holding")})
        if len(sequence(cast("object", of))) != wanted:
            yield f"the length of {_last(rule['of'])} must be {wanted}"


def different(pointers: object, value: object, *, caseless: bool = False) -> Iterator[str]:
    """No two of the values that are there are the same, with `caseless` but for their case."""
    found = [(pointer, _at(value, pointer)) for pointer in sequence(pointers)]
    there = [(_last(pointer), json.dumps(each, sort_keys=True)) for pointer, each in found if each is not None]
    there = [(name, each.casefold()) for name, each in there] if caseless else there
    for number, (name, each) in enumerate(there):
        if any(each == other for _, other in there[:number]):
            yield f"{name} must not be {each} again"


def counts(rule: object, value: object) -> Iterator[str]:
    """The lengths of lists and texts add up to something within a range."""
    parts = [mapping(part) for part in sequence(mapping(rule)["of"])]
    low, high = _pair(rule, "range", 0)
    length = sum(_length(value, part) for part in parts)
    if not low <= length <= high:
        names = " and ".join(str(part.get("holding") or _last(part["at"])) for part in parts)
        yield f"the total length of {names} must be between {low} and {high}"


def _length(document: object, part: Mapping[str, object]) -> int:
    found, holding = _at(document, part["at"]), part.get("holding")
    if isinstance(found, str) and part.get("text"):
        return len(found)
    if not isinstance(found, list):
        return 0 if found is None else 1
    items = sequence(cast("object", found))
    if holding is None:
        return len(items)
    held = [mapping(item)[str(holding)] for item in items if str(holding) in mapping(item)]
    return sum(len(cast("list[object]", each)) if isinstance(each, list) else 1 for each in held)


def _last(pointer: object) -> str:
    return str(pointer).rpartition("/")[2]


def _at(document: object, pointer: object) -> object:
    """What is at a JSON pointer; None if there is nothing."""
    found = document
    for step in str(pointer).split("/")[1:]:
        items = sequence(found)
        if items:
            found = items[int(step)] if step.isdecimal() and int(step) < len(items) else None
        else:
            found = mapping(found).get(step)
    return found


def pattern(wanted: object, value: object) -> Iterator[str]:
    """As in ECMA 262, where `$` is the end of the text and never the place before a last line break."""
    if isinstance(value, str) and not _compiled(str(wanted)).search(value):
        yield f"{value[:80]!r} is not valid" if value.strip() else "the text must not be empty"


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text[:-1] + r"\Z" if text.endswith("$") else text)


KEYWORDS: dict[str, Demand] = {
    "pattern": pattern,
    "multipleOf": multiple,
    "x-brushwork-size": size,
    "x-brushwork-box": box,
    "x-brushwork-sum": total,
    "x-brushwork-same-length": same_length,
    "x-brushwork-different": different,
    "x-brushwork-different-ignoring-case": partial(different, caseless=True),
    "x-brushwork-counts": counts,
}
"""Keyword -> what it demands: from the keyword's value and a value of the document, the faults in words."""
