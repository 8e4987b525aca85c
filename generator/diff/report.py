"""A comparison as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from generator.diff.changes import LEVELS, Level
from generator.diff.comparison import Comparison
from generator.diff.grouping import Entry
from generator.phrasing import plural

_WIDTH = 118
_INDENT = " " * 12


def text(comparison: Comparison) -> str:
    """Everything, the gravest first, each with its place in the specs."""
    lines = [f"{comparison.old.name} -> {comparison.new.name}: {_summary(comparison)}"]
    for level in LEVELS:
        if comparison.count(level):
            lines += ["", level]
            lines += [line for entry in comparison.entries if entry.level == level for line in _lines(entry)]
    if comparison.level:
        lines += ["", _consequence(comparison)]
    return "\n".join(lines) + "\n"


def _summary(comparison: Comparison) -> str:
    if not comparison.entries:
        return "no change"
    nouns: dict[Level, tuple[str, str]] = {
        "breaking": ("breaking change", "breaking changes"),
        "feature": ("feature", "features"),
        "fix": ("fix", "fixes"),
    }
    counts = [plural(comparison.count(level), *nouns[level]) for level in LEVELS if comparison.count(level)]
    prices = sum(entry.kind == "price" for entry in comparison.entries)
    return ", ".join(counts) + (f"; PRICES CHANGED ({prices})" if prices else "")


def _lines(entry: Entry) -> Iterator[str]:
    kind = entry.kind.upper() if entry.kind == "price" else entry.kind
    said = plain(entry.text)
    yield from wrap(
        said,
        _WIDTH,
        initial_indent=f"  {kind:<10}",
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for location in entry.locations[:1]:
        others = len(entry.locations) - 1
        yield f"{_INDENT}{location.file}:{location.line}" + (f" and {plural(others, 'other place')}" if others else "")


def _consequence(comparison: Comparison) -> str:
    old, bump = comparison.old.version, comparison.bump
    if old is None or bump is None:
        return f"The gravest change is a {comparison.level} one; the version of {comparison.old.name} is not known."
    return f"version: {old} -> {comparison.version} or higher ({bump})"


def plain(marked: str) -> str:
    """A sentence without the backticks around names."""
    return marked.replace("`", "")


def to_json(comparison: Comparison) -> str:
    """The comparison for programs."""
    stored: dict[str, Any] = {
        "old": _named(comparison.old.name, comparison.old.version),
        "new": {"name": comparison.new.name},
        "level": comparison.level,
        "bump": comparison.bump,
        "version": None if comparison.version is None else str(comparison.version),
        "changes": [_stored(entry) for entry in comparison.entries],
    }
    return json.dumps(stored, ensure_ascii=False, indent=2) + "\n"


def _named(name: str, version: object) -> dict[str, Any]:
    return {"name": name, "version": None if version is None else str(version)}


def _stored(entry: Entry) -> dict[str, Any]:
    return {
        "level": entry.level,
        "kind": entry.kind,
        "about": entry.about,
        "models": [{"model": model, "modes": list(modes)} for model, modes in entry.where],
        "sentence": plain(entry.text),
        "old": entry.old,
        "new": entry.new,
        "locations": [f"{each.file}:{each.line}" for each in entry.locations],
    }
