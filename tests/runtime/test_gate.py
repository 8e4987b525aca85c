"""Gates: slots at a rate, closed for a while for all, one for each name."""

from __future__ import annotations

from brushwork_runtime.gate import Gate, Gates
from tests.runtime.support import FakeClock


def test_slots_follow_each_other_at_the_rate() -> None:
    clock = FakeClock()
    gate = Gate(clock, 4)
    assert [gate.slot() for _ in range(3)] == [0.0, 0.25, 0.5]
    clock.sleep(10)
    assert gate.slot() == 0.0


def test_a_held_gate_lets_nobody_through_and_the_longer_hold_stands() -> None:
    clock = FakeClock()
    gate = Gate(clock)
    assert gate.slot() == 0.0
    gate.hold(2)
    gate.hold(1)
    assert gate.slot() == 2.0
    clock.sleep(3)
    assert gate.slot() == 0.0


def test_a_name_has_one_gate() -> None:
    gates = Gates(FakeClock())
    assert gates.met("task") is None
    assert gates.of("task", 20) is gates.of("task") is gates.met("task")
    assert gates.of("other") is not gates.of("task")
