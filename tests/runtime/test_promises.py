"""What is promised of tries, pauses, ends and checks, as a caller sees it: what no other test would notice."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from threading import Timer
from time import monotonic

import pytest

from brushwork import Client, DisputedWarning
from brushwork_runtime.base.clock import SystemClock
from brushwork_runtime.base.errors import (
    AccessDenied,
    BrushworkError,
    ConnectFailed,
    InvalidRequest,
    OutcomeUnknown,
    RateLimited,
    ServerError,
)
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from tests.runtime.support import (
    FakeClock,
    FakeTransport,
    client,
    error,
    finished,
    images,
    picture,
    reply,
    submitted,
    task,
)
from tests.runtime.test_upload import LEAVE, STORED

URL = "https://files.example/1.png"
DONE = reply(images(URL))


def throttled(after: str, code: str = "Throttling") -> HttpResponse:
    return reply({"code": code, "message": "slow down", "request_id": "r-1"}, 429, {"retry-after": after})


def refused() -> ConnectFailed:
    return ConnectFailed("refused", hint="Nothing was sent.")


def at(clock: FakeClock, times: list[float], answer: HttpResponse | Exception) -> Callable[[HttpRequest], HttpResponse]:
    """A step that notes when it was asked."""

    def step(_: HttpRequest) -> HttpResponse:
        times.append(clock.now() - 1000)
        if isinstance(answer, Exception):
            raise answer
        return HttpResponse(answer.status, answer.headers, answer.body)

    return step


# The end of a call bounds every answer as a whole, however slowly it comes.


@pytest.mark.parametrize("model", ["brush-1.0", "slow-brush"])
def test_what_the_timeout_leaves_bounds_the_whole_answer_of_each_try(model: str) -> None:
    clock = FakeClock(chance=0.999)
    bounds: list[tuple[float | None, float, float]] = []

    def noted(request: HttpRequest) -> HttpResponse:
        bounds.append((request.total_timeout, request.read_timeout, 1060 - clock.now()))
        if len(bounds) < 3:
            raise refused()
        paid = DONE if model == "brush-1.0" else submitted()
        return paid if request.method == "POST" else finished(URL)

    made, _ = client(noted, clock=clock)
    made.generate("a cat", model=model, timeout=60)
    assert len(bounds) >= 3
    for total, silence, left in bounds:
        assert total is not None
        assert 0 < total <= left + 1e-6
        assert silence <= left + 1e-6
    assert [total for total, _, _ in bounds[:3]] == pytest.approx([left for _, _, left in bounds[:3]])


def test_no_single_wait_of_a_try_is_longer_than_what_is_left() -> None:
    made, transport = client(DONE)
    made.generate("a cat", model="brush-1.0", timeout=2)
    (request,) = transport.requests
    assert (request.read_timeout, request.connect_timeout, request.total_timeout) == (2, 2, 2)


def test_without_a_timeout_an_answer_has_600_seconds_and_may_be_silent_for_300() -> None:
    made, transport = client(DONE)
    made.generate("a cat", model="brush-1.0")
    (request,) = transport.requests
    assert request.total_timeout == pytest.approx(600)
    assert request.read_timeout == 300


def test_a_query_of_a_task_is_bounded_as_a_whole() -> None:
    made, transport = client(task("RUNNING"))
    made.task("t-1").refresh()
    assert 0 < (transport.requests[0].total_timeout or 0) <= 600


# A quota that is used up is given a minute at least; a rate that is exceeded, what the service asks for.


@pytest.mark.parametrize(("asked", "waited"), [("2", 60.0), ("59", 60.0), ("90", 90.0)])
def test_a_used_up_quota_is_given_a_minute_even_if_less_is_asked_for(asked: str, waited: float) -> None:
    clock = FakeClock(chance=0.0)
    made, _ = client(throttled(asked, "Throttling.AllocationQuota"), DONE, clock=clock)
    made.generate("a cat", model="brush-1.0")
    assert clock.slept == [waited]


def test_a_quota_that_would_outlast_the_call_ends_it_at_once() -> None:
    clock = FakeClock()
    made, transport = client(throttled("2", "Throttling.AllocationQuota"), DONE, clock=clock)
    with pytest.raises(RateLimited):
        made.generate("a cat", model="brush-1.0", timeout=30)
    assert (len(transport.requests), clock.slept) == (1, [])


# One gate for all calls of a client: whoever wakes asks again, and whoever has another reason to wait obeys it too.


def test_a_lane_that_is_closed_anew_while_a_call_waits_keeps_it_waiting() -> None:
    times: list[float] = []

    class Interfering(FakeClock):
        """While the first call waits for the lane, another one is throttled for longer."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 1:
                with pytest.raises(RateLimited):
                    made.generate("a dog", model="brush-1.0", timeout=20)

    clock = Interfering(chance=0.0)
    made, _ = client(
        at(clock, times, throttled("5")), at(clock, times, throttled("30")), at(clock, times, DONE), clock=clock
    )
    made.generate("a cat", model="brush-1.0")
    first, second, third = times
    assert second >= first + 5
    assert third >= second + 30, "it asked the gate again after its own wait"


