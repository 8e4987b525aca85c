"""The interleaved mode by server-sent events: joined into a result, however it is cut and wherever it breaks."""

from __future__ import annotations

import json

import pytest

from brushwork_runtime.errors import (
    BadRequest,
    ContentRejected,
    PartialResult,
    ResultLost,
)
from brushwork_runtime.net.wire import HttpResponse
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


def test_an_error_event_is_an_error_with_its_status() -> None:
    failure = {"code": "DataInspectionFailed", "message": "no", "request_id": "r-9"}
    body = b"event:error\n:HTTP_STATUS/400\ndata:" + json.dumps(failure).encode() + b"\n\n"
    made, _ = client(stream(TEXT, body))
    with pytest.raises(ContentRejected) as caught:
        told(made)
    assert (caught.value.status, caught.value.request_id) == (400, "r-9")


def test_a_stream_refused_before_it_starts() -> None:
    made, _ = client(error(400, "InvalidParameter"))
    with pytest.raises(BadRequest):
        told(made)
