"""The client's rule tables and the generated JSON Schemas judge every request alike.

They are made from the same specs on two ways that share no code: what one takes the other takes, and what one refuses
the other refuses. The schemas are read by the generator's judge and by the emulator's. BRUSHWORK_FUZZ is the number of
requests to each mode; `make fuzz` sets a large one. Without it, a mode that models share is tried with one of them.

Left out, since a schema cannot know it or a caller may spell it in more ways: what the bytes of an image are, and in
calls (not in bodies) None for "not given", one image without its list, and the other spellings of a size.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from brushwork import BrushworkWarning, Client, InvalidRequest
from brushwork_emulator.judging.judge import Judge
from brushwork_emulator.judging.refusals import Refused
from brushwork_runtime.client.calls import AnyModel
from brushwork_runtime.request.request import steps
from brushwork_runtime.tables.spec import Constant, Mode, Model, Route, Size, by_name
from brushwork_runtime.validate.sizes import exact, ratio
from generator.schema.validation import arguments_errors, request_errors
from tests.emulator.requests import PLACES, Request, png, requests
from tests.emulator.values import Value
from tests.package.facts import ModelMode, different_modes, modes, name_of, region_for
from tests.package.made_up import client as made_up

CASES = int(os.environ.get("BRUSHWORK_FUZZ", "60"))
thorough = settings(
    max_examples=CASES,
    deadline=None,
    derandomize="BRUSHWORK_FUZZ" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate, Phase.shrink],
)
PLACEHOLDER = "https://example.com/{}-{}.png"
CONSTRUCTS = {
    ("mosaic-1", "generate"): "mosaic-1",
    ("retouch-1", "expand"): "retouch-1",
    ("retouch-1", "local_edit"): "retouch-1",
    ("retouch-1-style", "repaint"): "retouch-1",
    ("retouch-1-stage", "background"): "retouch-1",
    **{("atelier-2", mode): "atelier-2" for mode in ("generate", "edit", "sequence")},
    ("loom-2", "weave"): "loom-2",
    ("image-out-painting", "outpaint"): "image-out-painting",
    ("aitryon", "try_on"): "aitryon",
    ("aitryon-refiner", "refine"): "aitryon",
    ("aitryon-parsing-v1", "parse"): "aitryon",
    ("wanx-background-generation-v2", "background"): "wanx-background-generation",
    ("wanx-sketch-to-image-lite", "from_sketch"): "wanx-sketch-to-image",
    ("wanx-virtualmodel", "dress"): "trial-tools",
    ("wanx-poster-generation-v1", "generate"): "wanx-poster-generation",
}
"""Model and mode of what nobody has or what is not shipped, and the family that they are of."""


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that sends nothing, and no warning about what documents dispute."""
    with warnings.catch_warnings(), Client(api_key="sk-test", region="ap-southeast-1") as client:
        warnings.simplefilter("ignore", BrushworkWarning)
        yield client


def unknown_names(client: Client, mode: Mode) -> tuple[str, ...]:
    """Parameters of other modes and misspelt ones, but none that a mode sends by itself: its value picks the mode."""
    modes = [each for model in client.models.tables() for each in model.modes.values()]
    known = {own.name for each in modes for own in each.parameters}
    sent = {name for each in modes for route in each.routes for name in route.send}
    sent |= {own.name for each in modes for own in each.parameters if isinstance(own, Constant)}
    own = {own.name for own in mode.parameters}
    return tuple(sorted((known | {"sizes", "N", "colour_palette", "stream", "quality"}) - own - sent))


def refusal(client: Client, mode: Mode, request: Request, route: Route) -> InvalidRequest | None:
    """Why the rule tables refuse a request, if they do."""
    flat = {"model": request.model, "mode": mode.name, "prompt": request.prompt, **request.images}
    try:
        client.prepare({**flat, "protocol": route.protocol, "route": route.endpoint, **request.values})
    except InvalidRequest as refused:
        return refused
    return None


def typed_refusal(client: Client, mode: Mode, model_id: str, call: dict[str, Value]) -> Exception | None:
    """Why the method with the mode's own signature refuses a call, if it does."""
    try:
        getattr(client[model_id], mode.name).prepare(**call)
    except (InvalidRequest, TypeError) as refused:
        return refused
    return None


def body(client: Client, model: Model, mode: Mode, request: Request, route: Route) -> dict[str, Any]:
    """The body of a request that nothing judged: as the client spells it, with images and flags as they are given."""
    unchecked = getattr(AnyModel(client, model, request.model), mode.name)
    stand_ins: dict[str, Any] = {}
    images: dict[str, list[str]] = {}
    for name, values in request.images.items():
        images[name] = [PLACEHOLDER.format(name, number) for number in range(len(values))]
        stand_ins |= zip(images[name], values, strict=True)
    given = {"prompt": request.prompt, **images, **request.values}
    made = unchecked.prepare(validate=False, protocol=route.protocol, route=route.endpoint, **given).body
    raw = cast("dict[str, Any]", with_images(made, stand_ins))
    for own in mode.parameters:
        if isinstance(own, Constant) and request.values.get(own.name) is not None:
            *way, key = steps(own, route)[1:] if route.payload == "flat" else steps(own, route)
            reduce(dict[str, Any].__getitem__, way, raw)[key] = request.values[own.name]
    return raw


