"""Typed reading of the plain values of a checked spec: what the YAML says, in the IR's own types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generator.ir import Bounds, Conflict, Json, Location, Pixels, Range
from generator.load.document import Document
from generator.spec_language.measures import area, pixels

Fields = Mapping[str, Any]
"""A mapping of a spec document; `check` has made sure of its keys and types."""
Path = tuple[str | int, ...]
Locate = Callable[[Path], Location]


def top(document: Document) -> Fields:
    """All of a document."""
    return document.data


def child(fields: Fields, key: str) -> Fields:
    """The mapping under `key`; empty if it is missing or null."""
    found: Fields | None = fields.get(key)
    return {} if found is None else found


def entries(fields: Fields, key: str) -> tuple[Fields, ...]:
    """The list of mappings under `key`; empty if it is missing."""
    found: Sequence[Fields] | None = fields.get(key)
    return () if found is None else tuple(found)


def words(value: str | Mapping[str, str]) -> str:
    """Text for readers, plain or the English of {en, zh}, with spaces for line breaks."""
    return " ".join((value if isinstance(value, str) else value["en"]).split())


def words_or_none(value: str | Mapping[str, str] | None) -> str | None:
    """`words` of a value that may be absent."""
    return None if value is None else words(value)


def texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """One text or a list of them, nothing for None."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def pair(value: Sequence[int] | None) -> Range | None:
    """A range of two integers."""
    return None if value is None else (value[0], value[1])


def bounds(value: Sequence[int | float] | None) -> Bounds | None:
    """A range of two numbers."""
    return None if value is None else (value[0], value[1])


def areas(value: Sequence[str] | None) -> Range | None:
    """A range of two areas, each written as a size."""
    return None if value is None else (area(value[0]), area(value[1]))


def ratio_pair(value: Sequence[str] | None) -> tuple[str, str] | None:
    """A range of two aspect ratios such as `1:8`."""
    return None if value is None else (value[0], value[1])


def sizes(value: Mapping[str, str]) -> dict[str, Pixels]:
    """Sizes by name."""
    return {name: pixels(size) for name, size in value.items()}


def overlay(*layers: Fields | None) -> dict[str, Any]:
    """The layers laid over one another, key by key; a later one wins. None is a layer that says nothing."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged.update({} if layer is None else layer)
    return merged


def conflicts(fields: Fields, stated_by: tuple[str, ...]) -> tuple[Conflict, ...]:
    """The conflicts of a fact that the sources `stated_by` state."""
    return tuple(_conflict(entry, stated_by) for entry in entries(fields, "conflict"))


def _conflict(entry: Fields, stated_by: tuple[str, ...]) -> Conflict:
    sources = texts(entry["source"])
    return Conflict(
        field=entry["field"],
        value=_claim(entry["field"], entry["value"]),
        sources=sources,
        decision=words(entry["decision"]),
        stated_by=_without(stated_by, sources) or stated_by,
        warn=entry.get("warn", True),
        in_result=entry.get("in_result", False),
    )


def _without(ids: Iterable[str], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in ids if one not in others)


def _claim(field: str, value: Any) -> Json:
    """The value of a conflict in the form of the fact's own field, with lists for pairs."""
    if field == "pixels":
        return [area(size) for size in value]
    if field in ("presets", "ratios"):
        return {name: list(pixels(size)) for name, size in value.items()}
    if field == "recommended":
        return [list(pixels(size)) for size in value]
    claim: Json = value
    return claim
