"""JSON Schemas of the answers, which are types for code that reads raw JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.diff.changes import Change, Scope
from generator.words import listing

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


def _changes(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    gone, come = [member for member in old if member not in new], [member for member in new if member not in old]
    if gone:
        said = f"answers of the type `{name}` hold no {_listed(gone)} any more."
        yield _SCOPE.change("removed", "breaking", _ABOUT, said, old=list(gone))
    if come:
        said = f"answers of the type `{name}` hold {_listed(come)}."
        yield _SCOPE.change("added", "feature", _ABOUT, said, new=list(come))
    for member in new:
        if member in old and old[member] != new[member]:
            said = f"`{member}` of answers of the type `{name}` is of another type."
            yield _SCOPE.change("changed", "breaking", _ABOUT, said, old=old[member], new=new[member])
    if not gone and not come and old == new:
        yield _SCOPE.change("text", "fix", _ABOUT, f"the description of answers of the type `{name}` was rewritten.")


def _listed(members: list[str]) -> str:
    return listing(f"`{member}`" for member in members)


def _members(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every member below the schema by its dotted path, with all that decides its type."""
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        typed = {key: value for key, value in member.items() if key in _TYPING}
        yield at, _text({**typed, "required": name in required})
        yield from _members(member, at)
    if isinstance(schema.get("items"), dict):
        yield from _members(schema["items"], f"{path}[]")


_TYPING = frozenset({"type", "$ref", "enum", "const", "anyOf", "oneOf", "allOf", "additionalProperties"})


def _text(item: Any) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False)
