"""What the specs hold, and values for the parameters of the models."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from brushwork_runtime.tables.spec import (
    Boolean,
    Boxes,
    Choice,
    Color,
    List,
    Mode,
    Model,
    Number,
    Object,
    Palette,
    Parameter,
    Size,
    Text,
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


def name_of(value: object) -> str:
    match value:
        case Example():
            return f"{value.family}:{value.name}"
        case (str(model), str(mode)):
            return f"{model}:{mode}"
        case _:
            return repr(value)


def references(mode: Mode, count: int) -> list[str]:
    return [f"https://example.com/{number}.png" for number in range(1, count + 1)] if mode.inputs else []


def sample(parameter: Parameter, images: int) -> Json:
    """A value of every kind that its rules take; for a range its upper end."""
    match parameter:
        case Number():
            return parameter.maximum
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


def everything(mode: Mode) -> dict[str, Json]:
    """Every parameter of a mode's signature."""
    images = min(mode.images[1], 2)
    return {each.name: sample(each, images) for each in mode.parameters if each.kind != "constant"}


def required(mode: Mode) -> dict[str, Json]:
    """What a mode cannot do without."""
    return {each.name: sample(each, 0) for each in mode.parameters if each.required}


def flat(model: Model, mode: Mode, values: dict[str, Json], images: int) -> dict[str, object]:
    return {
        "model": model.id,
        "mode": mode.name,
        "prompt": "a cat",
        **values,
        **({"reference_images": references(mode, images)} if images else {}),
    }
