"""Every documented answer, and those that no document has."""

from __future__ import annotations

import json

import pytest

from brushwork_runtime.api.answer import Answer, decode
from brushwork_runtime.base.errors import MalformedResponse
from brushwork_runtime.http.messages import HttpResponse


def answer(document: dict[str, object]) -> Answer:
    return Answer(document)


def urls(found: Answer) -> list[str | None]:
    return [one.url for one in found.found if one.url]


def choice(*content: object) -> dict[str, object]:
    return {"finish_reason": "stop", "message": {"role": "assistant", "content": list(content)}}


def test_wan_names_the_type_of_each_item() -> None:
    found = answer(
        {
            "output": {"choices": [choice({"type": "image", "image": "u1"})], "finished": True},
            "usage": {"image_count": 1, "size": "2985*1405", "input_tokens": 18790},
            "request_id": "81d868c6",
        }
    )
    assert (urls(found), found.request_id, found.usage["size"]) == (["u1"], "81d868c6", "2985*1405")


def test_images_may_be_several_choices_or_several_items() -> None:
    several = answer({"output": {"choices": [choice({"image": "u1"}), choice({"image": "u2"})]}})
    one = answer({"output": {"choices": [choice({"image": "u1"}, {"image": "u2"})]}})
    assert urls(several) == urls(one) == ["u1", "u2"]


def test_z_image_adds_the_prompt_as_a_text() -> None:
    found = answer({"output": {"choices": [choice({"image": "u1"}, {"text": "Photo of a woman"})]}})
    assert [(one.url, one.text) for one in found.found] == [("u1", None), (None, "Photo of a woman")]


def test_older_endpoints_list_results() -> None:
    found = answer(
        {
            "output": {
                "task_id": "t-1",
                "task_status": "SUCCEEDED",
                "results": [{"orig_prompt": "a", "actual_prompt": "a big a", "url": "u1"}],
                "task_metrics": {"TOTAL": 1, "FAILED": 0, "SUCCEEDED": 1},
            }
        }
    )
    assert urls(found) == ["u1"]
    assert found.found[0].item["actual_prompt"] == "a big a"
    assert (found.task_id, found.status) == ("t-1", "SUCCEEDED")


def test_a_failed_item_has_a_code_and_a_message() -> None:
    item = {"code": "InternalError.Timeout", "message": "too slow"}
    found = answer({"output": {"results": [{"url": "u1"}, item], "task_metrics": {"TOTAL": 2, "FAILED": 1}}})
    assert [(one.url, one.code, one.message) for one in found.found] == [
        ("u1", None, None),
        (None, "InternalError.Timeout", "too slow"),
    ]


def test_a_failure_that_is_only_counted_is_not_lost() -> None:
    found = answer({"output": {"results": [{"url": "u1"}], "task_metrics": {"TOTAL": 2, "FAILED": 1}}})
    assert [one.code for one in found.found] == [None, ""]


@pytest.mark.parametrize(
    "document",
    [
        {"request_id": "r", "output": {"task_status": "FAILED", "code": "InvalidParameter", "message": "xx"}},
        {"request_id": "r", "code": "InvalidParameter", "message": "xx"},
    ],
)
def test_both_shapes_of_a_failure(document: dict[str, object]) -> None:
    found = answer(document)
    assert (found.code, found.message) == ("InvalidParameter", "xx")


@pytest.mark.parametrize(
    "output",
    [
        None,
        [],
        "text",
        {"choices": None},
        {"choices": [None, 1, {}, {"message": None}, {"message": {"content": 5}}]},
        {"choices": [choice(None, [], {"image": None}, {"image": 5}, {"text": 7}, {})]},
        {"results": {"url": "u"}},
        {"results": [None, {"url": ["u"]}]},
    ],
)
def test_nonsense_finds_nothing_and_breaks_nothing(output: object) -> None:
    assert answer({"output": output}).found == []


def test_content_may_be_plain_text() -> None:
    found = answer({"output": {"choices": [{"message": {"content": "only text"}}]}})
    assert [one.text for one in found.found] == ["only text"]


def test_unknown_keys_stay_in_raw() -> None:
    document: dict[str, object] = {"output": {"new": 1}, "newer": {"a": []}}
    assert answer(document).raw is document


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"<html>502 Bad Gateway</html>",
        b'{"a":',
        b"\xff\xfe\xfd",
        b'{"a": "\xff"}',
        b"[" * 200_000,
        b'{"a": ' + b"1" * 10_000 + b"}",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json_object_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedResponse) as caught:
        decode(HttpResponse(200, {"x-request-id": "abc"}, body))
    assert (caught.value.status, caught.value.request_id) == (200, "abc")


def test_a_byte_order_mark_is_tolerated() -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"a": 1}).encode()
    assert decode(HttpResponse(200, {}, body)) == {"a": 1}
