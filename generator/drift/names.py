"""Names of models in running text, known or new, and whose fact a sentence is about, and of which mode."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.ir import Spec

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


_WORDS_BEHIND = re.compile(r"\s{0,20}(?:系列|(?:-\s*)?series\b|family\b)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:\bvs\.?|\bthan|\bfrom|\bas|\bunlike|\blike|不同于|区别于|相比)\s*[\"'(]?\s*$", re.IGNORECASE)
_ADDRESS = re.compile(r"/[\w-]++\.[a-z]{2,4}\b|\.\w++/|://|\.com")
_SHORT = re.compile(r"/\s*([a-z0-9][a-z0-9.-]*)")
_KEPT = 4096
"""Texts of which the names are kept."""
_NEAR = 40
"""Characters before a name in which words of comparison are looked for."""
_OTHERS = re.compile(r"[a-z]2v|video|animate|vace|s2v|avatar|motion|-vl|-tts|-asr|-flash-us|instruct|-api|guide|lora")
"""In names of models that make no images."""
_IMAGES = re.compile(r"image|[ti]2i")
_DATE = re.compile(r"-20\d\d-\d\d-\d\d$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a text: the models that it stands for, none where it is unknown."""

    start: int
    end: int
    name: str
    models: tuple[str, ...]
    exact: bool = True
    """It is the id of one model and no beginning of several."""
    aside: bool = False
    """Said for comparison: "than wan2.6-image", "vs wan's 4"."""


class Names:
    """The model names of the specs."""

    def __init__(self, spec: Spec, *, exact: bool = False) -> None:
        self.exact = exact
        """Take whole ids only: on a page about other models "wan2.6" is not ours."""
        models = [model for family in spec.families for model in family.models]
        self.ids = {name: model.id for model in models for name in model.names}
        self.order = tuple(model.id for model in models)
        self.stems = sorted({_stem(model.id) for model in models}, key=len, reverse=True)
        stems = "|".join(re.escape(stem) for stem in self.stems)
        self.pattern = re.compile(rf"(?<![a-z0-9_./-])(?:{stems})(?:[-.]?[0-9a-z]++)*+", re.IGNORECASE)

        self._any = re.compile(stems)
        self._quick = re.compile(rf"(?<![a-z])(?:{stems})x?[-\d/]")
        self.longest = max(map(len, self.ids), default=0)
        self._known: dict[str, list[Mention]] = {}

    def mentions(self, said: str) -> list[Mention]:
        """Every model name in plain text, in order."""
        found = self._known.get(said)
        if found is None:  # every kind of statement asks for those of the same text
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = (
                []
                if not self._any.search(said.lower())
                else [each for each in self._mentions(said) if not self.exact or self._is_sure(each)]
            )
            self._known[said] = found
        return found

    def _is_sure(self, mention: Mention) -> bool:
        """Whether a name is that of an image model on a page about others."""
        return mention.exact and (bool(mention.models) or _IMAGES.search(mention.name) is not None)

    def others_only(self, text: str) -> bool:
        """Whether the names in a text are all of models that make no images."""
        if not self._any.search(text.lower()):
            return False
        named = [found[0] for found in self.pattern.finditer(text)]
        return any(_OTHERS.search(name.lower()) for name in named) and not self.mentions(text)

    def occurs(self, text: str) -> bool:
        """Whether a text names any model, quickly."""
        low = text.lower()
        return any(stem in low for stem in self.stems if stem not in ("wan", "kling", "vidu")) or (
            self._quick.search(low) is not None
        )

    def _mentions(self, said: str) -> Iterator[Mention]:
        for found in self.pattern.finditer(said):
            name = found[0].rstrip(".-").lower()
            end = found.start() + len(name)
            if _ADDRESS.match(said, end):
                continue  # a path or a host
            mention = self._named(name, found.start(), end, said)
            if mention is None:
                continue
            yield mention
            yield from self._shortened(mention, said)

    def _named(self, name: str, start: int, end: int, said: str) -> Mention | None:
        aside = _ASIDE.search(said, max(0, start - _NEAR), start) is not None
        series = _WORDS_BEHIND.match(said, end) is not None or said[start:end] != name  # a title, not an id
        series = series or said.startswith("-*", end)
        known = self.ids.get(name)
        wide = tuple(each for each in self.order if each == name or each.startswith((f"{name}-", f"{name}.")))
        if name in self.stems or re.fullmatch(r"[a-z]+\d*", name):
            wide = wide or tuple(each for each in self.order if each.startswith(name))
        if known and not series:
            return Mention(start=start, end=end, name=name, models=(known,), aside=aside)
        if wide:
            return Mention(start=start, end=end, name=name, models=wide, exact=False, aside=aside)
        if known is None and (name in self.stems or not self._like_a_model(name)):
            return None
        return Mention(start=start, end=end, name=name, models=(known,) if known else (), aside=aside)

    def _like_a_model(self, name: str) -> bool:
        """Whether an unknown name is spelled as ids are; `wan-like` and `qwencloud` are not."""
        stem = next(stem for stem in self.stems if name.startswith(stem))
        rest = name[len(stem) :]
        if _OTHERS.search(rest):
            return False
        return re.match(r"\d|-\w|\.\d", rest) is not None and (any(c.isdigit() for c in name) or rest.startswith("-"))

    def _shortened(self, first: Mention, said: str) -> Iterator[Mention]:
        """The `/plus/edit` of `qwen-image-edit-max/plus/edit`: the last parts of ids that begin alike."""
        at = first.end
        while (found := _SHORT.match(said, at)) is not None:
            last = found[1].rstrip(".-").lower()
            stem = first.name[: self.longest + 1]
            while "-" in stem or "." in stem:
                stem = re.sub(r"[-.][^-.]*$", "", stem)
                names = [f"{stem}-{last}", f"{stem}.{last}", *([stem] if stem.endswith(f"-{last}") else [])]
                known = next((self.ids[name] for name in names if name in self.ids), None)
                if known:
                    break
            else:
                return
            at = found.end(1)
            yield Mention(start=found.start(1), end=at, name=known, models=(known,), aside=first.aside)

    def nearest_family(self, name: str) -> str:
        """The known id that begins most like the name."""
        return max(self.order, key=lambda each: (_common(each, name), -len(each)))

    def base(self, name: str) -> tuple[str, ...]:
        """The model of which the name is a dated version, if it is one."""
        return (self.ids[_DATE.sub("", name)],) if self.is_snapshot(name) else ()

    def is_snapshot(self, name: str) -> bool:
        """Whether the name is a dated version of a known model."""
        return _DATE.sub("", name) in self.ids and _DATE.search(name) is not None


def _stem(model: str) -> str:
    """`wan` of wan2.7-image, `qwen-image` of qwen-image-plus: what a name of a series begins with."""
    letters = re.match(r"[a-z]+(?=\d)", model)
    parts = model.split("-")
    return letters[0] if letters else "-".join(parts[: parts.index("image") + 1 if "image" in parts[:3] else 2])


def _common(one: str, other: str) -> int:
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
