"""When tasks are queried: what it costs in queries and in time, over many tasks with fixed draws."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from statistics import NormalDist

import pytest

from brushwork_runtime.api.answer import Answer
from brushwork_runtime.tasks.scheduler import Timing, running_time

SIGMA = 0.35
DRAWS = 3000


def quantiles(median: float) -> tuple[float, float]:
    return median * math.exp(-1.645 * SIGMA), median * math.exp(1.645 * SIGMA)


def simulate(expected: Timing, median: float, *, refined: bool = False) -> tuple[float, float, float]:
    """Mean and 95 % quantile of the seconds from a task's end to the query that sees it, and queries for each."""
    draws = [NormalDist().inv_cdf((number + 0.5) / DRAWS) for number in range(DRAWS)]
    random.Random(20).shuffle(draws)
    lags: list[float] = []
    queries = 0
    for draw in draws:
        duration = median * math.exp(SIGMA * draw)
        moment = expected.interval(0.0)
        queries += 1
        while moment < duration:
            moment += expected.interval(moment)
            queries += 1
        lags.append(moment - duration)
        if refined:
            expected.seen(duration)
    lags.sort()
    return sum(lags) / DRAWS, lags[int(DRAWS * 0.95)], queries / DRAWS


def test_tasks_of_twenty_seconds_are_seen_in_time_with_twelve_queries() -> None:
    mean, late, queries = simulate(Timing(quantiles(20.0)), 20.0)
    assert mean <= 0.55
    assert late <= 1.0
    assert queries <= 12


def test_a_wrong_guess_is_mended_by_what_is_seen() -> None:
    mean, late, queries = simulate(Timing((3.0, 300.0)), 20.0, refined=True)
    assert mean <= 0.6
    assert late <= 1.1
    assert queries <= 13


@pytest.mark.parametrize("median", [2.0, 8.0, 60.0, 600.0])
def test_the_delay_is_small_beside_the_task(median: float) -> None:
    mean, _, queries = simulate(Timing(quantiles(median)), median)
    assert mean <= max(0.55, 0.02 * median)
    assert queries <= 120


def test_intervals_grow_once_a_task_is_late_and_never_beyond_ten_seconds() -> None:
    expected = Timing((10.0, 40.0))
    intervals = [expected.interval(age) for age in (15.0, 39.0, 60.0, 120.0, 600.0, 10_000.0)]
    assert intervals[0] == intervals[1] == 1.0
    assert intervals == sorted(intervals)
    assert intervals[-1] == 10.0


def test_a_task_that_ends_much_sooner_than_was_thought_changes_the_plan() -> None:
    expected = Timing((20.0, 200.0))
    assert expected.seen(2.0)
    assert expected.first < 2.0
    assert not expected.seen(20.0)


def test_what_may_end_early_is_queried_at_growing_intervals_below_a_second() -> None:
    expected = Timing((10.0, 40.0))
    moments = [0.0]
    while moments[-1] < expected.first:
        moments.append(moments[-1] + expected.interval(moments[-1], early=True))
    assert moments[1:7] == pytest.approx([0.1, 0.3, 0.7, 1.5, 2.3, 3.1])
    assert max(after - before for before, after in pairwise(moments)) <= 1.0
    assert expected.interval(0.0) == expected.first


def test_a_kind_is_known_once_a_task_of_it_has_ended() -> None:
    expected = Timing((10.0, 40.0))
    assert not expected.known
    expected.seen(20.0)
    assert expected.known


TIMES = {
    "submit_time": "2026-03-31 19:57:50.000",
    "scheduled_time": "2026-03-31 19:57:58.877",
    "end_time": "2026-03-31 19:58:11.563",
}


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (TIMES, 12.686),
        ({**TIMES, "scheduled_time": None}, 21.563),
        ({**TIMES, "end_time": "2026-03-31 19:57:59.277"}, 0.4),
        ({**TIMES, "end_time": None}, None),
        ({**TIMES, "end_time": "soon"}, None),
        ({**TIMES, "end_time": "2026-03-31 19:00:00.000"}, None),
        ({**TIMES, "end_time": "2026-03-31T19:58:11+08:00"}, None),
        ({**TIMES, "end_time": 7}, None),
        ({}, None),
    ],
)
def test_the_running_time_is_read_from_the_answer(times: dict[str, object], seconds: float | None) -> None:
    answer = Answer({"output": {"task_status": "SUCCEEDED", **times}})
    assert running_time(answer) == (None if seconds is None else pytest.approx(seconds))
