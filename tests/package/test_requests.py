"""The request of every example of the specs, and of every mode with nothing but what it needs and with everything."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import Client, Result, Task
from brushwork_runtime.client.prepared import Prepared
from brushwork_runtime.tables.spec import Constant
from generator.ir import Example
from tests.package.facts import ModelMode, everything, examples, flat, modes, name_of, references, required, specs

pytestmark = pytest.mark.usefixtures("no_warnings")


def shown(prepared: Prepared[Result, Task]) -> str:
    """A request as text: what a snapshot locks."""
    headers = "\n".join(f"{name}: {value}" for name, value in prepared.headers.items())
    return f"{prepared.method} {prepared.url}\n{headers}\n\n{json.dumps(prepared.body, ensure_ascii=False, indent=1)}"


def asked(example: Example, client: Client) -> dict[str, object]:
    """The flat request of an example: the flags choose the mode, as in the guides' script."""
    mode = client.models[example.model].spec.modes[example.mode]
    flags = {each.name: each.value for each in mode.parameters if isinstance(each, Constant)}
    return {"model": example.model, **example.call, **flags, "protocol": example.protocol}


def documented_regions(example: Example) -> list[str]:
    return [region for _, region in example.documents] or ["ap-southeast-1"]


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_an_example_makes_the_documented_request(example: Example, snapshot: SnapshotAssertion) -> None:
    hosts = {region.id: region.host for region in specs().api.regions}
    for region in documented_regions(example):
        with Client(api_key="sk-test", region=region) as client:
            prepared = client.prepare(asked(example, client))
        assert prepared.url == f"{hosts[region]}{specs().api.base_path}{example.path}"
        assert prepared.headers.get("X-DashScope-Async") == example.headers.get("X-DashScope-Async")
        assert prepared.content == json.dumps(example.body).encode()
        assert prepared.body == example.body
        assert prepared.mode.name == example.mode
        assert urlsplit(prepared.url).scheme == "https"
        assert shown(prepared) == snapshot(name=region)


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_the_typed_call_makes_the_same_request_as_the_flat_one(example: Example, client: Client) -> None:
    typed = getattr(getattr(client, client.models[example.model].spec.identifier), example.mode)
    several = len(client.models[example.model].spec.modes[example.mode].routes) > 1
    arguments = {**example.call, "protocol": example.protocol} if several else example.call
    assert typed.prepare(**arguments).content == client.prepare(asked(example, client)).content


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_nothing_but_what_it_needs(which: ModelMode, client: Client, snapshot: SnapshotAssertion) -> None:
    model = client.models[which[0]].spec
    mode = model.modes[which[1]]
    images = mode.images.minimum if mode.images else 0
    assert shown(client.prepare(flat(model, mode, required(mode), images))) == snapshot


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_a_mode_with_every_parameter(which: ModelMode, client: Client, snapshot: SnapshotAssertion) -> None:
    model = client.models[which[0]].spec
    mode = model.modes[which[1]]
    images = min(mode.images.maximum, 2) if mode.images else 0
    request = flat(model, mode, everything(mode), images)
    for route in mode.routes:
        prepared = client.prepare(request | {"protocol": route.protocol})
        assert shown(prepared) == snapshot(name=route.protocol)
    typed = getattr(getattr(client, model.identifier), mode.name)
    given = (references(mode, images),) if mode.images else ()
    assert typed.prepare("a cat", *given, **everything(mode)).content == client.prepare(request).content
