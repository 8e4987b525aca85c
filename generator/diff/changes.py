"""One change between two sets of specs, and how serious it is for someone who calls the client.

breaking    a call that ran is refused, fails type checking, must be given more, returns something else, or asks on its
            own for another picture or another bill than before; or a lower limit cuts its text
feature     a call that was refused, or could not be written, runs
fix         the same calls run and mean the same: another way to the same result, a price, a server's default, an
            account's quota, a text, a source
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.ir import Json, Location

Level = Literal["breaking", "feature", "fix"]
Kind = Literal[
    "removed", "narrowed", "added", "widened", "changed", "moved", "default", "price", "text", "source"
]  # fmt: skip
LEVELS: tuple[Level, ...] = get_args(Level)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise than before.

    `said` is a sentence without its subject's model and mode, names of the API in backticks, small at its start where
    it begins with a word. `about` names the fact: a parameter, "routes", "prices". `old` and `new` are its values where
    they are short.
    """

    kind: Kind
    level: Level
    about: str
    said: str
    model: str | None = None
    mode: str | None = None
    old: Json = None
    new: Json = None
    location: Location | None = None
    """Where it stands in the new specs, in the old ones if it was removed; None where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the changes that are being looked for belong to: the API, a model, or a mode of a model."""

    model: str | None = None
    mode: str | None = None
    location: Location | None = None

    def at(self, location: Location) -> Scope:
        """The same scope, at a place of the specs."""
        return Scope(model=self.model, mode=self.mode, location=location)

    def change(self, kind: Kind, level: Level, about: str, said: str, *, old: Json = None, new: Json = None) -> Change:
        """A change in this scope."""
        place = self.location if self.location is not None and self.location.file else None
        return Change(
            kind=kind,
            level=level,
            about=about,
            said=said,
            model=self.model,
            mode=self.mode,
            old=old,
            new=new,
            location=place,
        )


def gravest(levels: set[Level]) -> Level | None:
    """The gravest level of a set, None for an empty one."""
    return next((level for level in LEVELS if level in levels), None)
