"""The ways to write a picture size, and what a size written in none of them most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.shapes import items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.spec import Pixels

MOST_DIGITS = 9
"""A side with more digits counts as having this many: no picture is that large, and floats stay exact."""

_MOST: int = 10**MOST_DIGITS - 1
_STANDINS = str.maketrans({"×": "*", "✕": "*", "∗": "*", "X": "*", "x": "*", "：": ":", ",": "*", "/": ":"})


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
    from math import gcd

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


def meant(value: object) -> Pixels | str | None:
    """What a value in none of the forms most likely means: a size, or a ratio or name as text; else None."""
    if isinstance(value, str):
        return _meant_text(value)
    sides = items(value)
    return _sides(_whole(sides[0]), _whole(sides[1])) if sides is not None and len(sides) == 2 else None


def _meant_text(value: str) -> Pixels | str | None:
    import unicodedata

    if len(value) > 200:
        return None
    plain = "".join(unicodedata.normalize("NFKC", value).split())
    tidy = plain.translate(_STANDINS).strip("*")
    width, star, height = tidy.partition("*")
    if star:
        return _sides(_whole(width), _whole(height))
    return tidy if ratio(tidy) else plain.upper()


def _sides(width: int | None, height: int | None) -> Pixels | None:
    if not width or not height:
        return None
    return min(abs(width), _MOST), min(abs(height), _MOST)


def _whole(side: object) -> int | None:
    from brushwork_runtime.checks.scalars import meant_integer

    if isinstance(side, str):
        side = side.lower().removesuffix("px")
        if side.lstrip("+-").isdecimal() and len(side) > MOST_DIGITS:
            return _MOST
    return meant_integer(side)
