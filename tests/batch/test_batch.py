"""A batch on the emulator: what is planned is made once, and what happened is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork.batch import Batch, Journal, JournalError
from brushwork.testing import Emulator
from brushwork_batch.records import Event

SYNC, TASK = "qwen-image-2.0", "wan2.6-t2i"


def rows(count: int, model: str = TASK, **parameters: Any) -> list[dict[str, Any]]:
    return [{"key": f"k{number}", "model": model, "prompt": f"cat {number}", **parameters} for number in range(count)]


class Bench:
    """An emulator, a client of it, and batches of both."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        given: dict[str, Any] = {"polls": 1, **settings}
        self.api = Emulator(**given).start()
        self.client = Client(self.api.key, base_url=self.api.url, region="ap-southeast-1")
        self.events: list[Event] = []

    def batch(self, given: Any = None, **options: Any) -> Batch:
        known: dict[str, Any] = {
            "journal": self.folder / "j",
            "out": self.folder / "out",
            "settle": 0.3,
            "client": self.client,
        }
        return Batch(given, on_event=self.events.append, **{**known, **options})

    def prompts(self) -> list[str]:
        return sorted(str(entry["body"]["input"]) for entry in self.api.ledger)

    def kinds(self) -> set[str]:
        return {event.kind for event in self.events}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.client.close()
    made.api.close()


@pytest.mark.parametrize("model", [TASK, SYNC])
def test_every_row_is_made_once_and_saved(bench: Bench, model: str) -> None:
    batch = bench.batch(rows(3, model))
    done = {job.key: job for job in batch}
    assert {job.state for job in done.values()} == {"done"}
    assert [Path(done[f"k{number}"].paths[0]).name for number in range(3)] == [f"k{n}-0.png" for n in range(3)]
    assert all(Path(job.paths[0]).is_file() and job.cost and job.billed == 1 for job in done.values())
    assert len(bench.api.ledger) == 3
    assert len(set(bench.prompts())) == 3
    summary = bench.batch(rows(3, model)).run()  # there is nothing left to do
    assert (summary.open, summary.images, len(bench.api.ledger)) == (0, 3, 3)


def test_asyncio_gets_the_same(bench: Bench) -> None:
    async def collect() -> set[str]:
        return {done.key async for done in bench.batch(rows(2))}

    assert asyncio.run(collect()) == {"k0", "k1"}


def test_bad_rows_stop_nothing(bench: Bench) -> None:
    given = [*rows(1), {"key": "bad", "model": TASK, "prompt": "x", "n": 99}]
    bench.api.faults.add("moderated", endpoint="image-generation")
    summary = bench.batch([*given, *rows(3)[1:]]).run()
    assert summary.states == {"done": 2, "failed": 1, "rejected": 1}
    (failed,) = bench.batch().journal.jobs("failed")
    assert failed.error_code == "DataInspectionFailed"


@pytest.mark.parametrize(
    "fault",
    [
        "error-500-after-accepting",
        "html-502-after-accepting",
        "error-500",
        "drop-after-accepting",
        "drop-before-accepting",
        "reset",
        "truncated-body",
        "malformed-json",
        "rate-limited:0",
    ],
)
def test_a_fault_of_a_submission_makes_nothing_twice(bench: Bench, fault: str) -> None:
    bench.api.faults.add(fault, endpoint="image-generation")
    summary = bench.batch(rows(2)).run()
    assert summary.states == {"done": 2}
    assert len(bench.api.ledger) == 2


@pytest.mark.parametrize("fault", ["task-failed", "task-unknown", "task-canceled"])
def test_a_task_that_ends_badly_is_its_own_row_s_matter(bench: Bench, fault: str) -> None:
    bench.api.faults.add(fault, endpoint="task")
    states = bench.batch(rows(3)).run().states
    assert states["done"] == 2
    assert sum(states.values()) == 3
    assert not bench.batch().journal.money()[0].reserved


@pytest.mark.parametrize("fault", ["drop-after-accepting", "error-500"])
def test_a_synchronous_row_in_doubt_is_sent_again_only_by_name(bench: Bench, fault: str) -> None:
    bench.api.faults.add(fault, endpoint="multimodal-generation")
    assert bench.batch(rows(2, SYNC)).run().states == {"done": 1, "unknown": 1}
    batch = bench.batch()
    assert batch.run().states == {"done": 1, "unknown": 1}
    (job,) = batch.journal.jobs("unknown")
    assert "nobody can tell" in str(job.error)
    assert batch.run(resend=job.key).states == {"done": 2}


@pytest.mark.parametrize("fault", ["bill-overdue", "quota-used-up"])
def test_quota_and_arrears_pause_everything(bench: Bench, fault: str) -> None:
    bench.api.faults.add(fault, endpoint="*generation", times=None)
    summary = bench.batch([*rows(20), {"key": "other", "model": SYNC, "prompt": "x"}]).run()
    assert summary.states == {"planned": 21}
    assert summary.paused
    assert "paused" in bench.kinds()
    assert len([seen for seen in bench.api.traffic if seen.method == "POST"]) <= 2
    bench.api.faults.clear()
    assert bench.batch().run().states == {"done": 21}


def test_ten_equal_errors_stop_their_model(bench: Bench) -> None:
    bench.api.faults.add("error:ModelNotFound", endpoint="image-generation", times=None)
    summary = bench.batch([*rows(15), {"key": "other", "model": SYNC, "prompt": "x"}]).run()
    assert summary.states == {"planned": 5, "failed": 10, "done": 1}
    (stopped,) = [gate for gate in summary.gates if gate.stopped]
    assert stopped.model == TASK
    assert "10 times" in str(stopped.stopped)


