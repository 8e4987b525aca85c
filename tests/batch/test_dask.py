"""Dask runs a task of a dying worker again, four times by default; the journal lets one of them send."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork.batch import Batch
from brushwork.testing import Emulator
from tests.batch.support import environment

distributed: Any = pytest.importorskip("distributed", reason="Dask is not installed: pip install distributed")


@pytest.mark.filterwarnings("ignore")  # what Dask warns of is its own matter
@pytest.mark.parametrize(
    ("model", "states"), [("wan2.6-t2i", {"done": 4}), ("qwen-image-2.0", {"done": 3, "unknown": 1})]
)
def test_a_worker_that_dies_in_its_call_sent_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, states: dict[str, int]
) -> None:
    with Emulator(latency=0.3) as api:
        for name, value in environment(api).items():
            monkeypatch.setenv(name, value)
        api.faults.add("slow-answer:60", endpoint="*generation")  # made and billed, and no answer for long
        client = Client(api.key, base_url=api.url, region="ap-southeast-1")
        rows = [{"key": f"k{n}", "model": model, "prompt": f"cat {n}"} for n in range(4)]
        batch = Batch(rows, journal=tmp_path / "j", out=tmp_path / "out", client=client, settle=0.5)
        batch.load()
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, host="127.0.0.1"
            ) as cluster,
            distributed.Client(cluster) as dask,
        ):
            pids: dict[str, int] = dask.run(os.getpid)
            executor = dask.get_executor(pure=False)

            def kill() -> None:
                while not len(api.ledger):
                    time.sleep(0.05)
                time.sleep(0.3)
                (owner,) = [job.owner for job in batch.journal.jobs("sending") if job.owner][:1]
                with batch.journal.transaction() as connection:
                    query = "SELECT pid FROM workers WHERE owner = ?"
                    (pid,) = connection.execute(query, (owner,)).fetchone()
                assert pid in pids.values()
                os.kill(pid, signal.SIGKILL)

            killer = threading.Thread(target=kill)
            killer.start()
            ended = list(Batch(journal=batch.journal, client=client, executor=executor))
            killer.join()
        assert Counter(job.state for job in ended) == states == batch.status().states
        made = Counter(str(entry["body"]["input"]) for entry in api.ledger)
        assert (len(made), set(made.values())) == (4, {1})
        client.close()
