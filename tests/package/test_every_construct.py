"""Every construct of a parameter, from the YAML of tests/generator/made_up/mosaic-1.yaml to the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from brushwork import Client
from tests.package.made_up import client as made_up


@pytest.fixture
def client() -> Iterator[Client]:
    with made_up("mosaic-1") as client:
        yield client


def body(client: Client, protocol: str = "sync", **values: Any) -> Any:
    flat = {"model": "mosaic-1", "prompt": "a floor", "mode": "generate", "protocol": protocol, **values}
    return client.prepare(flat).body


def test_places_are_paths(client: Client) -> None:
    ext = {"config": {"imageSegment": True}, "domainHint": "Roman"}
    given: dict[str, Any] = {"skip_goods": True, "domain_hint": "Roman"}
    assert body(client, **given)["input"]["ext"] == ext
    assert body(client, "async", **given)["input"] == {"prompt": "a floor", "ext": ext}
    assert "ext" not in body(client)["input"]


@pytest.mark.parametrize("protocol", ["sync", "async"])
def test_a_wire_body_makes_itself(client: Client, protocol: str) -> None:
    sent = body(client, protocol, skip_goods=True, domain_hint="Roman", n=2)
    assert client.prepare(sent, protocol=protocol).body == sent


def test_extra_joins_what_a_nested_place_holds(client: Client) -> None:
    extra = {"input": {"ext": {"config": {"newer": 1}}}, "parameters": {}}
    made: Any = client.prepare({"model": "mosaic-1", "prompt": "a floor", "skip_goods": True}, extra=extra).body
    assert made["input"]["ext"] == {"config": {"imageSegment": True, "newer": 1}}
