"""Rows 23 to 36: an answer comes, and it is not what the API documents."""

from __future__ import annotations

import time

import pytest

from brushwork_runtime.base.errors import BrushworkError, MalformedResponse, OutcomeUnknown, ResultLost
from brushwork_runtime.http.messages import MAX_ANSWER
from tests.reliability.case import PROMPT, Case, row
from tests.runtime.servers import RawServer, http


def told(case: Case, fault: str, kind: type[BrushworkError], match: str = "") -> BrushworkError:
    """The error of a call that this fault struck; the images were made, and are billed once."""
    case.billed = 1
    case.api.faults.add(fault)
    error = case.fails(kind, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT), match)
    assert case.work == 1
    return error


def works(case: Case, fault: str) -> None:
    """The call gives its image all the same."""
    case.billed = 1
    case.api.faults.add(fault)
    result = case.client.qwen_image_2_0_pro.generate(PROMPT)
    assert len(result) == 1
    assert result.save(case.folder)[0].stat().st_size > 100


@row(23, 24)
@pytest.mark.parametrize("fault", ["truncated-body", "length-too-long", "unfinished-chunks", "cut-chunk"])
def test_an_answer_that_breaks_off(case: Case, fault: str) -> None:
    error = told(case, fault, ResultLost, "broke off")
    assert error.status == 200
    assert error.request_id
    assert error.request_id in str(error)


@row(25, 26, 27, 28)
@pytest.mark.parametrize(
    "fault",
    [
        "malformed-json",
        "html-page",
        "empty-body",
        "json-value:null",
        "json-value:[]",
        'json-value:"x"',
        'json-value:{"output": 7}',
        "wrong-types",
        "no-urls",
        "missing-field:choices",
        "invalid-utf-8",
        "huge-integer:5000",
        "nested-arrays",
    ],
)
def test_an_answer_that_is_none(case: Case, fault: str) -> None:
    error = told(case, fault, MalformedResponse)
    assert error.status in (200, None)


@row(25, 26)
def test_what_is_no_answer_is_shown_in_part(case: Case) -> None:
    error = told(case, "html-page", MalformedResponse, "is not JSON")
    assert isinstance(error, MalformedResponse)
    assert str(error.body).startswith("<!DOCTYPE html>")
    assert len(str(error.body)) <= 200
    assert error.status == 200
    assert error.request_id


@row(27, 35)
@pytest.mark.parametrize(
    "fault",
    [
        "encoded-as:utf-8-sig",
        "encoded-as:utf-16",
        "number:NaN",
        "huge-integer",
        "duplicate-keys",
        "unknown-fields",
        "new-values",
        "missing-field:usage",
        "missing-field:request_id",
    ],
)
def test_an_answer_that_can_be_read(case: Case, fault: str) -> None:
    works(case, fault)


@row(29)
@pytest.mark.parametrize("fault", ["huge-body", "endless-chunks"])
def test_an_answer_without_end(case: Case, fault: str) -> None:
    case.client.qwen_image_2_0_pro.generate(PROMPT)
    case.posts = 2
    case.api.faults.add(fault)
    error = case.fails(
        MalformedResponse, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT), f"longer than {MAX_ANSWER:,}"
    )
    assert error.request_id


@row(30)
@pytest.mark.parametrize("fault", ["gzip-body", "gzip-bomb", "chained-codings", "brotli-body"])
def test_a_coding_that_nobody_asked_for(case: Case, fault: str) -> None:
    assert told(case, fault, MalformedResponse, "compressed").request_id


@row(31)
@pytest.mark.parametrize("fault", ["slow-body:0.02", "stall-in-body"])
def test_an_answer_that_drips_ends_with_the_time_for_the_call(case: Case, fault: str) -> None:
    case.api.faults.add(fault)
    began = time.monotonic()
    error = case.fails(ResultLost, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT, timeout=0.3))
    assert time.monotonic() - began < 3
    assert error.request_id


@row(32)
@pytest.mark.parametrize(
    "fault",
    ["long-header", "many-headers", "http-version", "binary-garbage", "garbage-status-line", "interim-answers:1000"],
)
def test_an_answer_that_is_no_http(case: Case, fault: str) -> None:
    told(case, fault, OutcomeUnknown)


@row(32)
@pytest.mark.parametrize("fault", ["bad-header", "no-length", "length-garbage"])
def test_odd_heads_that_can_be_read(case: Case, fault: str) -> None:
    works(case, fault)


@row(33)
@pytest.mark.parametrize("fault", ["interim-answers", "early-hints"])
def test_interim_answers_are_skipped(case: Case, fault: str) -> None:
    works(case, fault)


@row(33)
@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body(case: Case, status: int) -> None:
    assert told(case, f"bodiless:{status}", MalformedResponse).status == status


@row(34)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("address", ["{other}/x", "//127.0.0.1:{port}/x", "http://good.example@127.0.0.1:{port}/x"])
def test_a_redirect_is_not_followed(case: Case, status: int, address: str) -> None:
    case.billed = 0
    with RawServer(http(b"")) as other:
        target = address.format(other=other.url, port=other.port)
        case.api.faults.add(f"redirect:{status} {target}")
        error = case.fails(BrushworkError, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT))
    assert error.status == status
    assert other.connections == 0


@row(36)
@pytest.mark.parametrize("fault", ["leftover", "length-too-short"])
def test_bytes_behind_an_answer_reach_nobody(case: Case, fault: str) -> None:
    case.posts = case.billed = 3
    case.client.qwen_image_2_0_pro.generate(PROMPT)
    case.api.faults.add(fault)
    case.call(lambda: case.client.qwen_image_2_0_pro.generate(PROMPT))
    result = case.client.qwen_image_2_0_pro.generate(PROMPT)
    assert result.request_id == case.api.ledger[-1]["request_id"]
