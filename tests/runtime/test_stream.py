"""The interleaved mode by server-sent events: joined into a result, however it is cut and wherever it breaks."""

from __future__ import annotations

import json

import pytest

from brushwork_runtime.base.errors import (
    BadRequest,
    ContentRejected,
    OutcomeUnknown,
    PartialResult,
    ResultLost,
)
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.results.result import Result
from tests.runtime.servers import RawServer, chunked
from tests.runtime.support import Client, client, error

KEY = "sk-test-0123456789abcdef"


def frame(item: dict[str, str], finish: str = "null") -> bytes:
    choices = [{"message": {"content": [item], "role": "assistant"}, "finish_reason": finish}]
    data = {"output": {"choices": choices, "finished": True}, "usage": {"image_count": 1}, "request_id": "r-1"}
    return b"id:1\nevent:result\n:HTTP_STATUS/200\ndata:" + json.dumps(data).encode() + b"\n\n"


TEXT, MORE = frame({"type": "text", "text": "Fir"}), frame({"type": "text", "text": "st"})
IMAGE, LAST = frame({"type": "image", "image": "u1"}), frame({"type": "text", "text": "end"}, "stop")


def stream(*frames: bytes) -> HttpResponse:
    return HttpResponse(200, {"content-type": "text/event-stream", "x-request-id": "header-id"}, b"".join(frames))


def told(made: Client) -> Result:
    return made.generate("a story", model="brush-1.0", mode="interleave", protocol="stream")


def test_a_stream_is_joined_into_a_result() -> None:
    made, transport = client(stream(TEXT, MORE, IMAGE, LAST))
    result = told(made)
    assert [getattr(part, "text", "image") for part in result.parts] == ["First", "image", "end"]
    assert (result.request_id, result.usage.image_count) == ("r-1", 1)
    assert transport.requests[0].headers["X-DashScope-SSE"] == "enable"
    assert json.loads(transport.bodies[0])["parameters"]["stream"] is True


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_stream_may_be_cut_anywhere(size: int, ends: bytes) -> None:
    body = (TEXT + IMAGE + LAST).replace(b"\n", ends)
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    answer = chunked(*parts).replace(b"200 OK\r\n", b"200 OK\r\nContent-Type: text/event-stream\r\n")
    with RawServer(answer) as server, Client(KEY, base_url=server.url) as made:
        assert len(told(made)) == 1


def test_a_stream_that_breaks_gives_what_came() -> None:
    made, _ = client(stream(TEXT, IMAGE))
    with pytest.raises(PartialResult, match="broke off after 1 image") as caught:
        told(made)
    assert isinstance(caught.value.result, Result)
    assert len(caught.value.result) == 1


def test_a_stream_of_nothing_is_lost() -> None:
    made, _ = client(stream())
    with pytest.raises(ResultLost):
        told(made)


def failing(status: int, code: str, name: bytes = b"error") -> bytes:
    failure = {"code": code, "message": "no", "request_id": "r-9"}
    return b"event:%s\n:HTTP_STATUS/%d\ndata:%s\n\n" % (name, status, json.dumps(failure).encode())


def test_an_error_event_is_an_error_with_its_status() -> None:
    made, _ = client(stream(TEXT, failing(400, "DataInspectionFailed")))
    with pytest.raises(ContentRejected) as caught:
        told(made)
    assert (caught.value.status, caught.value.request_id) == (400, "r-9")
    assert isinstance(caught.value.result, Result)
    assert caught.value.result.text == "Fir"
    made, _ = client(stream(failing(400, "DataInspectionFailed")))
    with pytest.raises(ContentRejected) as caught:
        told(made)
    assert caught.value.result is None


@pytest.mark.parametrize("code", ["DataInspectionFailed", "InternalError", "Throttling", "InvalidApiKey", "Strange"])
@pytest.mark.parametrize("status", [200, 400, 401, 429, 500])
def test_an_error_event_after_an_image_keeps_it_and_says_that_it_is_billed(code: str, status: int) -> None:
    made, transport = client(stream(TEXT, IMAGE, failing(status, code)))
    with pytest.raises(PartialResult, match=r"after 1 image with an error|broke off after 1 image") as caught:
        told(made)
    error = caught.value
    assert isinstance(error.result, Result)
    assert ([image.url for image in error.result], error.result.text, error.result.complete) == (["u1"], "Fir", False)
    assert error.code == code
    assert "Images that were made are billed" in str(error)
    assert "no" in str(error)
    assert len(transport.requests) == 1


@pytest.mark.parametrize("bad", [b"data:{\n\n", b"data:[]\n\n", b"data:null\n\n"])
def test_what_is_no_event_keeps_what_came_before_it(bad: bytes) -> None:
    made, _ = client(stream(TEXT, IMAGE, bad, LAST))
    with pytest.raises(PartialResult) as caught:
        told(made)
    assert isinstance(caught.value.result, Result)
    assert len(caught.value.result) == 1
    made, _ = client(stream(TEXT, bad))
    with pytest.raises(PartialResult) as caught:
        told(made)
    assert isinstance(caught.value.result, Result)
    assert caught.value.result.text == "Fir"


def test_a_service_that_fails_after_a_text_leaves_the_outcome_unknown() -> None:
    made, _ = client(stream(TEXT, failing(500, "InternalError")))
    with pytest.raises(OutcomeUnknown, match="may have been made and billed") as caught:
        told(made)
    assert isinstance(caught.value.result, Result)
    assert caught.value.result.text == "Fir"


def test_the_end_may_be_said_by_a_sentinel() -> None:
    made, _ = client(stream(TEXT, IMAGE, LAST, b"data: [DONE]\n\n"))
    assert told(made).complete
    made, _ = client(stream(TEXT, IMAGE, b"data:[DONE]\n\n", b"data:not read any more\n\n"))
    assert told(made).complete


def test_a_stream_refused_before_it_starts() -> None:
    made, _ = client(error(400, "InvalidParameter"))
    with pytest.raises(BadRequest):
        told(made)
