"""Which requests are sent again: the table of `decide`, pauses, the budget, Retry-After."""

from __future__ import annotations

import email.utils
import inspect
import re
import time

import pytest
from hypothesis import given, strategies as st

from brushwork_runtime.api.answer import Answer
from brushwork_runtime.api.exchange import from_api
from brushwork_runtime.base.errors import BrushworkError, ConnectFailed, MalformedResponse, OutcomeUnknown, ResultLost
from brushwork_runtime.retry import RetryQuota, ceiling, decide, pause, retry_after, what_happened
from tests.runtime.brushes import API
from tests.runtime.support import FakeClock


def answered(status: int, code: str = "") -> BrushworkError:
    return from_api(API, status, Answer({"code": code, "message": "so it is"}))


def lasting() -> ConnectFailed:
    error = ConnectFailed("the certificate has expired")
    error.lasting = True
    return error


SAMPLES: dict[str, list[BrushworkError]] = {
    "not connected": [ConnectFailed("refused")],
    "permanently unreachable": [lasting()],
    "throttled": [answered(429), answered(429, "Throttling.RateQuota"), answered(200, "Throttling")],
    "quota": [answered(429, "Throttling.AllocationQuota"), answered(400, "Throttling.AllocationQuota")],
    "conflict": [answered(409)],
    "refused": [
        *(answered(status) for status in (400, 401, 403, 404, 413, 422)),
        answered(400, "DataInspectionFailed"),
        answered(429, "PostpaidBillOverdue"),
        answered(200, "Brand.New"),
    ],
    "redirected": [answered(302), MalformedResponse("no JSON", status=307)],
    "unknown": [
        OutcomeUnknown("reset"),
        *(answered(status) for status in (408, 500, 502, 503, 504)),
        answered(200, "InternalError"),
    ],
    "done": [ResultLost("cut", status=200), MalformedResponse("no JSON", status=200), MalformedResponse("no image")],
}


def table() -> dict[str, list[str]]:
    """The rows of the docstring: what happened, then the actions for what bills and for anything else."""
    text = inspect.cleandoc(decide.__doc__ or "")  # Python 3.13 takes the indentation off by itself
    lines = re.findall(r"^ {4}(\w[\w ]+): .*$", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if re.match(r" {4}\w[\w ]+: ", line)]
    return {name: re.split(r"\s{2,}", line.strip())[-2:] for name, line in zip(lines, rows, strict=True)}


def test_the_docstring_tells_every_row() -> None:
    assert set(table()) == set(SAMPLES)


@pytest.mark.parametrize("happened", SAMPLES)
def test_the_decision_is_the_one_of_the_docstring(happened: str) -> None:
    bills, free = table()[happened]
    for error in SAMPLES[happened]:
        assert what_happened(error) == happened, error
        assert decide(error, bills=True) == bills.partition(",")[0]
        assert decide(error, bills=False) == free
        at_risk = decide(error, bills=True, retry_unknown=True)
        assert at_risk == ("soon" if happened == "unknown" else bills)


def test_what_is_not_of_the_network_is_never_repeated() -> None:
    assert decide(BrushworkError("?"), bills=False) == "never"
    assert decide(ValueError("?"), bills=False) == "never"


@given(st.integers(0, 5000), st.floats(0, 1, exclude_max=True))
def test_a_pause_lies_between_nothing_and_its_ceiling(attempt: int, chance: float) -> None:
    most = min(8.0, 0.25 * 2 ** min(attempt, 20))
    assert ceiling(attempt) == most
    assert pause(FakeClock(chance), attempt) == chance * most <= 8.0


def test_a_budget_allows_a_hundred_tries_and_success_pays_back() -> None:
    budget = RetryQuota()
    assert sum(budget.take() for _ in range(200)) == 100
    budget.give_back(0)
    assert (budget.tokens, budget.take()) == (1, False)
    budget.give_back(2)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    for _ in range(200):
        budget.give_back(1)
    assert budget.tokens == RetryQuota.CAPACITY


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2", 2.0),
        (" 0 ", 0.0),
        ("1.5", 1.5),
        ("99999999", 99999999.0),
        *((said, None) for said in ("", "NaN", "nan", "-5", "inf", "+3", "soon", "1e3", "٣", "9" * 400, "1_0", "0x10")),
        ("1.2.3", None),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60.0),
        ("Sunday, 06-Nov-94 08:50:37 GMT", 60.0),
        ("Sun Nov  6 08:50:37 1994", 60.0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0.0),
        ("Sun, 99 Nov 1994 99:99:99 GMT", None),
    ],
)
def test_retry_after(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said, "date": "Sun, 06 Nov 1994 08:49:37 GMT"}) == seconds


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system has one time zone for all")
def test_a_date_without_a_zone_is_no_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        date = "Sun, 06 Nov 1994 08:49:37 GMT"
        assert retry_after({"retry-after": "Sun Nov  6 08:50:37 1994", "date": date}) == 60.0
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_date_without_the_servers_own_is_read_by_our_clock() -> None:
    wait = retry_after({"retry-after": email.utils.formatdate(time.time() + 1000, usegmt=True)})
    assert wait is not None
    assert 900 < wait < 1001


@given(st.text(), st.text())
def test_no_header_breaks_it(said: str, date: str) -> None:
    wait = retry_after({"retry-after": said, "date": date})
    assert wait is None or wait >= 0
