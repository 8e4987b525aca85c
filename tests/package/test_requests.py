"""The request of every example of the specs, and of every mode with nothing but what it needs and with everything.

Each is held against the body that the generator makes of the same call: it shares no code with the client.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from brushwork import Client, Result, Task
from brushwork_runtime.client.prepared import Prepared
from brushwork_runtime.tables.spec import Constant, Mode
from generator.check.request_body import request_body
from generator.ir import Example, Json, Route
from tests.generator.planned import find
from tests.package.facts import ModelMode, everything, examples, flat, modes, name_of, references, required, specs

Call = dict[str, Json]
pytestmark = pytest.mark.usefixtures("no_warnings")


def hold(prepared: Prepared[Result, Task], route: Route, headers: dict[str, str], body: object, region: str) -> None:
    """Method, address, headers and the bytes of the body are those that the specs say."""
    api = specs().api
    (host,) = (each.host for each in api.regions if each.id == region)
    assert (prepared.method, prepared.url) == ("POST", f"{host}{route.base_path or api.base_path}{route.path}")
    special = {name: value for name, value in prepared.headers.items() if name.startswith("X-")}
    assert special == route.sent_headers == headers
    assert prepared.headers["Content-Type"] == "application/json"
    assert prepared.headers["Authorization"].startswith("Bearer ")
    assert prepared.content == json.dumps(body).encode()
    assert prepared.body == body


def made(which: ModelMode, way: tuple[str, str], call: Mapping[str, Json]) -> tuple[Route, dict[str, str], object]:
    """The route to an endpoint by a protocol, its headers, and the body that the generator makes of a call."""
    model, mode = find(specs(), *which)
    (route,) = (each for each in mode.routes if (each.endpoint, each.protocol) == way)
    return route, route.sent_headers, request_body(model.id, mode, route, call)


def asked(example: Example, client: Client) -> dict[str, object]:
    """The flat request of an example: the flags choose the mode, as in the guides' script."""
    mode = client.models[example.model].spec.modes[example.mode]
    flags = {each.name: each.value for each in mode.parameters if isinstance(each, Constant)}
    return {"model": example.model, **example.call, **flags, "protocol": example.protocol, "route": example.endpoint}


def chosen(mode: Mode, way: tuple[str, str]) -> dict[str, str]:
    """The arguments that choose a route, as far as the method of the mode has them."""
    protocols = {route.protocol for route in mode.routes}
    found = {"protocol": way[1]} if len(protocols) > 1 else {}
    return found | ({"route": way[0]} if len(mode.routes) > len(protocols) else {})


def documented_regions(example: Example) -> list[str]:
    return [region for _, region in example.documents] or ["ap-southeast-1"]


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_an_example_makes_the_documented_request(example: Example) -> None:
    route, _, _ = made((example.model, example.mode), (example.endpoint, example.protocol), example.call)
    assert route.path == example.path
    for region in documented_regions(example):
        with Client(api_key="sk-test", region=region) as client:
            prepared = client.prepare(asked(example, client))
        hold(prepared, route, dict(example.headers), example.body, region)
        assert prepared.mode.name == example.mode


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_the_typed_call_makes_the_same_request_as_the_flat_one(example: Example, client: Client) -> None:
    typed = getattr(getattr(client, client.models[example.model].spec.identifier), example.mode)
    mode = client.models[example.model].spec.modes[example.mode]
    arguments = {**example.call, **chosen(mode, (example.endpoint, example.protocol))}
    assert typed.prepare(**arguments).content == client.prepare(asked(example, client)).content


def region_for(which: ModelMode, route: Route) -> str:
    """A region that offers the model on a route, the default one if that does."""
    model, _ = find(specs(), *which)
    offering = [use.region for use in model.regions if not use.protocols or route.protocol in use.protocols]
    offering = [region for region in offering if not route.regions or region in route.regions]
    default = specs().api.default_region
    return default if default in offering else offering[0]


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_nothing_but_what_it_needs(which: ModelMode) -> None:
    route = find(specs(), *which)[1].routes[0]
    with Client(api_key="sk-test", region=(region := region_for(which, route))) as client:
        model = client.models[which[0]].spec
        mode = model.modes[which[1]]
        images = mode.images[0]
        prepared = client.prepare(flat(model, mode, required(mode), images))
        call = {"prompt": "a cat", "reference_images": [*references(mode, images)], **required(mode)}
        hold(prepared, *made(which, (route.endpoint, route.protocol), call), region)


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_every_parameter(which: ModelMode) -> None:
    for route in find(specs(), *which)[1].routes:
        with Client(api_key="sk-test", region=(region := region_for(which, route))) as client:
            model = client.models[which[0]].spec
            mode = model.modes[which[1]]
            images = min(mode.images[1], 2)
            request = flat(model, mode, everything(mode), images)
            prepared = client.prepare(request | {"protocol": route.protocol, "route": route.endpoint})
            call: dict[str, Json] = {
                "prompt": "a cat",
                "reference_images": [*references(mode, images)],
                **everything(mode),
            }
            way = route.endpoint, route.protocol
            hold(prepared, *made(which, way, call), region)
            typed = getattr(getattr(client, model.identifier), mode.name)
            given = (references(mode, images),) if mode.inputs else ()
            assert typed.prepare("a cat", *given, **everything(mode), **chosen(mode, way)).content == prepared.content