def test_the_budget_is_never_passed(bench: Bench) -> None:
    summary = bench.batch(rows(5), budget="0.10").run()
    (money,) = summary.money
    assert (money.budget, money.spent, money.reserved) == (Decimal("0.1"), Decimal("0.09"), Decimal(0))  # 0.03 USD each
    assert summary.states == {"planned": 2, "done": 3}
    assert "budget" in bench.kinds()
    assert bench.batch(budget="10 USD").run().states == {"done": 5}


def test_a_budget_needs_a_price(bench: Bench) -> None:
    free = Client(bench.api.key, base_url=bench.api.url)  # of no region that is known, so that no price is
    batch = bench.batch(rows(2), client=free, budget={"USD": 1})
    assert batch.run().states == {"skipped": 2}
    other = bench.batch(rows(2), journal=bench.folder / "other", client=free, budget={"USD": 1}, unpriced=True)
    assert other.run().states == {"done": 2}
    with pytest.raises(JournalError, match="in which currency"):
        bench.batch(rows(2), journal=bench.folder / "third", client=free, budget=1).run()


def test_the_journal_is_of_one_region(bench: Bench) -> None:
    bench.batch(rows(1)).run()
    other = Client(bench.api.key, base_url=bench.api.url, region="cn-beijing")
    with pytest.raises(JournalError, match=r"of region ap-southeast-1; the client is of cn-beijing"):
        bench.batch(client=other).run()


def test_what_is_cancelled_is_not_sent(bench: Bench) -> None:
    batch = bench.batch(rows(3))
    batch.load()
    assert batch.cancel() == 3
    assert batch.run().states == {"skipped": 3}
    assert len(bench.api.ledger) == 0


def test_an_expired_url_says_what_was_lost(bench: Bench) -> None:
    bench.api.faults.add("expired-url", endpoint="result", times=None)
    batch = bench.batch(rows(1))
    summary = batch.run()
    assert summary.states == {"expired": 1}
    (job,) = batch.journal.jobs("expired")
    assert "billed" in str(job.error)
    assert "lost" in str(job.error)
    assert job.cost == summary.money[0].spent


def test_a_file_of_somebody_else_is_left_alone(bench: Bench) -> None:
    (bench.folder / "out").mkdir()
    (bench.folder / "out/k0-0.png").write_text("mine")
    (done,) = list(bench.batch(rows(1)))
    assert (bench.folder / "out/k0-0.png").read_text() == "mine"
    assert [Path(path).name for path in done.paths] == ["k0-0-2.png"]


def test_names_need_the_key(bench: Bench) -> None:
    with pytest.raises(ValueError, match=r"has no \{key\}"):
        bench.batch(rows(1), names="{model}.{ext}")


def test_threads_of_an_executor_carry_the_jobs(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_API_KEY", bench.api.key)
    with ThreadPoolExecutor(2) as pool, bench.batch(rows(4), executor=pool) as batch:
        ended = list(batch)
    assert {job.state for job in ended} == {"done"}
    assert len(bench.api.ledger) == 4
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("brushwork")]


def test_a_stop_ends_the_run_of_an_executor(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_API_KEY", bench.api.key)
    with ThreadPoolExecutor(2) as pool, bench.batch(rows(12), executor=pool) as batch:
        for _ in batch:
            batch.stop()
        states = batch.status().states
        assert states.keys() == {"done", "planned"}
        assert len(bench.api.ledger) == states["done"]


def test_the_client_has_its_limits_back_after_a_run(bench: Bench) -> None:
    from brushwork_batch.leases import Lease
    from brushwork_runtime import session_of

    batch = bench.batch(rows(1))
    lease = Lease(batch.journal)  # another worker, for half of the queries
    assert batch.run().states == {"done": 1}
    lease.close()
    limiter = session_of(bench.client).rate_limits.of("tasks")
    assert sum(limiter.slot() == 0 for _ in range(18)) > 10


def test_a_stop_collects_what_is_under_way(bench: Bench) -> None:
    batch = bench.batch(rows(8))
    for _ in batch:
        batch.stop()
    summary = batch.status()
    assert summary.states.keys() <= {"done", "planned"}
    assert len(bench.api.ledger) == summary.states["done"] < 8
    assert bench.batch().run().states == {"done": 8}


def test_a_task_of_another_process_knows_its_cost_by_its_request(bench: Bench) -> None:
    prepared = bench.client.prepare({"model": TASK, "prompt": "a cat", "protocol": "async"})
    result = bench.client.task(prepared.submit().id, request=prepared).wait()
    assert result.cost is not None
    assert (result.cost.maximum, result.model) == (Decimal("0.03"), TASK)
    assert result.provenance["prompt"] == "a cat"


def test_a_batch_of_an_emulator_is_not_gone_on_with_at_the_service(tmp_path: Path) -> None:
    """Nor the other way round, where the service's tasks would be given up as forgotten."""
    with Client("sk-real-0123456789", region="ap-southeast-1") as real, Emulator() as api:
        emulated = Client(api.key, base_url=api.url, region="ap-southeast-1")
        for number, (first, second) in enumerate([(emulated, real), (real, emulated)]):
            journal = Journal(tmp_path / str(number))
            Batch(rows(1), journal=journal, client=first).load()
            with pytest.raises(JournalError, match="was begun at") as refused:
                Batch(journal=journal, client=second).run()
            assert "--journal" in str(refused.value)
            assert journal.summary().states == {"planned": 1}
        assert not api.ledger
