"""A cross-field rule of the IR as a part of a JSON Schema; one statement serves calls and bodies alike."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir import Json, Mode, Parameter, Rule
from generator.phrasing import rule_words
from generator.schema.keywords import SAME_LENGTH, SIZE, SUM, Schema

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the arguments of a mode stand in a document.

    `places` maps a parameter to the keys that lead to it, `images` leads to the list that holds the reference
    images, and `holding` is the member that marks one where the list holds other things too.
    """

    mode: Mode
    places: dict[str, Steps]
    images: Steps
    holding: str | None = None

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of the mode with this name."""
        return next((each for each in self.mode.parameters if each.name == name), None)


def rule_part(rule: Rule, layout: Layout) -> Schema:
    """A schema for the whole document that holds where the rule does."""
    match rule.kind:
        case "length_equals":
            return {"description": rule_words(rule), SAME_LENGTH: [_same_length(rule, layout)]}
        case "sums_to":
            return _nested(_steps(rule.of, layout), {SUM: {"each": rule.each, "total": rule.total}}, needed=False)
        case "only_when":
            return _implication(rule, {"allOf": _conditions(rule.when, layout)}, layout)
        case "forbidden_when":
            return _implication(rule, {"not": {"allOf": _conditions(rule.when, layout)}}, layout)
        case "range_when":
            bounds = _nested(_steps(rule.of, layout), _bounds(rule, layout), needed=False)
            return {
                "description": rule_words(rule),
                "if": {"allOf": _conditions(rule.when, layout)},
                "then": bounds,
            }


def _bounds(rule: Rule, layout: Layout) -> Schema:
    """The range of a number; of a size, the range of its pixels."""
    low, high = rule.range or (0, 0)
    parameter = layout.parameter(rule.of)
    if parameter is not None and parameter.kind == "size":
        return {SIZE: {"pixels": [low, high]}}
    return {"minimum": low, "maximum": high}


def _same_length(rule: Rule, layout: Layout) -> Schema:
    of = _steps(rule.of, layout)
    if rule.to != "reference_images":
        return {"of": _pointer(of), "to": _pointer(_steps(rule.to or "", layout))}
    return {"of": _pointer(of), "to": _pointer(layout.images)} | ({"holding": layout.holding} if layout.holding else {})


def _implication(rule: Rule, then: Schema, layout: Layout) -> Schema:
    return {"description": rule_words(rule), "if": _given(rule.of, layout), "then": then}


def _conditions(when: dict[str, Json], layout: Layout) -> list[Schema | bool]:
    return [_condition(name, value, layout) for name, value in when.items()]


def _condition(name: str, value: Json, layout: Layout) -> Schema | bool:
    parameter = layout.parameter(name)
    if value == "absent":
        return {"not": _given(name, layout)}
    if value == "given":
        return _given(name, layout)
    if parameter is not None and parameter.constant is not None:
        return parameter.constant == value
    # What is absent counts as what the client sends for it, else as the server's default.
    absent = parameter and (parameter.default if parameter.send is None else parameter.send)
    return _nested(_steps(name, layout), {"const": value}, needed=absent != value)


def _given(name: str, layout: Layout) -> Schema:
    if name == "prompt":
        return {}
    if name != "reference_images":
        return _nested(_steps(name, layout), {}, needed=True)
    some: Schema = {"contains": {"required": [layout.holding]}} if layout.holding else {"minItems": 1}
    return _nested(layout.images, some, needed=True)


def _steps(name: str, layout: Layout) -> Steps:
    return layout.places.get(name, (name,))


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
