"""The request of every example of the specs, and of every mode with nothing but what it needs and with everything.

Each is held against the body that the generator makes of the same call: it shares no code with the client.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from brushwork import Client, Result, Task
from brushwork_runtime.client.calls import Prepared
from brushwork_runtime.tables.spec import Constant
from generator.check.request_body import request_body
from generator.ir import Example, Json, Route
from tests.generator.planned import find
from tests.package.facts import (
    ModelMode,
    chosen,
    everything,
    examples,
    modes,
    name_of,
    pictures,
    region_for,
    required,
    said,
    specs,
)

Call = dict[str, Json]
pytestmark = pytest.mark.usefixtures("no_warnings")


def hold(prepared: Prepared[Result, Task], route: Route, headers: dict[str, str], body: object, region: str) -> None:
    """Method, address, headers and the body are those that the specs say; members of objects in whatever order."""
    api = specs().api
    (host,) = (each.host for each in api.regions if each.id == region)
    assert (prepared.method, prepared.url) == ("POST", f"{host}{route.base_path or api.base_path}{route.path}")
    special = {name: value for name, value in prepared.headers.items() if name.startswith("X-")}
    assert special == route.sent_headers == headers
    assert prepared.headers["Content-Type"] == "application/json"
    assert prepared.headers["Authorization"].startswith("Bearer ")
    assert exact(json.loads(prepared.content)) == exact(prepared.body) == exact(body)


def exact(body: object) -> str:
    """A JSON value as text, whatever the order of its members: 1 is not 1.0, and not true."""
    return json.dumps(body, sort_keys=True)


def asked(example: Example, client: Client) -> dict[str, object]:
    """The flat request of an example: the flags choose the mode, as in the guides' script."""
    mode = client.models[example.model].spec.modes[example.mode]
    flags = {each.name: each.value for each in mode.parameters if isinstance(each, Constant)}
    return {"model": example.model, **example.call, **flags, "protocol": example.protocol, "route": example.endpoint}


def route_of(example: Example) -> Route:
    """The route that an example takes."""
    _, mode = find(specs(), example.model, example.mode)
    way = (example.protocol, example.endpoint)
    return next(each for each in mode.routes if (each.protocol, each.endpoint) == way)


def documented_regions(example: Example) -> list[str]:
    return [region for _, region in example.documents] or [example.region]


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_an_example_makes_the_documented_request(example: Example) -> None:
    for region in documented_regions(example):
        with Client(api_key="sk-test", region=region) as there:
            prepared = there.prepare(asked(example, there))
        hold(prepared, route_of(example), dict(example.headers), example.body, region)
        assert prepared.mode.name == example.mode


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_the_typed_call_makes_the_same_request_as_the_flat_one(example: Example) -> None:
    with Client(api_key="sk-test", region=example.region) as there:
        model = there.models[example.model].spec
        mode = model.modes[example.mode]
        way = (example.protocol, example.endpoint)
        (route,) = (each for each in mode.routes if (each.protocol, each.endpoint) == way)
        typed = getattr(getattr(there, model.identifier), mode.name)
        made = typed.prepare(**example.call, **chosen(mode, route))
        assert made.content == there.prepare(asked(example, there)).content


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_a_documented_body_goes_as_it_stands(example: Example) -> None:
    body: Any = example.body
    stated = body.get("parameters", {})
    _, mode = find(specs(), example.model, example.mode)
    always = {each.name: each.send for each in mode.parameters if each.send is not None and each.name in stated}
    shorter = {**body, "parameters": {name: value for name, value in stated.items() if name not in always}}
    way = {"protocol": example.protocol, "route": example.endpoint}
    for region in documented_regions(example):
        with Client(api_key="sk-test", region=region) as there:
            prepared = there.prepare({**body, **way})
            hold(prepared, route_of(example), dict(example.headers), prepared.body, region)
            assert (prepared.mode.name, exact(prepared.body)) == (example.mode, exact(body))
            if always:
                made = there.prepare({**shorter, **way}).body
                assert exact(made) == exact({**body, "parameters": {**stated, **always}})


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_a_documented_body_tells_its_route(example: Example) -> None:
    """But for tasks of models that answer at once too: nothing in a body says which is meant."""
    _, mode = find(specs(), example.model, example.mode)
    (same, *_) = (each for each in mode.routes if _style(each) == _style(route_of(example)))
    with Client(api_key="sk-test", region=example.region) as there:
        prepared = there.prepare(example.body)
    assert (prepared.route.protocol, prepared.route.endpoint) == (same.protocol, same.endpoint)


def _style(route: Route) -> tuple[object, ...]:
    return route.payload == "flat", *route.send


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_nothing_but_what_it_needs(which: ModelMode, client: Client) -> None:
    known, planned = find(specs(), *which)
    model = client.models[which[0]].spec
    mode = model.modes[which[1]]
    call = {**said(mode), **pictures(mode, 0), **required(mode)}
    with Client(api_key="sk-test", region=(region := region_for(model, mode.routes[0]))) as there:
        prepared = there.prepare({"model": model.id, "mode": mode.name, **call})
    route = planned.routes[0]
    body = request_body(known.id_in(region), planned, route, call)
    hold(prepared, route, route.sent_headers, body, region)
    assert prepared.content == json.dumps(body).encode()  # in wire order


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_every_parameter(which: ModelMode, client: Client) -> None:
    known, planned = find(specs(), *which)
    model = client.models[which[0]].spec
    mode = model.modes[which[1]]
    call = {**said(mode), **pictures(mode, 2), **everything(mode)}
    for way, route in zip(mode.routes, planned.routes, strict=True):
        with Client(api_key="sk-test", region=(region := region_for(model, way))) as there:
            way_there = chosen(mode, way)
            prepared = there.prepare({"model": model.id, "mode": mode.name, **call, **way_there})
            hold(prepared, route, route.sent_headers, request_body(known.id_in(region), planned, route, call), region)
            typed = getattr(getattr(there, model.identifier), mode.name)
            assert typed.prepare(**call, **way_there).content == prepared.content
