"""Rows 14 to 22: what the service answers in place of a picture, and what is sent again after it."""

from __future__ import annotations

import email.utils

import pytest

from brushwork import Client
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import (
    APIError,
    AuthError,
    ContentRejected,
    OutcomeUnknown,
    OutOfCredit,
    RateLimited,
)
from brushwork_runtime.results.result import Result
from tests.reliability.case import KEY, PROMPT, Case, row
from tests.reliability.crowd import CrowdClock

ENDPOINT = "multimodal-generation"


def draw(case: Case) -> Result:
    return case.client.qwen_image_2_0_pro.generate(PROMPT)


@row(14)
def test_a_throttled_call_waits_as_long_as_it_is_told(case: Case) -> None:
    clock = VirtualClock()
    case.again(clock=clock)
    begun = clock.now()
    case.api.faults.add("rate-limited:2")
    assert len(draw(case).images) == 1
    assert 2 <= clock.now() - begun <= 4
    assert case.work == 2
    case.posts, case.billed = 2, 1


@row(15)
@pytest.mark.parametrize("asked", ["99999999", "11"])
def test_a_wait_beyond_the_deadline_fails_at_once(case: Case, asked: str) -> None:
    clock = VirtualClock()
    case.again(clock=clock)
    begun = clock.now()
    case.api.faults.add(f"rate-limited:{asked}", times=None)
    error = case.fails(RateLimited, lambda: draw(case))
    assert error.retry_after == float(asked)
    assert clock.now() == begun
    case.billed = 0


@row(15)
@pytest.mark.parametrize(
    "fault", ["rate-limited:NaN", "throttled:-5", "burst-limited:inf", "rate-limited:soon", "html-429"]
)
def test_a_senseless_wait_is_our_own(case: Case, fault: str) -> None:
    clock = VirtualClock()
    case.again(clock=clock)
    begun = clock.now()
    case.api.faults.add(fault)
    assert len(draw(case).images) == 1
    assert clock.now() - begun <= 1
    case.posts, case.billed = 2, 1


@row(15)
def test_a_date_is_honoured_by_the_clock_of_the_server() -> None:
    clock = VirtualClock(start=1_000_000_000)  # years behind the clock of this machine
    api = Emulator(key=KEY, clock=clock)
    client = Client(KEY, base_url=api.url, transport=api.transport(), clock=clock)
    api.faults.add("rate-limited:date 60")
    client.qwen_image_2_0_pro.generate(PROMPT)
    assert 59 <= clock.now() - 1_000_000_000 <= 121
    assert [seen.method for seen in api.traffic] == ["POST", "POST"]
    past = email.utils.formatdate(clock.now() - 60, usegmt=True)
    api.faults.add("rate-limited", argument=past)
    client.qwen_image_2_0_pro.generate(PROMPT, timeout=5)
    assert api.ledger.images == 2


@row(15)
@pytest.mark.parametrize("code", ["PostpaidBillOverdue", "PrepaidBillOverdue", "CommodityNotPurchased"])
def test_a_bill_is_not_mended_by_waiting(case: Case, code: str) -> None:
    case.api.faults.add(f"bill-overdue:{code}")
    assert case.fails(OutOfCredit, lambda: draw(case)).status == 429
    assert case.work == 1
    case.billed = 0


@row(15)
def test_a_quota_gets_a_minute(case: Case) -> None:
    clock = VirtualClock()
    case.again(clock=clock, timeout=300)
    begun = clock.now()
    case.api.faults.add("quota-used-up")
    draw(case)
    assert 60 <= clock.now() - begun <= 120
    case.posts, case.billed = 2, 1
    case.again(clock=clock, timeout=30)
    case.api.faults.add("quota-used-up")
    case.fails(RateLimited, lambda: draw(case))
    case.posts = 3


def storm(calls: int, *, timeout: float, times: int | None) -> tuple[Emulator, list[Result | Exception], float]:
    """Many threads of one client at the same moment, refused so many times with a Retry-After of two seconds."""
    clock = CrowdClock()
    api = Emulator(key=KEY, clock=clock)
    client = Client(KEY, base_url=api.url, transport=api.transport(), clock=clock, timeout=timeout)
    api.faults.add("rate-limited:2", endpoint=ENDPOINT, times=times)
    begun = clock.now()
    ended = clock.together([lambda: client.qwen_image_2_0.generate(PROMPT)] * calls)
    return api, ended, begun


@row(16)
def test_a_storm_comes_back_spread_and_every_call_is_answered() -> None:
    api, ended, begun = storm(60, timeout=300, times=60)
    assert [error for error in ended if isinstance(error, Exception)] == []
    assert len(api.traffic) == 60 + 60
    again = [seen.time - begun for seen in api.traffic if seen.time > begun]
    assert len(again) >= 60
    assert min(again) >= 2
    assert max(again) - min(again) >= 1
    for second in range(2, int(max(again)) + 1):  # two a second is what the documents allow this model
        assert sum(second <= moment < second + 1 for moment in again) <= 4
    assert api.ledger.images == 60


@row(16)
def test_a_storm_that_never_ends_stays_within_the_budget() -> None:
    api, ended, begun = storm(60, timeout=600, times=None)
    assert {type(error) for error in ended} == {RateLimited}
    assert len(api.traffic) <= 60 + 100
    assert max(seen.time for seen in api.traffic) - begun <= 600
    assert api.ledger.images == 0


@row(17, 18, 19)
@pytest.mark.parametrize(
    "fault",
    [
        *("error-500", "error-500-after-accepting", "html-500", "html-502", "html-502-after-accepting", "html-504"),
        *("error-503", "error-503:3", "error-408"),
    ],
)
def test_a_failing_service_sees_one_post(case: Case, fault: str) -> None:
    case.api.faults.add(fault, times=None)
    error = case.fails(OutcomeUnknown, lambda: draw(case), "not sent again")
    assert error.status in (408, 500, 502, 503, 504)
    assert error.request is not None
    assert case.work == 1
    case.billed = 1 if "after" in fault or fault in ("html-500", "html-504") else 0


@row(18)
@pytest.mark.parametrize("fault", ["error-503", "error-500-after-accepting", "drop-after-accepting", "error-408"])
def test_an_unknown_outcome_is_sent_again_by_those_who_ask_for_it(case: Case, fault: str) -> None:
    case.again(clock=VirtualClock(), retry_unknown=True)
    case.api.faults.add(fault)
    assert len(draw(case).images) == 1
    assert case.work == 2
    case.posts, case.billed = 2, 2 if "after" in fault else 1


@row(20)
def test_a_key_that_the_service_echoes_is_not_shown(case: Case) -> None:
    case.api.faults.add("key-echoed", times=None)
    error = case.fails(AuthError, lambda: draw(case))
    assert "sk-…e1f0" in str(error)
    assert case.work == 1
    case.billed = 0


@row(21)
@pytest.mark.parametrize("fault", ["moderated", "moderated:IPInfringementSuspect", "error:403 Model.AccessDenied"])
def test_a_refusal_is_final(case: Case, fault: str) -> None:
    case.api.faults.add(fault, times=None)
    error = case.fails(APIError, lambda: draw(case))
    assert isinstance(error, ContentRejected) == fault.startswith("moderated")
    assert error.retry == "never"
    assert case.work == 1
    case.billed = 0


@row(22)
def test_a_code_in_place_of_a_picture_is_no_success(case: Case) -> None:
    case.api.faults.add("business-error", times=None)
    error = case.fails(APIError, lambda: draw(case))
    assert (error.status, case.work) == (200, 1)
