"""Two named sets of specs compared, and the version that follows."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diff.changes import Level, gravest
from generator.diff.compare import compare
from generator.diff.grouping import Entry, entries
from generator.diff.version import Bump, Version, bump_for, needed
from generator.ir import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two; `version` is that of the release where it is one."""

    name: str
    spec: Spec
    version: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from `old` to `new`."""

    old: Side
    new: Side
    entries: tuple[Entry, ...]

    @property
    def level(self) -> Level | None:
        """The gravest level, None where nothing changed."""
        return gravest({entry.level for entry in self.entries})

    @property
    def bump(self) -> Bump | None:
        """Which number of the version has to rise; None where nothing changed or the old version is not known."""
        return bump_for(self.old.version, self.level) if self.old.version else None

    @property
    def version(self) -> Version | None:
        """The lowest version for the new side, where that of the old one is known."""
        return needed(self.old.version, self.level) if self.old.version else None

    def count(self, level: Level) -> int:
        """How many entries have this level."""
        return sum(entry.level == level for entry in self.entries)


def compared(old: Side, new: Side) -> Comparison:
    """The comparison of two sides."""
    return Comparison(old=old, new=new, entries=entries(compare(old.spec, new.spec)))
