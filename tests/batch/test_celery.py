"""Celery with Redis delivers a task again whose worker died in its call; the journal lets one of them send."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork.batch import Batch
from brushwork.testing import Emulator
from tests.batch.servers import program, until
from tests.batch.support import environment

TASK, SYNC = "wan2.6-t2i", "qwen-image-2.0"

APP = """
import pathlib
from celery import Celery
from brushwork.batch import work

app = Celery("pictures", broker=f"redis+socket://{pathlib.Path(__file__).parent}/redis.sock")
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.worker_prefetch_multiplier = 1

@app.task
def carry(journal, key):
    return work(journal, key)
"""


@contextmanager
def running(end: signal.Signals, *command: str, env: dict[str, str] | None = None) -> Generator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
    try:
        yield
    finally:
        process.send_signal(end)
        process.wait(30)


def test_a_worker_that_dies_in_its_call_sent_it_once(tmp_path: Path) -> None:
    celery: Any = pytest.importorskip("celery")
    pytest.importorskip("redis")
    server = program("redis-server", Path("/usr/bin"))
    (tmp_path / "pictures.py").write_text(APP, "utf-8")
    with Emulator(latency=0.3) as api, Client(api.key, base_url=api.url, region="ap-southeast-1") as client:
        for endpoint in ("image-generation", "multimodal-generation"):  # made and billed, and no answer for long
            api.faults.add("slow-answer:30", endpoint=endpoint)
        rows = [{"key": f"k{n}", "model": model, "prompt": f"cat {n}"} for n, model in enumerate((TASK, SYNC, TASK))]
        batch = Batch(rows, journal=tmp_path / "j", out=tmp_path / "out", client=client, settle=0.5)
        batch.load()
        path = os.pathsep.join([str(tmp_path), environment(api)["PYTHONPATH"]])
        with (
            running(signal.SIGTERM, server, "--port", "0", "--unixsocket", str(tmp_path / "redis.sock"), "--save", ""),
            running(
                signal.SIGQUIT,  # the cold shutdown of a worker
                *(sys.executable, "-m", "celery", "-A", "pictures", "worker", "-c", "1", "-l", "ERROR"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                env={**environment(api), "PYTHONPATH": path},
            ),
        ):
            until((tmp_path / "redis.sock").exists)
            app = celery.Celery(broker=f"redis+socket://{tmp_path}/redis.sock")
            for row in rows:
                app.send_task("pictures.carry", [batch.journal.place, row["key"]])
            app.close()
            kill_the_sender(batch, api, 1)
            kill_the_sender(batch, api, 2)
            until(lambda: not batch.status().open)
        assert batch.status().states == {"done": 2, "unknown": 1}
        made = Counter(str(entry["body"]["input"]) for entry in api.ledger)
        assert (len(made), set(made.values())) == (3, {1})


def kill_the_sender(batch: Batch, api: Emulator, count: int) -> None:
    """Kill the worker whose request is the last one, once so many have arrived."""
    until(lambda: len(api.ledger) == count)
    with batch.journal.transaction() as connection:
        query = "SELECT pid FROM jobs JOIN workers USING (owner) WHERE state = 'sending' ORDER BY sending_at DESC"
        os.kill(int(connection.execute(query).fetchone()[0]), signal.SIGKILL)
