"""A patch of the specs that follows the news: what to replace, what to record as a conflict, what to add.

The rules are those of the specs: the widest claim is the fact, another claim of the same source replaces the old one,
and where other sources stand by the fact the new claim becomes a conflict that a person has yet to decide.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.drift.claims import Finding
from generator.drift.drift import Specs
from generator.drift.edits import Edits
from generator.drift.facts import Fact, Value, readings, yaml_of
from generator.drift.judge import Drift
from generator.ir import Family, Model


class Additions:
    """Adds entries by the kind of news."""

    def __init__(self, specs: Specs, edits: dict[str, Edits], source: str | None) -> None:
        self.specs = specs
        self.edits = edits
        self.source = source

    def add(self, finding: Finding) -> bool:
        """Whether there is an entry for it."""
        name = finding.name
        if name.endswith(".supported") or finding.about.endswith(": parameter"):
            return self._parameter(finding, name.removesuffix(".supported"))
        if name.startswith("size.ratio:"):
            return self._ratio(finding, name.removeprefix("size.ratio:"))
        if finding.about == "endpoint":
            return self._endpoint(name)
        return finding.about == "model" and self._model(name)

    def _family(self, model_id: str) -> tuple[Family, Model]:
        families = self.specs.spec.families
        return next((family, model) for family in families for model in family.models if model.id == model_id)

    @property
    def _cited(self) -> str:
        return f"source: {self.source}" if self.source else "source: []"

    def _parameter(self, finding: Finding, name: str) -> bool:
        if not finding.models or self.source is None:
            return False
        family, model = self._family(finding.models[0])
        edits = self.edits[family.file]
        if not edits.once("parameter", name):
            return True
        lines = [f"{name}:", *(f"  {part}" for part in _guess(finding.row)), f"  {self._cited}"]
        if edits.document.get(("parameters", name)) is None:
            edits.add(("parameters",), lines, f"{name}: {{{', '.join(part.strip() for part in lines[1:])}}}")
        for mode in model.modes:
            if edits.document.get(("modes", mode.name)) is not None:
                edits.add(("modes", mode.name, "parameters"), [f"{name}:"], f"{name}: {{}}")
        return True

    def _ratio(self, finding: Finding, label: str) -> bool:
        if not isinstance(finding.value, str) or not readings(finding.value):
            return False
        for model_id in finding.models:
            family, _ = self._family(model_id)
            edits = self.edits[family.file]
            paths = [path for path in edits.document.marks if path[-1:] == ("ratios",)]
            if paths and edits.once("ratio", label, finding.value):
                entry = f'"{label}": {finding.value}'
                return edits.add(paths[0], [entry], entry)
        return bool(finding.models)

    def _endpoint(self, path: str) -> bool:
        edits = self.edits[self.specs.loaded.api.file]
        base = self.specs.spec.api.base_path
        if not path.startswith(base) or self.source is None:
            return False
        name = "-".join(path.removeprefix(base).strip("/").split("/")[-2:])
        if not edits.once("endpoint", name):
            return True
        lines = ["method: POST", f"path: {path.removeprefix(base)}", "summary: To be written.", self._cited]
        return edits.add(("endpoints",), [f"{name}:", *(f"  {line}" for line in lines)], "")

    def _model(self, name: str) -> bool:
        names = self.specs.names
        near = names.nearest_family(name)
        family, _ = self._family(near)
        edits = self.edits[family.file]
        if not edits.once("model", name):
            return True
        if names.is_snapshot(name):
            base = names.ids[re.sub(r"-20\d\d-\d\d-\d\d$", "", name)]
            at = ("models", base, "snapshots")
            if edits.document.get(at) is not None:
                return edits.add(at, [f"- {name}"], name)
            return edits.add(("models", base), [f"snapshots: [{name}]"], f"snapshots: [{name}]")
        summary = "summary: To be written."
        lines = [f"{name}:", f"  {summary}", *([f"  {self._cited}"] if self.source else [])]
        return edits.add(("models",), lines, f"{name}: {{{summary}}}")


def _guess(row: str) -> list[str]:
    """Type, default and limits, as far as the row of the document tells."""
    cells = [cell.strip() for cell in row.split("|")][1:]
    default = cells[0] if cells else ""
    whole = " ".join(cells)
    doc = f'doc: "{re.sub(chr(34), "", cells[-1])[:160] or "To be written."}"' if cells else "doc: To be written."
    ends = re.search(r"(?<![\w*])(\d+)\s*[-~,]\s*(\d+)(?![\w*])", whole)
    if default.lower() in ("true", "false"):
        return ["type: boolean", "in: parameters", f"default: {default.lower()}", doc]
    if default.isdigit() or ends:
        low, high = (ends[1], ends[2]) if ends else ("0", "2147483647")
        stated = [f"default: {default}"] if default.isdigit() else []
        return ["type: integer", "in: parameters", f"range: [{low}, {high}]", *stated, doc]
    limit = re.search(r"(\d[\d,]*)\s*(?:chars|characters)", whole)
    stated = [f"max_characters: {limit[1].replace(',', '')}"] if limit else []
    return ["type: text", "in: parameters", *stated, doc]


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
