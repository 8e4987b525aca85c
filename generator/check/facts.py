"""Facts of a family with all overrides applied, each value with the place that it comes from.

The order of the layers is the one of `plan`; here every key also remembers its path, so that a problem can be shown
where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from generator.check.findings import Findings
from generator.ir import Bounds, Json
from generator.load.document import Document, Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Values by key, and for each the path it was read from; `layers` are all paths that were looked at."""

    values: dict[str, Json]
    places: dict[str, Path]
    layers: tuple[Path, ...]

    def place(self, *keys: str) -> Path:
        """The path of that of the keys which the most special layer states; of the fact itself where none is there."""
        stated = [self.places[key] for key in keys if key in self.places]
        return max(stated, key=lambda path: self.layers.index(path[:-1]), default=self.top)

    @property
    def top(self) -> Path:
        """The path of the most special layer."""
        return self.layers[-1] if self.layers else ()

    def sound(self, findings: Findings, *keys: str) -> bool:
        """Whether no problem was found in the values of these keys."""
        return findings.sound(*(self.places[key] for key in keys if key in self.places))

    def texts(self, key: str) -> list[str]:
        """The texts of a list."""
        found = self.values.get(key)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of texts."""
        found = self.values.get(key)
        return (
            {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
        )

    def mapping(self, key: str) -> dict[str, Json]:
        """A mapping of whatever it holds."""
        found = self.values.get(key)
        return found if isinstance(found, dict) else {}

    def inner(self, key: str, *below: str) -> Fact:
        """The mapping under a key of this one, and further down, as a fact of its own."""
        path, values = self.places[key], self.mapping(key)
        fact = Fact(values=values, places={name: (*path, name) for name in values}, layers=(path,))
        return fact.inner(*below) if below else fact

    def items(self, key: str) -> list[Json]:
        """A list of whatever it holds."""
        found = self.values.get(key)
        return found if isinstance(found, list) else []

    def ends(self, key: str) -> Bounds | None:
        """A range of numbers."""
        ends = [end for end in self.items(key) if isinstance(end, int | float)]
        return (ends[0], ends[1]) if len(ends) == 2 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A mode of a model, as one family file has it."""

    findings: Findings
    model: str
    mode: str

    @property
    def layers(self) -> tuple[Path, ...]:
        """What may say something about this mode, the most general first."""
        return ((), ("modes", self.mode), ("models", self.model), ("models", self.model, "modes", self.mode))

    def fact(self, *path: str) -> Fact:
        """The mapping at `path` of every layer, laid over one another."""
        values: dict[str, Json] = {}
        places: dict[str, Path] = {}
        stated: list[Path] = []
        for layer in self.layers:
            entries = self.findings.mapping((*layer, *path))
            if entries:
                stated.append((*layer, *path))
            for key, value in entries.items():
                values[key] = value
                places[key] = (*layer, *path, key)
        return Fact(values=values, places=places, layers=tuple(stated))

    def routes(self) -> tuple[Path, ...]:
        """The paths of the routes: the list of the most special of mode, model and family that has one."""
        family, mode, model, own = self.layers
        for layer in (own, model, mode, family):
            path = (*layer, "routes")
            if self.findings.items(path):
                return tuple((*path, number) for number in range(len(self.findings.items(path))))
        return ()

    def regions(self) -> list[str]:
        """The regions of the model: its own list, else the family's."""
        entries = self.fact("regions").values.get("available")
        listed = entries if isinstance(entries, list) else []
        return [str(cast("dict[str, Json]", each).get("region") if isinstance(each, dict) else each) for each in listed]

    def prompt(self) -> Fact | None:
        """What is said of the prompt; None where the mode has none."""
        fact: Fact | None = Fact(values={}, places={}, layers=())
        for layer in self.layers:
            path = (*layer, "prompt")
            stated = self.findings.document.get(path)
            entries = self.findings.mapping(path)
            if isinstance(stated, str):
                fact = None
            elif entries:
                old = fact or Fact(values={}, places={}, layers=())
                places = {key: (*path, key) for key in entries}
                fact = Fact(values=old.values | entries, places=old.places | places, layers=(*old.layers, path))
        return fact

    def inputs(self) -> dict[str, Fact] | None:
        """What is said of each image input of the mode, by its name; None where that is misread."""
        stated: dict[str, list[Path]] = {}
        for layer in (self.layers[1], self.layers[3]):
            path = (*layer, "inputs")
            if not self.findings.sound(path) or layer in self.findings.misread:
                return None
            for name in self.findings.mapping(path):
                stated.setdefault(name, []).append((*path, name))
        found = {name: self._input(paths) for name, paths in stated.items()}
        return {name: fact for name, fact in found.items() if fact.ends("count") != (0, 0)}

    def _input(self, paths: list[Path]) -> Fact:
        common = self.fact("images")
        values, places = dict(common.values), dict(common.places)
        for path in paths:
            count = self.findings.items(path)
            entries = self.findings.mapping(path)
            values |= {"count": count} if count else entries
            places |= {"count": path} if count else {key: (*path, key) for key in entries}
        return Fact(values=values, places=places, layers=(*common.layers, *paths))

    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in wire order."""
        names: dict[str, None] = {}
        for layer in (self.layers[1], self.layers[3]):
            names.update(dict.fromkeys(self.findings.mapping((*layer, "parameters"))))
        without = self.findings.items((*self.layers[3], "without"))
        return tuple(name for name in names if name not in without)

    def misnamed(self) -> bool:
        """Whether it lists a parameter that there is not: what it takes is then not known."""
        known = self.findings.mapping(("parameters",))
        listed = (self.findings.mapping((*layer, "parameters")) for layer in self.layers[1:])
        return any(name not in known for names in listed for name in names)

    def arguments(self) -> set[str]:
        """What a call may name."""
        return {*(() if self.prompt() is None else ("prompt",)), *self.images(), *self.parameters()}

    def images(self) -> set[str]:
        """The names of what takes images."""
        inputs = self.inputs()
        return {"reference_images"} if inputs is None else set(inputs)


def endpoint_field(findings: Findings, api: Document, endpoint: str, field: str) -> Json:
    """What the family, or else api.yaml, says of an endpoint."""
    path = ("endpoints", endpoint, field)
    return findings.document.get(path) if endpoint in findings.mapping(("endpoints",)) else api.get(path)


def uses(findings: Findings) -> Iterator[Use]:
    """Every mode of every model of a family."""
    for model in findings.mapping(("models",)):
        only = findings.items(("models", model, "modes_only"))
        for mode in findings.mapping(("modes",)):
            if not only or mode in only:
                yield Use(findings=findings, model=model, mode=mode)
