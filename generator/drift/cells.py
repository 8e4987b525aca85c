"""Claims in the cells of a parameter's row: default, a column of one mode, description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.drift.claims import Claim, Match
from generator.drift.passage import Passage
from generator.drift.phrases import SIZE, N, number, readings
from generator.drift.prose import prose_claims
from generator.drift.subject import Context, modes_in
from generator.drift.values import Value

Row = tuple[Passage, ...]
_NOTHING = re.compile(r"|-+|—+|/|none|n/?a|null|无|no default", re.IGNORECASE)
_QUALIFIED = re.compile(r"(?<![^/;,()])([^/;,()]++)\(([^()]*+)\)")
_BARE = re.compile(
    rf"(?<![A-Za-z0-9_.*/-])(?<!\d:)\[?(-?(?:{N}))\s*(?:-|~|to|,|至|到)\s*({N})\]?(?!\s*(?:s\b|sec|秒|[*%.]\d|:))"
)
_FIXED_AT = re.compile(
    rf"(?:must be|always|只能为|固定为|仅支持)\s*({N})(?!\d)|(?<![\w-])({N})\s+only\b", re.IGNORECASE
)
_COMMON = re.compile(
    rf"(?:common|recommended|such as|常用|推荐)[^.。]{{0,120}}?({SIZE})(?:\s*,\s*(?:{SIZE}))*", re.IGNORECASE
)
_SAID_DEFAULT = re.compile(
    r"(?:default(?:s to|\s*value)?|默认值?)\s*(?:is|:|为|是)?\s*(true|false|\d{1,9}(?:\s*\*\s*\d{1,9})?K?)\b",
    re.IGNORECASE,
)
PAYLOAD = frozenset(
    {
        "prompt",
        "images",
        "reference_images",
        "reference_image",
        "messages",
        "content",
        "role",
        "text",
        "image",
        "model",
        "input",
        "parameters",
        "stream",
    }
)
"""Names of what carries prompt and images; they are no parameters."""


class Cells:
    """Reads the cells of one row."""

    def __init__(self, context: Context, name: str, models: tuple[str, ...]) -> None:
        self.context = context
        self.name = name
        self.models = models
        self.kind = context.kinds.get(name, "")

    def claim(
        self, cell: Passage, field: str, values: tuple[Value, ...], *, said: str | None = None, at: int = 0,
        modes: frozenset[str] = frozenset(), match: Match = "equal", sure: bool = False, damaged: bool = False,
    ) -> Claim:  # fmt: skip
        """A claim that stands in the cell."""
        text = cell.clean.text.strip() if said is None else said
        return Claim(place=cell.place(at), said=text, fields=(field,), values=values, models=self.models,
                     modes=modes, match=match, sure=sure, damaged=damaged)  # fmt: skip

    def default(self, cell: Passage) -> Iterator[Claim]:
        """The default, or one for each mode: `4 (editing) / 1 (interleave)`."""
        text = cell.clean.text
        parts = [found for found in _QUALIFIED.finditer(text) if modes_in(found[2])]
        if self.name in PAYLOAD:
            return
        if _NOTHING.fullmatch(text.strip()):
            stated = self.context.facts.of(self.models, f"{self.name}.default")
            if any(fact.cites(self.context.source) and not _in_words(fact.value) for fact in stated):
                yield self.claim(cell, f"{self.name}.default", (None,), said=text.strip() or "no default")
            return
        for found in parts:
            yield from self._one_default(cell, found[1], found.start(1), modes_in(found[2]))
        if not parts:
            yield from self._one_default(cell, text, 0, frozenset())

    def _one_default(self, cell: Passage, text: str, at: int, modes: frozenset[str]) -> Iterator[Claim]:
        said = text.strip(" /;,\"'")
        field = f"{self.name}.default"
        if self.kind == "size" and (found := re.search(SIZE, said)):
            exact = said == found[0]
            match: Match = "equal" if exact else "within"
            damaged = "*" not in found[0]
            yield self.claim(
                cell, field, readings(found[0]), said=said, at=at, modes=modes, match=match, damaged=damaged
            )
        elif said.lower() in ("true", "false"):
            yield self.claim(cell, field, (said.lower() == "true",), said=said, at=at, modes=modes)
        elif re.fullmatch(N, said):
            yield self.claim(cell, field, (number(said),), said=said, at=at, modes=modes)
        elif said:
            words = {"随机": "random", "随机值": "random"}.get(said, said)
            yield self.claim(cell, field, (words,), said=said, at=at, modes=modes)

    def of_mode(self, cell: Passage, modes: frozenset[str]) -> Iterator[Claim]:
        """The cell of one mode's column."""
        text = cell.clean.text.strip()
        supported = f"{self.name}.supported"
        if re.fullmatch(r"yes|✓|✅|√|支持|是", text, re.IGNORECASE):
            yield self.claim(cell, supported, (True,), modes=modes)
        elif _NOTHING.fullmatch(text) or re.fullmatch(r"no|✗|❌|×|\*|不支持|否", text, re.IGNORECASE):
            having = self.context.facts.of(self.models, supported, modes)
            if any(fact.mode in modes for fact in having):
                yield self.claim(cell, supported, (False,), modes=modes, match="lacks")
        elif text.lower() in ("true", "false"):
            yield self.claim(cell, f"{self.name}.constant", (text.lower() == "true",), modes=modes)
        else:
            yield from self.described(cell, modes)

    def described(self, cell: Passage, modes: frozenset[str]) -> Iterator[Claim]:
        """What the description says in numbers."""
        clean = cell.clean
        about_images, self.context.about_images = self.context.about_images, self.name in PAYLOAD
        found = [replace(claim, modes=modes or claim.modes) for claim in prose_claims(self.context, cell, self.models)]
        self.context.about_images = about_images
        yield from (self._own(claim) for claim in found)
        if self.kind == "integer" or self.name in PAYLOAD:
            yield from self._ranges(clean, modes, taken=[claim.place for claim in found])
        if self.kind == "size":
            yield from self._sizes(clean)
        if re.search(r"fixed (?:resolutions|sizes) only", clean.text, re.IGNORECASE):
            yield self.claim(cell, f"{self.name}.fixed", (True,), said="fixed resolutions only")

    def _own(self, claim: Claim) -> Claim:
        """In its own row the words are about the parameter itself."""
        own: dict[str, str] = {}
        if self.kind == "text":
            own = {"prompt.max_characters": f"{self.name}.max_characters"}
        elif self.kind == "size":
            own = {"images.sides": f"{self.name}.sides"}
        elif self.kind == "integer" and claim.fields[-1].endswith(".range"):
            return replace(claim, fields=(f"{self.name}.range",))
        elif self.kind == "palette":
            own = {"color_palette.colors": f"{self.name}.colors"}
        elif self.name in PAYLOAD and claim.fields[0] == "images.count":
            return replace(claim, fields=("images.count",))
        return replace(claim, fields=tuple(own.get(field, field) for field in claim.fields))

    def _ranges(self, clean: Passage, modes: frozenset[str], taken: list[object]) -> Iterator[Claim]:
        field = "images.count" if self.name in PAYLOAD else f"{self.name}.range"
        mentions = self.context.names.mentions(clean)
        for pattern in (_BARE, _FIXED_AT):
            for found in pattern.finditer(clean.text):
                first = found.start(1) if found[1] else found.start(2)
                if clean.place(first) in taken or (self.name in PAYLOAD and pattern is _FIXED_AT):
                    continue
                ends = (number(found[1]), number(found[2])) if pattern is _BARE else (number(found[1] or found[2]),) * 2
                named = [each for each in mentions if each.end <= first]
                whose = (
                    named[-1].models if named and clean.text[named[-1].end : first].strip(" :") == "" else self.models
                )
                claim = self.claim(clean, field, (ends,), said=found[0].strip(), at=first)
                yield replace(claim, models=whose, modes=modes or modes_in(clean.text[:first]))

    def _sizes(self, clean: Passage) -> Iterator[Claim]:
        for found in _COMMON.finditer(clean.text):
            for size in re.finditer(SIZE, clean.text[found.start() : found.end()]):
                read, lost = readings(size[0]), "*" not in size[0]
                at = found.start() + size.start()
                field = f"{self.name}.sizes"
                yield self.claim(clean, field, read, said=size[0], at=at, match="has", sure=True, damaged=lost)

    def said_default(self, cell: Passage) -> Iterator[Claim]:
        """A default in the description, where no column holds it."""
        for found in _SAID_DEFAULT.finditer(cell.clean.text):
            yield from self._one_default(cell, found[1], found.start(1), modes_in(cell.clean.text[: found.start()]))


def _in_words(value: Value) -> bool:
    """A default that a document need not name: none, or one told in a sentence."""
    return (isinstance(value, str) and " " in value) or value == "random"
