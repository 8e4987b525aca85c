"""The keywords that Brushwork's schemas add to JSON Schema 2020-12, and what each one requires.

This text is also the page docs/schemas.md, so it is Markdown.

Assertions. Each applies only to values of its own type and passes for all others.

- `x-brushwork-size`: `{"pixels": [low, high], "sides": [low, high], "aspect": ["1:8", "8:1"],
  "separator": "x"}`, each part optional.
  In a text `W*H` of two integers, W times H must be within `pixels`, W and H each within `sides`, and W : H within
  `aspect`, all bounds included. Other texts are left to `pattern`. A `separator` stands between W and H for the `*`.
- `x-brushwork-box`: `true`. A list `[x1, y1, x2, y2]` must have x1 < x2 and y1 < y2.
- `x-brushwork-sum`: `{"each": member, "total": "100.00"}`. The decimal numbers in that member of all items of the list,
  without percent signs, must add up to exactly `total`. One that is not a number is left to `pattern`.
- `x-brushwork-same-length`: `[{"of": pointer, "to": pointer, "holding": member}]`, `holding` optional.
  The list at JSON pointer `of` must have as many items as the list at `to`; with `holding`, only the items of `to` that
  have this member count. Passes if there is no list at `of`; a missing list at `to` counts as empty.
- `x-brushwork-different`: `[pointer, pointer, ...]`. No two of the values at these JSON pointers may be the same; one
  that is not there is like no other.
- `x-brushwork-different-ignoring-case`: the same, where two texts that differ only in case are the same too.
- `x-brushwork-counts`: `{"of": [{"at": pointer, "holding": member, "text": true}, ...], "range": [low, high]}`.
  The lengths of the lists at these JSON pointers must add up to a number within `range`; with `holding`, only the items
  that have this member count, those that hold a list in it with its length, and with `text` the characters of a text.
  What is not there counts as 0, all else as 1.

Annotations. They require nothing.

- `x-brushwork-cut-after`: `{"characters": 5000}`, `{"tokens": 800}` or `{"words": 150}`. The server silently truncates
  longer texts.
- `x-brushwork-bills`: `exactly` or `at_most` (the number of images billed), or `tier` (the price of each).
- `x-brushwork-route`: `{"protocol", "method", "path", "headers"}`. Where a body is sent: the path below the API's base
  path, and the headers besides Authorization and Content-Type.
- `x-sources`: ids of the documents that state the fact.

Besides these, the schemas use only: type, enum, const, properties, required, additionalProperties: false, items,
minItems, maxItems, minProperties, maxProperties, contains, minContains, maxContains, minimum, maximum,
exclusiveMinimum, exclusiveMaximum, multipleOf, minLength, pattern, anyOf, oneOf, allOf, not, if, then, and two that
require nothing: examples, and deprecated for a model that is announced to retire.
A `$` at the end of a pattern matches only the end of the text, never before a final line break.
An integer is written without a fraction or an exponent (1, never 1.0), a number is a multiple of another if it is so in
decimals (0.3 of 0.1), and a text contains no lone surrogates.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from generator.phrasing import number, plural

SIZE = "x-brushwork-size"
BOX = "x-brushwork-box"
SUM = "x-brushwork-sum"
SAME_LENGTH = "x-brushwork-same-length"
DIFFERENT = "x-brushwork-different"
CASELESS = "x-brushwork-different-ignoring-case"
COUNTS = "x-brushwork-counts"
CUT_AFTER = "x-brushwork-cut-after"
BILLS = "x-brushwork-bills"
ROUTE = "x-brushwork-route"
SOURCES = "x-sources"

NUL = r"\x00"
VISIBLE = r"^\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""A class of visible characters: no white space, control characters, or characters that only format others."""

SIZE_PATTERN = r"^[1-9][0-9]{0,5}\*[1-9][0-9]{0,5}$"
_SIZE = re.compile(r"([1-9][0-9]{0,5})([*x])([1-9][0-9]{0,5})")

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""


