"""JSON Schemas of the answers, which are types for code that reads raw JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.diff.changes import Change, Level, Scope
from generator.ir import Json
from generator.phrasing import listing

_SCOPE = Scope()
_ABOUT = "answers"


def answers_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What became of the schemas by name."""
    for name in old:
        if name not in new:
            yield _SCOPE.change("removed", "breaking", _ABOUT, f"the type of answers `{name}` is gone.")
    for name in new:
        if name not in old:
            yield _SCOPE.change("added", "feature", _ABOUT, f"the type of answers `{name}` is new.")
        elif _text(old[name]) != _text(new[name]):
            yield from _changes(name, dict(_members(old[name])), dict(_members(new[name])))


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an answer: all that decides its type, and whether it is always there."""

    typed: str
    always: bool


def _changes(name: str, old: Mapping[str, _Member], new: Mapping[str, _Member]) -> Iterator[Change]:
    gone, come = [member for member in old if member not in new], [member for member in new if member not in old]
    answers = f"answers of the type `{name}`"
    if gone:
        yield _SCOPE.change("removed", "breaking", _ABOUT, f"{answers} no longer contain {_listed(gone)}.", old=[*gone])
    if come:
        yield _SCOPE.change("added", "feature", _ABOUT, f"{answers} contain {_listed(come)}.", new=[*come])
    for member, after in new.items():
        before = old.get(member, after)
        if before.typed != after.typed:
            said = f"`{member}` of {answers} is of another type."
            yield _SCOPE.change("changed", "breaking", _ABOUT, said, old=before.typed, new=after.typed)
        if before.always != after.always:
            said = f"`{member}` of {answers} {'is always there' if after.always else 'may be missing'}."
            level: Level = "fix" if after.always else "breaking"
            yield _SCOPE.change("changed", level, _ABOUT, said, old=before.always, new=after.always)
    if old == new:
        yield _SCOPE.change("text", "fix", _ABOUT, f"the description of {answers}: rewritten.")


def _listed(members: list[str]) -> str:
    return listing(f"`{member}`" for member in members)


def _members(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, _Member]]:
    """Every member below the schema by its dotted path."""
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        typed = {key: value for key, value in member.items() if key in _TYPING}
        yield at, _Member(_text(typed), name in required)
        yield from _members(member, at)
    if isinstance(schema.get("items"), dict):
        yield from _members(schema["items"], f"{path}[]")


_TYPING = frozenset({"type", "$ref", "enum", "const", "anyOf", "oneOf", "allOf", "additionalProperties"})


def _text(item: Any) -> str:
    return json.dumps(_unordered(item), sort_keys=True, ensure_ascii=False)


def _unordered(item: Json) -> Json:
    """Lists of a schema name alternatives; their order says nothing."""
    if isinstance(item, list):
        return sorted((_unordered(each) for each in item), key=_text)
    if isinstance(item, dict):
        return {key: _unordered(value) for key, value in item.items()}
    return item
