"""Whose fact a sentence is about, and of which mode: the models named before it, or after it with "for"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.drift.names import Mention

_END = re.compile(r"(?<=[.!?])\s+(?=\S)|[。!?](?=\S)|;|(?<=\))(?=[A-Z])|(?<=[a-z]\.)(?=[A-Z][a-z])|(?<=\)\.)(?=[a-z])")
"""The last three: where text lost its line breaks."""
_BETWEEN = re.compile(r"(?>\([^)]{0,200}\)|[\s,/+&()]|\band\b|\bor\b|和|或|与|\bseries\b|系列|模型)*+")
_FOR = re.compile(r"[^\w]{0,40}(?:(?:images?|characters?)\s*)?(?:for|in|of|by)\s+(?:the\s+)?", re.IGNORECASE)
_HINTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(modes))
    for pattern, modes in (
        (r"non-?\s?seq\w{0,12}|enable_sequential\s?=\s?false|非组图|关闭组图|普通", ("generate", "edit")),
        (r"(?<!non-)(?<!non)seq\w{0,12}|enable_sequential\s?=\s?true|(?<!非)(?<!关闭)组图", ("sequence",)),
        (r"interleav\w{0,8}|enable_interleave\s?=\s?true|图文混[排合]", ("interleave",)),
        (r"\bedit\w{0,8}|enable_interleave\s?=\s?false|图像编辑", ("edit",)),
        (r"\bt2i\b|text[- ]to[- ]image|文生图", ("generate",)),
    )
)


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The offsets of the sentences."""
    return tuple(pair for pair in _sentences(text) if re.search(r"\w", text[slice(*pair)]))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        yield start, found.start() if not found[0].strip() else found.end()
        start = found.end()
    yield start, len(text)


def whose(mentions: Sequence[Mention], text: str, start: int, end: int) -> tuple[str, ...]:
    """The models that what is said at `start` to `end` is about, as far as its sentence names them."""
    forward = _FOR.match(text, end)
    if forward:
        at = bisect_left(mentions, forward.end(), key=_start)
        if at < len(mentions) and mentions[at].start == forward.end():
            return tuple(dict.fromkeys(mentions[at].models))
    return _last_group(mentions, text, start)


def _last_group(mentions: Sequence[Mention], text: str, end: int) -> tuple[str, ...]:
    """The models named last before the offset, with those named in one breath with them."""
    group: list[Mention] = []
    for at in range(bisect_left(mentions, end, key=_start) - 1, -1, -1):
        mention = mentions[at]
        if mention.end > end or mention.aside:
            continue
        if group and not _BETWEEN.fullmatch(text, mention.end, group[-1].start):
            break
        group.append(mention)
    return tuple(dict.fromkeys(model for mention in reversed(group) for model in mention.models))


def _start(mention: Mention) -> int:
    return mention.start


@lru_cache(maxsize=1024)
def modes_in(text: str) -> frozenset[str]:
    """The modes that the words point at, those of the last hint; none where there is no hint."""
    hints = [(found.end(), modes) for pattern, modes in _HINTS for found in pattern.finditer(text)]
    return max(hints, key=lambda hint: hint[0], default=(0, frozenset[str]()))[1]
