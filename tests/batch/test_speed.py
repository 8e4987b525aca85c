"""Three processes on one journal, on the emulator's clock: no limit is passed, and the allowed concurrency is busy."""

from __future__ import annotations

import os
from collections import deque
from decimal import Decimal
from pathlib import Path
from typing import Any

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork.testing import Emulator
from tests.batch.servers import until
from tests.batch.support import FastClock, worker

LATENCY = 20.0
JOBS, PAID = 55, 50


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


def test_three_processes_use_what_is_allowed_and_no_more(tmp_path: Path) -> None:
    clock = FastClock()
    with Emulator(clock=clock, latency=LATENCY, limits=True) as api:
        client = Client(api.key, base_url=api.url, region="ap-southeast-1", clock=clock)
        rows = [{"key": f"k{n}", "model": "wan2.6-t2i", "prompt": f"cat {n}"} for n in range(JOBS)]
        journal = Journal(tmp_path / "j", now=clock.now)
        batch = Batch(rows, journal=journal, out=tmp_path / "out", client=client, budget=f"{PAID * 3 / 100 + 0.02} USD")
        batch.load()
        processes = [worker(tmp_path / "j", api, clock=clock) for _ in range(3)]
        until(lambda: len(list(tmp_path.glob("*.ready"))) == 3)
        (tmp_path / "j.go").touch()
        # 4 would be throttled; 3, that the budget leaves some undone
        assert [process.wait(120) for process in processes] == [3, 3, 3]
        seen = list(api.traffic)
        tasks = [row for page in range(1, 6) for row in rows_of(client.tasks.list(page_no=page).raw)]
        client.close()
    assert batch.status().states == {"planned": JOBS - PAID, "done": PAID}
    assert batch.status().money[0].spent == api.ledger.cost["USD"] == Decimal(3 * PAID) / 100
    assert len({job.owner for job in journal.jobs("done")}) > 1  # they really shared the work
    assert most_in_a_second([each.time for each in seen if each.endpoint.startswith("task")]) <= 20
    assert most_in_a_second([entry["time"] for entry in api.ledger]) <= 5
    busy = sum(row["end_time"] - row["start_time"] for row in tasks)
    first, last = min(row["start_time"] for row in tasks), max(row["end_time"] for row in tasks)
    # What a busy machine leaves of a clock that runs fast is no measure: 97 % are held by `make fuzz`, on a quiet one.
    assert busy / (5 * (last - first)) >= (0.97 if "BRUSHWORK_FUZZ" in os.environ else 0.5)
