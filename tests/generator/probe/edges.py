"""Worlds of the bounds: services that keep a bound as the specs have it, keep a narrower one, or a wider one.

They know nothing of how the bounds are asked about, but what they are of: each is a mode with another range, as a
family with that range would have it, or what the emulator is told of pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

from generator.ir import Images, Mode, Model, Parameter, Spec, by_name
from generator.probe.bounds import Bound, bounds
from generator.schema.requests import request_schema
from generator.sides import varied

World = dict[str, Any]
Worlds = dict[str, dict[str, World]]


def worlds(spec: Spec) -> Worlds:
    """Bound -> how the service is -> its effects; a text that is too long is cut, which is the fact, or refused."""
    return {bound.id: dict(_ways(bound)) for bound in bounds(spec) if not bound.reason}


def _ways(bound: Bound) -> Iterator[tuple[str, World]]:
    end = bound.id.rpartition("/")[2]
    if end == "sides-advised":
        (images,) = (each for each in bound.mode.inputs if each.name == bound.name)
        for way, sides in (("fact", None), ("refused", list(images.sides or ()))):
            yield way, {"images": [[bound.model.id, "sides", sides]]}
        return
    if end.startswith("length"):
        yield "fact", {}
        longest = bound.named, _length(bound)
        yield "refused", _schemas(bound.model, [(mode, mode) for mode in bound.model.modes], longest)
        return
    wider = 1 if end.endswith("maximum") else -1
    for way, by in (("fact", 0), ("narrower", -wider), ("wider", wider)):
        yield way, _moved(bound, end, by)


def _length(bound: Bound) -> int:
    ((_, _), (_, call)) = bound.calls
    return len(str(call[bound.name])) - 1


def _moved(bound: Bound, end: str, by: int) -> World:
    """The bound somewhat further down or up, in every mode that has the same."""
    inputs = {each.name: each for each in bound.mode.inputs}
    if bound.kind == "image":
        return {"images": [[bound.model.id, *each] for each in _pictures(inputs[bound.name], end, by)]}
    changed = [(mode, _changed(mode, bound, end, by)) for mode in bound.model.modes]
    return _schemas(bound.model, changed)


def _changed(mode: Mode, bound: Bound, end: str, by: int) -> Mode:
    if end == "sum-maximum":
        sums = [each for each in mode.rules if each.kind == "counts_sum"]
        other = [replace(each, range=_shifted(each.range, 1, by)) for each in sums]
        return replace(mode, rules=(*other, *(each for each in mode.rules if each not in sums)))
    found, theirs = (_part(each, bound.name) for each in (mode, bound.mode))
    if isinstance(found, Images) and isinstance(theirs, Images):
        if (found.maximum if end == "count-maximum" else found.minimum) != (
            theirs.maximum if end == "count-maximum" else theirs.minimum
        ):
            return mode
        more, fewer = (by, 0) if end == "count-maximum" else (0, by)
        moved = replace(found, maximum=found.maximum + more, minimum=found.minimum + fewer)
        rules = tuple(rule for rule in mode.rules if bound.name not in rule.of)
        return replace(mode, inputs=tuple(moved if each is found else each for each in mode.inputs), rules=rules)
    if isinstance(found, Parameter) and isinstance(theirs, Parameter) and _same(found, theirs):
        return varied(mode, bound.name, _parameter(found, end, by))
    return mode


def _part(mode: Mode, name: str) -> Images | Parameter | None:
    named: list[Images | Parameter] = [*mode.inputs, *mode.parameters]
    return next((each for each in named if each.name == name), None)


def _same(one: Parameter, other: Parameter) -> bool:
    names = ("range", "size", "count", "colors", "boxes", "constant")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _parameter(parameter: Parameter, end: str, by: int) -> Parameter:
    at = int(end.endswith("maximum"))
    if end.startswith("count"):
        field = next(name for name in ("count", "colors", "boxes") if getattr(parameter, name))
        return replace(parameter, **{field: _shifted(getattr(parameter, field), at, by)})
    size = parameter.size
    if size is None:
        step = 1 if parameter.kind == "integer" else 0.1
        return replace(parameter, range=_shifted(parameter.range, at, by * step))
    if end.startswith("aspect"):
        return replace(parameter, size=replace(size, aspect=_ratios(size.aspect, at, by), recommended=()))
    if size.pixels is not None:
        side = round(size.pixels[at] ** 0.5) + by
        return replace(parameter, size=replace(size, pixels=_put(size.pixels, at, side * side), recommended=()))
    return replace(parameter, size=replace(size, sides=_shifted(size.sides, at, by), recommended=()))


def _put(ends: Any, at: int, value: Any) -> Any:
    return (value, ends[1]) if at == 0 else (ends[0], value)


def _shifted(ends: Any, at: int, by: float) -> Any:
    return _put(ends, at, ends[at] + by)


def _ratios(aspect: Any, at: int, by: int) -> Any:
    """Another ratio: a tenth larger or smaller."""
    wide, high = map(int, str(aspect[at]).split(":"))
    return _put(aspect, at, f"{wide * (10 + by)}:{high * 10}")


def _pictures(images: Images, end: str, by: int) -> Iterator[list[Any]]:
    """What is taken of a picture: all that the specs bound, one end of it moved."""
    field, _, last = end.partition("-")
    disputed = {conflict.field for conflict in images.conflicts}
    ends: dict[str, Any] = {"width": images.width, "height": images.height}
    ends["sides"] = None if images.sides_recommended or disputed & {"sides"} else images.sides
    ends["bytes"] = (0, images.max_megabytes * 1_048_576) if images.max_megabytes else None
    ends["aspect"] = images.aspect
    for name, found in ends.items():
        if found is None:
            continue
        at = int(last == "maximum")
        moved = (
            _ratios(found, at, by)
            if name == "aspect"
            else _shifted(found, at, by * (600_000 if name == "bytes" else 1))
        )
        yield [name, list(moved if name == field else found)]


def _schemas(
    model: Model, modes: Iterable[tuple[Mode, Mode]], longest: tuple[tuple[str, ...], int] | None = None
) -> World:
    """The parts of the schemas of modes that become others."""
    changes: list[list[Any]] = []
    for old, new in modes:
        for name, route in by_name(old.routes).items():
            before, after = (request_schema(model, mode, route) for mode in (old, new))
            if longest is not None:
                _limit(after, *longest)
            changes += [[model.id, old.name, name, [key], after[key]] for key in after if after[key] != before.get(key)]
            changes += [[model.id, old.name, name, [key]] for key in before if key not in after]
    return {"schemas": changes}


def _limit(schema: Any, names: tuple[str, ...], most: int) -> None:
    """Texts of these names get a length."""
    members = cast("dict[str, Any]", schema) if isinstance(schema, dict) else {}
    for key, part in members.items():
        if key in names and isinstance(part, dict) and "string" in str(cast("dict[str, Any]", part).get("type")):
            part["maxLength"] = most
        _limit(part, names, most)
