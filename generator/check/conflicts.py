"""Rules for the conflicts of a fact: they name a field of it, and claim something different."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.check.facts import Fact
from generator.check.findings import shown
from generator.ir import Json
from generator.load.document import Path
from generator.problems import did_you_mean, one_of
from generator.spec_language.shape import Flag, Shape
from generator.spec_language.structure import Judge

OfType = Callable[[Fact, Json], str | None]
_VALUES = ("default", "send", "constant")


def check_conflicts(judge: Judge, fact: Fact, fields: Mapping[str, Shape], stated_type: OfType | None = None) -> None:
    """Judges the conflicts of a fact with these fields; `stated_type` judges values of the parameter's own type."""
    if "conflict" not in fact.places:
        return
    for number in range(len(judge.findings.items(fact.places["conflict"]))):
        path = (*fact.places["conflict"], number)
        entry = judge.findings.mapping(path)
        if judge.findings.sound(path):
            _check(judge, fact, fields, stated_type, path, str(entry["field"]), entry["value"])


def _check(
    judge: Judge,
    fact: Fact,
    fields: Mapping[str, Shape],
    stated_type: OfType | None,
    path: Path,
    field: str,
    claim: Json,
) -> None:
    findings = judge.findings
    value = (*path, "value")
    if field == "supported":
        if claim is not False:
            findings.add(
                value, "a conflict about support can only deny it", at_value=True, expected="false", found=shown(claim)
            )
        return
    if field not in fields:
        names = ("supported", *fields)
        at, hint = (*path, "field"), did_you_mean(field, names)
        findings.add(at, f'this fact has no field "{field}"', at_value=True, expected=one_of(names), hint=hint)
        return
    if field in _VALUES and stated_type:
        wanted = stated_type(fact, claim)
        if wanted:
            findings.add(value, f"no value for {field}", at_value=True, expected=wanted, found=shown(claim))
    elif field != "type":
        judge.hold(fields[field], claim, value)
    if field == "sides" and fact.values.get("sides_recommended"):
        return  # the fact recommends these sides, the conflict makes them a limit
    absent = False if isinstance(fields[field], Flag) else None
    if findings.sound(path) and claim == fact.values.get(field, absent):
        findings.add(
            value, "the conflict claims exactly what the fact says", at_value=True, expected=f"another {field}"
        )
