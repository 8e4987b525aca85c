"""Numbers, lists and ranges in plain English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isqrt

from generator.ir import Json, Pixels, Range


def number(value: int) -> str:
    """With separators: 1638400 -> "1,638,400"."""
    return f"{value:,}"


def span(bounds: Range) -> str:
    """(1, 4) -> "1 to 4", (1, 1) -> "1"."""
    low, high = bounds
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """(1, "image") -> "1 image", (4, "image") -> "4 images"; `nouns` for plurals that do not end in s alone."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


def counted(bounds: Range, noun: str, nouns: str | None = None) -> str:
    """((1, 9), "image") -> "1 to 9 images"; the last number decides between one and many."""
    return f"{span(bounds)} {noun if bounds[1] == 1 else nouns or noun + 's'}"


def listing(items: Iterable[str], word: str = "and") -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} {word} {last}" if head else last


def dimensions(size: Pixels) -> str:
    """(1280, 720) -> "1280*720", as on the wire."""
    return f"{size[0]}*{size[1]}"


def area(pixels: int) -> str:
    """589824 -> "589,824 (768*768)"; just the number where it is no square."""
    side = isqrt(pixels)
    return f"{number(pixels)} ({side}*{side})" if side * side == pixels else number(pixels)


def area_span(bounds: Range) -> str:
    """(589824, 4194304) -> "589,824 (768*768) to 4,194,304 (2048*2048) pixels"."""
    low, high = bounds
    return f"{area(low)} pixels" if low == high else f"{area(low)} to {area(high)} pixels"


def ratio_span(bounds: Sequence[str]) -> str:
    """("1:8", "8:1") -> "1:8 to 8:1"."""
    return f"{bounds[0]} to {bounds[1]}"


def value(item: Json) -> str:
    """A value as a person writes it: true, 1,024, "2K" without quotes, lists with commas."""
    match item:
        case None:
            return "nothing"
        case bool():
            return "true" if item else "false"
        case int():
            return number(item)
        case list():
            return ", ".join(value(each) for each in item) or "none"
        case dict():
            return ", ".join(f"{key}: {value(each)}" for key, each in item.items()) or "none"
        case _:
            return str(item)


def sentence(text: str) -> str:
    """With a full stop at the end and a capital letter at the start, unless a name such as bbox_list stands there."""
    text = text.strip()
    if not text:
        return ""
    first = text.split()[0].rstrip(",.;:")
    starts_with_name = (len(first) == 1 and first != "a") or not first.replace("-", "").replace("'", "").isalpha()
    capital = text[0] if starts_with_name else text[0].upper()
    return capital + text[1:] + ("" if text[-1] in ".!?:" else ".")