def size_fault(bounds: Schema, size: object) -> str | None:
    """Which bound of `x-brushwork-size` the text `size` breaks; None if it breaks none."""
    match = _SIZE.fullmatch(size) if isinstance(size, str) else None
    if match is None or match[2] != bounds.get("separator", "*"):
        return None
    width, height = int(match[1]), int(match[3])
    if "pixels" in bounds and not bounds["pixels"][0] <= width * height <= bounds["pixels"][1]:
        low, high = bounds["pixels"]
        return f"{size} has {number(width * height)} pixels, not {number(low)} to {number(high)}"
    if "sides" in bounds and not bounds["sides"][0] <= min(width, height) <= max(width, height) <= bounds["sides"][1]:
        return f"{size} has a side outside {number(bounds['sides'][0])} to {number(bounds['sides'][1])}"
    if "aspect" in bounds and not _aspect_holds(bounds["aspect"], width, height):
        return f"{size} has an aspect ratio outside {bounds['aspect'][0]} to {bounds['aspect'][1]}"
    return None


def _aspect_holds(aspect: list[str], width: int, height: int) -> bool:
    (low_width, low_height), (high_width, high_height) = ((int(part) for part in end.split(":")) for end in aspect)
    return low_width * height <= width * low_height and width * high_height <= high_width * height


def box_fault(box: object) -> str | None:
    """Why [x1, y1, x2, y2] is not a valid box; None for anything that is not four numbers."""
    match box:
        case [int() | float() as x1, int() | float() as y1, int() | float() as x2, int() | float() as y2]:
            return None if x1 < x2 and y1 < y2 else f"{box} is empty: x1 must be less than x2, and y1 less than y2"
        case _:
            return None


def sum_fault(rule: Schema, items: object) -> str | None:
    """What the `each` fields add up to, if not the total; None if one is not a number, which is left to `pattern`."""
    members = _items(items)
    if members is None:
        return None
    try:
        numbers = [Decimal(str(cast("dict[str, object]", item)[rule["each"]]).removesuffix("%")) for item in members]
    except (InvalidOperation, KeyError, TypeError):
        return None
    total = sum(numbers, Decimal())
    return None if total == Decimal(rule["total"]) else f"{rule['each']} adds up to {total}, not {rule['total']}"


def step_fault(step: float, number: object) -> str | None:
    """That a number is no multiple of the step, both as written in decimals."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return None if Decimal(str(number)) % Decimal(str(step)) == 0 else f"{number} is not a multiple of {step}"


def length_fault(rule: Schema, document: object) -> str | None:
    """Which lengths differ; None if they are the same or there is nothing at `of`."""
    of = _items(at(document, rule["of"]))
    to = _length(document, {"at": rule["to"], "holding": rule.get("holding")})
    if of is None or len(of) == to:
        return None
    what = rule.get("holding") or _last(rule["to"])
    return f"{_last(rule['of'])} has {plural(len(of), 'entry', 'entries')} for {to} of {what}"


def different_fault(pointers: list[str], document: object, *, caseless: bool = False) -> str | None:
    """Which two values are the same, with `caseless` but for their case; None if none are."""
    seen: list[tuple[str, object]] = []
    for pointer in pointers:
        value = at(document, pointer)
        value = value.casefold() if caseless and isinstance(value, str) else value
        for other, before in seen:
            if value == before and isinstance(value, bool) == isinstance(before, bool):
                return f"{_last(other)} and {_last(pointer)} are both {value!r}"
        seen += [] if value is None else [(pointer, value)]
    return None


def counts_fault(rule: Schema, document: object) -> str | None:
    """What the lengths add up to, if that is out of the range."""
    total = sum(_length(document, part) for part in rule["of"])
    low, high = rule["range"]
    names = " and ".join(part.get("holding") or _last(part["at"]) for part in rule["of"])
    return None if low <= total <= high else f"the lengths of {names} add up to {total}, not {low} to {high}"


def _length(document: object, part: Schema) -> int:
    """How many items the list has, those with the member `holding` if that is named, or a text characters."""
    found = at(document, part["at"])
    if isinstance(found, str) and part.get("text"):
        return len(found)
    items = _items(found)
    if items is None:
        return 0 if found is None else 1
    holding = part.get("holding")
    if not holding:
        return len(items)
    held = [at(item, f"/{holding}") for item in items]
    return sum(len(each) if (each := _items(one)) is not None else int(one is not None) for one in held)


def _last(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def at(document: object, pointer: str) -> object:
    """What is at the JSON pointer; None if there is nothing."""
    found: object = document
    for key in pointer.split("/")[1:]:
        if isinstance(found, dict):
            found = cast("dict[str, object]", found).get(key)
            continue
        items = _items(found)
        if items is None or not key.isdecimal() or int(key) >= len(items):
            return None
        found = items[int(key)]
    return found


def _items(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None
