"""What answers hold: other pictures and values than before, or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.diff.pairs import pairs
from generator.ir import Json, Results
from generator.phrasing import number, sentence, value

_SUBJECT = "what answers hold"
_HANDLED = frozenset(["images", "values", "usage", "format", "lifetime_hours", "sources", "conflicts"])


def results_changes(scope: Scope, old: Results, new: Results, where: str = "") -> Iterator[Change]:
    """What became of the results of a mode or of a route; the client finds what stands elsewhere now."""
    if (old.format or "PNG") != (new.format or "PNG"):
        said = f"images{where} are {new.format or 'PNG'} files; they were {old.format or 'PNG'}."
        yield scope.change("changed", "breaking", "results", said, old=old.format, new=new.format)
    found = pairs(old.values, new.values, lambda each: each.name)
    for each in found.gone:
        yield scope.change("removed", "breaking", each.name, f"`{each.name}` of `result.values`{where} is gone.")
    for each in found.come:
        said = f"`{each.name}` of `result.values`{where} is new. {sentence(each.doc)}"
        yield scope.change("added", "feature", each.name, said)
    for before, after in found.both:
        subject = f"`{after.name}` of `result.values`{where}"
        retyped = (before.kind, before.listed) != (after.kind, after.listed)
        if retyped:
            said = f"{subject} is of another type."
            yield scope.change("changed", "breaking", after.name, said, old=before.kind, new=after.kind)
        elif before.at != after.at:
            yield scope.change("moved", "fix", after.name, f"{subject} is read at {after.at}; it was at {before.at}.")
        yield from rest(
            scope, before, after, subject, {"name", "type", "at", *(("items", "members") if retyped else ())}
        )
    for field, noun in (("images", "places of images"), ("usage", "keys of usage")):
        was, now = plain(getattr(old, field)), plain(getattr(new, field))
        if was != now:
            said = f"{noun} in answers{where}: {_told(now)}; before: {_told(was)}."
            yield scope.change("moved", "fix", "results", said, old=was, new=now)
    if old.lifetime_hours != new.lifetime_hours:
        hours = [f"{number(each)} hours" if each else "as long as the API says" for each in _hours(new, old)]
        said = f"URLs of images{where} are valid for {hours[0]}; they were for {hours[1]}."
        yield scope.change("changed", "fix", "results", said, old=old.lifetime_hours, new=new.lifetime_hours)
    yield from cited(scope, _SUBJECT, old.sources, new.sources)
    yield from disputed(scope, _SUBJECT, old.conflicts, new.conflicts)
    yield from rest(scope, old, new, f"{_SUBJECT}{where}", _HANDLED)


def _told(held: Json) -> str:
    return value(held) if held else "the usual ones"


def _hours(*sides: Results) -> list[int | None]:
    return [each.lifetime_hours for each in sides]
