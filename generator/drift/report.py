"""Findings as text with carets, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.drift.claims import Finding, Kind
from generator.drift.drift import Drift
from generator.ir import Location
from generator.problems import Problem, render

_TITLES: dict[Kind, str] = {
    "agrees": "agrees",
    "known": "known conflict",
    "differs": "differs",
    "new": "new, not in the specs",
    "gone": "gone from the document",
    "unreadable": "could not be read",
}
_ORDER: tuple[Kind, ...] = ("agrees", "known", "differs", "new", "gone", "unreadable")


def as_text(drift: Drift, *, everything: bool = False) -> str:
    """News and what could not be read, in the order of lines; with `everything` also what agrees."""
    shown = [one for one in drift.findings if everything or one.news or one.kind == "unreadable"]
    return "\n".join(_one(drift, finding) for finding in shown)


def _one(drift: Drift, finding: Finding) -> str:
    at = Location(file=drift.document.file, line=finding.place.line, column=finding.place.column)
    where = _where(finding)
    held = finding.held
    if held is not None and where:
        held += f"; nearest is {where}" if finding.kind == "new" else f"  {where}"
    problem = Problem(
        location=at,
        message=f"{_TITLES[finding.kind]}: {finding.about}",
        expected=held,
        found=finding.said,
        hint=_hint(finding),
    )
    text = render([problem], {at.file: drift.document.lines})
    return text.replace("\n    expected: ", "\n    specs:    ").replace("\n    found: ", "\n    document: ")


def _where(finding: Finding) -> str:
    """The place in the specs: of the recorded conflict, if the finding is about that."""
    if finding.rival is not None:
        return str(finding.rival.location)
    return str(finding.fact.location) if finding.fact is not None else ""


def _hint(finding: Finding) -> str | None:
    if finding.kind == "known" and finding.rival is not None:
        return f"decided: {finding.rival.decision}"
    return finding.note


def summary(drift: Drift) -> str:
    """One line of numbers."""
    edition = f"as a new edition of {drift.source}" if drift.source else "of no known source (name one with --as)"
    counts = ", ".join(f"{drift.count(kind)} {words}" for kind, words in _counted(drift))
    return f"{drift.document.file}: read {edition}: {counts}"


def _counted(drift: Drift) -> Iterable[tuple[Kind, str]]:
    words: dict[Kind, str] = {
        "agrees": "agree",
        "known": "known conflicts",
        "differs": "differ",
        "new": "new",
        "gone": "gone",
        "unreadable": "could not be read",
    }
    return [(kind, words[kind]) for kind in _ORDER if drift.count(kind) or kind in ("agrees", "differs", "new", "gone")]


def as_json(drifts: Iterable[Drift]) -> dict[str, Any]:
    """All findings of all documents."""
    listed = list(drifts)
    return {"news": sum(len(drift.news) for drift in listed), "documents": [_document(drift) for drift in listed]}


def _document(drift: Drift) -> dict[str, Any]:
    return {
        "file": drift.document.file,
        "source": drift.source,
        "counts": {kind: drift.count(kind) for kind in _ORDER},
        "findings": [_finding(finding) for finding in drift.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "line": finding.place.line,
        "column": finding.place.column,
        "about": finding.about,
        "document": finding.said,
        "specs": finding.held,
        "at": _where(finding) or None,
        "decision": finding.rival.decision if finding.rival is not None else None,
        "note": finding.note,
    }
