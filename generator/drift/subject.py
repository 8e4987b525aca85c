"""Whose fact a statement is about: the models named before it, after it with "for", in its headings, or before that."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.drift.facts import Facts
from generator.drift.names import Mention, Names
from generator.ir import Location, Spec
from generator.load.document import Path

_END = re.compile(r"(?<=[.!?])\s+(?=\S)|[。!?](?=\S)|(?<=\))(?=[A-Z])|(?<=[a-z]\.)(?=[A-Z][a-z])")
"""The last two: where text lost its line breaks."""
_BETWEEN = re.compile(r"(?>\([^)]{0,200}\)|[\s,/+&()]|\band\b|\bor\b|和|或|\bseries\b|系列)*+")
_FOR = re.compile(r"[^\w]{0,40}(?:(?:images?|characters?)\s*)?(?:for|in|of)\s+(?:the\s+)?", re.IGNORECASE)
_LABEL = re.compile(r"\W{0,40}(?:endpoint|接口)", re.IGNORECASE)
"""What begins like this is about whatever comes next: the heading that said so is lost or names nobody."""
_HINTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(modes))
    for pattern, modes in (
        (r"non-?\s?seq\w*|非组图", ("generate", "edit")),
        (r"(?<!non-)(?<!non)seq\w*|enable_sequential\s*=\s*true|组图", ("sequence",)),
        (r"interleav\w*|enable_interleave\s*=\s*true|图文混排", ("interleave",)),
        (r"\bedit\w*|enable_interleave\s*=\s*false|图像编辑", ("edit",)),
        (r"\bt2i\b|text[- ]to[- ]image|文生图", ("generate",)),
    )
)


@dataclass(slots=True, kw_only=True)
class Context:
    """Where in a document the reader is."""

    spec: Spec
    names: Names
    facts: Facts
    source: str | None
    locate: Callable[[str, Path], Location]
    """The place of a path in a spec file."""
    words: frozenset[str]
    """Every name with an underscore that the specs use."""
    headings: list[tuple[int, tuple[str, ...]]] = field(default_factory=list[tuple[int, tuple[str, ...]]])
    topic: tuple[str, ...] = ()
    """The models that the text was last about."""
    seen: set[str] = field(default_factory=set[str])
    """Every model named so far."""
    series: set[str] = field(default_factory=set[str])
    """Ids that the document also uses for a series: "qwen-image-edit series"."""
    about_images: bool = False
    """Inside a section or list of rules for input images."""
    kinds: Mapping[str, str] = field(init=False)
    """Parameter -> its kind."""

    def __post_init__(self) -> None:
        modes = [mode for family in self.spec.families for model in family.models for mode in model.modes]
        self.kinds = {parameter.name: parameter.kind for mode in modes for parameter in mode.parameters}

    @property
    def own_regions(self) -> frozenset[str]:
        """The regions whose hosts the source is recorded to show; none where nothing is recorded."""
        documents = [pair for family in self.spec.families for example in family.examples for pair in example.documents]
        return frozenset(region for source, region in documents if source == self.source)

    @property
    def titled(self) -> tuple[str, ...]:
        """The models of the nearest heading that names some."""
        return next((models for _, models in reversed(self.headings) if models), ())

    @property
    def subject(self) -> tuple[str, ...]:
        """The models that a statement is about which names none."""
        return self.titled or self.topic

    def enter(self, level: int, models: tuple[str, ...]) -> None:
        """A heading begins a section."""
        self.headings = [(above, named) for above, named in self.headings if above < level]
        self.headings.append((level, models))
        if level <= 2 or models:
            self.topic = models

    def about(
        self,
        mentions: Sequence[Mention],
        text: str,
        span: tuple[int, int],
        bounds: tuple[int, int],
        default: Sequence[str],
    ) -> tuple[str, ...]:
        """Whose the statement at `span` is; nobody's yet where it only introduces an endpoint."""
        named = whose(mentions, text, *span, bounds)
        if named:
            return named
        if not _LABEL.match(text, bounds[0]):
            return tuple(default)
        same = (each.models for each in mentions if each.aside and bounds[0] <= each.start < bounds[1])
        return next(same, self.titled)

    def wider(self, models: Sequence[str]) -> tuple[str, ...]:
        """The series of these models that the document speaks of."""
        stems = [stem for stem in self.series if stem in models]
        return tuple(each for each in self.names.order if any(each.startswith(f"{stem}-") for stem in stems))


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The offsets of the sentences."""
    return tuple(pair for pair in _sentences(text) if re.search(r"\w", text[slice(*pair)]))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        yield start, found.start() if found[0].strip() == "" else found.end()
        start = found.end()
    yield start, len(text)


def whose(mentions: Sequence[Mention], text: str, start: int, end: int, bounds: tuple[int, int]) -> tuple[str, ...]:
    """The models that the statement at `start` to `end` is about, as far as its sentence names them."""
    forward = _FOR.match(text, end)
    if forward:
        at = bisect_left(mentions, forward.end(), key=_start)
        if at < len(mentions) and mentions[at].start == forward.end():
            return tuple(dict.fromkeys(mentions[at].models))
    return _last_group(mentions, text, bounds[0], start)


def _last_group(mentions: Sequence[Mention], text: str, start: int, end: int) -> tuple[str, ...]:
    """The models named last between the offsets, with those named in one breath with them."""
    group: list[Mention] = []
    for at in range(bisect_left(mentions, end, key=_start) - 1, -1, -1):
        mention = mentions[at]
        if mention.start < start:
            break
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
