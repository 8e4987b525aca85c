"""Rates and tasks at once, by the clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brushwork_emulator import Emulator, VirtualClock
from brushwork_runtime.tables.spec import Api, Model, RateLimit
from tests.emulator import loopback
from tests.emulator.loopback import query, submit, sync, task_of
from tests.runtime.brushes import API, BRUSH, schema

LIMITED = Api(
    spec_version=API.spec_version,
    base_path=API.base_path,
    default_region=API.default_region,
    regions=API.regions,
    paths=API.paths,
    environment=API.environment,
    states=API.states,
    lifetimes=API.lifetimes,
    limits={"task_requests_per_second": 20, "upload_policies_per_second": 3},
    errors=API.errors,
    sources=API.sources,
)
RATED = Model(
    "brush-1.0",
    identifier="brush_1_0",
    family="brush",
    summary="",
    modes=tuple(BRUSH.modes.values()),
    regions=BRUSH.regions,
    rate_limits=(
        RateLimit(2, "minute", concurrent=2),
        RateLimit(5, "second", concurrent=3, regions=("cn-beijing",)),
    ),
)


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator([RATED], LIMITED, schemas=schema, limits=True, latency=10, clock=VirtualClock()) as made:
        yield made


def test_submissions_a_minute(api: Emulator) -> None:
    statuses = [submit(api).status for _ in range(3)]
    refused = submit(api)
    assert (statuses, refused.status, refused.json()["code"]) == ([200, 200, 429], 429, "Throttling.RateQuota")
    api.clock.advance(59)
    assert submit(api).status == 429
    api.clock.advance(1)
    assert submit(api).status == 200


def test_both_protocols_count_together(api: Emulator) -> None:
    assert [submit(api).status, submit(api).status, sync(api).status] == [200, 200, 429]
    assert len(api.ledger) == 2


def test_a_region_has_its_own_rate() -> None:
    with Emulator([RATED], LIMITED, schemas=schema, limits=True, region="cn-beijing", clock=VirtualClock()) as api:
        assert [submit(api).status for _ in range(6)] == [200] * 5 + [429]


def test_upload_policies_count_by_model(api: Emulator) -> None:
    target = "/api/v1/uploads?action=getPolicy&model="
    assert [loopback.ask(api, "GET", target + "brush-1.0").status for _ in range(4)] == [200, 200, 200, 429]


def test_tasks_over_the_limit_wait() -> None:
    clock = VirtualClock()
    with Emulator([RATED], LIMITED, schemas=schema, limits=True, region="cn-beijing", latency=10, clock=clock) as api:
        tasks = [task_of(submit(api)) for _ in range(4)]
        states: list[list[str]] = []
        for seconds in (5, 5, 10):
            clock.advance(seconds)
            states.append([query(api, task).json()["output"]["task_status"] for task in tasks])
    assert states == [
        ["RUNNING", "RUNNING", "RUNNING", "PENDING"],
        ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "RUNNING"],
        ["SUCCEEDED"] * 4,
    ]


def test_without_limits_nothing_is_refused() -> None:
    with Emulator([RATED], LIMITED, schemas=schema) as api:
        assert [submit(api).status for _ in range(8)] == [200] * 8
