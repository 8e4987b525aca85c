"""When tasks begin and end: after so many queries, or after so many seconds of the clock.

Tasks over the limit of those that run at once wait as PENDING, first come, first served, per model and region.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from brushwork_emulator.tasks.queue import Job

    class Now(Protocol):
        """A clock."""

        def now(self) -> float:
            """Seconds since 1970."""
            ...

    class Schedule(Protocol):
        """Moves tasks from state to state."""

        def submit(self, job: Job, slots: int | None, now: float) -> None:
            """Add a task; at most `slots` of its kind run at once."""
            ...

        def queried(self, job: Job, now: float) -> None:
            """A task is queried."""
            ...

        def advance(self, now: float) -> None:
            """Bring all tasks up to date."""
            ...


class ByQueries:
    """A task has succeeded at its query number `polls`, and runs from half as many on.

    One that is no longer queried keeps its slot for `longest` seconds.
    """

    def __init__(self, polls: int, longest: float) -> None:
        self._polls = polls
        self._longest = longest
        self._running: dict[tuple[str, str], dict[str, float]] = {}
        self._slots: dict[tuple[str, str], int | None] = {}

    def submit(self, job: Job, slots: int | None, now: float) -> None:  # noqa: ARG002 - as the protocol has it
        """No task runs before it is queried."""
        self._slots[_kind(job)] = slots

    def queried(self, job: Job, now: float) -> None:
        """Count the query. A task that finds no free slot stays PENDING, and the query does not count."""
        if job.status not in ("PENDING", "RUNNING"):
            return
        running, slots = self._running.setdefault(_kind(job), {}), self._slots[_kind(job)]
        if slots is not None and job.id not in running:
            for other in [other for other, start in running.items() if start + self._longest <= now]:
                del running[other]
            if len(running) >= slots:
                return
        job.queries += 1
        if job.queries * 2 >= self._polls and job.start is None:
            job.start = now
            job.status = "RUNNING"
            running[job.id] = now
        if job.queries >= self._polls:
            running.pop(job.id, None)
            job.finish("SUCCEEDED", now)

    def advance(self, now: float) -> None:
        """Time alone changes nothing."""


class ByClock:
    """A task begins at once, or when a slot is free, and has succeeded `latency` seconds later.

    The service ends what has run for `longest` seconds. What is submitted is PENDING until a tenth of its latency is
    over, so that it can be cancelled.
    """

    def __init__(self, latency: float, longest: float) -> None:
        self._wait = latency / 10
        self._run = min(latency - self._wait, longest)
        self._succeeds = latency - self._wait <= longest
        self._kinds: dict[tuple[str, str], _Line] = {}

    def submit(self, job: Job, slots: int | None, now: float) -> None:
        """Put the task at the end of its line."""
        self.advance(now)
        line = self._kinds.setdefault(_kind(job), _Line())
        line.slots = slots
        line.pending.append(job)

    def queried(self, job: Job, now: float) -> None:
        """Bring the task's line up to date."""
        self._move(self._kinds[_kind(job)], now)

    def advance(self, now: float) -> None:
        """Bring every line up to date."""
        for line in self._kinds.values():
            self._move(line, now)

    def _move(self, line: _Line, now: float) -> None:
        """Everything that has happened by now, in its order. All run equally long, so the first begun ends first."""
        while True:
            free = line.slots is None or len(line.running) < line.slots
            while line.pending and line.pending[0].status == "CANCELED":
                line.pending.popleft()
            begin = max(line.pending[0].submitted + self._wait, line.freed) if line.pending and free else None
            end = line.running[0][0] if line.running else None
            if begin is not None and begin <= now and (end is None or begin <= end):
                job = line.pending.popleft()
                job.status, job.start = "RUNNING", begin
                line.running.append((begin + self._run, job))
            elif end is not None and end <= now:
                _, job = line.running.popleft()
                job.finish("SUCCEEDED" if self._succeeds else "FAILED", end)
                line.freed = end if not free else line.freed
            else:
                return


class _Line:
    """The tasks of one kind; `freed` is when the last slot became free of those that had all been taken."""

    __slots__ = ("freed", "pending", "running", "slots")

    def __init__(self) -> None:
        self.pending: deque[Job] = deque()
        self.running: deque[tuple[float, Job]] = deque()
        self.slots: int | None = None
        self.freed = 0.0


def _kind(job: Job) -> tuple[str, str]:
    model = job.order.model
    shared = (limit.shared_by for limit in model.rate_limits if limit.shared_by)
    return next(shared, model.id), job.region
