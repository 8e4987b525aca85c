"""Numbers, lists and ranges as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isqrt

from generator.ir import Bounds, Json, Pixels, Range
from generator.phrasing.locale import ENGLISH, Locale

_ENDS = ".!?:。！？："


def number(value: float) -> str:
    """With separators: 1638400 -> "1,638,400"."""
    return f"{value:,}"


def span(bounds: Bounds, t: Locale = ENGLISH) -> str:
    """(1, 4) -> "1 to 4", (1, 1) -> "1"."""
    low, high = bounds
    return number(low) if low == high else t.say("{low} to {high}", low=number(low), high=number(high))


def plural(count: int, noun: str, nouns: str | None = None, t: Locale = ENGLISH) -> str:
    """(1, "image") -> "1 image", (4, "image") -> "4 images"; `nouns` for plurals that do not end in s alone."""
    return t.say("{count} {noun}", count=number(count), noun=t.say(noun if count == 1 else nouns or noun + "s"))


def counted(bounds: Bounds, noun: str, nouns: str | None = None, t: Locale = ENGLISH) -> str:
    """((1, 9), "image") -> "1 to 9 images"; the last number decides between one and many."""
    said = t.say(noun if bounds[1] == 1 else nouns or noun + "s")
    return t.say("{count} {noun}", count=span(bounds, t), noun=said)


def listing(items: Iterable[str], word: str = "and", t: Locale = ENGLISH) -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *head, last = list(items) or [""]
    listed = f"{t.say(', ').join(head)}{t.say(f' {word} ')}{last}" if head else last
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", listed)  # Chinese has no space between its words


def dimensions(size: Pixels) -> str:
    """(1280, 720) -> "1280*720", as on the wire."""
    return f"{size[0]}*{size[1]}"


def area(pixels: int) -> str:
    """589824 -> "589,824 (768*768)"; just the number if it is not a square."""
    side = isqrt(pixels)
    return f"{number(pixels)} ({side}*{side})" if side * side == pixels else number(pixels)


def area_span(bounds: Range, t: Locale = ENGLISH) -> str:
    """(589824, 4194304) -> "589,824 (768*768) to 4,194,304 (2048*2048) pixels"."""
    low, high = bounds
    if low == high:
        return t.say("{area} pixels", area=area(low))
    return t.say("{area} pixels", area=t.say("{low} to {high}", low=area(low), high=area(high)))


def ratio_span(bounds: Sequence[str], t: Locale = ENGLISH) -> str:
    """("1:8", "8:1") -> "1:8 to 8:1"."""
    return t.say("{low} to {high}", low=bounds[0], high=bounds[1])


def value(item: Json, t: Locale = ENGLISH) -> str:
    """A value as a person would write it: true, 1,024, 2K without quotes, lists with commas."""
    match item:
        case "":
            return '""'
        case None:
            return t.say("nothing")
        case bool():
            return "true" if item else "false"
        case int() | float():
            return number(item)
        case list():
            return ", ".join(value(each, t) for each in item) or t.say("none")
        case dict():
            return ", ".join(f"{key}: {value(each, t)}" for key, each in item.items()) or t.say("none")
        case _:
            return t.text(str(item)) or '""'


def sentence(text: str, t: Locale = ENGLISH) -> str:
    """With a full stop at the end and a capital letter at the start, unless a name such as bbox_list stands there."""
    text = t.text(text.strip())
    if not text:
        return ""
    ended = text[-1] in _ENDS
    if t is not ENGLISH and not text.isascii():
        return text if ended else text + t.say(".")
    first = text.split()[0].rstrip(",.;:")
    starts_with_name = (len(first) == 1 and first != "a") or not first.replace("-", "").replace("'", "").isalpha()
    return (text[0] if starts_with_name else text[0].upper()) + text[1:] + ("" if ended else ".")
