"""The bounds that the specs state of numbers and sizes, each once for the values that it separates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir import Json, Mode, Model, Parameter, Size, Spec
from generator.probe.bodies import fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An end of a range of a parameter, in the first mode that has it: the last value inside, the first outside."""

    id: str
    words: str
    model: Model
    mode: Mode
    parameter: Parameter
    inside: Json
    outside: Json


def bounds(spec: Spec) -> Iterator[Bound]:
    """Every bound that no conflict is about; models of a family that share it are asked about it once."""
    seen: set[tuple[object, ...]] = set()
    for model in spec.models.values():
        family = spec.family_of[model.id]
        for mode in model.modes:
            for each in mode.parameters:
                if each.constant is not None or any(conflict.field != "default" for conflict in each.conflicts):
                    continue
                for end, inside, outside in _ends(each):
                    told = fits(each, inside) and not fits(each, outside)
                    if told and (family, each.name, end, inside) not in seen:
                        seen.add((family, each.name, end, inside))
                        yield Bound(
                            id=f"{model.id}/{mode.name}/{each.name}/{end}",
                            words=f"whether {each.name} of {model.id} ends at {inside}",
                            model=model,
                            mode=mode,
                            parameter=each,
                            inside=inside,
                            outside=outside,
                        )


def _ends(parameter: Parameter) -> Iterator[tuple[str, Json, Json]]:
    if parameter.kind == "integer" and parameter.range is not None:
        low, high = map(int, parameter.range)
        yield "minimum", low, low - 1
        yield "maximum", high, high + 1
    if parameter.size is not None:
        yield from _of_size(parameter.size)


def _of_size(size: Size) -> Iterator[tuple[str, Json, Json]]:
    """Squares about the ends of the area or of the sides."""
    if size.pixels is not None:
        low, high = math.isqrt(size.pixels[0] - 1) + 1, math.isqrt(size.pixels[1])
    elif size.sides is not None:
        low, high = size.sides
    else:
        return
    yield "minimum", f"{low}*{low}", f"{low - 1}*{low - 1}"
    yield "maximum", f"{high}*{high}", f"{high + 1}*{high + 1}"
