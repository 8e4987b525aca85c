"""Findings as text that is read in a minute, by model and the fact first; and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from generator.drift.claims import Finding, Kind
from generator.drift.facts import yaml_of
from generator.drift.judge import Drift

_ORDER: tuple[Kind, ...] = ("agrees", "known", "differs", "new", "gone", "read", "vanished")
_COUNTED: dict[Kind, str] = {
    "differs": "differ",
    "new": "new",
    "gone": "gone",
    "read": "to read",
    "vanished": "vanished",
    "agrees": "agree",
    "known": "known conflicts",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LONGEST = 160


def safe(text: str) -> str:
    """The text on one line, its control characters escaped, cut where it is long."""
    said = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def as_text(drift: Drift, *, everything: bool = False) -> str:
    """News by model, then what agrees now, what to read and what vanished; with `everything` also what"
    " agreed before."""
    news: dict[str, list[Finding]] = {}
    for each in drift.news:
        news.setdefault(_owner(each), []).append(each)
    lines: list[str] = []
    for owner, found in news.items():
        lines += [owner, *(line for each in found for line in _told(drift, each))]
    settled = [each for each in drift.findings if each.kind in ("agrees", "known") and (everything or drift.page)]
    rest: tuple[tuple[str, list[Finding]], ...] = (
        ("agree with the specs" if everything else "changed, and the specs hold it already", settled),
        ("changed and not understood: read it", [each for each in drift.findings if each.kind == "read"]),
        ("no longer there", [each for each in drift.findings if each.kind == "vanished"]),
    )
    for title, listed in rest:
        if listed:
            lines += [title, *(line for each in listed for line in _told(drift, each, whole=True))]
    return "\n".join([*lines, ""]) if lines else ""


def _owner(finding: Finding) -> str:
    fact = finding.fact
    if fact is not None and fact.model and finding.kind == "differs":
        return fact.model
    return " / ".join(model for model in finding.models[:3] if model) or "all models"


def _told(drift: Drift, finding: Finding, *, whole: bool = False) -> list[str]:
    """The fact with both values; then the places, and what to write."""
    about = finding.about
    owner = _owner(finding)
    if about.startswith(f"{owner} ") and not whole:
        about = about[len(owner) + 1 :]
    said = safe(finding.said)
    match finding.kind:
        case "differs":
            fact = f"{about}: the document says {said}, the specs {safe(finding.held or 'nothing')}"
        case "new":
            fact = f"{about}: new: {said}"
        case "gone":
            fact = f"{about}: gone from the document; the specs hold {safe(finding.held or '')}"
        case "agrees" | "known":
            fact = f"{about}: {said}" + (f"; {_decided(finding)}" if finding.kind == "known" else "")
        case _:
            fact = f"{about}: {said}"
    places = [f"{drift.document.file}:{finding.place.line}:{finding.place.column}"]
    if finding.old is not None:
        places.append(f"reviewed: line {finding.old.line}")
    if where(finding):
        places.append(where(finding))
    write = advice(finding, drift.source)
    note = f"  ({safe(finding.note)})" if finding.note and finding.news else ""
    return [f"  {fact}{note}", f"      {'   '.join(places)}", *([f"      write: {write}"] if write else [])]


def _decided(finding: Finding) -> str:
    return f"known conflict, decided: {finding.rival.decision}" if finding.rival is not None else "known conflict"


def advice(finding: Finding, source: str | None) -> str | None:
    """What to write into the specs for a piece of news, as far as it is plain."""
    fact = finding.fact
    key = fact.field.rpartition(".")[2].partition(":")[0] if fact is not None else ""
    if finding.kind == "differs" and fact is not None and finding.value is not None and key != "protocols":
        key = {"price": "amount", "ratio": f'"{fact.field.rpartition("ratio:")[2]}"', "lifetime": "seconds"}.get(
            key, key
        )
        return f"{key}: {yaml_of(fact.field, finding.value)}"
    if finding.kind == "new" and finding.name.endswith(".supported"):
        return f"parameters: {{{finding.name.removesuffix('.supported')}: ...}} in that family"
    if finding.kind == "gone" and fact is not None and source in fact.sources:
        return f"take {source} out of its sources, or take it out of the specs"
    return None


def where(finding: Finding) -> str:
    """The place in the specs: of the recorded conflict, if the finding is about that."""
    if finding.rival is not None:
        return str(finding.rival.location)
    return str(finding.fact.location) if finding.fact is not None else ""


def summary(drift: Drift) -> str:
    """One line of numbers."""
    if drift.page is not None:
        edition = f"as a new edition of {drift.source}, reviewed {drift.page.reviewed}"
    elif drift.source:
        edition = f"as an edition of {drift.source} that was never reviewed"
    else:
        edition = "of no known source (name one with --as)"
    always: tuple[Kind, ...] = ("agrees", "differs", "new", "gone")
    counts = ", ".join(
        f"{drift.count(kind)} {words}" for kind, words in _COUNTED.items() if drift.count(kind) or kind in always
    )
    return f"{drift.document.file}: read {edition}: {counts}"


def as_json(drifts: Iterable[Drift]) -> dict[str, Any]:
    """All findings of all documents."""
    listed = list(drifts)
    return {
        "news": sum(len(drift.news) for drift in listed),
        "to_read": sum(len(drift.to_read) for drift in listed),
        "documents": [_document(drift) for drift in listed],
    }


def _document(drift: Drift) -> dict[str, Any]:
    return {
        "file": drift.document.file,
        "source": drift.source,
        "reviewed": drift.page.reviewed if drift.page is not None else None,
        "counts": {kind: drift.count(kind) for kind in _ORDER},
        "findings": [_finding(drift, finding) for finding in drift.findings],
    }


def _finding(drift: Drift, finding: Finding) -> dict[str, Any]:
    models = finding.models or ((finding.fact.model,) if finding.fact is not None else ())
    return {
        "kind": finding.kind,
        "line": finding.place.line,
        "column": finding.place.column,
        "about": finding.about,
        "models": [model for model in models if model],
        "document": finding.said,
        "specs": finding.held,
        "at": where(finding) or None,
        "reviewed_line": finding.old.line if finding.old is not None else None,
        "write": advice(finding, drift.source) if finding.news else None,
        "decision": finding.rival.decision if finding.rival is not None else None,
        "note": finding.note,
    }