def with_images(body: Any, stand_ins: dict[str, Any]) -> Any:
    """The body with the images in the places of what stands in for them."""
    if isinstance(body, dict):
        return {key: with_images(each, stand_ins) for key, each in cast("dict[str, Any]", body).items()}
    if isinstance(body, list):
        return [with_images(each, stand_ins) for each in cast("Sequence[Any]", body)]
    return stand_ins.get(body, body) if isinstance(body, str) else body


def takes(emulated: Judge, model: Model, mode: Mode, route: str, sent: dict[str, Any]) -> bool:
    """Whether the emulator, which has a judge of its own, finds the body right."""
    try:
        emulated.mode(model.id, {mode.name: route}, sent)
    except Refused:
        return False
    return True


def leaves_the_bill_to_the_service(mode: Mode, request: Request) -> bool:
    """The client wants to be told what is billed, where the service would bill its default."""
    return any(
        own.required and own.default is not None and request.values.get(own.name) is None for own in mode.parameters
    )


def as_call(mode: Mode, request: Request) -> dict[str, Value] | None:
    """The request as arguments of a method; None where it is spelled in a way that only the method reads."""
    sizes = {own.name: own for own in mode.parameters if isinstance(own, Size)}
    if any(value is None or _spelled_freely(sizes.get(name), value) for name, value in request.values.items()):
        return None
    given = [image for images in request.images.values() for image in images]
    if any(isinstance(image, str) and image not in (*PLACES, png(), png("RGBA"), "") for image in given):
        return None  # it may be the path of a file
    images: dict[str, Value] = dict(request.images)
    for limits in mode.inputs:
        if limits.single:
            images |= dict(zip([limits.name], request.images[limits.name], strict=False)) or {limits.name: None}
    images = {name: given for name, given in images.items() if given is not None}
    optional = mode.prompt is None or not mode.prompt.required
    prompt = {} if request.prompt is None and optional else {"prompt": request.prompt}
    return {**prompt, **images, **request.values}


def _spelled_freely(size: Size | None, value: Value) -> bool:
    if size is None:
        return False
    if ratio(value) is not None:
        return value not in size.ratios
    return exact(value) is not None and not (isinstance(value, str) and "*" in value)


def judge_bodies(
    client: Client, model: Model, mode: Mode, request: Request, schemas: list[dict[str, object]], emulated: Judge
) -> None:
    """Hold the rule tables against the schema of the body, on every route of the mode."""
    for (name, route), schema in zip(by_name(mode.routes).items(), schemas, strict=True):
        if reads_otherwise(route, request):
            continue
        sent = body(client, model, mode, request, route)
        told, refused = request_errors(schema, sent), refusal(client, mode, request, route)
        note(f"{route.protocol} {sent!r:.2000}\nschema: {told or 'takes it'}\nrules: {refused or 'take it'}")
        assert bool(told) == bool(refused)
        assert takes(emulated, model, mode, name, sent) == (refused is None)


def reads_otherwise(route: Route, request: Request) -> bool:
    """Whether the body says something else: one image stands bare in a flat body, so that a list is several images."""
    return route.payload == "flat" and any(isinstance(one, list) for given in request.images.values() for one in given)


def judge_call(
    client: Client, mode: Mode, request: Request, call: dict[str, Value], schema: dict[str, object], flags: set[str]
) -> None:
    """Hold the method and the flat call against the schema of arguments."""
    told, refused = arguments_errors(schema, call), typed_refusal(client, mode, request.model, call)
    note(f"{call!r:.2000}\nschema: {told or 'takes it'}\nmethod: {refused or 'takes it'}")
    assert bool(told) == bool(refused)
    if not flags.intersection(call):  # a flat call tells the mode by them
        assert bool(refusal(client, mode, request, mode.routes[0])) == bool(told)


@pytest.mark.parametrize("which", modes() if "BRUSHWORK_FUZZ" in os.environ else different_modes(), ids=name_of)
def test_rules_and_schemas_judge_alike(client: Client, which: ModelMode) -> None:
    judge_alike(client, which)


@pytest.mark.parametrize("which", CONSTRUCTS, ids=name_of)
def test_they_do_so_for_every_construct(client: Client, which: ModelMode) -> None:
    with made_up(CONSTRUCTS[which]) as other:
        judge_alike(other, which)


def judge_alike(client: Client, which: ModelMode) -> None:
    """Hold rule tables, methods and both judges of the schemas against one another."""
    info = client.models[which[0]]
    model, mode = info.spec, info.spec.modes[which[1]]
    client = client.with_options(region=region_for(model, *mode.routes))
    schemas = [info.json_schema(mode.name, route) for route in by_name(mode.routes)]
    arguments = info.json_schema(mode.name)
    emulated = Judge(lambda model_id, name, protocol: client.models[model_id].json_schema(name, protocol))
    flags = {own.name for each in model.modes.values() for own in each.parameters if isinstance(own, Constant)}

    @thorough
    @given(requests(model, mode, unknown_names(client, mode)))
    def judge(request: Request) -> None:
        if not leaves_the_bill_to_the_service(mode, request):
            judge_bodies(client, model, mode, request, schemas, emulated)
        call = as_call(mode, request)
        unsigned = isinstance(client[model.id], AnyModel)  # a signature would not take what the mode sends by itself
        if call is not None and not (unsigned and flags.intersection(call)):
            judge_call(client, mode, request, call, arguments, flags)

    judge()
