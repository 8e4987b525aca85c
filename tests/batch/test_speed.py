"""On the emulator's clock: the allowed concurrency is busy, and no limit of the service is met."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path
from typing import Any

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime import ResponseEvent

SPEED = 12.0
LATENCY = 20.0
JOBS = 50


class FastClock(VirtualClock):
    """Time that passes by itself, `SPEED` times as fast."""

    def now(self) -> float:
        return super().now() + SPEED * (time.monotonic() - self._begun)

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / SPEED)


def most_in_a_second(moments: list[float]) -> int:
    most, window = 0, deque[float]()
    for moment in sorted(moments):
        window.append(moment)
        while window[0] <= moment - 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


def rows_of(page: Any) -> list[dict[str, float]]:
    """The rows of a page of the list of tasks, with their moments in milliseconds."""
    listed: list[dict[str, float]] = page["data"]
    return listed


def test_the_allowed_concurrency_is_busy_and_nothing_is_refused(tmp_path: Path) -> None:
    clock = FastClock()
    statuses: list[int] = []

    def answered(event: ResponseEvent) -> None:
        statuses.append(event.status)

    with Emulator(clock=clock, latency=LATENCY, limits=True) as api:
        client = Client(
            api.key, base_url=api.url, region="ap-southeast-1", clock=clock, on_response=answered, retries=8
        )
        rows = [{"key": f"k{n}", "model": "wan2.6-t2i", "prompt": f"cat {n}"} for n in range(JOBS)]
        journal = Journal(tmp_path / "j", now=clock.now)
        summary = Batch(rows, journal=journal, out=tmp_path / "out", client=client).run()
        queries = [seen.time for seen in api.traffic if seen.endpoint.startswith("task")]
        submissions = [entry["time"] for entry in api.ledger]
        tasks = [row for page in range(1, 6) for row in rows_of(client.tasks.list(page_no=page).raw)]
        client.close()
    assert summary.states == {"done": JOBS}
    assert 429 not in statuses
    assert most_in_a_second(queries) <= 20
    assert most_in_a_second(submissions) <= 5
    busy = sum(row["end_time"] - row["start_time"] for row in tasks)
    first, last = min(row["start_time"] for row in tasks), max(row["end_time"] for row in tasks)
    assert busy / (5 * (last - first)) >= 0.97
