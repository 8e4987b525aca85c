"""Rules between parameters: lengths, sums, and which parameters go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items, named
from brushwork_runtime.validate.pictures import NAME as IMAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_runtime.tables.spec import Json, Mode, Rule
    from brushwork_runtime.validate.findings import Findings

    Given = Mapping[str, object]


def relations(mode: Mode, sent: Given, prompt: object, images: list[object], findings: Findings) -> None:
    """Check every rule of the mode on what goes out; rules about a parameter that is already faulty are skipped."""
    given = {**sent, "prompt": prompt, IMAGES: images}
    broken_already = {violation.parameter.partition("[")[0] for violation in findings.violations}
    for rule in mode.rules:
        if rule.of not in broken_already and _present(given, rule.of):
            _CHECKS[rule.kind](mode, rule, given, findings)


def _present(given: Given, name: str) -> bool:
    value = given.get(name)
    return value is not None and not (name == IMAGES and value == [])


def _holds(mode: Mode, given: Given, rule: Rule) -> bool:
    return all(_pair(mode, given, name, wanted) for name, wanted in rule.when.items())


def _pair(mode: Mode, given: Given, name: str, wanted: Json) -> bool:
    if wanted in ("given", "absent"):
        return _present(given, name) == (wanted == "given")
    actual = given.get(name)
    if actual is None:
        actual = next((parameter.default for parameter in mode.parameters if parameter.name == name), None)
    return type(actual) is type(wanted) and actual == wanted


def condition(when: Mapping[str, Json]) -> str:
    """The condition in words: "size is '4K' and reference_images are given"."""
    return " and ".join(
        f"{name} is {wanted}" if wanted in ("given", "absent") else f"{name} is {redact.value(wanted)}"
        for name, wanted in when.items()
    )


def _length_equals(_: Mode, rule: Rule, given: Given, findings: Findings) -> None:
    value, other = items(given[rule.of]), given.get(rule.to or "")
    if value is None:
        return
    wanted = len(other) if isinstance(other, str) else len(items(other) or ())
    if len(value) == wanted:
        return
    nearest: object = None
    if all(items(item) is not None for item in value):
        free: list[list[object]] = [[] for _ in range(wanted - len(value))]
        nearest = [*value[:wanted], *free]
    entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
    findings.violation(
        rule.of,
        value,
        f"it must have one entry for each of {rule.to}",
        f"has {entries} for {wanted} {rule.to}; it must have one for each.",
        nearest,
    )


def _sums_to(_: Mode, rule: Rule, given: Given, findings: Findings) -> None:
    from decimal import Decimal

    from brushwork_runtime.validate.palette import number, rescaled

    value, each = given[rule.of], rule.each or ""
    entries = [named(entry) for entry in items(value) or ()]
    known = [share for entry in entries if (share := number(entry.get(each))) is not None]
    total = Decimal(rule.total or "0")
    if len(known) != len(entries) or not entries or sum(known) == total:
        return
    better = rescaled(known, total)
    nearest = [{**entry, each: share} for entry, share in zip(entries, better, strict=True)] if better else None
    wanted = f"the {each}s must add up to exactly {rule.total}%"
    findings.violation(rule.of, value, wanted, f"has {each}s that add up to {sum(known)}%; {wanted}.", nearest)


def _only_when(mode: Mode, rule: Rule, given: Given, findings: Findings) -> None:
    if not _holds(mode, given, rule):
        said = f"is accepted only when {condition(rule.when)}"
        findings.violation(rule.of, given[rule.of], said, f"{said}.")


def _forbidden_when(mode: Mode, rule: Rule, given: Given, findings: Findings) -> None:
    if _holds(mode, given, rule):
        said = f"is not accepted when {condition(rule.when)}"
        findings.violation(rule.of, given[rule.of], said, f"{said}.")


def _range_when(mode: Mode, rule: Rule, given: Given, findings: Findings) -> None:
    from brushwork_runtime.validate.sizes import exact

    if rule.range is None or not _holds(mode, given, rule):
        return
    low, high = rule.range
    value = given[rule.of]
    pixels = exact(value)
    measure = pixels[0] * pixels[1] if pixels else value
    if type(measure) is int and not low <= measure <= high:
        bounds = f"have {low:,} to {high:,} pixels" if pixels else f"be {low:,} to {high:,}"
        wanted = f"it must {bounds} when {condition(rule.when)}"
        nearest = None if pixels else max(low, min(high, measure))
        findings.refuse(rule.of, value, wanted, wanted, nearest)


_CHECKS: dict[str, Callable[[Mode, Rule, Given, Findings], None]] = {
    "length_equals": _length_equals,
    "sums_to": _sums_to,
    "only_when": _only_when,
    "forbidden_when": _forbidden_when,
    "range_when": _range_when,
}
