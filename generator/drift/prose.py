"""Claims in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.drift.claims import Claim
from generator.drift.names import Mention
from generator.drift.passage import Passage
from generator.drift.phrases import SIZE, N, Said, number, readings, said
from generator.drift.subject import Context, modes_in, sentences, whose
from generator.drift.values import Value
from generator.spec_language.measures import area

_IMAGES = re.compile(
    r"input images?|image (?:constraints|requirements)|reference images?:|图像限制|输入图像", re.IGNORECASE
)
_VERSUS = re.compile(r"[^()\d]{0,28}\(vs\.?\s*", re.IGNORECASE)
_THEIRS = re.compile(rf"'?s?\s{{0,20}}({SIZE}|{N})(?![\d*])")
_MOST = re.compile(r"\bmax(?:imum)?\s+$", re.IGNORECASE)
_BEHIND = re.compile(r"[^;,.)]{0,12}\(([^)]{0,200})\)|[^;.()]{0,20}\)")
_PRESET = re.compile(r"(?<![\w.])(\d{1,5}K)\b(?:\s*\((?:default\s*,\s*)?~?\s*(\d{3,4}\s*\*\s*\d{3,4})\))?")


def prose_claims(context: Context, text: Passage, default: Sequence[str] | None = None) -> Iterator[Claim]:
    """What a paragraph or list item says; `default` is whom it is about where it names nobody."""
    clean = text.clean
    mentions = context.names.mentions(clean)
    reader = _Paragraph(context, clean, mentions, tuple(context.subject if default is None else default))
    for bounds in sentences(clean.text):
        yield from reader.sentence(bounds)


class _Paragraph:
    """Reads one paragraph sentence by sentence; a sentence without names goes on about those of the one before."""

    def __init__(self, context: Context, text: Passage, mentions: Sequence[Mention], subject: tuple[str, ...]) -> None:
        self.context = context
        self.passage = text
        self.mentions = mentions
        self.subject = subject
        if _IMAGES.search(text.text):
            context.about_images = True

    def sentence(self, bounds: tuple[int, int]) -> Iterator[Claim]:
        """The claims of one sentence."""
        text = self.passage.text
        for one in said(text[bounds[0] : bounds[1]]):
            yield from self._claims(_moved(one, bounds[0]), bounds)
        for found in _PRESET.finditer(text, *bounds):
            yield from self._preset(found, bounds)
        named = whose(self.mentions, text, bounds[1], bounds[1], bounds)
        self.subject = named or self.subject

    def _claims(self, one: Said, bounds: tuple[int, int]) -> Iterator[Claim]:
        models = self.models(one.start, one.end, bounds)
        claim = self._made(one.fields, one.values, one, models, bounds)
        yield claim
        behind = _VERSUS.match(self.passage.text, one.end)
        rival = next((each for each in self.mentions if behind and each.start == behind.end()), None)
        theirs = _THEIRS.match(self.passage.text, rival.end) if rival else None
        if rival and theirs:
            values: tuple[Value, ...] = tuple(area(size) for size in readings(theirs[1])) or (number(theirs[1]),)
            yield Claim(
                place=self.passage.place(theirs.start(1)),
                said=theirs[1],
                fields=one.fields,
                values=values,
                models=rival.models,
                match="most",
            )

    def _made(
        self,
        fields: tuple[str, ...],
        values: tuple[Value, ...],
        one: Said,
        models: tuple[str, ...],
        bounds: tuple[int, int],
    ) -> Claim:
        shared = fields[0].startswith(("lifetime:", "poll"))
        if fields == ("images.count", "n.range", "max_images.range") and self.context.about_images:
            fields = fields[:1]
        if fields[0] == "size.aspect" and self.context.about_images:
            fields = fields[::-1]
        return Claim(
            place=self.passage.place(one.start),
            said=" ".join(self.passage.text[one.start : one.end].split()),
            fields=fields,
            values=values,
            models=("",) if shared else models,
            modes=self.modes(one.start, one.end, bounds),
            match=one.match,
            series=self.context.wider(models),
            damaged=one.damaged,
        )

    def _preset(self, found: re.Match[str], bounds: tuple[int, int]) -> Iterator[Claim]:
        """A word such as 2K: it must be known, and stand for this size."""
        if _MOST.search(self.passage.text, max(0, found.start() - 40), found.start()):
            return  # the phrases know this one
        models = self.models(found.start(), found.end(), bounds)
        label = found[1].upper()
        modes = self.modes(found.start(), found.end(), bounds)
        place = self.passage.place(found.start(1))
        field = f"size.preset:{label}"
        yield Claim(place=place, said=label, fields=("size.presets",), values=(label,), models=models, match="has")
        if re.match(r"\s*\(default\b", text := self.passage.text[found.end(1) : bounds[1]]) or text.startswith(
            " (默认"
        ):
            yield Claim(place=place, said=label, fields=("size.default",), values=(label,), models=models, modes=modes)
        if found[2]:
            size = readings(found[2])
            yield Claim(place=place, said=found[0], fields=(field,), values=size, models=models, modes=modes)

    def models(self, start: int, end: int, bounds: tuple[int, int]) -> tuple[str, ...]:
        """Whose the statement is."""
        return whose(self.mentions, self.passage.text, start, end, bounds) or self.subject

    def modes(self, start: int, end: int, bounds: tuple[int, int]) -> frozenset[str]:
        """The mode named before the statement, or in the brackets behind it."""
        text = self.passage.text
        behind = _BEHIND.match(text, end, bounds[1])
        return modes_in(text[bounds[0] : start]) or (modes_in(behind[0]) if behind else frozenset())


def _moved(one: Said, by: int) -> Said:
    return Said(
        start=one.start + by,
        end=one.end + by,
        fields=one.fields,
        values=one.values,
        match=one.match,
        damaged=one.damaged,
        sure=one.sure,
    )
