"""The submissions of a client: which tasks they started, and which of them nobody knows the task of.

`recovery` reads in it which rows of the account's list are explained already, and which other submissions could
explain a row as well.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.session import Session

REMEMBERED = 100_000
"""Task ids that are remembered, the latest ones; those of a day, where the service allows five a second."""

DAY = 24 * 3600.0
MANY = 1000
"""Seconds after which a lost submission is forgotten, and how many there must be before anyone looks."""

EARLY, LATE = 2.5, 60.0
"""Seconds by which a task may seem older than its submission, since clocks are read in whole seconds, and younger than
the moment at which the submission failed."""


class Submission:
    """A request that starts a task. `failed` is when its connection broke, None while it is on its way."""

    __slots__ = ("begun", "failed", "model_id", "wall")

    def __init__(self, model_id: str, begun: float, wall: float) -> None:
        self.model_id = model_id
        self.begun: float | None = begun
        self.wall = wall
        self.failed: float | None = None

    def settle(self, clock: Clock) -> None:
        """Find its moments on this process's clock if it comes from another one, by the wall clock, a minute less."""
        if self.begun is None:
            self.begun = clock.now() - max(0.0, time.time() - self.wall) - LATE
            self.failed = clock.now()

    def explains(self, moment: float, *, early: float = EARLY, late: float = LATE) -> bool:
        """Whether a task that was created at `moment` of the clock, give or take, can be its own."""
        begun = self.begun if self.begun is not None else moment
        return begun - early <= moment and (self.failed is None or moment <= self.failed + max(late, early))

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        return None, {"model_id": self.model_id, "wall": self.wall, "begun": None, "failed": None}


class Submissions:
    """Those of one client and its copies. Safe for threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: set[Submission] = set()
        self._tasks: dict[str, None] = {}

    @classmethod
    def of(cls, session: Session) -> Submissions:
        """Those of a session, and of all that share its limits."""
        return cls(session.clock) if session.limits_of is None else session.limits_of.one(cls.of)

    def begin(self, model_id: str) -> Submission:
        """Note that a submission is about to be sent."""
        made = Submission(model_id, self._clock.now(), time.time())
        with self._lock:
            if len(self._open) > MANY:
                self._forget()
            self._open.add(made)
        return made

    def explained(self, submission: Submission, task_id: str | None) -> None:
        """Note which task it started; None for one that started nothing."""
        with self._lock:
            self._open.discard(submission)
            if task_id is not None:
                self._tasks[task_id] = None
                if len(self._tasks) > REMEMBERED:
                    del self._tasks[next(iter(self._tasks))]

    def lost(self, submission: Submission) -> None:
        """Note that nobody knows what it started."""
        submission.failed = self._clock.now()

    def knows(self, task_id: str) -> bool:
        """Whether a submission of this client is known to have started this task."""
        return task_id in self._tasks

    def rivals(self, submission: Submission) -> list[Submission]:
        """Other submissions for the same model of which nobody knows the task, on their way or lost."""
        with self._lock:
            self._forget()
            return [other for other in self._open if other is not submission and other.model_id == submission.model_id]

    def _forget(self) -> None:
        """Let go of what was lost long ago."""
        then = self._clock.now() - DAY
        self._open = {one for one in self._open if one.failed is None or one.failed > then}
