"""What a death leaves behind, and what resuming makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork.batch import Batch, Event, Job, Journal
from brushwork.testing import Emulator, VirtualClock

TASK, SYNC = "wan2.6-t2i", "qwen-image-2.0"
HOUR = 3600.0


class Left:
    """A batch of one job whose process died, on a clock that may be advanced."""

    def __init__(self, folder: Path, model: str = TASK) -> None:
        self.clock = VirtualClock(real=True)
        self.api = Emulator(clock=self.clock, polls=1).start()
        self.client = Client(self.api.key, base_url=self.api.url, region="ap-southeast-1", clock=self.clock)
        self.journal = Journal(folder / "j", now=self.clock.now)
        self.events: list[Event] = []
        self.request = {"model": model, "prompt": "a cat"}
        self.batch = Batch(
            [{"key": "k", **self.request}],
            journal=self.journal,
            out=folder / "out",
            client=self.client,
            settle=0.3,
            on_event=self.events.append,
        )
        self.batch.load()

    def task(self) -> str:
        """A task of the very request, that somebody sent."""
        return self.client.prepare({**self.request, "protocol": "async"}).submit().id

    def was(self, state: Any, **columns: Any) -> None:
        assert self.journal.move("k", state, expect=("planned",), owner="dead", **columns)

    def resumed(self) -> Job:
        self.batch.run()
        job = self.journal.get("k")
        assert job is not None
        return job

    def close(self) -> None:
        self.client.close()
        self.api.close()


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    made = Left(tmp_path)
    yield made
    made.close()


def test_a_submitted_job_is_collected(left: Left) -> None:
    left.was("submitted", task_id=left.task(), submitted_at=left.clock.now())
    job = left.resumed()
    assert (job.state, len(job.paths), len(left.api.ledger)) == ("done", 1, 1)
    assert job.cost == left.batch.status().money[0].spent


def test_a_job_in_doubt_finds_its_task(left: Left) -> None:
    left.was("sending", sending_at=left.clock.now())
    task_id = left.task()
    job = left.resumed()
    assert (job.state, job.task_id, len(left.api.ledger)) == ("done", task_id, 1)
    assert [event.kind for event in left.events][:2] == ["adopted", "reconciled"]


def test_a_job_in_doubt_that_made_no_task_is_sent(left: Left) -> None:
    left.was("sending", sending_at=left.clock.now())
    assert (left.resumed().state, len(left.api.ledger)) == ("done", 1)


def test_a_task_of_long_ago_is_not_taken_for_that_of_a_job_in_doubt(left: Left) -> None:
    left.task()
    left.clock.advance(60)
    left.was("sending", sending_at=left.clock.now())
    job = left.resumed()
    assert (job.state, len(left.api.ledger)) == ("done", 2)


def test_a_job_with_several_tasks_is_unknown(left: Left) -> None:
    left.was("sending", sending_at=left.clock.now())
    tasks = [left.task(), left.task()]
    job = left.resumed()
    assert (job.state, job.error_code, len(left.api.ledger)) == ("unknown", "SeveralTasksFound", 2)
    assert all(task_id in str(job.error) for task_id in tasks)


def test_a_job_in_doubt_for_more_than_a_day_is_unknown(left: Left) -> None:
    left.was("sending", sending_at=left.clock.now())
    left.task()
    left.clock.advance(25 * HOUR)
    job = left.resumed()
    assert (job.state, len(left.api.ledger)) == ("unknown", 1)
    assert "25.0 hours ago" in str(job.error)


def test_a_task_that_was_forgotten_says_what_is_lost(left: Left) -> None:
    left.was("submitted", task_id=left.task(), submitted_at=left.clock.now())
    left.clock.advance(25 * HOUR)
    job = left.resumed()
    assert (job.state, job.error_code, len(left.api.ledger)) == ("expired", "TaskExpired", 1)
    assert "lost" in str(job.error)
    assert job.cost == job.upper  # it was billed


def test_a_task_about_to_be_forgotten_is_told_and_collected(left: Left) -> None:
    moment = left.clock.now()
    left.was("submitted", task_id=left.task(), submitted_at=moment)
    assert left.batch.status().collect_before == moment + 24 * HOUR
    left.clock.advance(23.5 * HOUR)
    assert left.resumed().state == "done"
    assert "expiring" in [event.kind for event in left.events]


def test_a_synchronous_job_in_doubt_is_unknown_at_once(tmp_path: Path) -> None:
    left = Left(tmp_path, SYNC)
    left.was("sending", sending_at=left.clock.now())
    job = left.resumed()
    assert (job.state, len(left.api.ledger)) == ("unknown", 0)
    assert "its process died" in str(job.error)
    left.close()


def test_a_synchronous_answer_is_fetched_by_its_urls(tmp_path: Path) -> None:
    left = Left(tmp_path, SYNC)
    url = left.client.generate("a cat", model=SYNC).images[0].url
    left.was("submitted", files=[{"url": url}], submitted_at=left.clock.now())
    job = left.resumed()
    assert (job.state, len(job.paths), len(left.api.ledger)) == ("done", 1, 1)
    left.close()


def test_a_picture_that_was_saved_before_the_death_is_not_saved_twice(left: Left) -> None:
    left.was("submitted", task_id=(task_id := left.task()), submitted_at=left.clock.now())
    out = Path(str(left.journal.meta("out")))
    left.client.task(task_id).wait().images[0].save(out / "k-0.png")
    (out / ".k-0.png.0123abcd.part").write_bytes(b"half")
    assert left.resumed().paths == (str(out / "k-0.png"),)
    assert [path.name for path in out.iterdir()] == ["k-0.png"]
