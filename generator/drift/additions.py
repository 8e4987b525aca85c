"""Entries for what the specs do not have yet: a parameter, a size, a model, a snapshot, an endpoint."""

from __future__ import annotations

import re

from generator.drift.claims import Finding
from generator.drift.drift import Specs
from generator.drift.edits import Edits
from generator.drift.values import readings
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
        if name in ("size.sizes", "size.presets"):
            return self._size(finding)
        if finding.about == "model":
            return self._model(name)
        if finding.about == "endpoint":
            return self._endpoint(name)
        return False

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

    def _size(self, finding: Finding) -> bool:
        family, _ = self._family(finding.models[0])
        edits = self.edits[family.file]
        paths = [path for path in edits.document.marks if path[-1:] == ("recommended",)]
        if not paths or not isinstance(finding.value, str) or not edits.once("size", finding.value):
            return False
        return edits.add(paths[0], [f"- {finding.value}"], finding.value)

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

    def _endpoint(self, path: str) -> bool:
        edits = self.edits[self.specs.loaded.api.file]
        base = self.specs.spec.api.base_path
        if not path.startswith(base) or self.source is None:
            return False
        name = "-".join(path.removeprefix(base).strip("/").split("/")[-2:])
        if not edits.once("endpoint", name):
            return True
        lines = [f"{name}:", "  method: POST", f"  path: {path.removeprefix(base)}", "  summary: To be written.",
                 f"  {self._cited}"]  # fmt: skip
        return edits.add(("endpoints",), lines, "")


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
