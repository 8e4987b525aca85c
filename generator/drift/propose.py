"""A patch of the specs that follows the news: what to replace, what to record as a conflict, what to add.

The rules are those of the specs: the widest claim is the fact, another claim of the same source replaces the old one,
and where other sources stand by the fact the new claim becomes a conflict that a person has yet to decide.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from generator.drift.additions import Additions
from generator.drift.claims import Finding
from generator.drift.drift import Specs
from generator.drift.edits import Edits
from generator.drift.facts import Fact
from generator.drift.judge import Drift
from generator.drift.values import Value, yaml_of

_WHOLE = ("images.count", "ratio", "preset", "price", "lifetime", "host", "endpoint", "total")
"""Facts that take no conflict: their value is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unified diff, and the news that it has no answer to."""

    text: str
    left: tuple[str, ...]


def patch(specs: Specs, drifts: Iterable[Drift]) -> Proposal:
    """The patch for the news of all documents."""
    edits = {document.file: Edits(document) for document in specs.loaded.documents}
    left: list[str] = []
    for drift in drifts:
        proposer = _Proposer(edits, Additions(specs, edits, drift.source), drift.source)
        for finding in drift.news:
            if not proposer.edit(finding):
                left.append(f"{drift.document.file}:{finding.place.line}: {finding.about}: {finding.said}")
    return Proposal(text="".join(_diff(each) for each in edits.values()), left=tuple(left))


def _diff(edits: Edits) -> str:
    if not edits.changed:
        return ""
    file = edits.document.file
    old, new = ([f"{line}\n" for line in lines] for lines in (edits.document.lines, edits.lines()))
    return "".join(difflib.unified_diff(old, new, f"a/{file}", f"b/{file}"))


class _Proposer:
    """Turns one finding into edits."""

    def __init__(self, edits: dict[str, Edits], additions: Additions, source: str | None) -> None:
        self.edits = edits
        self.additions = additions
        self.source = source

    def edit(self, finding: Finding) -> bool:
        """Whether there is an edit for it."""
        fact = finding.fact
        if finding.kind == "new":
            return self.additions.add(finding)
        if fact is None or fact.field == "example":
            return False
        edits = self.edits[fact.location.file]
        if finding.kind == "gone":
            return self._uncited(edits, fact)
        if finding.value is None or not fact.path:
            return False
        if not edits.once(fact.path, fact.field):
            return True
        return self._changed(edits, finding, fact, finding.value)

    def _changed(self, edits: Edits, finding: Finding, fact: Fact, value: Value) -> bool:
        text = yaml_of(fact.field, value)
        if finding.rival is not None and self.source in finding.rival.sources:
            if value == fact.value or len(finding.rival.sources) > 1:
                return False  # the others still say so, and somebody has to take the source out
            number = next(at for at, each in enumerate(fact.rivals) if each is finding.rival)
            return edits.replace((*fact.conflicts_at, number, "value"), text)
        whole = any(part in fact.field for part in _WHOLE)
        others = tuple(source for source in fact.sources if source != self.source)
        if whole or not others or self.source is None:
            return edits.replace(fact.path, text)
        if _wider(value, fact.value):
            old = yaml_of(fact.field, fact.value)
            return edits.replace(fact.path, text) and self._conflict(edits, fact, old, others)
        return self._conflict(edits, fact, text, (self.source,))

    def _conflict(self, edits: Edits, fact: Fact, text: str, sources: tuple[str, ...]) -> bool:
        field = fact.field.rpartition(".")[2]
        said = sources[0] if len(sources) == 1 else f"[{', '.join(sources)}]"
        decision = "Not decided yet."
        item = [f"field: {field}", f"value: {text}", f"source: {said}", f"decision: {decision}"]
        entry = [f"- {item[0]}", *(f"  {part}" for part in item[1:])]
        flow = "{" + ", ".join(item) + "}"
        if edits.document.get(fact.conflicts_at) is not None:
            return edits.add(fact.conflicts_at, entry, flow)
        owner = fact.conflicts_at[:-1]
        return edits.add(owner, ["conflict:", *(f"  {part}" for part in entry)], f"conflict: [{flow}]")

    def _uncited(self, edits: Edits, fact: Fact) -> bool:
        """The source is taken out of the fact's list, if others remain."""
        others = [source for source in fact.sources if source != self.source]
        owner = fact.path if edits.document.get((*fact.path, "source")) is not None else fact.path[:-1]
        at = (*owner, "source")
        if ":" in fact.field or not others or edits.document.get(at) is None:
            return False
        text = others[0] if len(others) == 1 else f"[{', '.join(others)}]"
        return not edits.once(at) or edits.replace(at, text)


def _wider(new: Value, old: Value) -> bool:
    """Whether the new range holds the old one, or the new limit is higher."""
    if isinstance(new, tuple) and isinstance(old, tuple) and len(new) == len(old) == 2:
        ends = [
            (one, other) for one, other in zip(new, old, strict=True) if isinstance(one, int) and isinstance(other, int)
        ]
        return len(ends) == 2 and ends[0][0] <= ends[0][1] and ends[1][0] >= ends[1][1]
    if isinstance(new, bool) or isinstance(old, bool):
        return False
    return isinstance(new, int) and isinstance(old, int) and new > old
