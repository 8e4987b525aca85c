"""Checks a document against a shape and records everything that does not fit.

Names that refer to something defined elsewhere are looked up in `known`; a kind that is absent there could not be
read, and is then not judged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from generator.check.findings import Findings, shown
from generator.ir import Json
from generator.load.document import Path
from generator.problems import did_you_mean, nearest, one_of
from generator.spec_language.measures import area, quotient
from generator.spec_language.shape import (
    Anything,
    Between,
    Choice,
    Either,
    Flag,
    Integer,
    Items,
    Map,
    Nothing,
    Number,
    Record,
    Ref,
    Shape,
    Tagged,
    Text,
)

_MODE_OF_ONE_MODEL = (
    "a mode that one model alone has is defined under the family's `modes:` too; "
    "the other models leave it out with `modes_only`"
)
Known = Mapping[str, frozenset[str]]


def takes(shape: Shape, value: Json) -> bool:
    """Whether the value is of the shape's type, whatever is in it."""
    match shape:
        case Anything():
            return True
        case Either(shapes):
            return any(takes(one, value) for one in shapes)
        case Nothing():
            return value is None
        case Flag():
            return isinstance(value, bool)
        case Integer():
            return isinstance(value, int) and not isinstance(value, bool)
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case Text() | Ref() | Choice():
            return isinstance(value, str)
        case Items():
            return isinstance(value, list)
        case Between():
            return isinstance(value, list) and len(value) == 2
        case Map() | Record() | Tagged():
            return isinstance(value, dict)


