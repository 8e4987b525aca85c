"""Rules about api.yaml, and about the endpoints that families have beside it: names must be unique or known."""

from __future__ import annotations

from collections.abc import Iterable

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact
from generator.check.parameters import check_type
from generator.ir import Location
from generator.load.document import Path
from generator.spec_language.shared_files import OPERATION_FIELDS, REGION_FIELDS
from generator.spec_language.structure import Judge


def check_common(judge: Judge) -> None:
    """Records what is wrong in api.yaml beyond its structure."""
    _check_regions(judge)
    _check_states(judge)


def _fact(judge: Judge, path: Path) -> Fact:
    values = judge.findings.mapping(path)
    return Fact(values=values, places={key: (*path, key) for key in values}, layers=(path,))


def _check_regions(judge: Judge) -> None:
    findings = judge.findings
    names = dict.fromkeys(findings.mapping(("regions",)), "a region")
    for region in findings.mapping(("regions",)):
        path = ("regions", region)
        for number, alias in enumerate(findings.items((*path, "aliases"))):
            if str(alias) in names:
                message = f'the alias "{alias}" is already {names[str(alias)]}'
                findings.add((*path, "aliases", number), message, at_value=True)
            names[str(alias)] = f"an alias of {region}"
        if findings.sound(path):
            check_conflicts(judge, _fact(judge, path), {key.rstrip("!"): s for key, s in REGION_FIELDS.items()})


def check_endpoints(judges: Iterable[Judge]) -> None:
    """Records endpoints that are there twice, in api.yaml or in any family."""
    names: dict[str, Location] = {}
    addresses: dict[tuple[str, str], Location] = {}
    for judge in judges:
        for endpoint in judge.findings.mapping(("endpoints",)):
            path: Path = ("endpoints", endpoint)
            if judge.findings.sound(path):
                _check_endpoint(judge, endpoint, path, names, addresses)


def _check_endpoint(
    judge: Judge, endpoint: str, path: Path, names: dict[str, Location], addresses: dict[tuple[str, str], Location]
) -> None:
    findings = judge.findings
    fields, here = findings.mapping(path), findings.document.location(path)
    address = str(fields.get("method", "POST")), f"{fields.get('base_path', '')}{fields['path']}"
    for first, message, wanted in (
        (names.setdefault(endpoint, here), f'the endpoint "{endpoint}" is there already', "each endpoint once"),
        (addresses.setdefault(address, here), f"duplicate endpoint {' '.join(address)}", "each address once"),
    ):
        if first != here:
            expected = f"{wanted}; what several families share stands in api.yaml"
            findings.add(path, message, expected=expected, found=f"first at {first}")
            return
    fact = _fact(judge, path)
    for name in fact.mapping("query"):
        check_type(findings, fact.inner("query", name))
    check_conflicts(judge, fact, {key.rstrip("!"): s for key, s in OPERATION_FIELDS.items()})


def _check_states(judge: Judge) -> None:
    findings = judge.findings
    names = set(findings.mapping(("task_states",)))
    for state, fields in findings.mapping(("task_states",)).items():
        path = ("task_states", state)
        if isinstance(fields, dict) and fields.get("succeeded") is True and fields.get("terminal") is False:
            findings.add((*path, "succeeded"), "a succeeded task must be terminal", expected="terminal: true")
        for number, spelling in enumerate(findings.items((*path, "spellings"))):
            if str(spelling) in names:
                findings.add(
                    (*path, "spellings", number), f'"{spelling}" is already the name of a state', at_value=True
                )
            names.add(str(spelling))
