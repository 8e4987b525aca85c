"""Checks of one value each, made for speed: the JSON of a plainly right value, and None for anything else.

None means "look closer", not "wrong": the full checks then decide and say why. A value that some document disputes gets
None too, since it needs a warning.
"""

from __future__ import annotations

from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING, Any

from brushwork_runtime.checks.sizebounds import allowed_list, fraction, wire
from brushwork_runtime.spec import Boolean, Boxes, Choice, Integer, Size, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.spec import Parameter

    Check = Callable[[object], str | None]

HARMLESS = frozenset({"default", "default_text", "type", "doc", "place", "in"})
"""Fields of a dispute that no request can offend."""

_REMEMBERED = 256
_FAR = 10**9
LISTS = (list, tuple)


def fast_check(parameter: Parameter) -> Check:
    """The check of a parameter; one that always looks closer where there is none, or where the value is disputed."""
    if any(dispute.field not in HARMLESS for dispute in parameter.disputes):
        return _closer
    match parameter:
        case Integer():
            return _integer(parameter.minimum, parameter.maximum)
        case Boolean():
            return _boolean
        case Size():
            return _size(parameter)
        case Text():
            return _text(parameter.max_characters)
        case Choice():
            return _choice(frozenset(parameter.choices))
        case Boxes():
            return _boxes(parameter.minimum, parameter.maximum)
        case _:
            return _closer


def _closer(_: object) -> None:
    return None


def _boolean(value: object) -> str | None:
    return "true" if value is True else "false" if value is False else None


def _integer(low: int, high: int) -> Check:
    def check(value: object) -> str | None:
        return str(value) if type(value) is int and low <= value <= high else None

    return check


def _choice(words: frozenset[str]) -> Check:
    def check(value: object) -> str | None:
        return quote(value) if type(value) is str and value in words else None

    return check


def plain_text(value: str) -> bool:
    """Whether a text begins with something that shows and holds nothing that JSON would not carry unharmed."""
    if not value[:1].isprintable() or value[:1] in ("", " ") or "\0" in value:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(limit: int | None) -> Check:
    longest = limit if limit is not None else 10**9

    def check(value: object) -> str | None:
        return quote(value) if type(value) is str and len(value) <= longest and plain_text(value) else None

    return check


def _size(parameter: Size) -> Check:
    """Presets, ratios and recommended sizes by look-up, in both spellings; others are computed once and remembered."""
    known = {name: quote(name) for name in parameter.presets}
    known.update({name: quote(wire(pixels)) for name, pixels in parameter.ratios.items()})
    for width, height in allowed_list(parameter):
        known[f"{width}*{height}"] = known[f"{width}x{height}"] = f'"{width}*{height}"'
    most = len(known) + _REMEMBERED
    low, high = parameter.pixels or (0, 10**18)
    shortest, longest = parameter.sides or (1, 10**9)
    (wide, tall), (wider, taller) = map(fraction, parameter.aspect or ("0:1", "1:0"))
    fixed = parameter.fixed

    def check(value: object) -> str | None:
        if type(value) is not str:
            return None
        found = known.get(value)
        if found is not None or fixed or len(value) > 16 or not value.isascii():
            return found
        left, star, right = value.partition("*")
        if not (star and left.isdigit() and right.isdigit() and left[0] != "0" and right[0] != "0"):
            return None
        width, height = int(left), int(right)
        if (
            not low <= width * height <= high
            or not (shortest <= width <= longest and shortest <= height <= longest)
            or width * tall < height * wide
            or width * taller > height * wider
        ):
            return None
        found = f'"{value}"'
        if len(known) < most:
            known[value] = found
        return found

    return check


def _boxes(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        if type(value) not in LISTS:
            return None
        rows: list[str] = []
        for row in value:
            if type(row) not in LISTS or not low <= len(row) <= high:
                return None
            boxes: list[str] = []
            for box in row:
                if type(box) not in LISTS or len(box) != 4:
                    return None
                x1, y1, x2, y2 = box
                if not (
                    type(x1) is type(y1) is type(x2) is type(y2) is int and 0 <= x1 < x2 < _FAR and 0 <= y1 < y2 < _FAR
                ):
                    return None
                boxes.append(f"[{x1}, {y1}, {x2}, {y2}]")
            rows.append(f"[{', '.join(boxes)}]")
        return f"[{', '.join(rows)}]"

    return check
