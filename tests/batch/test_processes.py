"""Several processes on one journal, and what becomes of their jobs when one of them is interrupted or dies."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork.batch import Batch, Journal, work
from brushwork.testing import Emulator
from brushwork_batch.leases import Lease, adopt, orphans
from tests.batch.support import environment, worker

TASK, SYNC = "wan2.6-t2i", "qwen-image-2.0"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(latency=0.3, limits=True) as api:
        yield api


def planned_batch(folder: Path, api: Emulator, count: int, model: str = TASK, **options: Any) -> Batch:
    client = Client(api.key, base_url=api.url, region="ap-southeast-1")
    rows = [{"key": f"k{n}", "model": model, "prompt": f"cat {n}"} for n in range(count)]
    batch = Batch(rows, journal=folder / "j", out=folder / "out", client=client, settle=0.5, **options)
    batch.load()
    return batch


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come to hold"
        time.sleep(0.02)


def each_made_once(api: Emulator, count: int) -> None:
    made = Counter(str(entry["body"]["input"]) for entry in api.ledger)
    assert (len(made), set(made.values())) == (count, {1})


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    return process.returncode, said.decode()


def test_the_first_interrupt_collects_and_the_second_leaves(tmp_path: Path, api: Emulator) -> None:
    batch = planned_batch(tmp_path, api, 40)
    process = worker(tmp_path / "j", api, heard=True)
    until(lambda: batch.journal.count("done"))
    process.send_signal(signal.SIGINT)
    code, _ = ended(process)
    states = batch.status().states
    assert code == 3
    assert states.keys() == {"done", "planned"}
    each_made_once(api, states["done"])

    api.faults.add("slow-answer:20", endpoint="task", times=None)
    process = worker(tmp_path / "j", api, heard=True)
    until(lambda: batch.journal.count("submitted"))
    process.send_signal(signal.SIGINT)
    until(lambda: any(event.kind == "stopping" for event in batch.journal.events(kinds=("stopping",))))
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    api.faults.clear()
    assert code != 0
    assert "KeyboardInterrupt" in said
    assert "jobs are under way and go on" in said
    assert batch.run().states == {"done": 40}
    each_made_once(api, 40)


def test_a_job_that_is_run_four_times_is_sent_once(
    tmp_path: Path, api: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(api).items():
        monkeypatch.setenv(name, value)
    batch = planned_batch(tmp_path, api, 1)
    said: list[str] = []
    threads = [threading.Thread(target=lambda: said.append(work(str(tmp_path / "j"), "k0"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in said
    assert work(str(tmp_path / "j"), "k0") == "done"
    assert batch.status().states == {"done": 1}
    each_made_once(api, 1)
    batch.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("brushwork")]


@pytest.mark.parametrize(("model", "states"), [(TASK, {"done": 3}), (SYNC, {"unknown": 1, "done": 2})])
def test_a_worker_of_an_executor_that_dies_in_its_call_sent_it_once(
    tmp_path: Path, api: Emulator, monkeypatch: pytest.MonkeyPatch, model: str, states: dict[str, int]
) -> None:
    for name, value in environment(api).items():
        monkeypatch.setenv(name, value)
    api.faults.add("slow-answer:30", endpoint="*generation")  # made and billed, and no answer for long
    batch = planned_batch(tmp_path, api, 3, model)

    def kill() -> None:
        until(lambda: len(api.ledger))
        for pid in list(pool._processes):  # pyright: ignore[reportPrivateUsage] - the point is to kill one
            os.kill(pid, signal.SIGKILL)

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        batch = Batch(journal=batch.journal, client=batch.client, executor=pool)
        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(Exception, match="terminated abruptly"):
            list(batch)
        killer.join()
    assert Batch(journal=batch.journal, client=batch.client).run().states == states
    each_made_once(api, 3)


def test_processes_of_an_executor_carry_the_jobs(
    tmp_path: Path, api: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(api).items():
        monkeypatch.setenv(name, value)
    batch = planned_batch(tmp_path, api, 6)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        batch = Batch(journal=batch.journal, client=batch.client, executor=pool)
        assert {job.state for job in batch} == {"done"}
    each_made_once(api, 6)


def test_a_job_of_a_worker_that_lives_is_left_to_it(tmp_path: Path, api: Emulator) -> None:
    batch = planned_batch(tmp_path, api, 1)
    with Journal(tmp_path / "j") as other:
        lease = Lease(other)
        batch.journal.move("k0", "sending", expect=("planned",), owner=lease.owner, sending_at=time.time())
        assert not orphans(batch.journal)
        assert batch.run().states == {"sending": 1}
        lease.close()
        assert orphans(batch.journal) == [("k0", lease.owner)]
        assert adopt(batch.journal, "k0", lease.owner, "me")
        assert not adopt(batch.journal, "k0", lease.owner, "you")
    assert batch.run().states == {"done": 1}  # nothing had been sent, as the list of tasks tells
    each_made_once(api, 1)
