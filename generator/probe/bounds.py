"""The bounds that the specs state of values, each once for the values that it separates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.ir import Json, Location, Mode, Model, Parameter, Size, Spec
from generator.probe.bodies import fits

SILENT = "a text over its limit is cut without a word, so that no answer shows the limit"
_PICTURES = "it takes pictures that lie at each of its bounds, at public addresses of your own"
_ITEMS = "it takes lists whose items are right in every other way; give the service one by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An end of a range of a parameter, in the first mode that has it: the last value inside, the first outside.

    With a `reason` it is not asked about, and has no values; without a parameter it is one of the prompt or of images.
    """

    id: str
    words: str
    model: Model
    mode: Mode
    parameter: Parameter | None = None
    inside: Json = None
    outside: Json = None
    reason: str = ""

    @property
    def location(self) -> Location:
        """Where it stands, as near as is known."""
        return self.parameter.location if self.parameter else self.mode.location


def bounds(spec: Spec) -> Iterator[Bound]:
    """Every bound that no conflict is about; models of a family that share it are asked about it once."""
    seen: set[tuple[object, ...]] = set()
    for model in spec.models.values():
        for mode in model.modes:
            for name, end, said, bound in _of_mode(model, mode):
                key = (spec.family_of[model.id], name, end, str(said))
                if key not in seen:
                    seen.add(key)
                    yield bound


def _of_mode(model: Model, mode: Mode) -> Iterator[tuple[str, str, object, Bound]]:
    """Name, end and value of each bound of a mode, and the bound."""

    def made(name: str, end: str, words: str, reason: str = "") -> Bound:
        told = f"whether {name} of {model.id} {words}"
        return Bound(id=f"{model.id}/{mode.name}/{name}/{end}", words=told, model=model, mode=mode, reason=reason)

    for each in mode.parameters:
        if each.constant is not None or any(conflict.field != "default" for conflict in each.conflicts):
            continue
        for end, inside, outside in _ends(each):
            if fits(each, inside) and not fits(each, outside):
                bound = made(each.name, end, f"ends at {inside}")
                yield each.name, end, inside, replace(bound, parameter=each, inside=inside, outside=outside)
        limits = each.max_characters or each.max_words, each.count or each.colors or each.boxes
        for end, limit, reason in zip(("length", "count"), limits, (SILENT, _ITEMS), strict=True):
            if limit is not None:
                yield each.name, end, limit, replace(made(each.name, end, "has this limit", reason), parameter=each)
    prompt = mode.prompt
    if prompt is not None and (prompt.max_characters or prompt.max_tokens or prompt.max_words):
        yield "prompt", "length", prompt, made("prompt", "length", "has this limit", SILENT)
    for images in mode.inputs:
        yield images.name, "pictures", images, made(images.name, "pictures", "has these bounds", _PICTURES)


def _ends(parameter: Parameter) -> Iterator[tuple[str, Json, Json]]:
    if parameter.kind in ("integer", "number") and parameter.range is not None:
        low, high = parameter.range
        step = parameter.step or (1 if parameter.kind == "integer" else 0.1)
        yield "minimum", low, low - step
        yield "maximum", high, high + step
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