def test_a_try_after_a_lost_connection_waits_for_the_lane_that_another_call_closed() -> None:
    times: list[float] = []
    clock = FakeClock(chance=0.0)

    def closing(request: HttpRequest) -> HttpResponse:
        times.append(clock.now() - 1000)
        with pytest.raises(RateLimited):
            made.generate("a dog", model="brush-1.0", timeout=20)
        raise refused()

    made, _ = client(closing, throttled("30"), at(clock, times, DONE), clock=clock)
    made.generate("a cat", model="brush-1.0")
    assert times[1] >= times[0] + 30


def test_a_lane_is_closed_for_its_own_model_alone() -> None:
    clock = FakeClock(chance=0.0)
    made, transport = client(throttled("30"), submitted(), clock=clock)
    with pytest.raises(RateLimited):
        made.generate("a cat", model="brush-1.0", timeout=20)
    made.prepare({"model": "slow-brush", "prompt": "a cat"}).submit()
    assert (len(transport.requests), clock.slept) == (2, [])


def test_after_a_complaint_tries_keep_the_documented_rate_for_a_minute() -> None:
    """1 request a second for this model in cn-beijing; a try after a lost connection counts too."""
    times: list[float] = []
    clock = FakeClock(chance=0.0)
    answers = (throttled("1"), DONE, refused(), refused(), DONE)
    transport = FakeTransport(*(at(clock, times, answer) for answer in answers), at(clock, times, DONE))
    with Client("sk-test-0123456789abcdef", region="cn-beijing", transport=transport, clock=clock) as made:
        for _ in range(4):
            made.wan2_6_t2i.generate("a cat")
        assert all(later - before >= 0.999 for before, later in pairwise(times)), times
        clock.sleep(61)
        times.clear()
        for _ in range(3):
            made.wan2_6_t2i.generate("a cat")
        assert times[-1] == times[0], "nobody complained for a minute"


# The other route is for one refusal only, that of the protocol.


@pytest.mark.parametrize(
    "message",
    [
        "The model does not support this region.",
        "Your workspace does not support this model.",
        "current user api does not support this call",
        "synchronous calls are not allowed for this key",
        "does not support",
    ],
)
def test_another_403_leads_to_no_other_route(message: str) -> None:
    made, transport = client(error(403, "AccessDenied", message), DONE)
    with pytest.raises(AccessDenied):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 1


def test_the_refusal_of_the_protocol_leads_to_the_other_route_once() -> None:
    mismatch = error(403, "AccessDenied", "current user api does not support synchronous calls")
    made, transport = client(mismatch, mismatch)
    with pytest.raises(AccessDenied):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 2
    assert (
        len({request.url for request in transport.requests} | {str(request.headers) for request in transport.requests})
        > 1
    )


# Alpha: refused where the documents refuse it, and nowhere else.


def test_alpha_that_is_ignored_is_not_refused() -> None:
    clear = picture(640, 480, mode="RGBA")
    with Client("sk-test-0123456789abcdef") as made:
        with pytest.warns(DisputedWarning, match="alpha"):  # one document refuses it
            assert made.wan2_5_i2i_preview.edit.prepare("redraw it", [clear])
        with pytest.raises(InvalidRequest, match="alpha"):
            made.wan2_7_image.edit.prepare("redraw it", [clear])
        assert made.wan2_7_image.edit.prepare("redraw it", [picture(640, 480)])


# How often, and at whose cost.


def test_each_client_has_a_budget_of_its_own_and_a_success_pays_back() -> None:
    for _ in range(2):
        made, transport = client(*[refused()] * 99, DONE, refused(), retries=99, clock=FakeClock(chance=0.0))
        made.generate("a cat", model="brush-1.0")
        with pytest.raises(ConnectFailed, match="tried 100 times"):
            made.generate("a cat", model="brush-1.0")
        assert len(transport.requests) == 200


def test_a_paid_request_of_unknown_outcome_is_never_sent_again_whatever_the_retries() -> None:
    for retries in (0, 1, 9):
        made, transport = client(OutcomeUnknown("reset"), DONE, retries=retries)
        with pytest.raises(OutcomeUnknown):
            made.generate("a cat", model="brush-1.0")
        assert len(transport.requests) == 1


def test_a_call_whose_time_is_over_before_it_begins_sends_nothing() -> None:
    made, transport = client(DONE)
    for model in ("brush-1.0", "slow-brush"):
        with pytest.raises(ConnectFailed, match="Nothing was sent"):
            made.generate("a cat", model=model, timeout=1e-300)
    assert transport.requests == []


