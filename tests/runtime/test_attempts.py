"""Requests that are sent again: how often, after which pauses, within which deadline, and what the error says then."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import (
    BadRequest,
    ConnectFailed,
    MalformedResponse,
    OutcomeUnknown,
    RateLimited,
    ServerError,
)
from brushwork_runtime.base.events import RetryEvent
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from tests.runtime.support import FakeClock, Step, client, error, images, reply, task

URL = "https://files.example/1.png"
DONE = reply(images(URL))


def throttled(after: str = "") -> HttpResponse:
    return reply({"code": "Throttling", "message": "slow down"}, 429, {"retry-after": after} if after else {})


def refused() -> ConnectFailed:
    return ConnectFailed("refused", hint="Nothing was sent.")


def test_what_never_left_is_tried_again_with_growing_pauses() -> None:
    clock = FakeClock(chance=0.5)
    made, transport = client(refused(), refused(), refused(), refused(), DONE, clock=clock)
    assert len(made.generate("a cat", model="brush-1.0").images) == 1
    assert len(transport.requests) == 5
    assert clock.slept == [0.125, 0.25, 0.5, 1.0]


def test_it_is_tried_as_often_as_the_client_says() -> None:
    for retries, hint in ((0, "Nothing was sent."), (2, "Nothing was sent. It was tried 3 times.")):
        made, transport = client(refused(), retries=retries)
        with pytest.raises(ConnectFailed) as caught:
            made.generate("a cat", model="brush-1.0")
        assert (len(transport.requests), caught.value.hint) == (retries + 1, hint)
        assert caught.value.request is not None


def test_no_try_begins_after_the_deadline() -> None:
    clock = FakeClock(chance=0.999)
    made, transport = client(refused(), clock=clock, retries=100)
    with pytest.raises(ConnectFailed, match="did not suffice for another attempt"):
        made.generate("a cat", model="brush-1.0", timeout=3)
    assert 2 < len(transport.requests) < 8
    assert clock.time <= 1003


def test_a_throttled_request_waits_as_long_as_it_is_told_and_not_less() -> None:
    clock = FakeClock(chance=0.0)
    made, transport = client(throttled("2"), DONE, clock=clock)
    made.generate("a cat", model="brush-1.0")
    assert (len(transport.requests), clock.slept) == (2, [2.0])


@pytest.mark.parametrize("after", ["3600", "99999999"])
def test_a_wait_beyond_the_deadline_fails_at_once(after: str) -> None:
    clock = FakeClock()
    made, transport = client(throttled(after), clock=clock)
    with pytest.raises(RateLimited, match="asks to wait") as caught:
        made.generate("a cat", model="brush-1.0", timeout=10)
    assert (len(transport.requests), clock.slept, caught.value.retry_after) == (1, [], float(after))


@pytest.mark.parametrize("after", ["NaN", "-5", "inf", "soon", ""])
def test_a_senseless_wait_is_our_own(after: str) -> None:
    clock = FakeClock(chance=0.5)
    made, transport = client(throttled(after), DONE, clock=clock)
    made.generate("a cat", model="brush-1.0", timeout=10)
    assert (len(transport.requests), clock.slept) == (2, [0.375])


@pytest.mark.parametrize("answer", [throttled("5"), refused()], ids=["throttled", "not connected"])
def test_a_call_whose_client_was_closed_meanwhile_says_so(answer: HttpResponse | ConnectFailed) -> None:
    def step(_: HttpRequest) -> HttpResponse:
        made.close()
        if isinstance(answer, Exception):
            raise answer
        return answer

    made, transport = client(step)
    with pytest.raises((RateLimited, ConnectFailed), match="It was not sent again, since the client was closed"):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 1


def test_a_used_up_quota_is_given_a_minute() -> None:
    clock = FakeClock(chance=0.0)
    made, _ = client(error(429, "Throttling.AllocationQuota"), DONE, clock=clock)
    made.generate("a cat", model="brush-1.0")
    assert clock.slept == [60.0]


def test_other_calls_wait_while_the_model_is_throttled_and_other_models_do_not() -> None:
    clock = FakeClock(chance=0.0)
    made, _ = client(throttled("5"), DONE, clock=clock, retries=0)
    with pytest.raises(RateLimited):
        made.generate("a cat", model="brush-1.0")
    made, transport = client(throttled("5"), task("PENDING"), DONE, clock=clock, retries=1)
    with pytest.raises(RateLimited):
        made.generate("a cat", model="brush-1.0", timeout=3)
    made.prepare({"model": "slow-brush", "prompt": "a cat"}).submit()
    assert clock.slept == []
    with pytest.raises(RateLimited, match=r"throttles brush-1\.0, for another 5 s") as caught:
        made.generate("a cat", model="brush-1.0", timeout=3)
    assert (len(transport.requests), caught.value.retry_after) == (2, 5.0)
    made.generate("a cat", model="brush-1.0")
    assert (len(transport.requests), clock.slept) == (3, [5.0])


def test_the_budget_ends_the_repetitions_of_all_calls() -> None:
    made, transport = client(refused(), retries=10)
    for _ in range(10):
        with pytest.raises(ConnectFailed, match="tried 11 times"):
            made.generate("a cat", model="brush-1.0")
    for _ in range(10):
        with pytest.raises(ConnectFailed, match="too many requests of this client have failed"):
            made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 20 + 100


@pytest.mark.parametrize("answer", [error(500, "InternalError"), error(503, "Busy"), OutcomeUnknown("reset")], ids=repr)
def test_an_unknown_outcome_is_risked_only_on_request(answer: HttpResponse | OutcomeUnknown) -> None:
    made, transport = client(answer, DONE, retry_unknown=True)
    assert made.generate("a cat", model="brush-1.0").images
    assert len(transport.requests) == 2
    made, transport = client(answer, retry_unknown=True, retries=1)
    with pytest.raises(OutcomeUnknown, match="billed, more than once"):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 2


@pytest.mark.parametrize("later", [error(400, "InvalidParameter"), error(401, "InvalidApiKey"), refused()])
def test_what_may_have_been_billed_matters_more_than_a_later_refusal(later: Step) -> None:
    made, transport = client(OutcomeUnknown("reset"), later, retry_unknown=True, retries=1)
    with pytest.raises(OutcomeUnknown, match=r"billed[\s\S]*A later attempt failed, too"):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 2


def test_a_refusal_is_told_as_it_stands_even_if_another_attempt_may_follow() -> None:
    made, _ = client(throttled("1"), error(400, "InvalidParameter"), retry_unknown=True)
    with pytest.raises(BadRequest) as caught:
        made.generate("a cat", model="brush-1.0")
    assert "A later attempt" not in str(caught.value)


def test_who_fails_to_connect_after_a_throttling_pauses_as_long_as_anybody() -> None:
    clock = FakeClock(chance=0.5)
    made, _ = client(throttled("2"), refused(), refused(), DONE, clock=clock)
    made.generate("a cat", model="brush-1.0")
    assert clock.slept[1:] == [0.25, 0.5]


def test_a_repeated_request_is_told_to_the_hook_and_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "brushwork")
    told: list[RetryEvent] = []
    made, transport = client(refused(), DONE, on_retry=told.append)
    made.generate("a cat", model="brush-1.0")
    (event,) = told
    assert (event.method, event.attempt, event.pause, event.reason) == ("POST", 1, 0.125, "refused")
    assert event.url == transport.requests[0].url
    assert "attempt 2 in 0.12 s, after: refused" in caplog.text


def test_a_query_is_repeated_after_anything_that_may_pass() -> None:
    clock = FakeClock(chance=0.5)
    failures: list[Step] = [OutcomeUnknown("reset"), error(500, "InternalError"), reply(b"<html>"), error(409, "Busy")]
    made, transport = client(*failures, task("RUNNING"), clock=clock)
    assert made.task("t-1").refresh().status == "RUNNING"
    assert len(transport.requests) == 5
    for answer in (error(400, "X"), error(403, "AccessDenied"), error(404, "NotFound"), reply({}, 302)):
        made, transport = client(answer)
        with pytest.raises(Exception, match=r"\d{3}"):
            made.task("t-1").refresh()
        assert len(transport.requests) == 1


def test_a_cancelled_task_may_be_cancelled_twice_but_not_refused_once() -> None:
    made, transport = client(OutcomeUnknown("reset"), error(400, "UnsupportedOperation"), task("CANCELED"))
    cancelled = made.task("t-1")
    cancelled.cancel()
    assert (cancelled.status, transport.lines) == (
        "CANCELED",
        ["POST /tasks/t-1/cancel", "POST /tasks/t-1/cancel", "GET /tasks/t-1"],
    )
    made, transport = client(error(400, "UnsupportedOperation"))
    with pytest.raises(BadRequest):
        made.task("t-1").cancel()
    assert len(transport.requests) == 1


def test_a_query_gives_up_with_the_last_error() -> None:
    made, transport = client(error(502, "X"), retries=2)
    with pytest.raises(ServerError, match="tried 3 times"):
        made.task("t-1").refresh()
    assert len(transport.requests) == 3


def test_an_answer_without_a_picture_says_what_it_may_have_cost() -> None:
    made, transport = client(reply({"output": {"choices": []}}))
    with pytest.raises(MalformedResponse, match="probably made and billed") as caught:
        made.generate("a cat", model="brush-1.0")
    assert (len(transport.requests), caught.value.request is None) == (1, False)
