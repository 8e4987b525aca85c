"""Sizes and aspect ratios as the specs write them: `1280*720` and `16:9`."""

from __future__ import annotations

import re
from fractions import Fraction

from generator.ir import Pixels

SIZE = r"[1-9][0-9]{0,5}\*[1-9][0-9]{0,5}"
ASPECT = r"[1-9][0-9]{0,4}:[1-9][0-9]{0,4}"


def is_size(text: object) -> bool:
    """Whether this is width*height in pixels."""
    return isinstance(text, str) and re.fullmatch(SIZE, text) is not None


def pixels(size: str) -> Pixels:
    """Width and height."""
    width, height = size.split("*")
    return int(width), int(height)


def area(size: str) -> int:
    """Width times height."""
    width, height = pixels(size)
    return width * height


def shape_of(size: str) -> Fraction:
    """Width over height of a size."""
    return Fraction(*pixels(size))


def quotient(aspect: str) -> Fraction:
    """Width over height of a ratio such as `16:9`."""
    width, height = aspect.split(":")
    return Fraction(int(width), int(height))
