"""Groups changes that say the same about several models and modes into one entry."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diff.changes import KINDS, LEVELS, Change, Kind, Level
from generator.ir import Json, Location
from generator.phrasing import listing, sentence

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Models with the modes in which it holds; no modes: it is said of the model itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a report; names of the API stand in backticks."""

    kind: Kind
    level: Level
    about: str
    said: str
    where: Where
    old: Json
    new: Json
    locations: tuple[Location, ...]

    @property
    def text(self) -> str:
        """The whole sentence, with the models and modes that it is about."""
        if not self.where:
            return sentence(_capital(self.said))
        return f"{_places(self.where)}: {sentence(self.said) if self.said[0] == '`' else _closed(self.said)}"


def entries(changes: tuple[Change, ...]) -> tuple[Entry, ...]:
    """The entries, the gravest first; among equals, prices first, then by kind, then in the order of the specs."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        key = (change.kind, change.level, change.about, change.said, change.model is None, change.mode is None)
        groups.setdefault(key, []).append(change)
    return tuple(sorted(map(_entry, groups.values()), key=_rank))


def _rank(entry: Entry) -> tuple[int, bool, int]:
    return LEVELS.index(entry.level), entry.kind != "price", KINDS.index(entry.kind)


def _entry(group: list[Change]) -> Entry:
    first = group[0]
    modes: dict[str, dict[str, None]] = {}
    for change in group:
        if change.model is not None:
            modes.setdefault(change.model, {}).update({change.mode: None} if change.mode else {})
    return Entry(
        kind=first.kind,
        level=first.level,
        about=first.about,
        said=first.said,
        where=tuple((model, tuple(names)) for model, names in modes.items()),
        old=first.old,
        new=first.new,
        locations=tuple(dict.fromkeys(change.location for change in group if change.location)),
    )


def _places(where: Where) -> str:
    """ "`a` and `b` (generate, edit), `c` (edit)": models with the same modes stand together."""
    by_modes: dict[tuple[str, ...], list[str]] = {}
    for model, modes in where:
        by_modes.setdefault(modes, []).append(f"`{model}`")
    parts = [
        f"{listing(models)} ({', '.join(modes)})" if modes else listing(models) for modes, models in by_modes.items()
    ]
    return ", ".join(parts)


def _capital(said: str) -> str:
    return said if said[0] == "`" else said[0].upper() + said[1:]


def _closed(said: str) -> str:
    return said if said[-1] in ".!?:" else f"{said}."
