"""Gates: slots at a rate, closed for a while for all, one for each name."""

from __future__ import annotations

import pytest

from brushwork_runtime.retry import RateLimiter, RateLimits, documented_rate
from brushwork_runtime.tables.spec import Model, RateLimit
from tests.runtime.support import FakeClock


def test_slots_follow_each_other_at_the_rate() -> None:
    clock = FakeClock()
    gate = RateLimiter(clock, 4)
    assert [gate.slot() for _ in range(3)] == [0.0, 0.25, 0.5]
    clock.sleep(10)
    assert gate.slot() == 0.0


def test_a_burst_leaves_at_once_and_no_more_within_its_time() -> None:
    clock = FakeClock()
    gate = RateLimiter(clock, 2, burst=4)
    assert [gate.slot() for _ in range(5)] == [0.0, 0.0, 0.0, 0.0, 2.0]
    clock.sleep(1)
    assert [gate.slot() for _ in range(4)] == [1.0, 1.0, 1.0, 3.0]


def test_a_held_gate_lets_nobody_through_and_the_longer_hold_stands() -> None:
    clock = FakeClock()
    gate = RateLimiter(clock)
    assert gate.slot() == 0.0
    gate.hold(2)
    gate.hold(1)
    assert gate.closed == 2.0
    assert gate.slot() == 3.0  # half of the two seconds over which those who wait are spread
    assert gate.slot_within(1) is None
    clock.sleep(2)
    assert (gate.closed, gate.slot()) == (0.0, 0.0)


def test_those_who_wait_at_a_gate_leave_spread_over_as_long_again() -> None:
    clock = FakeClock()
    gate = RateLimiter(clock)
    gate.hold(10)
    waits: list[float | None] = []
    for chance in (0.0, 0.5, 0.999):
        clock.chance = chance
        waits.append(gate.slot_within(100))
    assert waits == pytest.approx([10.0, 15.0, 19.99])
    assert gate.slot_within(12) == 10 + 0.999  # half of what is left stays for the request itself


def test_a_rate_that_nobody_complained_about_holds_nobody_up() -> None:
    clock = FakeClock(chance=0.0)
    gate = RateLimiter(clock, 0.5, calm=True)
    assert [gate.slot() for _ in range(3)] == [0.0, 0.0, 0.0]
    gate.hold(1)
    assert [gate.slot() for _ in range(3)] == [1.0, 3.0, 5.0]
    clock.sleep(62)
    assert [gate.slot() for _ in range(3)] == [0.0, 0.0, 0.0]


def test_a_name_has_one_gate() -> None:
    gates = RateLimits(FakeClock())
    assert gates.met("task") is None
    assert gates.of("task", 20) is gates.of("task") is gates.met("task")
    assert gates.of("other") is not gates.of("task")


def test_a_gate_is_made_with_its_rate_and_its_burst() -> None:
    clock = FakeClock(chance=0.0)
    gate = RateLimits(clock).of("task", 20, burst=20)
    assert [gate.slot() for _ in range(21)] == [0.0] * 20 + [1.0]


def test_a_slot_at_the_very_end_of_a_call_is_kept_for_it() -> None:
    gate = RateLimiter(FakeClock(chance=0.0), 2)
    assert [gate.slot_within(0.5) for _ in range(3)] == [0.0, 0.5, 0.0], "who cannot wait goes without one"


@pytest.mark.parametrize(
    ("limits", "region", "rate"),
    [
        ((), "cn-beijing", None),
        ((RateLimit(5, "second"),), "cn-beijing", 5.0),
        ((RateLimit(90, "minute"),), None, 1.5),
        ((RateLimit(5, "second", regions=("cn-beijing",)),), "cn-beijing", 5.0),
        ((RateLimit(5, "second", regions=("cn-beijing",)),), "ap-southeast-1", None),
        ((RateLimit(5, "second"), RateLimit(60, "minute", regions=("cn-beijing",))), "cn-beijing", 1.0),
        ((RateLimit(5, "second"), RateLimit(60, "minute", regions=("cn-beijing",))), "ap-southeast-1", 5.0),
    ],
)
def test_the_documented_rate(limits: tuple[RateLimit, ...], region: str | None, rate: float | None) -> None:
    model = Model("brush", identifier="brush", family="b", summary="-", modes=(), regions={}, rate_limits=limits)
    assert documented_rate(model, region) == rate
