"""The forms in which documents state numbers: regular expressions over cleaned text, each with the fact it speaks of.

English and Chinese. A phrase knows only its own words; whose fact it is, and of which mode, is for `prose` to find out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.drift.claims import Match
from generator.drift.values import Value, size_of, starred
from generator.spec_language.measures import area

N = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,15}"
"""Bounded, as every repetition here: a row of digits is no number, and would be tried from each of them."""
_TO = r"(?:-|~|to|至|到)"
SIZE = r"\d{2,5}\s*[*xX]\s*\d{2,5}|\d{2,5}\s*²|(?<!\d)\d{6,9}(?!\d)"
SIZES = rf"\[?\s*({SIZE})\s*(?:,|-|~|to|and|至|到|和)\s*({SIZE})\s*\]?"
_MAX = r"(?:up\s+to|max(?:imum)?(?:\s+of)?|at\s+most|no\s+more\s+than|≤|最多(?:支持|可?传入|上传)?|不超过|上限为?)"
_PICTURES = r"(?:images?|pictures?|references|张|幅)"
_OURS = r"(?:(reference|input|参考|输入)\s*)?"
_FORMAT = r"(?:[A-Z]{3,5})"
_UNITS = {"hour": 3600, "小时": 3600, "minute": 60, "分钟": 60, "day": 86400, "天": 86400, "second": 1, "秒": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a phrase says, at these offsets."""

    start: int
    end: int
    fields: tuple[str, ...]
    values: tuple[Value, ...]
    match: Match = "equal"
    damaged: bool = False
    sure: bool = False


