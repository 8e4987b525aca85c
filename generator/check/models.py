"""Rules about names across families, and about the regions, prices and limits of each model."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact, Use, uses
from generator.check.findings import Findings
from generator.check.modes import check_when
from generator.load.document import Path
from generator.plan.specs import class_name, identifier
from generator.spec_language.family import REGION_FIELDS
from generator.spec_language.structure import Judge

_SETTINGS = ("api_key", "base_url", "on_unsupported", "region", "timeout", "transport", "workspace")
CLIENT = frozenset(("as_completed", "close", "generate", "models", "prepare", "task", "tasks", *_SETTINGS))
"""Attributes that a client has for itself."""

Named = tuple[Findings, Path, str]
"""A name and where it stands."""


def check_names(families: Iterable[Findings]) -> None:
    """Records names that clash: families, model ids, snapshots, and the Python names made of them."""
    families = tuple(families)
    ids = [(findings, ("models", name), name) for findings in families for name in findings.mapping(("models",))]
    snapshots = [snapshot for findings, path, _ in ids for snapshot in _snapshots(findings, path)]
    known = _unique("model or snapshot", [*ids, *snapshots])
    _distinct("attribute of the client", [named for named in known if named in ids], identifier)
    _distinct("class", [named for named in known if named in ids], class_name)
    for findings, path, name in ids:
        attribute = identifier(name)
        if attribute in CLIENT or keyword.iskeyword(attribute):
            why = "a Python keyword" if keyword.iskeyword(attribute) else "an attribute of every client"
            findings.add(path, f'the model "{name}" cannot be reached as client.{attribute}: that is {why}')
    titles: list[Named] = [
        (findings, ("family",), str(findings.document.data["family"]))
        for findings in families
        if findings.document.readable and findings.sound(("family",))
    ]
    _distinct("module", _unique("family", titles), identifier)


def _snapshots(findings: Findings, model: Path) -> list[Named]:
    path = (*model, "snapshots")
    return [(findings, (*path, number), str(name)) for number, name in enumerate(findings.items(path))]


def _unique(kind: str, names: list[Named]) -> list[Named]:
    """The names of which there is one; for each further one a problem that tells where the first stands."""
    first: dict[str, Named] = {}
    for named in names:
        findings, path, name = named
        known = first.setdefault(name, named)
        if known is not named and known[:2] != (findings, path):
            where = known[0].document.location(known[1])
            message = f'a second {kind} "{name}"'
            findings.add(path, message, expected="every name once", found=f"first at {where}")
    return list(first.values())


def _distinct(kind: str, names: list[Named], made: Callable[[str], str]) -> None:
    first: dict[str, Named] = {}
    for named in names:
        findings, path, name = named
        python = made(name)
        known = first.setdefault(python, named)
        if known is not named:
            where = known[0].document.location(known[1])
            message = f'"{name}" and "{known[2]}" both become the {kind} {python}'
            findings.add(
                path, message, expected="names that differ in more than - and .", found=f"the other at {where}"
            )


def check_models(judge: Judge) -> None:
    """Records what is wrong with regions, prices and limits of the models of a family."""
    findings = judge.findings
    by_model: dict[str, list[Use]] = {}
    for use in uses(findings):
        by_model.setdefault(use.model, []).append(use)
    for model, modes in by_model.items():
        _check_regions(judge, model)
        for key in ("prices", "rate_limits"):
            for path in _entries(findings, model, key):
                _check_region_known(findings, path, _available(findings, model))
                _check_when(findings, path, modes)
        _check_mode_overrides(findings, model, modes)


def _layer(findings: Findings, model: str, key: str) -> Path:
    """Where the model's own statement is, or else the family's."""
    own = ("models", model, key)
    return own if findings.document.get(own) else (key,)


def _entries(findings: Findings, model: str, key: str) -> list[Path]:
    path = _layer(findings, model, key)
    return [(*path, number) for number in range(len(findings.items(path)))]


def _available(findings: Findings, model: str) -> set[str]:
    entries = findings.items((*_layer(findings, model, "regions"), "available"))
    return {str(entry.get("region")) if isinstance(entry, dict) else str(entry) for entry in entries}


def _check_regions(judge: Judge, model: str) -> None:
    findings = judge.findings
    path = _layer(findings, model, "regions")
    if findings.document.get(path) is None and findings.sound(path):
        findings.add(
            ("models", model), f'no regions for the model "{model}"', expected="regions, here or in the family"
        )
        return
    if findings.sound(path):
        values = findings.mapping(path)
        fact = Fact(values=values, places={key: (*path, key) for key in values}, layers=(path,))
        check_conflicts(judge, fact, {key.rstrip("!"): shape for key, shape in REGION_FIELDS.items()})


def _check_region_known(findings: Findings, path: Path, available: set[str]) -> None:
    entry = findings.mapping(path)
    stated = [("region",), *(("regions", number) for number in range(len(findings.items((*path, "regions")))))]
    for key in stated:
        region = findings.document.get((*path, *key))
        if isinstance(region, str) and region not in available and entry and available and findings.sound(path):
            expected = f"a region of the model: {', '.join(sorted(available))}"
            findings.add((*path, *key), f"the model is not in {region}", at_value=True, expected=expected)


def _check_when(findings: Findings, path: Path, modes: list[Use]) -> None:
    for name, value in findings.mapping((*path, "when")).items():
        having = [use for use in modes if name in use.parameters()]
        if not findings.sound((*path, "when", name)):
            continue
        if not having:
            findings.add((*path, "when", name), f"no mode of the model has {name}")
            continue
        check_when(findings, (*path, "when", name), having[0], name, value)


def _check_mode_overrides(findings: Findings, model: str, modes: list[Use]) -> None:
    taken = {use.mode for use in modes}
    for mode in findings.mapping(("models", model, "modes")):
        if mode in findings.mapping(("modes",)) and mode not in taken:
            findings.add(
                ("models", model, "modes", mode), f'the model does not have the mode "{mode}"; modes_only leaves it out'
            )
