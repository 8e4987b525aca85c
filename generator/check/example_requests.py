"""Rules for examples that need the whole plan: the call is accepted, and produces exactly the stated request."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator

from generator.check.request_body import request_body
from generator.ir import Example, Mode, Model, Route, Spec
from generator.load.document import Document, Path
from generator.load.folder import Loaded
from generator.problems import Problem, in_order
from generator.schema.arguments import arguments_schema
from generator.schema.requests import request_schema
from generator.schema.validation import arguments_errors, request_errors


def check_requests(loaded: Loaded, spec: Spec) -> tuple[Problem, ...]:
    """What is wrong with the examples of specs that `check` has passed."""
    found: list[Problem] = []
    for document, family in zip(loaded.families, spec.families, strict=True):
        models = {model.id: model for model in family.models}
        for number, example in enumerate(family.examples):
            model = models[example.model]
            mode = next(mode for mode in model.modes if mode.name == example.mode)
            way = example.endpoint, example.protocol
            route = next(route for route in mode.routes if (route.endpoint, route.protocol) == way)
            found += _check(document, ("examples", number), example, model, mode, route)
    return in_order(found)


def _check(
    document: Document, path: Path, example: Example, model: Model, mode: Mode, route: Route
) -> Iterator[Problem]:
    call, body = (*path, "call"), (*path, "request", "body")
    refused = arguments_errors(arguments_schema(model, mode), _spelled_out(mode, example))
    for error in refused:
        name, _, said = error.partition(": ")
        steps = tuple(int(step) if step.isdigit() else step for step in name.split("."))
        at = document.location((*call, *(() if name == "body" else steps)), value=True)
        yield Problem(location=at, message=f"the rules of {model.id} {mode.name} reject this call: {said}")
    if refused:
        return  # the body would be refused for the same reasons
    made = request_body(model.id_in(example.region), mode, route, example.call)
    if json.dumps(made, sort_keys=True) != json.dumps(example.body, sort_keys=True):
        message = "the call does not produce this body"
        yield Problem(location=document.location(body), message=message, expected=_difference(made, example.body))
        return
    for error in request_errors(request_schema(model, mode, route), example.body):
        message = f"the rules of {model.id} {mode.name} refuse this request: {error}"
        yield Problem(location=document.location(body), message=message)


def _spelled_out(mode: Mode, example: Example) -> dict[str, object]:
    """The call with sizes as the schema spells them, where it names a ratio."""
    call: dict[str, object] = dict(example.call)
    for parameter in mode.parameters:
        ratios = parameter.size.ratios if parameter.size else {}
        label = call.get(parameter.name)
        if isinstance(label, str) and label in ratios:
            width, height = ratios[label]
            call[parameter.name] = f"{width}*{height}"
    return call


def _difference(made: object, stated: object) -> str:
    """The lines in which two bodies differ: + is what the call makes, - what the example states."""
    want, have = (json.dumps(each, indent=1, ensure_ascii=False).splitlines() for each in (made, stated))
    lines = [line for line in difflib.ndiff(have, want) if line[0] in "+-"]
    return "this change to it\n" + "\n".join(f"        {line}" for line in lines)