Made = tuple[tuple[str, ...], tuple[Value, ...], Match]
Make = Callable[["re.Match[str]"], Made | None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A form and what it means."""

    pattern: re.Pattern[str]
    make: Make


def number(text: str) -> int:
    """ "2,100" -> 2100."""
    return int(text.replace(",", ""))


def readings(text: str) -> tuple[str, ...]:
    """The sizes that a text may stand for: one, or several where its asterisk is lost."""
    size = size_of(text)
    return (size,) if size else starred(text.strip())


def _areas(found: re.Match[str]) -> Made | None:
    values = tuple((area(low), area(high)) for low in readings(found[1]) for high in readings(found[2]))
    return (("size.pixels",), values, "equal") if values else None


def _count(found: re.Match[str]) -> Made:
    return _pictures(found, (number(found[1]), number(found[2])), found[3], "equal")


def _most(found: re.Match[str]) -> Made:
    made = "output" in found[0].lower() or "生成" in found[0]
    return _pictures(found, number(found[1]), None if made else "input", "most")


def _pictures(found: re.Match[str], value: Value, ours: str | None, match: Match) -> Made:
    """Reference images, or images made, or either, as the words say."""
    around = found.string[max(0, found.start() - 40) : found.end() + 30].lower()
    given = ours or re.search(
        r"references|reference_images|image urls?|required|optional|per request|fusion|参考|传入", around
    )
    fields: tuple[str, ...] = ("images.count",) if given else ("images.count", "n.range", "max_images.range")
    if not given and re.search(
        r"sequence|generate images|output images|生成", found.string[max(0, found.start() - 30) : found.start()].lower()
    ):
        fields = ("n.range", "max_images.range")
    return fields, (value,), match


def _formats(found: re.Match[str]) -> Made | None:
    names = {"JPEG" if name == "JPG" else "TIFF" if name == "TIF" else name for name in re.findall(_FORMAT, found[0])}
    return (("images.formats",), (tuple(sorted(names)),), "equal") if names & {"JPEG", "PNG"} else None


def _lifetime(found: re.Match[str]) -> Made | None:
    unit = next(seconds for word, seconds in _UNITS.items() if found[2].startswith(word))
    before = found.string[: found.start()].lower()
    task = max(before.rfind("task"), before.rfind("任务"))
    link = max(before.rfind("url"), before.rfind("链接"))
    if task < 0 and link < 0:
        return None
    name = "lifetime:task" if task > link else "lifetime:result_url"
    return (name,), (number(found[1]) * unit,), "equal"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MARK = re.compile(r"\d|alpha|JPE?G|PNG|不支持透明通道", re.IGNORECASE)
"""Without any of these no phrase finds anything."""
PHRASES: tuple[Phrase, ...] = (
    Phrase(_compile(rf"(?:pixels?|\bpx|像素[^\W\d]{{0,30}}+)[^\d;.。]{{0,30}}?{SIZES}"), _areas),
    Phrase(
        _compile(rf"(?:output resolution|输出分辨率)\D{{0,12}}({SIZE})"),
        lambda found: (("size.pixels",), tuple(area(size) for size in readings(found[1])), "most"),
    ),
    Phrase(
        _compile(
            r"(?:aspect ratio|宽高比|长宽比)\D{0,30}?\[?"
            r"(\d{1,5}:\d{1,5})\s*(?:,|-|~|and|to|至|到|和)\s*(\d{1,5}:\d{1,5})"
        ),
        lambda found: (("size.aspect", "images.aspect"), ((found[1], found[2]),), "equal"),
    ),
    Phrase(
        _compile(rf"(?<![\d*.,])\[?({N})\s*(?:{_TO}|,)\s*({N})\]?\s*(?:px\b|pixels?\b|像素)"),
        lambda found: (("images.sides",), ((number(found[1]), number(found[2])),), "equal"),
    ),
    Phrase(
        _compile(rf"(?<![\d.])({N})\s*MB\b"), lambda found: (("images.max_megabytes",), (number(found[1]),), "equal")
    ),
    Phrase(
        re.compile(
            rf"\b{_FORMAT}(?:\s*\([^)]{{0,80}}\))?"
            rf"(?:\s*[,/]\s*(?:and\s+|or\s+)?{_FORMAT}\b(?:\s*\([^)]{{0,80}}\))?){{2,}}"
        ),
        _formats,
    ),
    Phrase(
        _compile(r"\((no alpha|alpha ignored|不支持透明通道)[^)]{0,80}\)|(alpha channel is ignored)"),
        lambda found: (("images.alpha",), ("ignored" if "ignored" in found[0].lower() else "refused",), "equal"),
    ),
    Phrase(_compile(rf"(?<![\d*.,/])(?<!\d:)({N})\s*{_TO}\s*({N})\s*{_OURS}(?:reference\s+)?{_PICTURES}"), _count),
    Phrase(_compile(rf"{_MAX}\s*({N})\s*(?:output\s+|reference\s+|input\s+|个?参考|个?输入)?{_PICTURES}"), _most),
    Phrase(
        _compile(rf"(?<![\w.])(n|max_images)\s+(?:supports?\s+)?{_MAX}\s*({N})\b"),
        lambda found: ((f"{found[1].lower()}.range",), (number(found[2]),), "most"),
    ),
    Phrase(
        _compile(rf"(?<![\d.])({N})\s*(?:chars?\b|characters?\b|个?字符|个?汉字)"),
        lambda found: (("prompt.max_characters",), (number(found[1]),), "equal"),
    ),
    Phrase(
        _compile(rf"({N})\s*{_TO}\s*({N})\s*(?:colou?rs|[种个]颜色)"),
        lambda found: (("color_palette.colors",), ((number(found[1]), number(found[2])),), "equal"),
    ),
    Phrase(
        _compile(r"(?:sum of ratios|ratios? sum|总和|之和)\D{0,8}(\d{1,9})(?:\.0{1,9})?\s*%"),
        lambda found: (("color_palette.total",), (int(found[1]),), "equal"),
    ),
    Phrase(
        _compile(
            r"(?:valid for|expires? (?:after|in)|有效期为?)\s*(?:only\s+)?(\d{1,9})\s*"
            r"(hour|minute|day|second|小时|分钟|天|秒)"
        ),
        _lifetime,
    ),
    Phrase(
        _compile(r"(\d{1,9})\s*(?:fixed (?:resolutions|sizes)|种固定)"),
        lambda found: (("size.sizes",), (int(found[1]),), "count"),
    ),
    Phrase(
        _compile(rf"(?:adds?|增加)\s*({N})\s*{_TO}\s*({N})\s*(?:s\b|sec|秒)"),
        lambda found: (("prompt_extend.seconds",), ((number(found[1]), number(found[2])),), "equal"),
    ),
    Phrase(
        _compile(r"(?:every|每隔?)\s*(\d{1,9})\s*(?:s\b|sec|秒)"), lambda found: (("poll",), (int(found[1]),), "equal")
    ),
    Phrase(
        _compile(r"\bmax(?:imum)?\s+(\d{1,5}K)\b|最高\s*(\d{1,5}K)"),
        lambda found: (("size.largest",), ((found[1] or found[2]).upper(),), "equal"),
    ),
)


def said(text: str) -> Iterator[Said]:
    """Everything that the phrases find in a cleaned text."""
    if not _MARK.search(text):
        return
    for phrase in PHRASES:
        for found in phrase.pattern.finditer(text):
            made = phrase.make(found)
            if made is None:
                continue
            fields, values, match = made
            damaged = len(values) > 1 or re.search(r"(?<!\d)\d{6,9}(?!\d)", found[0]) is not None
            start = min(
                (found.start(at) for at in range(1, (found.re.groups or 0) + 1) if found[at]), default=found.start()
            )
            yield Said(start=start, end=found.end(), fields=fields, values=values, match=match, damaged=damaged)
