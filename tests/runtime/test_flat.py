"""Flat requests: which model, mode, prompt and images they mean, and what `drop` leaves out."""

from __future__ import annotations

import logging

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.base.errors import InvalidRequest
from tests.runtime.tables import Preparing

ONE = "https://a.example/1.png"
TWO = [ONE, "https://a.example/2.png"]


@pytest.mark.parametrize(
    ("request_", "mode"),
    [
        ({"model": "brush-1"}, "generate"),
        ({"model": "brush-1", "reference_images": TWO}, "edit"),
        ({"model": "brush-1", "images": TWO}, "edit"),
        ({"model": "brush-1", "reference_image": ONE}, "edit"),
        ({"model": "brush-1", "reference_image": ONE, "images": []}, "edit"),
        ({"model": "brush-1", "sequential": True, "n": 3}, "sequence"),
        ({"model": "brush-1", "sequential": False, "reference_images": [ONE]}, "edit"),
        ({"model": "brush-1", "sequential": True, "n": 3, "reference_images": TWO}, "sequence"),
        ({"model": "brush-1", "mode": "sequence", "n": 3}, "sequence"),
        ({"model": "brush-1", "mode": "edit", "sequential": False, "reference_images": [ONE]}, "edit"),
        ({"model": "pencil", "interleave": True}, "interleave"),
        ({"model": "pencil", "interleave": False, "reference_images": TWO}, "edit"),
        ({"model": "brush-1-2026-01-01"}, "generate"),
    ],
)
def test_the_mode_is_picked(request_: dict[str, object], mode: str) -> None:
    prepared = Preparing().flat({"prompt": "a cat", **request_})
    assert prepared.mode.name == mode
    assert prepared.model_id == request_["model"]


@pytest.mark.parametrize(
    "request_",
    [
        {"prompt": "x"},
        {"model": "brush-2", "prompt": "x"},
        {"model": 7, "prompt": "x"},
        {"model": "brush-1"},
        {"model": "brush-1", "prompt": "x", "sequential": "yes"},
        {"model": "brush-1", "prompt": "x", "mode": "edits"},
        {"model": "brush-1", "prompt": "x", "images": [ONE], "reference_images": [ONE]},
        {"model": "brush-1", "prompt": "x", "sequential": True, "interleave": True},
        {"model": "pencil", "prompt": "x"},
        {"model": "lite", "prompt": "x", "reference_images": [ONE]},
    ],
    ids=["no model", "near model", "number", "no prompt", "flag", "mode", "twice", "two flags", "no images", "images"],
)
def test_a_flat_request_is_refused(request_: dict[str, object], snapshot: SnapshotAssertion) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Preparing().flat(request_)
    assert str(caught.value) == snapshot


def test_drop_leaves_out_what_the_model_does_not_take(
    caplog: pytest.LogCaptureFixture, snapshot: SnapshotAssertion
) -> None:
    request = {
        "model": "lite",
        "prompt": "x",
        "n": 1,
        "seed": 3,
        "watermark": None,
        "reference_images": TWO,
        "thinking": True,
    }
    with caplog.at_level(logging.WARNING, "brushwork"):
        prepared = Preparing().flat(request, "drop")
    assert prepared.body == {"model": "lite", "input": {"prompt": "x"}, "parameters": {"n": 1}}
    assert [record.getMessage() for record in caplog.records] == snapshot


def test_drop_lowers_a_billed_number_to_the_maximum(caplog: pytest.LogCaptureFixture) -> None:
    prepared = Preparing().flat({"model": "brush-1", "prompt": "x", "n": 40, "size": "1K"}, "drop")
    assert prepared.body["parameters"] == {"size": "1K", "n": 4}
    assert "40 lowered" in caplog.text


def test_drop_lowers_a_number_that_must_be_one(caplog: pytest.LogCaptureFixture) -> None:
    request = {"model": "pencil", "prompt": "x", "interleave": True, "max_images": 3, "n": 4}
    with pytest.raises(InvalidRequest, match="n is 4"):
        Preparing().flat(request)
    prepared = Preparing().flat(request, "drop")
    assert prepared.body["parameters"] == {"interleave": True, "max_images": 3, "n": 1, "stream": True}
    assert "pencil interleave takes n up to 1; 4 lowered" in caplog.text


def test_what_a_route_sends_by_itself_may_stand_in_a_request() -> None:
    request = {"model": "pencil", "prompt": "x", "interleave": True, "max_images": 3}
    sent = Preparing().flat(request)
    assert Preparing().flat({**request, "stream": True}).body == sent.body
    for other in ({"stream": False}, {"stream": 1}, {"stream": True, "interleave": False, "max_images": None}):
        with pytest.raises(InvalidRequest, match="stream"):
            Preparing().flat({**request, "n": 1, **other})


def test_drop_sends_on_another_route_where_the_mode_has_none_of_the_protocol(caplog: pytest.LogCaptureFixture) -> None:
    request = {"model": "lite", "prompt": "x", "protocol": "sync"}
    with pytest.raises(InvalidRequest, match="protocol is 'sync'"):
        Preparing().flat(request)
    assert Preparing().flat(request, "drop").route.protocol == "async"
    assert "lite generate has no sync route; the protocol is ignored" in caplog.text
    with pytest.raises(InvalidRequest, match="protocol is 'sinc'"):
        Preparing().flat({**request, "protocol": "sinc"}, "drop")


def test_drop_falls_back_without_images(caplog: pytest.LogCaptureFixture) -> None:
    prepared = Preparing().flat({"model": "pencil", "prompt": "x", "interleave": False}, "drop")
    assert prepared.model_id == "lite"
    assert "using lite instead" in caplog.text
    assert Preparing().flat({"model": "pencil", "prompt": "x", "interleave": True}, "drop").model_id == "pencil"


def test_drop_still_refuses_what_is_wrong() -> None:
    with pytest.raises(InvalidRequest, match="seed is -1"):
        Preparing().flat({"model": "brush-1", "prompt": "x", "seed": -1}, "drop")


def test_the_request_itself_is_left_alone() -> None:
    request = {"model": "brush-1", "prompt": "x", "sequential": False, "images": [ONE]}
    before = dict(request)
    Preparing().flat(request)
    assert request == before
