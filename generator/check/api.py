"""Rules about api.yaml: names that must be unique or known."""

from __future__ import annotations

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact
from generator.load.document import Path
from generator.spec_language.shared_files import ENDPOINT_FIELDS, REGION_FIELDS
from generator.spec_language.structure import Judge


def check_common(judge: Judge) -> None:
    """Records what is wrong in api.yaml beyond its structure."""
    _check_regions(judge)
    _check_endpoints(judge)
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


def _check_endpoints(judge: Judge) -> None:
    findings = judge.findings
    first: dict[tuple[str, str], Path] = {}
    for endpoint in findings.mapping(("endpoints",)):
        path: Path = ("endpoints", endpoint)
        if not findings.sound(path):
            continue
        fields = findings.mapping(path)
        address = str(fields["method"]), str(fields["path"])
        known = first.setdefault(address, path)
        if known != path:
            found = f"first at {findings.document.location(known)}"
            findings.add(path, f"duplicate endpoint {' '.join(address)}", expected="each address once", found=found)
        check_conflicts(judge, _fact(judge, path), {key.rstrip("!"): s for key, s in ENDPOINT_FIELDS.items()})


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
