"""The smallest call that a mode takes, for one that no document shows: what is required, also by its rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.conditions import holds, holds_unasked
from generator.ir import Images, Json, Mode, Model, Parameter, Rule, Spec
from generator.package.signatures import prompt_is_positional
from generator.phrasing import dimensions

Call = dict[str, Json]
_PROMPT = "A lighthouse on a cliff in the morning sun"
_PHOTOS = ("photo.jpg", "woman.jpg", "room.jpg", "car.jpg")
_PAINTINGS = ("painting.png", "girl.png", "room.png", "robot.png")
_MASK, _CUT_OUT = "mask.png", "cutout.png"
"""Sample pictures of the site."""


def smallest_call(spec: Spec, model: Model, mode: Mode) -> Call:
    """It takes after another model's example of this mode, in the same family if there is one."""
    known = spec.examples_of_modes
    found = known.get((spec.family_of[model.id], mode.name)) or known.get(("", mode.name))
    other: Call = dict(found.call) if found else {}
    call: Call = {"prompt": other.get("prompt", _PROMPT)} if prompt_is_positional(mode) else {}
    for images in mode.inputs:
        given = other.get(images.name, [])
        shown = (given if isinstance(given, list) else [given])[: images.maximum]
        shown += [_picture(images, number) for number in range(len(shown), images.minimum)]
        if shown:
            call[images.name] = shown[0] if images.single else shown
    call |= {each.name: _value(each, other) for each in mode.parameters if each.required and each.constant is None}
    for rule in mode.rules:
        call |= _demanded(mode, rule, call, other)
    order = ["prompt", *(images.name for images in mode.inputs), *(each.name for each in mode.parameters)]
    return {name: call[name] for name in order if name in call}


def _demanded(mode: Mode, rule: Rule, call: Call, other: Call) -> Call:
    """What a rule wants in the call that is not there: one of several arguments, or each of them."""
    if not all(_met(mode, name, test, call) for name, test in rule.when.items()):
        return {}
    missing = {name: test for name, test in rule.of.items() if not _met(mode, name, test, call)}
    options = (
        (name, value) for name, test in missing.items() for value in _values(mode, name, other) if holds(test, value)
    )
    if rule.kind == "required_when":
        return dict(reversed(list(options)))
    if rule.kind in ("at_least_one", "exactly_one") and len(missing) == len(rule.of):
        return dict([*islice(options, 1)])
    return {}


def _met(mode: Mode, name: str, test: Json, call: Call) -> bool:
    if name in call:
        return holds(test, call[name])
    return holds_unasked(test, next((each for each in mode.parameters if each.name == name), None))


def _values(mode: Mode, name: str, other: Call) -> Iterator[Json]:
    """What an argument may be, the plainest first."""
    if name == "prompt":
        yield other.get("prompt", _PROMPT)
    for images in mode.inputs:
        if images.name == name:
            yield _picture(images, 0) if images.single else [_picture(images, 0)]
    for parameter in mode.parameters:
        if parameter.name == name and parameter.constant is None:
            yield from (_value(parameter, other), *parameter.choices, *(parameter.range or ()))


def _picture(images: Images, number: int) -> str:
    """A sample picture that an input takes."""
    if images.same_size_as is not None:
        return _MASK
    if images.alpha == "required":
        return _CUT_OUT
    names = _PHOTOS if "JPEG" in images.formats else _PAINTINGS
    return names[number % len(names)]


def _value(parameter: Parameter, other: Call) -> Json:
    """The other call's value where it is in the range, else the first that the parameter takes."""
    low, high = parameter.range or (1, 1)
    value = other.get(parameter.name)
    if isinstance(value, int) and low <= value <= high:
        return value
    match parameter.kind:
        case "integer" | "number":
            return high if "minimum" in parameter.exclusive else low
        case "text":
            return parameter.doc.rstrip(".") or "text"
        case "choice":
            return parameter.choices[0]
        case "color":
            return "#C2D1E6"
        case "size" if parameter.size:
            return next(iter((*parameter.size.presets, *map(dimensions, parameter.size.recommended))), "1024*1024")
        case "object":
            return {each.name: _value(each, Call()) for each in parameter.members if each.required}
        case "list" if parameter.items:
            least = max(1, (parameter.count or (1, 1))[0])
            return (
                list(parameter.combinations[0]) if parameter.combinations else [_value(parameter.items, Call())] * least
            )
        case _:
            return parameter.default if parameter.default is not None else True
