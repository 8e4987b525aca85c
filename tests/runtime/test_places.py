"""Where pictures are found in an answer: the usual places, those that a spec declares, and any other."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork_runtime.api.answer import Answer, held

A, B, C = "https://example.com/a.png", "https://example.com/b.png", "https://example.com/c.png"


def urls(raw: dict[str, Any], *places: str) -> list[str | None]:
    answer = Answer(raw)
    if places:
        answer.look(places)
    return [one.url for one in answer.found if one.url is not None]


@pytest.mark.parametrize(
    ("raw", "places", "found"),
    [
        ({"output": {"image_url": A}}, ["output.image_url"], [A]),
        ({"output": {"cut": [A, None, B], "seen": [None]}}, ["output.cut[]", "output.seen[]"], [A, B]),
        ({"output": {"rows": [{"pics": [A]}, {}, {"pics": [B, C]}]}}, ["output.rows[].pics[]"], [A, B, C]),
        ({"data": [{"url": A}, {"url": B}]}, ["data[].url"], [A, B]),
        ({"output": {"results": [{"url": A}], "extra": B}}, ["output.extra", "output.results[].url"], [A, B]),
        ({"output": {"image": A, "again": A}}, ["output.image", "output.again"], [A]),
        ({"output": {"image_url": A}}, ["output.other"], [A]),
        ({"output": "text"}, ["output.image_url", "output[].x"], []),
    ],
)
def test_declared_places(raw: dict[str, Any], places: list[str], found: list[str]) -> None:
    assert urls(raw, *places) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"output": {"crop_img_url": [A, None], "bbox": [[1, 2, 3, 4]], "parsing_img_url": [B]}}, [A, B]),
        ({"output": {"render_urls": [A], "note": B}}, [A]),
        ({"data": [{"url": A}], "created": 1}, [A]),
        ({"output": {"deep": {"deeper": {"Image": A}}}}, [A]),
        ({"output": {"image_url": "not an address", "task_id": "1"}}, []),
        ({"output": {"image_url": A}, "code": "InvalidURL"}, []),
        ({"error": {"code": "x", "message": A}}, []),
    ],
)
def test_a_shape_that_nobody_declared(raw: dict[str, Any], found: list[str]) -> None:
    assert urls(raw) == found


def test_values_keep_what_is_missing() -> None:
    raw = {"output": {"boxes": [[1, 2], None], "rows": [{"a": 1}, {}]}}
    assert held(raw, "output.boxes[]") == [[1, 2], None]
    assert held(raw, "output.rows[].a") == [1, None]
    assert held(raw, "output.rows.a") is None
    assert held(raw, "usage.SR") is None
