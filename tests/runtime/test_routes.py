"""Which way a call goes: protocols and endpoints of its mode, base paths of their own, regions of a route."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.tables.spec import Mode, Model, Prompt, Route, by_name
from tests.runtime.tables import SYNC, Preparing, Request

OPEN = Route(
    "open-images", "/images/generations", protocol="sync", payload="messages",
    base_path="/compatible-mode/v1", regions=("east-1",),
)  # fmt: skip
BOTH = Route("multimodal", "/sync", protocol="async", payload="messages")
MODE = Mode("generate", routes=(SYNC, BOTH, OPEN), prompt=Prompt(max_characters=100), parameters=())
MODEL = Model(
    "crayon-1", identifier="crayon_1", family="crayon", summary="Several ways.",
    modes=(MODE,), regions={"east-1": (), "west-1": ()},
)  # fmt: skip


def prepared(region: str = "east-1", model: Model = MODEL, **options: object) -> Request:
    client = Preparing(region=region)
    client.models.add(model)
    return client.flat({"model": model.id, "prompt": "a cat", **options})


def test_a_route_goes_by_its_protocol_or_else_its_endpoint() -> None:
    assert by_name(MODE.routes) == {"sync": SYNC, "async": BOTH, "open-images": OPEN}


def test_the_best_route_is_taken_unless_another_is_asked_for() -> None:
    assert prepared().url == "https://east.example/api/v1/sync"
    assert prepared(protocol="async").headers["X-DashScope-Async"] == "enable"
    assert prepared(protocol="async").url == prepared().url
    assert prepared(route="open-images").route is OPEN
    assert prepared(route="multimodal", protocol="async").route is BOTH


def test_an_endpoint_with_a_base_path_of_its_own() -> None:
    assert prepared(route="open-images").url == "https://east.example/compatible-mode/v1/images/generations"


@pytest.mark.parametrize(
    ("options", "words", "nearest"),
    [
        ({"route": "open-image"}, "route is 'open-image'; generate goes to multimodal or open-images", "open-images"),
        ({"route": 7}, "route is 7", "multimodal"),
        (
            {"route": "open-images", "protocol": "async"},
            "route is 'open-images', which is sync only; async goes to multimodal",
            "multimodal",
        ),
        ({"protocol": "stream"}, "protocol is 'stream'; generate is offered as sync or async", "sync"),
        ({"region": "west-1", "route": "open-images"}, "which does not have this route", "east-1"),
    ],
)
def test_what_no_route_offers(options: dict[str, Any], words: str, nearest: str) -> None:
    with pytest.raises(InvalidRequest, match=words) as refused:
        prepared(**options)
    assert [violation.nearest for violation in refused.value.violations] == [nearest]


def test_a_region_without_a_route_has_the_next_one() -> None:
    mode = Mode("generate", routes=(OPEN, SYNC), prompt=Prompt(max_characters=100), parameters=())
    model = Model("crayon-2", identifier="crayon_2", family="crayon", summary="", modes=(mode,), regions=MODEL.regions)
    assert prepared("east-1", model).route is OPEN
    assert prepared("west-1", model).route is SYNC


def test_a_chosen_route_is_not_left_for_another() -> None:
    assert prepared().rerouted(BOTH) is not None
    assert prepared(route="multimodal").rerouted(BOTH) is None
