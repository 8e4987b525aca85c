"""Time that need not be waited for."""

from __future__ import annotations

import time

import pytest

from brushwork_emulator import Emulator, VirtualClock
from tests.emulator.loopback import fetch, file_of, query, submit, sync, task_of
from tests.runtime.brushes import API, BRUSH, TASKS_ONLY, schema
from tests.runtime.support import Client


def test_a_virtual_clock_stands_still_until_told() -> None:
    clock = VirtualClock(start=100)
    assert clock.now() == clock.now() == 100
    clock.advance(5)
    clock.sleep(2.5)
    clock.sleep(-1)
    assert clock.now() == 107.5


def test_time_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="does not go back"):
        VirtualClock().advance(-1)


def test_a_real_clock_runs_and_can_be_advanced() -> None:
    clock = VirtualClock(real=True)
    assert abs(clock.now() - time.time()) < 5
    before = clock.now()
    clock.advance(3600)
    assert clock.now() >= before + 3600
    clock.sleep(0.001)
    assert clock.now() > before + 3600


def test_chance_repeats_by_its_seed() -> None:
    first, second, other = ([VirtualClock(seed=seed).random() for _ in range(3)] for seed in (1, 1, 2))
    assert first == second != other


def test_24_hours_pass_in_milliseconds() -> None:
    with Emulator([BRUSH], API, schemas=schema, polls=1, clock=VirtualClock()) as api:
        task, file = task_of(submit(api)), file_of(api)
        began = time.monotonic()
        api.clock.advance(24 * 3600 + 1)
        assert query(api, task).json()["output"]["task_status"] == "UNKNOWN"
        assert fetch(api, file).status == 403
        assert time.monotonic() - began < 1


def test_latency_takes_the_clocks_seconds_only() -> None:
    clock = VirtualClock(start=0)
    with Emulator([BRUSH], API, schemas=schema, latency=90, clock=clock) as api:
        began = time.monotonic()
        assert sync(api).status == 200
        assert clock.now() == 90
        assert time.monotonic() - began < 5


def test_one_clock_drives_service_and_client() -> None:
    clock = VirtualClock()
    began, start = time.monotonic(), clock.now()
    with (
        Emulator([TASKS_ONLY], API, schemas=schema, latency=60, clock=clock) as api,
        Client(api.key, base_url=api.url, clock=clock) as client,
    ):
        result = client.prepare(model="slow-brush", prompt="a cat").submit().wait()
    assert len(result) == 1
    assert 60 <= clock.now() - start < 75
    assert time.monotonic() - began < 10
