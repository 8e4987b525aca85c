"""Requests to be refused: a valid body of a mode, with something disputed in it and a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from generator.check.request_body import request_body
from generator.ir import Json, Mode, Model, Parameter, Route, Spec
from generator.probe.freeness import OSS, Steps
from generator.probe.questions import Request
from generator.schema.parameters import wire_schema
from generator.schema.validation import request_errors

WORD = "brushwork"
UNKNOWN = "brushwork_unknown"
"""A parameter that no model has."""
NOWHERE = "https://brushwork.invalid/1.png"
DAMAGED = "data:image/png;base64,YnJ1c2h3b3Jr"
NAMES = {"n": ("num_images_per_prompt",), "size": ("pixels", "width", "height", "resolution")}
"""How the service calls a parameter when it refuses its value, beside its name."""
_SIDES = (16, 256, 512, 768, 1024, 1280, 1536, 2048, 2560, 3072, 4096, 16384)


def call_of(spec: Spec, model: Model, mode: Mode, *, image: str = NOWHERE) -> dict[str, Json]:
    """The least that a call of a mode needs; what has no value of its own is taken from an example."""
    family = spec.family_of[model.id]
    example = spec.examples_of_modes.get((family, mode.name))
    call: dict[str, Json] = {"prompt": "A paper boat"} if mode.prompt else {}
    for images in mode.inputs:
        if images.minimum:
            call[images.name] = image if images.single else [image] * images.minimum
    for each in mode.parameters:
        if each.required and each.constant is None:
            known = example.call.get(each.name) if example else None
            call[each.name] = known if known is not None else sample(each)
    return call


def request_of(spec: Spec, model: Model, mode: Mode, route: Route, call: dict[str, Json], region: str) -> Request:
    """The request that a call makes."""
    body = request_body(model.id_in(region), mode, route, call)
    return sent(spec, route.endpoint, route.protocol, body, headers=route.headers)


def sent(
    spec: Spec, endpoint: str, protocol: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Request:
    """A request to an endpoint by a protocol."""
    found = next(each for each in spec.api.endpoints if each.id == endpoint)
    given = (headers or {}) | ({"X-DashScope-Async": "enable"} if protocol == "async" else {})
    path = (found.base_path or spec.api.base_path) + found.path
    return Request(method="POST", path=path, headers=tuple(sorted(given.items())), body=body)


def fillers(mode: Mode, besides: str) -> Iterator[dict[str, Json]]:
    """Reasons to refuse a call, as values of it: an empty prompt, an address that cannot be fetched, a value of another
    type, which no bound allows; never of what is called `besides`, nor of what documents disagree about.
    """
    prompt = mode.prompt if besides != "prompt" else None
    if prompt is not None and prompt.required and not prompt.may_be_empty:
        yield {"prompt": ""}
    for images in mode.inputs:
        if images.name != besides and "oss" in (images.accepts or ("oss",)):
            yield {images.name: OSS if images.single else [OSS] * max(1, images.minimum)}
    for each in mode.parameters:
        if each.name == besides or each.constant is not None or any(one.field != "default" for one in each.conflicts):
            continue
        if each.kind in ("boolean", "integer", "size"):
            yield {each.name: WORD}


def put(body: dict[str, Any], steps: Steps, value: Json) -> None:
    """Set what the steps lead to."""
    *way, last = steps
    for step in way:
        body = body.setdefault(step, {})
    body[last] = value


def fits(parameter: Parameter | None, value: Json) -> bool:
    """Whether a parameter takes a value on the wire; none takes any."""
    return parameter is not None and not request_errors(wire_schema(parameter), value)


def candidates(*parameters: Parameter | None) -> Iterator[Json]:
    """Values around the bounds of parameters, then some that nearly nothing takes."""
    for each in filter(None, parameters):
        if each.range is not None:
            low, high = each.range
            yield from (high, low, high + 1, low - 1)
        yield from each.choices
        if each.kind == "boolean":
            yield True
        if each.size is not None:
            yield from (f"{wide}*{high}" for wide, high in each.size.recommended)
            yield from (f"{wide}*{high}" for wide, high in sorted(product(_SIDES, _SIDES), key=_oddity))
    yield from (WORD, 5)


def _oddity(size: tuple[int, int]) -> tuple[float, int]:
    """Squares before long sizes: those may be refused for their shape."""
    return max(size) / min(size), size[0] * size[1]


def wrong(parameter: Parameter | None) -> Iterator[Json]:
    """Values that a parameter does not take, those of its own kind first; of none, values of several types."""
    several = candidates(parameter) if parameter is None or parameter.constant is None else (WORD,)
    yield from (value for value in several if not fits(parameter, value))


def sample(parameter: Parameter) -> Json:
    """A value that a parameter takes."""
    return next((value for value in ("people", *candidates(parameter)) if fits(parameter, value)), None)
