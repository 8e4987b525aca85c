"""What a document says about a fact, and the result of comparing it with the specs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.drift.facts import Fact, Rival
from generator.drift.passage import Place
from generator.drift.values import Value

Match = Literal["equal", "most", "least", "has", "lacks", "without", "within", "count", "inside"]
"""How the value compares with a fact's: the fact is it, ends or begins with it, holds it, is not there, does not hold
it, its text holds it, it is the number of the fact's items, or it lies between its ends."""

Kind = Literal["agrees", "known", "differs", "new", "gone", "read", "vanished", "unreadable"]
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
