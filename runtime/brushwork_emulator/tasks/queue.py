"""Tasks: PENDING when submitted, then RUNNING and SUCCEEDED, by the clock or as they are queried."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from brushwork_emulator import answers
from brushwork_emulator.judging.refusals import not_pending
from brushwork_emulator.ledger import bill
from brushwork_emulator.tasks.moments import written
from brushwork_emulator.tasks.schedules import ByClock, ByQueries
from brushwork_emulator.tasks.tasklists import page, unique_key
from brushwork_emulator.wire import answer, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_emulator.ledger import Entry
    from brushwork_emulator.orders import Order
    from brushwork_emulator.tasks.schedules import Now, Schedule
    from brushwork_emulator.wire import Call, Document, Reply
    from brushwork_runtime import Model

    Concurrent = Callable[[Model, str], int | None]
    """Model and region -> how many of its tasks run at once, None for any number."""

_KILLED = "An internal timeout error has occured during execution, please try again later or contact service support."


class Job:
    """One task: what it was asked for, what it answers in the end, and the times at which its state changed."""

    __slots__ = ("done", "end", "entry", "id", "order", "queries", "region", "start", "status", "submitted")

    def __init__(self, order: Order, done: Document, entry: Entry, submitted: float) -> None:
        self.id = new_id()
        self.order = order
        self.done = done
        self.entry = entry
        self.region = entry["region"]
        self.submitted = submitted
        self.status = "PENDING"
        self.queries = 0
        self.start: float | None = None
        self.end: float | None = None

    def finish(self, status: str, moment: float) -> None:
        """The last change of state; only images of a success are billed."""
        self.status = status
        self.end = moment
        if status != "SUCCEEDED":
            bill(self.entry, 0)


class Queue:
    """The tasks of the account. Safe for threads.

    With `latency` 0 a task has succeeded at its query number `polls` (0 or 1: at the first), else `latency` seconds
    after it began, by the clock. `lifetimes` are the API's, in seconds.
    """

    def __init__(
        self,
        clock: Now,
        *,
        lifetimes: Mapping[str, int],
        polls: int = 2,
        latency: float = 0.0,
        concurrent: Concurrent | None = None,
    ) -> None:
        self._clock = clock
        self._lifetime = lifetimes.get("task", 24 * 3600)
        self._concurrent = concurrent
        runtime = lifetimes.get("task_runtime", 3 * 3600)
        self._schedule: Schedule = ByClock(latency, runtime) if latency > 0 else ByQueries(polls, runtime)
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def submit(self, order: Order, done: Document, entry: Entry) -> Reply:
        """Add a task and return its id. `done` is {"output", "usage"} of its success."""
        now = self._clock.now()
        job = Job(order, done, entry, now)
        entry["task_id"] = job.id
        with self._lock:
            self._forget(now)
            self._jobs[job.id] = job
            slots = self._concurrent(order.model, job.region) if self._concurrent is not None else None
            self._schedule.submit(job, slots, now)
        return answer({"output": {"task_status": "PENDING", "task_id": job.id}, "request_id": entry["request_id"]})

    def find(self, task_id: str, region: str) -> Job | None:
        """The task, if it is of this region and younger than its lifetime."""
        job = self._jobs.get(task_id)
        alive = job is not None and job.submitted + self._lifetime > self._clock.now()
        return job if job is not None and alive and job.region == region else None

    def query(self, task_id: str, region: str) -> Reply:
        """The state of a task, and its result once it has succeeded; UNKNOWN for any other id."""
        job = self.find(task_id, region)
        if job is None:
            return answer({"request_id": new_id(), "output": {"task_id": task_id, "task_status": "UNKNOWN"}})
        with self._lock:
            self._schedule.queried(job, self._clock.now())
            state = _state(job)
        if job.status == "FAILED":
            failure = answers.failed(job.order, state, "InternalError.Timeout", _KILLED)
            return answer({"request_id": new_id(), **failure})
        done = job.done if job.status == "SUCCEEDED" else None
        return answer({"request_id": new_id(), **answers.task(state, done)})

    def event(self, task_id: str, region: str, *, contain_result: bool = False) -> Document:
        """What EventBridge posts when the task has ended, its answer too with `contain_result`; no query of it.

        Raises `ValueError` for a task that there is not, or that has not ended.
        """
        job = self.find(task_id, region)
        with self._lock:
            self._schedule.advance(self._clock.now())
            if job is None or job.end is None:
                raise ValueError(f"task {task_id} has not ended, or there is none of that id")
            state, begun = _state(job), job.start if job.start is not None else job.submitted
            answer_of = {"request_id": job.entry["request_id"], **answers.task(state, job.done)}
        data: Document = {
            "task_id": job.id,
            "task_status": job.status,
            "start_time": written(begun)[:19],
            "end_time": written(job.end)[:19],
            "region": region,
            "request_id": job.entry["request_id"],
            "api_key_id": "1",
            "user_api_unique_key": unique_key(job),
            "contain_result": contain_result,
        }
        return {
            "specversion": "1.0",
            "id": new_id(),
            "source": "acs.dashscope",
            "type": "dashscope:System:AsyncTaskFinish",
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(job.end)),
            "datacontenttype": "application/json;charset=utf-8",
            "aliyunregionid": region,
            "aliyuneventbusname": "default",
            "data": data | ({"output_result": answer_of} if contain_result and job.status == "SUCCEEDED" else {}),
        }

    def cancel(self, task_id: str, region: str) -> Reply:
        """Cancel a task that is PENDING; nothing of it is billed."""
        job, now = self.find(task_id, region), self._clock.now()
        with self._lock:
            self._schedule.advance(now)
            if job is None or job.status != "PENDING":
                raise not_pending()
            job.finish("CANCELED", now)
        return answer({"request_id": new_id()})

    def listing(self, call: Call, region: str, window: float, page_size: int) -> Document:
        """A page of the tasks of this region, the newest first; `window` is the longest time asked for, in seconds."""
        now = self._clock.now()
        with self._lock:
            self._schedule.advance(now)
            self._forget(now)
            jobs = [job for job in reversed(self._jobs.values()) if job.region == region]
        return page(jobs, call.query, now, window, page_size)

    def overview(self) -> list[Document]:
        """The tasks of all regions, the newest first, as they stand; looking moves none on but by the clock."""
        now = self._clock.now()
        with self._lock:
            self._schedule.advance(now)
            self._forget(now)
            return [
                {
                    "id": job.id,
                    "status": job.status,
                    "model": job.order.model_id,
                    "mode": job.order.mode.name,
                    "region": job.region,
                    "prompt": job.order.prompt,
                    "submitted": job.submitted,
                    "start": job.start,
                    "end": job.end,
                    "queries": job.queries,
                }
                for job in reversed(self._jobs.values())
            ]

    def _forget(self, now: float) -> None:
        """Drop the tasks past their lifetime, which are the oldest."""
        while self._jobs:
            oldest = next(iter(self._jobs.values()))
            if oldest.submitted + self._lifetime > now:
                return
            del self._jobs[oldest.id]


def _state(job: Job) -> Document:
    """What every answer says of a task; times as texts without a zone, absent until they are reached."""
    times = {"submit_time": job.submitted, "scheduled_time": job.start, "end_time": job.end}
    reached: Document = {name: written(time) for name, time in times.items() if time is not None}
    return {"task_id": job.id, "task_status": job.status, **reached}
