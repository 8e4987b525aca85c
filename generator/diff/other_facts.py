"""Facts that no call depends on: texts, sources, disputes, and any field that has no comparer of its own.

The last is the net below the others: a field of the IR that is new, or forgotten, still shows in the report.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from generator.diff.changes import Change, Scope
from generator.diff.pairs import pairs, words_gone_and_come
from generator.ir import Conflict, Disagreement, Json
from generator.phrasing import listing, other_claim, value

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SHORT = 48


def rest(
    scope: Scope,
    old: DataclassInstance,
    new: DataclassInstance,
    subject: str,
    handled: Collection[str],
    called: Mapping[str, str] | None = None,
) -> Iterator[Change]:
    """A fix for each field that differs and is not `handled`; `called` gives fields better names.

    The order of a list says nothing here; where it does, a comparer handles the field.
    """
    called = called or {}
    for field in fields(old):
        if field.name in handled or field.name == "location":
            continue
        before, after = (_unordered(plain(getattr(side, field.name))) for side in (old, new))
        if before != after:
            name = called.get(field.name, field.name.replace("_", " "))
            yield scope.change("text", "fix", subject, f"{name} of {subject}{anew(before, after)}")


def _unordered(item: Json) -> Json:
    """A value without the order of its items and the places where they are said."""
    if isinstance(item, list):
        return sorted(map(_unordered, item), key=lambda one: json.dumps(one, sort_keys=True))
    return {key: each for key, each in item.items() if key != "location"} if isinstance(item, dict) else item


def anew(old: Json, new: Json) -> str:
    """ " is 3; it was 2", or ": rewritten" where the values are long."""
    if all(_is_short(item) for item in (old, new)):
        return f" is {value(new)}; it was {value(old)}."
    return ": rewritten."


def _is_short(item: Json) -> bool:
    """A number, a truth value, or a text that is a name and no prose."""
    return isinstance(item, bool | int | float) or (isinstance(item, str) and " " not in item and len(item) <= _SHORT)


def plain(item: Any) -> Json:
    """A value of the IR as JSON has it."""
    if hasattr(item, "__dataclass_fields__"):
        item = asdict(item)
    made: Json = json.loads(json.dumps(item, default=asdict))
    return made


def cited(scope: Scope, subject: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """The sources of a fact, whatever their order."""
    gone, come = words_gone_and_come(old, new)
    if gone or come:
        said = f"{subject} is stated by {listing(new) or 'no source'}; it was by {listing(old) or 'no source'}."
        yield scope.change("source", "fix", subject.strip("`"), said)


def disputed(scope: Scope, subject: str, old: tuple[Conflict, ...], new: tuple[Conflict, ...]) -> Iterator[Change]:
    """The other claims about a fact."""
    found = pairs(old, new, lambda conflict: (conflict.field, json.dumps(conflict.value, sort_keys=True)))
    for conflict in found.gone:
        yield _dispute(scope, subject, f"documents no longer disagree {_claim(subject, conflict)}.")
    for conflict in found.come:
        warning = "such calls are accepted with a warning" if conflict.warn else "without a warning"
        yield _dispute(scope, subject, f"documents disagree {_claim(subject, conflict)}; {warning}.")
    for before, after in found.both:
        claim = _claim(subject, after)
        if before.warn != after.warn:
            doing = "the client warns" if after.warn else "the client no longer warns"
            yield _dispute(scope, subject, f"{doing} where documents disagree {claim}.")
        elif _rest_of(before) != _rest_of(after):
            yield _dispute(scope, subject, f"where documents disagree {claim}, sources or decision are rewritten.")


def _dispute(scope: Scope, subject: str, said: str) -> Change:
    return scope.change("source", "fix", subject.strip("`"), said)


def _claim(subject: str, conflict: Conflict) -> str:
    others = listing(conflict.sources)
    if conflict.field == "supported":
        return f"on whether {subject} is supported (no: {others})"
    return f"on the {conflict.field.replace('_', ' ')} of {subject} ({other_claim(conflict)}: {others})"


def _rest_of(conflict: Conflict) -> object:
    return conflict.decision, frozenset(conflict.sources), frozenset(conflict.stated_by)


def disagreements(
    scope: Scope, old: tuple[Disagreement, ...], new: tuple[Disagreement, ...], where: str
) -> Iterator[Change]:
    """Conflicts about something that is no field of a fact."""
    found = pairs(old, new, lambda item: item.about)
    for item in found.gone:
        yield scope.change(
            "source", "fix", item.about, f"a dispute about {item.about} is no longer recorded ({where})."
        )
    for item in found.come:
        yield scope.change("source", "fix", item.about, f"a dispute about {item.about} is noted ({where}).")
    for before, after in found.both:
        if (before.claim, before.decision, set(before.sources)) != (after.claim, after.decision, set(after.sources)):
            yield scope.change(
                "source", "fix", after.about, f"the dispute about {after.about} was rewritten ({where})."
            )
