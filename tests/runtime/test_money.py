"""The money rules: whatever comes back, a request that starts work was sent once, and the error says what happened."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import (
    AccessDenied,
    AuthError,
    BadRequest,
    BrushworkError,
    ContentRejected,
    MalformedResponse,
    OutcomeUnknown,
    OutOfCredit,
    ResultLost,
)
from brushwork_runtime.http.messages import HttpResponse
from tests.runtime.servers import RawServer, chunked, http
from tests.runtime.support import Client, Step, client, error, images, reply

KEY = "sk-test-0123456789abcdef"


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (error(400, "InvalidParameter"), BadRequest),
        (error(400, "DataInspectionFailed"), ContentRejected),
        (error(401, "InvalidApiKey"), AuthError),
        (error(403, "AccessDenied"), AccessDenied),
        (error(429, "PostpaidBillOverdue"), OutOfCredit),
        (error(408, "RequestTimeOut"), OutcomeUnknown),
        (HttpResponse(408, {}, b""), OutcomeUnknown),
        (error(500, "InternalError"), OutcomeUnknown),
        (HttpResponse(502, {}, b"<html>nginx</html>"), OutcomeUnknown),
        (HttpResponse(504, {}, b""), OutcomeUnknown),
        (HttpResponse(302, {"location": "https://evil.example"}, b""), BrushworkError),
        (reply({"code": "DataInspectionFailed", "message": "no", "request_id": "r"}), ContentRejected),
        (reply(b"<html>portal</html>"), MalformedResponse),
        (reply(b""), MalformedResponse),
        (reply([]), MalformedResponse),
        (reply({"output": {"choices": []}}), MalformedResponse),
        (reply(images()), MalformedResponse),
        (reply({"code": "InternalError", "message": "no", "request_id": "r"}), OutcomeUnknown),
        (OutcomeUnknown("dropped"), OutcomeUnknown),
        (ResultLost("cut", status=200, request_id="r-1"), ResultLost),
    ],
    ids=repr,
)
def test_whatever_comes_back_it_was_sent_once(answer: Step, raised: type[Exception]) -> None:
    made, transport = client(answer)
    with pytest.raises(raised) as caught:
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 1
    assert KEY not in str(caught.value)


def test_an_unknown_outcome_holds_the_request_and_says_what_to_do() -> None:
    made, _ = client(OutcomeUnknown("dropped"))
    with pytest.raises(OutcomeUnknown, match="not sent again") as caught:
        made.generate("a cat", model="brush-1.0")
    assert getattr(caught.value.request, "model_id", None) == "brush-1.0"
    made, _ = client(error(500, "InternalError"))
    with pytest.raises(OutcomeUnknown, match=r"err\.recover") as caught:
        made.generate("a cat", model="slow-brush")
    assert (caught.value.status, caught.value.code, caught.value.request_id) == (500, "InternalError", "r-1")


@pytest.mark.parametrize("answer", [b"", None, b"nonsense\r\n\r\n"])
def test_a_server_that_drops_sees_one_post(answer: bytes | None) -> None:
    with RawServer(answer) as server, Client(KEY, base_url=server.url) as made, pytest.raises(OutcomeUnknown):
        made.generate("a cat", model="brush-1.0")
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [http(b"{", length=50), chunked(b"{", whole=False)])
def test_a_picture_whose_answer_breaks_off_is_lost_not_made_again(answer: bytes) -> None:
    lost = pytest.raises(ResultLost, match="not sent again")
    with RawServer(answer) as server, Client(KEY, base_url=server.url) as made, lost:
        made.generate("a cat", model="brush-1.0")
    assert len(server.requests) == 1
