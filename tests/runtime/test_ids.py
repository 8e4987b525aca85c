"""Ids of a model by region, and what has to be activated."""

from __future__ import annotations

import json

import pytest

from brushwork_runtime.base.errors import AccessDenied
from brushwork_runtime.tables.spec import Model
from tests.runtime.brushes import BRUSH
from tests.runtime.support import client, error, images, reply

DONE = reply(images("https://r.example/1.png"))
INK = Model(
    "ink-1",
    identifier="ink_1",
    family="ink",
    summary="One model, two ids.",
    modes=tuple(BRUSH.modes.values()),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    ids={"cn-beijing": "inkx-1"},
    snapshots=("ink-1-2026-01-01",),
    activation="Before its first call it must be activated in the console.",
)


@pytest.mark.parametrize(
    ("asked", "region", "sent"),
    [
        ("ink-1", "ap-southeast-1", "ink-1"),
        ("ink-1", "cn-beijing", "inkx-1"),
        ("inkx-1", "cn-beijing", "inkx-1"),
        ("inkx-1", "ap-southeast-1", "ink-1"),
        ("ink-1-2026-01-01", "cn-beijing", "ink-1-2026-01-01"),
    ],
)
def test_each_id_is_known_and_that_of_the_region_is_sent(asked: str, region: str, sent: str) -> None:
    made, transport = client(DONE, region=region, specs=[INK])
    assert made.generate("a cat", model=asked).model == sent
    assert json.loads(transport.bodies[0])["model"] == sent
    assert made.models[asked].spec is INK
    assert list(made.models).count("ink-1") == 1


def test_without_a_known_region_the_id_that_was_asked_for_is_sent() -> None:
    made, transport = client(DONE, base_url="https://proxy.example", specs=[INK])
    made.generate("a cat", model="inkx-1")
    assert json.loads(transport.bodies[0])["model"] == "inkx-1"


@pytest.mark.parametrize(("region", "asked"), [("cn-beijing", "inkx-1"), ("ap-southeast-1", "ink-1")])
def test_tasks_are_listed_under_the_id_of_the_region(region: str, asked: str) -> None:
    page = reply({"request_id": "r-1", "total": 0, "data": [], "page_no": 1})
    made, transport = client(page, page, page, region=region, specs=[INK])
    for name in ("ink-1", "inkx-1", "a-model-of-tomorrow"):
        made.tasks.list(model_name=name)
    sent = [request.url.partition("model_name=")[2].partition("&")[0] for request in transport.requests]
    assert sent == [asked, asked, "a-model-of-tomorrow"]


def test_an_error_of_access_names_the_activation() -> None:
    made, _ = client(error(403, "AccessDenied", "no access"), specs=[INK])
    with pytest.raises(AccessDenied) as caught:
        made.generate("a cat", model="ink-1")
    assert "activated in the console" in str(caught.value.hint)
    with pytest.raises(AccessDenied) as caught:
        made.generate("a cat", model="brush-1.0")
    assert "activated" not in str(caught.value.hint)
