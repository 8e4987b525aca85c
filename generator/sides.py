"""What each side of a conflict would have the service do: its effects, which the emulator plays as worlds.

An effect is what can be seen from outside: another schema of a request, a route refused or added, a model gone, another
default, an address that is there or not. A side without effects is one that no request shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, cast

from generator.ir import (
    Conflict,
    Dispute,
    Disputed,
    Images,
    Json,
    Mode,
    Model,
    Parameter,
    Probe,
    Prompt,
    Route,
    Size,
    Spec,
    by_name,
)
from generator.schema.json_text import json_text
from generator.schema.keywords import Schema
from generator.schema.requests import request_schema
from generator.schema.validation import request_errors

Side = Literal["fact", "claim"]


@dataclass(slots=True)
class Effects:
    """What a side changes of the service that the specs describe; a dump of it is what the emulator reads."""

    schemas: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, mode, route, keys that lead to a part of its schema, the part]; without a part it is taken out."""
    refused: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, endpoint, protocol]."""
    added: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, endpoint, protocol]: answered like the model's first route."""
    gone: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, region], "" for all regions."""
    defaults: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, mode, parameter, value]."""
    paths: list[list[Json]] = field(default_factory=list[list[Json]])
    """[path of a GET, whether it is there]."""
    renamed: list[list[Json]] = field(default_factory=list[list[Json]])
    """[path of a GET, a key of its answer that documents name, what it is called]."""
    images: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, "sides", "width", "height", "aspect", "bytes" or "alpha", what is taken]."""
    ignored: list[list[Json]] = field(default_factory=list[list[Json]])
    """[model, mode, parameter]: taken, and without effect."""

    def as_json(self) -> dict[str, Json]:
        """The effects that there are."""
        return {each.name: found for each in fields(self) if (found := getattr(self, each.name))}


def worlds(spec: Spec) -> dict[str, str]:
    """The file of the emulator's worlds: conflict -> side -> effects."""
    sides = {
        dispute.id: {side: effects.as_json() for side, effects in both(spec, dispute).items()}
        for dispute in spec.disputes
    }
    return {"brushwork/worlds.json": json_text(cast("Json", sides))}


def both(spec: Spec, dispute: Dispute) -> dict[Side, Effects]:
    """The effects of both sides."""
    sides: dict[Side, Effects] = {"fact": Effects(), "claim": Effects()}
    if dispute.disagreement is not None and dispute.disagreement.probe is not None:
        _of_probe(spec, dispute, dispute.disagreement.probe, sides)
    elif dispute.conflict is not None:
        for each in dispute.about:
            _of_claim(spec, dispute.conflict, each, sides)
    return sides


def fact_of(spec: Spec, about: Disputed) -> tuple[Model, Mode | None, Parameter | Images | Prompt | Route | None]:
    """The model, the mode and the fact itself."""
    model = spec.models[about.model]
    mode = next((mode for mode in model.modes if mode.name == about.mode), None)
    if mode is None or about.kind == "prompt":
        return model, mode, mode.prompt if mode else None
    if about.kind == "route":
        return model, mode, by_name(mode.routes)[about.name]
    named = mode.parameters if about.kind == "parameter" else mode.inputs
    return model, mode, next(each for each in named if each.name == about.name)


def claimed(parameter: Parameter, name: str, value: Json) -> Parameter | None:
    """The parameter as a claim about one of its fields has it; None where it is denied."""
    if name == "supported":
        return None
    if name == "type":  # in words, with the values in parentheses
        words = re.findall(r"\w+", str(value).partition("(")[2])
        return replace(parameter, kind="choice", choices=tuple(words))
    frozen: Any = tuple(value) if isinstance(value, list) else value
    if parameter.size is not None and name in Size.__slots__:
        return replace(parameter, size=replace(parameter.size, **{name: frozen}))
    return replace(parameter, **{name: frozen})


def varied(mode: Mode, name: str, parameter: Parameter | None) -> Mode:
    """The mode with another parameter in the place of one, or without it and the rules that speak of it."""
    changed = (each if each.name != name else parameter for each in mode.parameters)
    rules = (each for each in mode.rules if parameter or name not in {*each.of, *each.when, each.to})
    return replace(mode, parameters=tuple(each for each in changed if each is not None), rules=tuple(rules))


