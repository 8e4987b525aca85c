"""What the specs hold, and values for the parameters of the models."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from brushwork_runtime.tables.spec import (
    Boolean,
    Boxes,
    Choice,
    Color,
    Integer,
    List,
    Mode,
    Model,
    Number,
    Object,
    Palette,
    Parameter,
    Route,
    Size,
    Text,
    by_name,
)
from generator.ir import Example, Spec
from generator.load import load
from generator.plan import plan

if TYPE_CHECKING:
    from brushwork_runtime.tables.spec import Json

ROOT = Path(__file__).parents[2]
ModelMode: TypeAlias = tuple[str, str]


@cache
def specs() -> Spec:
    return plan(load(ROOT / "specs"))


def examples() -> list[Example]:
    return [example for family in specs().families for example in family.examples]


def modes() -> list[ModelMode]:
    return [(model.id, mode.name) for family in specs().families for model in family.models for mode in model.modes]


def different_modes() -> list[ModelMode]:
    """One for all models that share a mode, with its rules, routes and results."""
    found: dict[str, ModelMode] = {}
    for family in specs().families:
        for model in family.models:
            for mode in model.modes:
                found.setdefault(repr(mode), (model.id, mode.name))
    return list(found.values())


def name_of(value: object) -> str:
    match value:
        case Example():
            return f"{value.family}:{value.name}"
        case (str(model), str(mode)):
            return f"{model}:{mode}"
        case _:
            return repr(value)


def region_for(model: Model, *routes: Route) -> str:
    """A region that offers the model on these routes, Singapore if that does."""
    offering = [
        region
        for region, protocols in model.regions.items()
        if all(not protocols or route.protocol in protocols for route in routes)
        and all(not route.regions or region in route.regions for route in routes)
    ]
    return "ap-southeast-1" if "ap-southeast-1" in offering else offering[0]


def chosen(mode: Mode, route: Route) -> dict[str, str]:
    """The argument that chooses a route, if it is not the best one."""
    if route is mode.routes[0]:
        return {}
    (name,) = (name for name, each in by_name(mode.routes).items() if each is route)
    return {"protocol" if name == route.protocol else "route": name}


def pictures(mode: Mode, count: int) -> dict[str, Json]:
    """The image inputs by name, a list with `count` images if it takes so many; one that may be absent from 1 on."""
    given: dict[str, Json] = {}
    for images in mode.inputs:
        many = min(images.maximum, max(images.minimum, count))
        addresses = [f"https://example.com/{images.name}-{number}.png" for number in range(1, many + 1)]
        if addresses:
            given[images.name] = addresses[0] if images.single else [*addresses]
    return given


def without_others(text: str) -> str:
    """A refusal with the models that would take the value left out, since every new one may be among them."""
    return re.sub(r"(Accepted unchanged by|原样接受该值的模型)(: |：).*?[.。](?=\n|$)", r"\1\2…", text, flags=re.DOTALL)


def said(mode: Mode) -> dict[str, Json]:
    """The prompt, if the mode takes one."""
    return {} if mode.prompt is None else {"prompt": "a cat"}


def sample(parameter: Parameter, images: int) -> Json:
    """A value of every kind that its rules take; for a range its upper end."""
    match parameter:
        case Number():
            return _highest(parameter)
        case Boolean():
            return True
        case Text():
            return "fog, text"
        case Choice():
            return parameter.choices[-1]
        case Size():
            width, height = (*parameter.recommended, (1024, 1024))[0]
            return next(iter(parameter.presets), f"{width}*{height}")
        case Boxes():
            return [[[1, 2, 30, 40]] for _ in range(images)]
        case List() if parameter.combinations:
            return list(parameter.combinations[-1])
        case Color():
            return "#C2D1E6" if parameter.form == "hex" else [194, 209, 230]
        case Object():
            return {member.name: sample(member, images) for member in parameter.members}
        case Palette():
            ratios = ("50.00%", "25.00%", "25.00%")
            return [{"hex": f"#C2D1E{digit}", "ratio": ratio} for digit, ratio in enumerate(ratios)]
        case List():
            return [sample(parameter.items, images)] * max(parameter.minimum, min(2, parameter.maximum))
        case _:
            raise AssertionError(f"no sample for {parameter.kind}")


def _highest(parameter: Number) -> float:
    """The upper end of a range, or what its rules take that is next to it."""
    top = parameter.maximum
    if "maximum" in parameter.exclusive:
        whole = isinstance(parameter, Integer)
        top -= parameter.step or (1 if whole else (top - parameter.minimum) / 2)
    while top in parameter.excluded:
        top -= parameter.step or 1
    return top


def everything(mode: Mode) -> dict[str, Json]:
    """Every parameter of a mode's signature; where two must differ, the second has another choice, or text."""
    images = min(mode.images[1], 2)
    values = {each.name: sample(each, images) for each in mode.parameters if each.kind != "constant"}
    for rule in mode.rules:
        for each in mode.parameters:
            if rule.kind == "differ" and each.name == list(rule.of)[-1]:
                values[each.name] = each.choices[0] if isinstance(each, Choice) else "rain"
    return values


def required(mode: Mode) -> dict[str, Json]:
    """What a mode cannot do without, with one of each group of which one must be given."""
    values = everything(mode)
    found = {each.name: values[each.name] for each in mode.parameters if each.required}
    for rule in mode.rules:
        if rule.kind in ("at_least_one", "exactly_one") and not rule.when and not {"prompt", *found} & {*rule.of}:
            found |= {name: values[name] for name in [name for name in rule.of if name in values][:1]}
    return found
