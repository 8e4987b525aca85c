"""Proves of a request that the service refuses it whichever side of any conflict is right, so that nothing is billed.

The rules are those of the specs: the schema of every mode and route of the model at the endpoint, relaxed by all that
is disputed or asked about, and without any bound, since each is asked about. What even those refuse is refused in
every world that the specs allow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from generator.ir import Mode, Model, Parameter, Route, Spec
from generator.probe.questions import Request
from generator.schema.keywords import SIZE, Schema
from generator.schema.requests import request_schema
from generator.schema.validation import request_errors
from generator.sides import fact_of

NO_MODEL = "brushwork-no-such-model"
UNFETCHED = "InvalidParameter.DataInspection"
"""The code of errors.yaml for an oss:// address without the header that resolves it."""
OSS = "oss://brushwork/none.png"
_BOUNDS = {
    *("minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems"),
    *("contains", "minContains", "maxContains", SIZE),
}
"""The keywords of bounds: no proof rests on them."""
_RESOLVES = "X-DashScope-OssResourceResolve"
Steps = tuple[str, ...]


def refusals(spec: Spec, request: Request, opened: Iterable[Steps] = ()) -> tuple[str, ...]:
    """The rules that refuse a request in every world, each in words with its place; none if some world takes it.

    `opened` are places in the body that may hold anything, beside those of the recorded conflicts.
    """
    if request.method == "GET":
        return ("a GET asks for nothing to be made",)
    body = request.body or {}
    if request.model == NO_MODEL:
        return (f'no model is called "{NO_MODEL}"',)
    model = next(model for model in spec.models.values() if request.model in model.names)
    names = [name for name, _ in request.headers]
    if OSS in json.dumps(body) and _RESOLVES not in names and any(code.code == UNFETCHED for code in spec.errors):
        return (f"an oss:// address without {_RESOLVES} (specs/errors.yaml: {UNFETCHED})",)
    anywhere = [*opened, *_disputed(spec, model)]
    found: list[str] = []
    for mode, route in _candidates(spec, model, request.path):
        faults = request_errors(_relaxed(request_schema(model, mode, route), anywhere, route), body)
        if not faults:
            return ()
        found += [f"{fault} ({mode.location.file}:{mode.location.line})" for fault in faults]
    return tuple(dict.fromkeys(found))[:3]


def _candidates(spec: Spec, model: Model, path: str) -> list[tuple[Mode, Route]]:
    """The modes and routes whose rules may judge a request: those at its path, or all where none is documented."""
    every = [(mode, route) for mode in model.modes for route in mode.routes]
    return [each for each in every if (each[1].base_path or spec.api.base_path) + each[1].path == path] or every


def _disputed(spec: Spec, model: Model) -> list[Steps]:
    """The places in the bodies of a model about which documents disagree."""
    found: list[Steps] = []
    for dispute in spec.disputes:
        probe = dispute.disagreement.probe if dispute.disagreement else None
        if probe is not None and probe.model == model.id:
            found += [tuple(path.split(".")) for path in probe.send]
        for about in dispute.about if dispute.conflict and dispute.conflict.field != "default" else ():
            parameter = fact_of(spec, about)[2] if about.model == model.id else None
            if isinstance(parameter, Parameter):
                found += [parameter.steps(payload) for payload in parameter.place]
    return found


def _relaxed(schema: Schema, opened: Iterable[Steps], route: Route) -> Schema:
    """The schema with anything at the opened places, and without rules between places."""
    made: Schema = _unbounded({key: value for key, value in schema.items() if not key.startswith(("allOf", "x-"))})
    for steps in opened:
        made = _open(made, steps[1:] if route.payload == "flat" else steps)
    return made


def _unbounded(schema: Any) -> Any:
    """A schema without its bounds; what it takes without them is more."""
    if not isinstance(schema, dict):
        return schema
    made = {key: part for key, part in cast("dict[str, Any]", schema).items() if key not in _BOUNDS}
    for key in made.keys() & {"items", "additionalProperties"}:
        made[key] = _unbounded(made[key])
    for key in made.keys() & {"allOf", "anyOf"}:
        made[key] = [_unbounded(each) for each in made[key]]
    if "properties" in made:
        made["properties"] = {name: _unbounded(part) for name, part in made["properties"].items()}
    return made


def _open(schema: Schema, steps: Steps) -> Schema:
    step, *rest = steps
    members = schema.get("properties")
    if members is None or (rest and step not in members):
        return schema
    inner = _open(members[step], tuple(rest)) if rest else True
    needed = [name for name in schema.get("required", []) if rest or name != step]
    return {**schema, "properties": {**members, step: inner}, "required": needed}