def _of_claim(spec: Spec, conflict: Conflict, about: Disputed, sides: dict[Side, Effects]) -> None:
    (model, mode, fact), effects = fact_of(spec, about), sides["claim"]
    if mode is None:  # a list of regions
        here = conflict.value if isinstance(conflict.value, list) else []
        for each in model.regions:
            if each.region not in here:
                effects.gone.append([model.id, each.region])
    elif isinstance(fact, Parameter) and conflict.field == "default":
        effects.defaults.append([model.id, mode.name, fact.name, conflict.value])
    elif isinstance(fact, Parameter) and conflict.in_result:
        effects.ignored.append([model.id, mode.name, fact.name])
    elif isinstance(fact, Parameter):
        other = varied(mode, fact.name, claimed(fact, conflict.field, conflict.value))
        effects.schemas += _changes(spec, model, mode, other)
    elif isinstance(fact, Route):
        place: list[Json] = [model.id, fact.endpoint, fact.protocol]
        if conflict.field in ("endpoint", "protocol"):
            claim: dict[str, Json] = {
                "endpoint": fact.endpoint,
                "protocol": fact.protocol,
                conflict.field: conflict.value,
            }
            _once(effects.added, [model.id, claim["endpoint"], claim["protocol"]])
        _once(effects.refused, place)
    elif isinstance(fact, Images) and conflict.field in IMAGE_FIELDS:
        mine, theirs = image_bounds(fact, conflict)
        _once(sides["fact"].images, [model.id, *mine])
        _once(effects.images, [model.id, *theirs])


IMAGE_FIELDS = ("alpha", "sides", "sides_recommended", "max_megabytes")
"""The fields of images that a picture can be held against."""


def image_bounds(fact: Images, conflict: Conflict) -> tuple[list[Json], list[Json]]:
    """What is taken of an image on either side: ["sides", [low, high]], without a list any; also "bytes", or a word."""
    if conflict.field == "alpha":
        return ["alpha", fact.alpha], ["alpha", conflict.value]
    if conflict.field == "max_megabytes":
        mine, theirs = ([0, int(str(most)) * 1_048_576] for most in (fact.max_megabytes or 0, conflict.value))
        return ["bytes", cast("Json", mine)], ["bytes", cast("Json", theirs)]
    sides: Json = list(fact.sides or ()) or None
    if conflict.field == "sides":
        return ["sides", sides], ["sides", conflict.value]
    return ["sides", None], ["sides", sides]


def _once(entries: list[list[Json]], entry: list[Json]) -> None:
    if entry not in entries:
        entries.append(entry)


def _of_probe(spec: Spec, dispute: Dispute, probe: Probe, sides: dict[Side, Effects]) -> None:
    taken = sides[probe.taken]
    refused = sides["claim" if probe.taken == "fact" else "fact"]
    if probe.get is not None and probe.holds is not None:
        taken.renamed.append([probe.get, "data", probe.holds])
    elif probe.get is not None:
        path = probe.get.partition("?")[0]
        taken.paths.append([path, True])
        refused.paths.append([path, False])
    elif not probe.send:
        for each in dispute.about:
            refused.gone.append([each.model, ""])
    for model, mode, name, route in probe_routes(spec, probe) if probe.send else ():
        schema = request_schema(model, mode, route)
        for path, value in probe.send.items():
            keys = [step for part in path.split(".") for step in ("properties", part)]
            _sending(schema, keys, value, [model.id, mode.name, name], taken, refused)


def _sending(schema: Schema, keys: list[str], value: Json, at: list[Json], taken: Effects, refused: Effects) -> None:
    """A value at a place of a body, taken by one side and refused by the other; the specs say what one of them says."""
    old = part_of(schema, keys)
    if old is None:
        taken.schemas.append([*at, cast("Json", keys), {"type": _JSON[type(value)]}])
    elif request_errors(old, value):
        taken.schemas.append([*at, cast("Json", keys), {"anyOf": [old, {"const": value}]}])
    else:
        refused.schemas.append([*at, cast("Json", keys), {"allOf": [old, {"not": {"const": value}}]}])


def part_of(schema: Any, keys: Iterable[str]) -> Any:
    """What the keys lead to; None if there is nothing."""
    for key in keys:
        schema = cast("Schema", schema).get(key) if isinstance(schema, dict) else None
    return schema


_JSON: dict[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}


def probe_routes(spec: Spec, probe: Probe) -> Iterator[tuple[Model, Mode, str, Route]]:
    """The modes and named routes that a probe of a body is about; without a mode the model's first."""
    model = spec.models[str(probe.model)]
    modes = [mode for mode in model.modes if probe.mode in (None, mode.name)][:1]
    for mode in modes:
        for name, route in by_name(mode.routes).items():
            if probe.protocol in (None, route.protocol):
                yield model, mode, name, route


def _changes(spec: Spec, model: Model, old: Mode, new: Mode) -> Iterator[list[Json]]:
    """What becomes of the schemas of a mode's routes."""
    known = {endpoint.id: endpoint for endpoint in spec.api.endpoints}
    for name, route in by_name(old.routes).items():
        one, other = (request_schema(model, mode, route, known.get(route.endpoint)) for mode in (old, new))
        for keys, *value in _differences(one, other):
            yield [model.id, old.name, name, list(keys), *value]


def _differences(old: Any, new: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield keys, new
        return
    before, after = cast("Schema", old), cast("Schema", new)
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield ((*keys, key),)
        elif key not in before:
            yield (*keys, key), after[key]
        else:
            yield from _differences(before[key], after[key], (*keys, key))