def test_a_success_gives_back_what_its_tries_took_and_one_more_if_it_needed_none() -> None:
    made, _ = client(refused(), refused(), DONE, refused(), clock=FakeClock(chance=0.0), retries=2)
    made.generate("a cat", model="brush-1.0")
    full = session_of(made).retry_quota.tokens
    with pytest.raises(ConnectFailed):
        made.generate("a cat", model="brush-1.0")
    assert session_of(made).retry_quota.tokens == full - 10
    session_of(made).transport = FakeTransport(refused(), DONE)
    made.generate("a cat", model="brush-1.0")
    assert session_of(made).retry_quota.tokens == full - 10
    made.generate("a cat", model="brush-1.0")
    assert session_of(made).retry_quota.tokens == full - 9


# Whoever has waited looks at the clock again, and the error says why nothing followed.


class Oversleeping(FakeClock):
    """A machine that was asleep: each pause takes a minute longer."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds + 60)


def test_a_pause_that_outlasts_the_call_is_followed_by_no_request() -> None:
    made, transport = client(refused(), DONE, clock=Oversleeping())
    with pytest.raises(ConnectFailed) as caught:
        made.generate("a cat", model="brush-1.0", timeout=30)
    assert len(transport.requests) == 1
    assert caught.value.hint == "Nothing was sent. It was not sent again, since the time of the call was over."


def test_a_pause_lasts_as_long_as_the_service_asks_and_ends_with_the_client() -> None:
    made, _ = client(throttled("0.2"), DONE, clock=SystemClock())
    begun = monotonic()
    made.generate("a cat", model="brush-1.0")
    assert monotonic() - begun >= 0.2
    waiting, transport = client(throttled("20"), DONE, clock=SystemClock())
    timer = Timer(0.1, waiting.close)
    timer.start()
    begun = monotonic()
    with pytest.raises(BrushworkError, match="the client was closed"):
        waiting.generate("a cat", model="brush-1.0")
    timer.join()
    assert monotonic() - begun < 10
    assert len(transport.requests) == 1


def test_a_closed_lane_says_that_nothing_was_sent_and_what_helps() -> None:
    made, transport = client(throttled("30"), DONE)
    with pytest.raises(RateLimited):
        made.generate("a cat", model="brush-1.0", timeout=20)
    with pytest.raises(RateLimited) as caught:
        made.generate("a cat", model="brush-1.0", timeout=20)
    assert len(transport.requests) == 1
    assert (caught.value.hint or "").startswith(
        "Nothing was sent. Make fewer calls at a time, or give this one longer with timeout=."
    )


def test_what_is_closed_before_its_request_says_that_nothing_was_sent_and_nothing_billed() -> None:
    def stored(request: HttpRequest) -> HttpResponse:
        uploading.close()
        return STORED

    def seen(_: object) -> None:
        told.close()

    told, nothing = client(DONE, on_request=seen)
    uploading, uploads = client(LEAVE, stored, DONE)
    for made, images_given in ((told, []), (uploading, [picture(300, 300)])):
        with pytest.raises(ConnectFailed, match="the client was closed before the request was sent") as caught:
            made.generate("a cat", model="brush-1.0", reference_images=images_given)
        assert caught.value.hint == "Nothing was sent and nothing billed."
    assert (len(nothing.requests), len(uploads.requests)) == (0, 2)


# What is told of a request whose outcome nobody knows.


@pytest.mark.parametrize(
    ("model", "look"),
    [
        ("brush-1.0", 'This route has no task to look for; protocol="async" leaves one.'),
        ("slow-brush", "err.recover() looks for the task that it may have started."),
        ("z-image-turbo", "This route has no task to look for."),
    ],
)
def test_an_unknown_outcome_says_when_it_was_lost_and_what_helps(model: str, look: str) -> None:
    clock = FakeClock()

    def lost(_: HttpRequest) -> HttpResponse:
        clock.sleep(3)
        raise OutcomeUnknown("reset")

    made, _ = client(lost, clock=clock)
    real = Client("sk-test-0123456789abcdef", transport=FakeTransport(lost), clock=clock)
    generate: Callable[..., object] = real.generate if model == "z-image-turbo" else made.generate
    with pytest.raises(OutcomeUnknown, match=r"reset \(3\.0 s after it was sent\)") as caught:
        generate("a cat", model=model)
    assert caught.value.hint == (
        f"Images may have been made and billed. It was not sent again. {look} "
        "To send it again on purpose: client.resend(err.request)."
    )


def test_a_service_that_fails_after_the_request_is_the_cause() -> None:
    made, _ = client(error(500, "InternalError"))
    with pytest.raises(OutcomeUnknown, match="the service failed after the request was sent") as caught:
        made.generate("a cat", model="brush-1.0")
    assert isinstance(caught.value.__cause__, ServerError)


def test_a_stream_that_breaks_was_not_sent_again_and_says_so() -> None:
    made, transport = client(HttpResponse(200, {"content-type": "text/event-stream"}, b""))
    with pytest.raises(BrushworkError) as caught:
        made.generate("a story", model="brush-1.0", mode="interleave", protocol="stream")
    assert "It was not sent again." in (caught.value.hint or "")
    assert len(transport.requests) == 1
