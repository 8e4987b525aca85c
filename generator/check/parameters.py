"""Rules about the parameters of one family: keys by type, values in their ranges, sizes in their bounds."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from itertools import combinations

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact, uses
from generator.check.findings import Findings, shown
from generator.check.values import bound_broken, expected, is_multiple, label_fits, listed, of_type
from generator.ir import Json
from generator.load.document import Path
from generator.problems import did_you_mean, one_of
from generator.spec_language.family import ANY_TYPE, COMMON, OF_TYPE
from generator.spec_language.measures import shape_of
from generator.spec_language.structure import Judge, missing

_OPTIONS = ("extra", "fit", "inline", "output_size", "protocol", "route", "validate", "timeout")
_FLAT = ("reference_image", "images", "messages", "input", "parameters", "on_unsupported", "local_files")
RESERVED = frozenset(("prompt", "reference_images", *_OPTIONS, *_FLAT, "model", "mode", "self"))
"""Arguments that every mode has for itself, and what a flat request calls something else."""
_SIZE_BOUNDS = ("presets", "pixels", "sides", "ratios", "recommended", "tiers")
_BOUNDS = ("pixels", "sides", "aspect")
_STATED = {"source", "conflict"}


def check_parameters(judge: Judge) -> None:
    """Records what is wrong with the parameters of a family."""
    findings = judge.findings
    used: set[str] = set()
    needed: dict[Path, bool] = {}
    for use in uses(findings):
        for name in use.parameters():
            used.add(name)
            fact = use.fact("parameters", name)
            if "type" in fact.values and fact.sound(findings, "type"):
                _check(judge, name, fact)
                needed |= {path: needed.get(path, False) or outside for path, outside in _marks(findings, fact)}
    for path, outside in needed.items():
        if not outside:
            size = shown(findings.document.get(path))
            findings.add(path, f"{size} is not a recommended size outside the bounds, so the mark is not needed")
    for name in findings.mapping(("parameters",)):
        _check_name(findings, name, used=name in used)


def _check_name(findings: Findings, name: str, *, used: bool) -> None:
    path = ("parameters", name)
    if name in RESERVED:
        findings.add(path, f'"{name}" is an argument of every mode and cannot be a parameter')
    elif keyword.iskeyword(name):
        findings.add(path, f'"{name}" is a Python keyword and cannot be a parameter')
    elif not used and findings.mapping(("models",)) and findings.sound(("modes",)):
        findings.add(path, f'no mode of any model takes the parameter "{name}"', expected="a mode that lists it")


def _check(judge: Judge, name: str, fact: Fact) -> None:
    findings = judge.findings
    kind = str(fact.values["type"])
    allowed = {*_keys(kind), *_STATED}
    for key in [key for key in fact.values if key in ANY_TYPE and key not in allowed]:
        hint = did_you_mean(key, allowed)
        message = f'a parameter of type {kind} has no "{key}"'
        findings.add(fact.places[key], message, expected=one_of(_keys(kind)), hint=hint)
    for key in OF_TYPE[kind]:
        if key.endswith("!") and key[:-1] not in fact.values and not findings.misread.intersection(fact.layers):
            missing(findings, fact.layers[0], key[:-1], ANY_TYPE[key[:-1]].what)
    _check_values(findings, name, fact)
    check_type(findings, fact)
    if kind == "size" and fact.sound(findings, *_keys(kind)):
        _check_size(findings, fact)
    check_conflicts(judge, fact, {key: ANY_TYPE[key] for key in _keys(kind)}, stated_type=of_type)


def check_type(findings: Findings, fact: Fact) -> None:
    """Judges what a type says, and the types of items and members."""
    kind = str(fact.values["type"])
    if "range" in OF_TYPE[kind] or "range!" in OF_TYPE[kind]:
        _check_numbers(findings, fact)
    if kind == "choice" and len({type(choice) for choice in fact.items("choices")}) > 1:
        at = fact.places["choices"]
        findings.add(at, "texts and integers among the choices", at_value=True, expected="one or the other")
    if kind == "list" and fact.sound(findings, "items", "count", "combinations"):
        check_type(findings, fact.inner("items"))
        for number, combination in enumerate(fact.items("combinations")):
            free = Fact(values={**fact.values, "combinations": None}, places=fact.places, layers=fact.layers)
            if wanted := expected(free, combination):
                at = (*fact.places["combinations"], number)
                findings.add(
                    at, "the list does not accept this", at_value=True, expected=wanted, found=shown(combination)
                )
    if kind == "object" and fact.sound(findings, "members"):
        for name in fact.mapping("members"):
            if keyword.iskeyword(name):
                at = (*fact.places["members"], name)
                findings.add(at, f'"{name}" is a Python keyword and cannot name a member of a TypedDict')
            check_type(findings, fact.inner("members", name))


def _keys(kind: str) -> tuple[str, ...]:
    """What a parameter of this type may say."""
    return tuple(key.rstrip("!") for key in (*COMMON, *OF_TYPE[kind]))


def _check_values(findings: Findings, name: str, fact: Fact) -> None:
    bounds = [bound.rstrip("!") for bound in OF_TYPE[str(fact.values["type"])]]
    for key in ("default", "send", "constant"):
        value = fact.values.get(key)
        wanted = expected(fact, value) if value is not None and fact.sound(findings, *bounds) else None
        if wanted:
            place, stated = fact.place(key, *bounds), fact.places[key]
            hint = None if place == stated else f"the {key} stands at {findings.document.location(stated, value=True)}"
            message = f"{name} does not accept the {key} {shown(value)}"
            findings.add(place, message, at_value=True, expected=wanted, found=shown(value), hint=hint)
    if "constant" in fact.values and fact.values.get("required"):
        findings.add(fact.place("constant", "required"), "a constant is never given by the caller, so not required")
    if fact.values.get("default") is not None and fact.values.get("default_text") is not None:
        wanted = "one of them; an empty one clears what is inherited"
        findings.add(fact.place("default", "default_text"), "both default and default_text", expected=wanted)


def _check_numbers(findings: Findings, fact: Fact) -> None:
    """Bounds of integers are integers, and a step leads from one bound to the other."""
    ends, step = fact.ends("range"), fact.values.get("step")
    if ends is None or not fact.sound(findings, "range", "step", "excluded"):
        return
    if fact.values["type"] == "integer":
        for key, stated in (("range", ends), ("step", [step]), ("excluded", fact.items("excluded"))):
            if any(isinstance(each, float) for each in stated):
                findings.add(fact.places[key], f"{key} of an integer holds a fraction", expected="integers")
    if isinstance(step, int | float):
        if step <= 0:
            findings.add(fact.places["step"], "the step is not above 0", at_value=True, expected="a number above 0")
        elif not all(is_multiple(end, step) for end in ends):
            at, found = fact.place("range", "step"), shown(list(ends))
            findings.add(
                at, "the range does not begin and end with a step", expected=f"multiples of {step}", found=found
            )
    for number, value in enumerate(fact.items("excluded")):
        if isinstance(value, int | float) and not ends[0] <= value <= ends[1]:
            at = (*fact.places["excluded"], number)
            findings.add(at, f"{value} is outside the range anyway", expected=f"a value from {ends[0]} to {ends[1]}")


def _check_size(findings: Findings, fact: Fact) -> None:
    if not any(key in fact.values for key in _SIZE_BOUNDS):
        missing(findings, fact.layers[0], "pixels", f"what sizes there are, at least one of {', '.join(_SIZE_BOUNDS)}")
    if fact.values.get("fixed") and not listed(fact):
        findings.add(fact.place("fixed"), "fixed, but no size is listed", expected="ratios, recommended or tiers")
    marked = fact.texts("outside_bounds")
    for key, name, size in _sizes(fact):
        broken = bound_broken(fact, size)
        if broken and size not in marked:
            bounds = fact.place(key, *_BOUNDS)
            at = (*fact.places[key], name) if bounds == fact.places[key] else bounds
            message = f"the size {size} is outside the bounds of its own parameter"
            hint = "if the documents really say so, list it in outside_bounds"
            findings.add(at, message, at_value=True, expected=broken, hint=hint)
    for (tier, sizes), (other, others) in combinations(fact.mapping("tiers").items(), 2):
        for twice in (each for each in _list(others) if each in _list(sizes)):
            message = f"{twice} is in the tier {tier} too"
            findings.add((*fact.places["tiers"], other), message, expected="one tier for a size")
    for label, size in fact.pairs("ratios").items():
        if not label_fits(label, size):
            at = (*fact.places["ratios"], label)
            found = f"{float(shape_of(size)):.3f}:1"
            findings.add(at, f"{size} is not {label}", at_value=True, expected=f"{label} to 5 %", found=found)


def _sizes(fact: Fact) -> Iterator[tuple[str, str | int, str]]:
    """Every size that is named: the key that it stands under, its name or number there, and the size."""
    for key in ("presets", "ratios"):
        yield from ((key, name, size) for name, size in fact.pairs(key).items())
    yield from (("recommended", number, size) for number, size in enumerate(fact.texts("recommended")))
    yield from (("tiers", name, str(size)) for name, sizes in fact.mapping("tiers").items() for size in _list(sizes))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _marks(findings: Findings, fact: Fact) -> Iterator[tuple[Path, bool]]:
    """The items of outside_bounds, and whether each is a named size that is outside here."""
    if not fact.sound(findings, *_keys("size")):
        return
    named = {size for _, _, size in _sizes(fact)}
    for number, size in enumerate(fact.texts("outside_bounds")):
        yield (*fact.places["outside_bounds"], number), size in named and bound_broken(fact, size) is not None
