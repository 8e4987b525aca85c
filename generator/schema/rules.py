"""A cross-field rule of the IR as a part of a JSON Schema; one statement serves calls and bodies alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from generator.conditions import holds, holds_unasked
from generator.ir import Json, Mode, Parameter, Rule
from generator.phrasing import rule_words
from generator.schema.keywords import CASELESS, COUNTS, DIFFERENT, SAME_LENGTH, SIZE, SUM, Schema

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an argument stands in a document.

    `steps` lead to its value; with `holding`, to the list whose items with this member are what was given. A number
    stands for a list's items. An `optional_list` counts as given only if something is in it.
    """

    steps: Steps
    holding: str | None = None
    optional_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the arguments of a mode stand in a document, by name."""

    mode: Mode
    places: Mapping[str, Place]

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of the mode with this name."""
        return next((each for each in self.mode.parameters if each.name == name), None)


def with_rules(schema: Schema, layout: Layout) -> Schema:
    """The schema of a whole document, and every rule: at the property itself where it is about a single one."""
    single = [rule for rule in layout.mode.rules if rule.kind == "sums_to"]
    for rule in single:
        value = schema
        for step in _steps(rule.subject, layout):
            value = value["properties"][step]
        value[SUM] = {"each": rule.each, "total": rule.total}
    parts = [rule_part(rule, layout) for rule in layout.mode.rules if rule not in single]
    return schema | ({"allOf": parts} if parts else {})


def rule_part(rule: Rule, layout: Layout) -> Schema:
    """A schema for the whole document that holds where the rule does."""
    part, when = _consequence(rule, layout), _conditions(rule, rule.when, layout)
    if rule.kind == "only_when":
        part = {"if": part.pop("not"), "then": {"allOf": when}} if part else part
    elif when and part:
        part = {"if": {"allOf": when}, "then": part}
    return {"description": rule_words(rule), **part}


def _consequence(rule: Rule, layout: Layout) -> Schema:
    """What the rule demands where its condition holds; `only_when` forbids the same where it does not."""
    some = _conditions(rule, rule.of, layout)
    match rule.kind:
        case "only_when" | "forbidden_when":
            return {"not": _any(some)}
        case "required_when":
            return {"allOf": some}
        case "ignored_when" | "sums_to":
            return {}
        case "at_least_one":
            return {"anyOf": some}
        case "exactly_one":
            return {"oneOf": some}
        case "at_most_one":
            return {"not": {"anyOf": [{"allOf": list(both)} for both in combinations(some, 2)]}}
        case "range_when":
            return _nested(_steps(rule.subject, layout), _bounds(rule, layout), needed=False)
        case "length_equals":
            return {SAME_LENGTH: [_same_length(rule, layout)]}
        case "differ":
            return {CASELESS if rule.ignore_case else DIFFERENT: [_pointer(_steps(name, layout)) for name in rule.of]}
        case "counts_sum":
            return {COUNTS: {"of": [_counted(name, layout) for name in rule.of], "range": list(rule.range or (0, 0))}}


def _any(some: list[Schema | bool]) -> Schema | bool:
    return some[0] if len(some) == 1 else {"anyOf": some}


def _bounds(rule: Rule, layout: Layout) -> Schema:
    """The range of a number; of a size, the range of its pixels."""
    low, high = rule.range or (0, 0)
    parameter = layout.parameter(rule.subject)
    if parameter is not None and parameter.kind == "size":
        return {SIZE: {"pixels": [low, high]}}
    return {"minimum": low, "maximum": high}


def _same_length(rule: Rule, layout: Layout) -> Schema:
    to = layout.places[rule.to or ""]
    held = {"holding": to.holding} if to.holding else {}
    return {"of": _pointer(_steps(rule.subject, layout)), "to": _pointer(to.steps), **held}


def _counted(name: str, layout: Layout) -> Schema:
    place, parameter = layout.places[name], layout.parameter(name)
    held = {"holding": place.holding} if place.holding else {}
    return {"at": _pointer(place.steps)} | held | ({"text": True} if parameter and parameter.kind == "text" else {})


def _conditions(rule: Rule, tests: Mapping[str, Json], layout: Layout) -> list[Schema | bool]:
    return [_condition(name, test, layout, ignore_case=rule.ignore_case) for name, test in tests.items()]


def _condition(name: str, test: Json, layout: Layout, *, ignore_case: bool) -> Schema | bool:
    parameter = layout.parameter(name)
    if parameter is not None and parameter.constant is not None:
        return holds(test, parameter.constant)
    if test == "absent":
        return {"not": _given(name, layout)}
    if test == "given":
        return _given(name, layout)
    return _nested(_steps(name, layout), _value(test, ignore_case), needed=not holds_unasked(test, parameter))


def _value(test: Json, ignore_case: bool) -> Schema:
    """What meets a test, as a schema."""
    listed = test if isinstance(test, list) else [test]
    if ignore_case and all(isinstance(item, str) for item in listed):
        return {"type": "string", "pattern": f"^({'|'.join(_in_any_case(str(item)) for item in listed)})$"}
    if isinstance(test, list):
        return {"enum": test}
    if isinstance(test, dict):
        words = {"above": "exclusiveMinimum", "below": "exclusiveMaximum"}
        bounds = {words[key]: bound for key, bound in test.items() if key in words}
        return bounds | ({"not": _value(test["not"], ignore_case)} if "not" in test else {})
    return {"const": test}


def _in_any_case(text: str) -> str:
    """A pattern of the text in which a letter may be large or small."""
    return "".join(
        f"[{each.lower()}{each.upper()}]" if each.lower() != each.upper() else re.escape(each) for each in text
    )


def _given(name: str, layout: Layout) -> Schema:
    place = layout.places[name]
    some: Schema = {}
    if place.holding:
        some = {"contains": {"required": [place.holding]}}
    elif place.optional_list:
        some = {"minItems": 1}
    return _nested(place.steps, some, needed=True)


def _steps(name: str, layout: Layout) -> Steps:
    return layout.places[name].steps


def _pointer(steps: Steps) -> str:
    return "".join(f"/{step}" for step in steps)


def _nested(steps: Steps, leaf: Schema, *, needed: bool) -> Schema:
    """`leaf` for what stands at `steps`; `needed`: something must stand there. A number stands for a list's items."""
    if not steps:
        return leaf
    step, *rest = steps
    inner = _nested(tuple(rest), leaf, needed=needed)
    if step.isdecimal():
        return {"items": inner}
    return {"properties": {step: inner}, **({"required": [step]} if needed else {})}