class Judge:
    """Holds values of one document against shapes."""

    def __init__(self, findings: Findings, known: Known) -> None:
        self.findings = findings
        self.known = known

    def hold(self, shape: Shape, value: Json, path: Path) -> None:
        """Records what of the value at `path` does not fit the shape."""
        if not takes(shape, value):
            message = f'"{path[-1]}" has the wrong type' if path and isinstance(path[-1], str) else "wrong type"
            self.findings.add(path, message, at_value=True, expected=shape.what, found=shown(value))
        elif isinstance(shape, Either):
            self.hold(next(one for one in shape.shapes if takes(one, value)), value, path)
        elif isinstance(value, dict):
            self._mapping(shape, value, path)
        elif isinstance(value, list):
            self._list(shape, value, path)
        elif isinstance(value, str):
            self._text(shape, value, path)
        elif isinstance(shape, Integer) and isinstance(value, int) and value < shape.minimum:
            expected = f"{shape.what} of at least {shape.minimum}"
            self.findings.add(path, "the number is too small", at_value=True, expected=expected, found=str(value))
        elif isinstance(shape, Integer) and isinstance(value, int) and value > shape.maximum:
            expected = f"{shape.what} of at most {shape.maximum}"
            self.findings.add(path, "the number is too large", at_value=True, expected=expected, found=str(value))

    def _text(self, shape: Shape, value: str, path: Path) -> None:
        if isinstance(shape, Ref):
            self._name(shape, value, path, at_value=True)
        elif isinstance(shape, Choice) and value not in shape.options:
            hint = did_you_mean(value, shape.options)
            message = f"{shown(value)} is not allowed here"
            self.findings.add(path, message, at_value=True, expected=shape.what, hint=hint)
        elif isinstance(shape, Text) and not re.fullmatch(shape.pattern, value):
            message = f"this is not {shape.what}"
            self.findings.add(path, message, at_value=True, expected=shape.what, found=shown(value))

    def _name(self, ref: Ref, name: str, path: Path, *, at_value: bool) -> None:
        names = self.known.get(ref.scope or ref.kind)
        if names is not None and name not in names:
            hint = did_you_mean(name, names)
            expected = one_of(sorted(names))
            if hint is None and ref.kind == "mode":
                hint = _MODE_OF_ONE_MODEL
            self.findings.add(path, f'unknown {ref.kind} "{name}"', at_value=at_value, expected=expected, hint=hint)

    def _list(self, shape: Shape, items: list[Any], path: Path) -> None:
        if not isinstance(shape, Items | Between):
            return
        for number, item in enumerate(items):
            self.hold(shape.of, item, (*path, number))
        if isinstance(shape, Between):
            self._order(shape, items, path)
            return
        if len(items) < shape.minimum:
            self.findings.add(path, "the list is too short", at_value=True, expected=f"{shape.minimum} or more items")
        for number, item in enumerate(items):
            if item in items[:number]:
                self.findings.add((*path, number), f"{shown(item)} is listed twice", at_value=True)

    def _order(self, shape: Between, ends: list[Any], path: Path) -> None:
        if None in ends:  # open
            return
        if self.findings.sound(path) and _rank(shape, ends[0]) > _rank(shape, ends[1]):
            expected, found = (f"[{a}, {b}]" for a, b in (reversed(ends), ends))
            self.findings.add(path, "the range is reversed", at_value=True, expected=expected, found=found)

    def _mapping(self, shape: Shape, entries: dict[str, Any], path: Path) -> None:
        if isinstance(shape, Map):
            self._map(shape, entries, path)
        elif isinstance(shape, Record):
            self._record(shape, entries, path)
        elif isinstance(shape, Tagged):
            self._tagged(shape, entries, path)

    def _map(self, shape: Map, entries: dict[str, Any], path: Path) -> None:
        if len(entries) < shape.minimum:
            self.findings.add(path, "the mapping is empty", at_value=True, expected=shape.what)
        for name, entry in entries.items():
            at = (*path, name)
            if isinstance(shape.key, Ref):
                self._name(shape.key, name, at, at_value=False)
            elif not re.fullmatch(shape.key.pattern, name):
                what = shape.key.what
                self.findings.add(at, f"this key is not {what}", expected=what, found=shown(name))
            self.hold(shape.of, entry, at)

    def _record(self, shape: Record, entries: dict[str, Any], path: Path) -> None:
        shapes = {name.rstrip("!"): field for name, field in shape.fields.items()}
        meant: set[str | None] = set()
        for name, entry in entries.items():
            if name in shapes:
                self.hold(shapes[name], entry, (*path, name))
            else:
                absent = set(shapes) - set(entries)
                meant.add(nearest(name, absent))
                hint = did_you_mean(name, absent)
                if entry is None and (" " in name or not name[-1:].isalnum()):
                    hint = 'a comma ends a text between brackets; put the text in quotes: "..."'
                self.findings.add((*path, name), f'unknown key "{name}"', expected=one_of(shapes), hint=hint)
                self.findings.misread.add(path)
        for name in shape.fields:
            if name.endswith("!") and name[:-1] not in {*entries, *meant}:
                missing(self.findings, path, name[:-1], shape.fields[name].what)

    def _tagged(self, shape: Tagged, entries: dict[str, Any], path: Path) -> None:
        tag: Json = entries.get(shape.tag, shape.usual)
        if tag is None and shape.tag not in entries:
            missing(self.findings, path, shape.tag, one_of(shape.records))
        elif isinstance(tag, str) and tag in shape.records:
            self._record(shape.records[tag], entries, path)
        else:
            hint = did_you_mean(tag, shape.records) if isinstance(tag, str) else None
            expected = one_of(shape.records)
            at = (*path, shape.tag)
            self.findings.add(at, f"{shown(tag)} is not allowed here", at_value=True, expected=expected, hint=hint)


def missing(findings: Findings, path: Path, name: str, what: str) -> None:
    """Records that a mapping lacks a key."""
    findings.add((*path, name), f'missing key "{name}"', expected=f"{name}: {what}")


def _rank(shape: Between, end: Any) -> float | Fraction:
    if shape.order == "number":
        return float(end)
    return area(end) if shape.order == "area" else quotient(end)
