"""Every construct of a parameter, from the YAML of tests/generator/made_up/mosaic-1.yaml to the request."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest

from brushwork import Client, InvalidRequest
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


class Layer(IntEnum):
    BACK = 3


class Index:
    """An integer of another library."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("strength", 0, 0),
        ("strength", 0.25, 0.25),
        ("strength", Decimal("0.25"), 0.25),
        ("strength", Fraction(1, 4), 0.25),
        ("strength", Index(1), 1),
        ("scale", 2.3, 2.3),
        ("scale", 3, 3),
        ("ctrl_step", 1, 1),
        ("tile", Index(32), 32),
        ("tile", Decimal(32), 32),
        ("layer", Layer.BACK, 3),
        ("layer", 7, 7),
        ("resolution", -1, -1),
        ("resolution", Index(1024), 1024),
        ("style", "<3d cartoon>", "<3d cartoon>"),
        ("style", "", ""),
        ("language", "nb", "nb"),
    ],
)
def test_values_are_accepted_as_people_have_them(client: Client, name: str, value: Any, sent: object) -> None:
    made = body(client, **{name: value})
    found = (made["parameters"] | made["input"])[name]
    assert (found, type(found)) == (sent, type(sent))


@pytest.mark.parametrize(
    ("name", "value", "message", "nearest"),
    [
        ("strength", 1.5, "strength is 1.5; it must be a number from 0 to 1.", 1),
        ("strength", float("nan"), "strength is nan of type float; it must be a number from 0 to 1.", None),
        ("strength", float("inf"), "strength is inf; it must be a number from 0 to 1.", 1),
        (
            "strength",
            Decimal("nan"),
            "strength is Decimal('NaN') of type Decimal; it must be a number from 0 to 1.",
            None,
        ),
        ("strength", "0.5", "strength is '0.5' of type str; it must be a number from 0 to 1.", 0.5),
        ("strength", True, "strength is True of type bool; it must be a number from 0 to 1.", None),
        ("ctrl_step", 0, "ctrl_step is 0; it must be a number above 0 to 1.", 0.01),
        ("scale", 2.34, "scale is 2.34; it must be a number from 2.0 to 8.0 in steps of 0.1.", 2.3),
        ("angle", 90, "angle is 90; it must be an integer from 0 and below 360, but not 90, 180 or 270.", 89),
        ("angle", 360, "angle is 360; it must be an integer from 0 and below 360, but not 90, 180 or 270.", 359),
        ("tile", 30, "tile is 30; it must be an integer from 16 to 64 in steps of 16.", 32),
        ("tile", 32.0, "tile is 32.0 of type float; it must be an integer from 16 to 64 in steps of 16.", 32),
        ("resolution", 1000, "resolution is 1000; it must be -1, 1024 or 1280.", 1024),
        ("resolution", "1280", "resolution is '1280'; it must be -1, 1024 or 1280.", 1280),
        ("resolution", True, "resolution is True; it must be -1, 1024 or 1280.", -1),
        ("style", "cartoon", "style is 'cartoon'; it must be '<auto>', '<3d cartoon>' or ''.", "<3d cartoon>"),
        ("layer", "7", "layer is '7'; it must be an integer.", 7),
        ("language", 7, "language is 7 of type int; it must be text (str).", None),
    ],
)
def test_a_refusal_names_the_nearest_value(
    client: Client, name: str, value: Any, message: str, nearest: object
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        body(client, **{name: value})
    (violation,) = caught.value.violations
    assert violation.message == message
    assert (violation.nearest, type(violation.nearest)) == (nearest, type(nearest))
