"""What a document says about a fact, and the result of comparing it with the facts, as its source states them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from generator.drift.facts import Fact, Facts, Rival, Value, shown
from generator.drift.passage import Place

Match = Literal["equal", "most", "least", "has", "lacks", "without", "within", "count", "inside"]
"""How the value compares with a fact's: the fact is it, ends or begins with it, holds it, is not there, does not hold
it, its text holds it, it is the number of the fact's items, or it lies between its ends."""

Kind = Literal["agrees", "known", "differs", "new", "gone", "read", "vanished"]
"""`known`: a contradiction that the specs have recorded as a conflict; `read`: a statement that changed and was not
understood; `vanished`: one that is no longer there. These two come of a comparison with the reviewed edition."""

NEWS: tuple[Kind, ...] = ("differs", "new", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement of a document.

    `fields` are the facts that it may be about, the likeliest first; `values` its possible readings, more than one
    where the text is damaged. It is true if it holds for one of the models.
    """

    place: Place
    said: str
    fields: tuple[str, ...]
    values: tuple[Value, ...]
    models: tuple[str, ...] = ("",)
    modes: frozenset[str] = frozenset()
    match: Match = "equal"
    sure: bool = False
    """Where the specs hold no such fact, it is news and no misunderstanding."""
    damaged: bool = False
    row: str = ""
    """Of a new parameter: its cells, with | between them."""
    quiet: bool = False
    """Too uncertain to be news by itself: only where it has changed since the review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result: what the document says where, and what the specs say where."""

    kind: Kind
    place: Place
    about: str
    """What it is about: "wan2.7-image n.range"."""
    said: str
    """What the document says, or is missing there."""
    held: str | None = None
    """What the specs hold."""
    fact: Fact | None = None
    rival: Rival | None = None
    """The recorded conflict that it repeats, or that it no longer supports."""
    value: Value = None
    """The document's value, where it has one that a spec could hold."""
    note: str | None = None
    models: tuple[str, ...] = ()
    name: str = ""
    """Of something new: the name of the parameter, model, size or endpoint."""
    row: str = ""
    """Of a new parameter: its row."""
    old: Place | None = None
    """Where the reviewed edition said otherwise."""

    @property
    def news(self) -> bool:
        """Whether it needs attention."""
        return self.kind in NEWS


class Holder:
    """The facts, and the source of which the document is a new edition (None: not a known one)."""

    def __init__(self, facts: Facts, source: str | None, *, whole: bool = False) -> None:
        self.facts = facts
        self.source = source
        self.whole = whole
        """The source is one document: all that the specs record of it stands there, the conflicts too."""

    def hold(self, claim: Claim) -> Finding | None:
        """The result for the claim; None if the specs hold nothing of the kind: it may be no claim at all."""
        found = self._candidates(claim, claim.models)
        judged: list[Finding] = []
        for fact in found:
            one = self._judge(claim, fact)
            if one.kind == "agrees":
                return one
            judged.append(one)
        if judged:
            known = next((one for one in judged if one.kind == "known"), None)
            if known is not None:
                return known
            first = min(judged, key=self._weight)
            listed = claim.match == "has" and claim.sure
            return replace(first, kind="new", name=claim.fields[0]) if listed else first
        return self._absent(claim)

    def _candidates(self, claim: Claim, models: tuple[str, ...]) -> list[Fact]:
        found = [fact for field in claim.fields for fact in self.facts.of(models, field, claim.modes)]
        named = [fact for fact in found if fact.mode in claim.modes]
        return [*named, *(fact for fact in found if not fact.mode)] if named else found

    def _weight(self, finding: Finding) -> tuple[bool, bool]:
        """Facts that the specs have from this very source come first."""
        fact = finding.fact
        return (finding.rival is None, fact is None or not fact.cites(self.source))

    def _absent(self, claim: Claim) -> Finding | None:
        if claim.match == "lacks":
            about = _about(claim.models, claim.fields[0])
            return Finding(kind="agrees", place=claim.place, about=about, said=claim.said, models=claim.models)
        thing, _, name = claim.fields[0].partition(" ")
        known = next(iter(self.facts.of(claim.models, "model")), None)
        if not claim.sure or not (name or known):
            return None
        return Finding(
            kind="new",
            place=claim.place,
            about=thing if name else _about(claim.models, thing),
            said=claim.said,
            held="nothing",
            fact=known,
            value=claim.values[0],
            models=(name,) if thing == "model" else claim.models,
            name=name or thing,
            row=claim.row,
        )

    def _judge(self, claim: Claim, fact: Fact) -> Finding:
        mine = [rival for rival in fact.rivals if self.source in rival.sources] if self.whole else []
        true = fits(claim, fact.value)
        if true and not any(not fits(claim, rival.value) for rival in mine):
            return self._made("agrees", claim, fact)
        backed = [rival for rival in (mine if self.whole else fact.rivals) if fits(claim, rival.value)]
        if backed:
            return self._made("known", claim, fact, backed[0])
        if claim.match == "lacks" and any(rival.value is False for rival in mine or fact.rivals):
            denied = next(rival for rival in mine or fact.rivals if rival.value is False)
            return self._made("known", claim, fact, denied)
        if true:
            note = f"the specs record a conflict with {self.source} that no longer exists"
            return self._made("differs", claim, fact, mine[0], note=note)
        others = [rival for rival in fact.rivals if fits(claim, rival.value)]
        if others and not fact.cites(self.source):
            return self._made("known", claim, fact, others[0])
        told = f"already recorded for {', '.join(others[0].sources)}" if others else None
        return self._made("differs", claim, fact, mine[0] if mine else None, note=told)

    def _made(
        self, kind: str, claim: Claim, fact: Fact, rival: Rival | None = None, note: str | None = None
    ) -> Finding:
        if claim.damaged and note is None:
            note = "characters were lost in the document"
        held = rival.value if rival is not None and kind == "known" else fact.value
        said = shown(fact.field, claim.values[0]) if claim.damaged else claim.said
        return Finding(
            kind="agrees" if kind == "agrees" else "known" if kind == "known" else "differs",
            place=claim.place,
            about=_about((fact.model,) if fact.model else (), fact.field, fact.mode),
            said=f"{claim.said} (read as {said})" if claim.damaged and kind != "agrees" else claim.said,
            held="supported" if claim.match == "lacks" else shown(fact.field, held),
            fact=fact,
            rival=rival,
            value=_full(claim, fact.value),
            note=note,
            models=claim.models,
        )


def fits(claim: Claim, held: Value) -> bool:
    """Whether one of the claim's readings says what the specs hold."""
    return any(_fits(claim, value, held) for value in claim.values)


def _fits(claim: Claim, value: Value, held: Value) -> bool:
    match claim.match:
        case "equal":
            listed = isinstance(held, tuple) and isinstance(value, str)  # a size among those of a table
            return value in held if listed and isinstance(held, tuple) else _same(value, held)
        case "most":
            return held[-1] == value if isinstance(held, tuple) else _same(value, held)
        case "has":
            return isinstance(held, tuple) and value in held
        case "within":
            return isinstance(held, str) and isinstance(value, str) and value.lower() in held.lower()
        case "count":
            return isinstance(held, tuple) and len(held) == value
        case "least":
            return held[0] == value if isinstance(held, tuple) else _same(value, held)
        case "without":
            return isinstance(held, tuple) and value not in held
        case "inside":
            return _inside(value, held)
        case "lacks":
            return False


def _inside(value: Value, held: Value) -> bool:
    if not isinstance(held, tuple):
        return _same(value, held)
    if isinstance(value, int) and len(held) == 2 and isinstance(held[0], int) and isinstance(held[1], int):
        return held[0] <= value <= held[1]
    return value in held


def _same(value: Value, held: Value) -> bool:
    if isinstance(value, bool) or isinstance(held, bool):
        return value is held
    if isinstance(value, str) and isinstance(held, str):
        return value.lower() == held.lower()
    return value == held


def _full(claim: Claim, held: Value) -> Value:
    """The document's value in the form of the fact: the upper end alone leaves the lower one as it is."""
    value = claim.values[0]
    if claim.match == "most" and isinstance(held, tuple) and isinstance(held[0], int) and isinstance(value, int):
        return (held[0], value)
    return value if claim.match == "equal" else None


def _about(models: Iterable[str], field: str, mode: str = "") -> str:
    whose = " / ".join(model for model in models if model)
    return " ".join(part for part in (whose, mode, field) if part)
