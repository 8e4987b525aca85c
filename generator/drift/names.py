"""Names of models in running text: whole ids, beginnings of ids that stand for several, and names nobody knows yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.drift.passage import Passage
from generator.ir import Spec

_WORDS_BEHIND = re.compile(r"\s{0,20}(?:系列|(?:-\s*)?series\b|family\b)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:\bvs\.?|\bthan|\bfrom|\bas|\bunlike|\blike|与|和|不同于|相比)\s*[\"'(]?\s*$", re.IGNORECASE)
_ADDRESS = re.compile(r"/[\w-]++\.[a-z]{2,4}\b|\.\w++/|://|\.com")
_SHORT = re.compile(r"/\s*([a-z0-9][a-z0-9.-]*)")
_NEAR = 40
"""Characters before a name in which words of comparison are looked for."""
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

    def __init__(self, spec: Spec) -> None:
        models = [model for family in spec.families for model in family.models]
        self.ids = {name: model.id for model in models for name in model.names}
        self.order = tuple(model.id for model in models)
        self.stems = sorted({_stem(model.id) for model in models}, key=len, reverse=True)
        stems = "|".join(re.escape(stem) for stem in self.stems)
        self.pattern = re.compile(rf"(?<![a-z0-9_./-])(?:{stems})(?:[-.]?[0-9a-z]++)*+", re.IGNORECASE)

        self.longest = max(map(len, self.ids), default=0)
        self._last: tuple[str, list[Mention]] = ("", [])

    def mentions(self, text: Passage | str) -> list[Mention]:
        """Every model name in cleaned text, in order."""
        said = text if isinstance(text, str) else text.text
        if said != self._last[0]:  # every kind of statement asks for those of the same text
            self._last = (said, list(self._mentions(said)))
        return self._last[1]

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

    def is_snapshot(self, name: str) -> bool:
        """Whether the name is a dated version of a known model."""
        return _DATE.sub("", name) in self.ids and _DATE.search(name) is not None


def _stem(model: str) -> str:
    """`wan` of wan2.7-image, `qwen-image` of qwen-image-plus: what a name of a series begins with."""
    letters = re.match(r"[a-z]+(?=\d)", model)
    return letters[0] if letters else "-".join(model.split("-")[:2])


def _common(one: str, other: str) -> int:
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
