"""Finding the task of a submission whose answer never came, among the tasks that the account lists.

The list is read newest first down to the moment at which the submission began, by the server's own clock, as each
answer tells it: the list's filter for times is left alone, since no document says what time zone it is in. A row counts
as explained if a submission of this client is known to have started it. Then

    a row with the request id of the broken answer      it is that one
    exactly one row, and no other lost submission       it is that one
        that could have started it
    several, or others could have started it as well    wait for those on their way, then `SeveralTasksFound`
    none, for ten seconds after the submission failed    `NoTaskFound`
    the list is not available, repeatedly              the error of the submission, which still is not resolved

Whoever else uses the account for the same model at that moment cannot be told apart from this client. What this client
itself has submitted, `Submissions` keeps: which tasks that started, and which of them nobody knows the task of.
"""

from __future__ import annotations

import copy
import math
import threading
import time
from typing import TYPE_CHECKING

from brushwork_runtime.api.exchange import REFUSALS, Row, is_task_id, of_the_key, pages
from brushwork_runtime.base import log
from brushwork_runtime.base.errors import BrushworkError, NoTaskFound, SeveralTasksFound
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.result import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeVar

    from brushwork_runtime.base.clock import Clock, Deadline
    from brushwork_runtime.base.errors import MalformedResponse, TransportError
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.session import Session

    FoundT = TypeVar("FoundT", NoTaskFound, SeveralTasksFound)

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


SETTLE = 10.0
"""Seconds after the failure in which a task may still turn up in the list."""

PAUSE = 1.0
"""Seconds between two looks."""

UNDATED = 900.0
"""Seconds by which this machine's clock may differ from the service's, where an answer does not say what it shows."""


class Recovery:
    """The search for the task of one submission. Calling it searches, and gives what `TransportError.recover` says."""

    pause = PAUSE

    __slots__ = ("_early", "_error", "_found", "_prepared", "_refused", "_session", "_submission", "origin")

    def __init__(
        self,
        session: Session,
        prepared: Request,
        submission: Submission,
        error: TransportError | MalformedResponse,
    ) -> None:
        self._session = session
        self._prepared = prepared
        self._submission = submission
        self._error = error
        self._early = EARLY
        self._found: Row | None = None
        self._refused = 0
        self.origin = Origin(prepared)

    def __call__(self, timeout: float) -> Any:
        """Search for at most `timeout` seconds."""
        self._refused = 0
        return self._session.owner._recovered(self, self._session.within(timeout))  # pyright: ignore[reportPrivateUsage]  # each client waits in its own way

    def look(self, deadline: Deadline) -> Row | None:
        """Read the list once: the row that was looked for, or None to look again after a pause.

        Raises `NoTaskFound`, `SeveralTasksFound`; the error itself, if there was no time to be sure or the list cannot
        be had.
        """
        submission, submissions = self._submission, self._session.one(Submissions.of)
        submission.settle(self._session.clock)
        if self._found is None:
            try:
                rows = [row for row in self._rows(deadline) if self._fits(row)]
            except BrushworkError as error:
                self._unread(error, deadline)
                return None
            self._refused = 0
            rivals = submissions.rivals(submission)
            self._found = self._certain(rows, rivals)
            if self._found is None and not self._wait(rows, rivals, deadline):
                raise self._several(rows) if rows else self._none()
        if self._found is not None:
            submissions.explained(submission, self._found.task_id)
            log.info("task %s of %s was found again", self._found.task_id, submission.model_id)
        return self._found

    def late(self) -> TransportError | MalformedResponse:
        """What there is to say if the list was not even asked for in time: what had been lost."""
        return self._error

    def _unread(self, error: BrushworkError, deadline: Deadline) -> None:
        """Raise what a list that is not available leaves unknown, unless another look may be worth it."""
        self._refused += 1
        if self._refused < REFUSALS and deadline.left() > PAUSE and not of_the_key(error):
            return
        told = copy.copy(self._error)
        told.message = tr(
            "{message}; the list of tasks could not be read: {error}", message=told.message, error=error.message
        )
        if of_the_key(error) and error.hint:
            told.hint = f"{told.hint or ''} {error.hint}".strip()
        raise told from error

    def _rows(self, deadline: Deadline) -> Iterator[Row]:
        """The tasks of the model, from the newest back to the moment at which the submission began."""
        for page in pages(self._session, self._prepared.model_id, deadline):
            self._early = EARLY if page.dated else UNDATED
            yield from page.rows
            if not any(self._young(row) for row in page.rows):
                return

    def _young(self, row: Row) -> bool:
        return row.moment is None or self._submission.explains(row.moment, early=self._early, late=math.inf)

    def _fits(self, row: Row) -> bool:
        """Whether nothing is known to explain the row, and the submission can."""
        if not is_task_id(row.task_id) or self._session.one(Submissions.of).knows(row.task_id):
            return False
        mine = row.moment is None or self._submission.explains(row.moment, early=self._early)
        return mine and row.model_id in (None, self._prepared.model_id)

    def _certain(self, rows: list[Row], rivals: list[Submission]) -> Row | None:
        """The row that can only be the one that is looked for."""
        request_id = self._error.request_id
        for row in rows:
            if request_id is not None and row.request_id == request_id:
                return row
        if len(rows) == 1 and not any(rivals_explain(rivals, row, self._early) for row in rows):
            return rows[0]
        return None

    def _wait(self, rows: list[Row], rivals: list[Submission], deadline: Deadline) -> bool:
        """Whether another look may tell more. Raises the error itself if it might, but there is no time."""
        if rows:
            return deadline.left() > PAUSE and any(rival.failed is None for rival in rivals)
        failed = self._submission.failed or 0.0
        if self._session.clock.now() >= failed + SETTLE:
            return False
        if deadline.left() <= PAUSE:
            raise self._error
        return True

    def _none(self) -> NoTaskFound:
        return self._told(
            NoTaskFound(
                tr(
                    "the account lists no task of {model} that this request can have started",
                    model=self._prepared.model_id,
                ),
                hint=tr(
                    "Most likely none was made and nothing billed, so that sending it again is reasonable: "
                    "client.resend(err.request), or err.request.submit() for a task."
                ),
            )
        )

    def _several(self, rows: list[Row]) -> SeveralTasksFound:
        names = ", ".join(row.task_id for row in rows[:10])
        if len(rows) == 1:
            what = tr(
                "the account lists a task that this request can have started, but so can another request of this client"
            )
        else:
            what = tr("the account lists {count} tasks that this request can have started", count=len(rows))
        error = SeveralTasksFound(
            f"{what}: {names}{', …' if len(rows) > 10 else ''}",
            hint=tr(
                "It was not sent again. err.candidates has them: err.candidates[0].wait() gives what the newest made."
            ),
        )
        make = self._session.owner.task
        error.candidates = tuple(make(row.task_id) for row in rows)
        return self._told(error)

    def _told(self, error: FoundT) -> FoundT:
        error.request = self._prepared
        error.recovery = self
        error.status, error.request_id = self._error.status, self._error.request_id
        error.__cause__ = self._error
        return error


def created_since(session: Session, model_id: str, seconds: float) -> list[Row]:
    """The tasks of a model that the account created in the last `seconds`, give or take; one without a date, too.

    It is read newest first, by the service's own clock where its answers tell that. Raises what reading the list does.
    """
    begun, found = session.clock.now() - seconds, list[Row]()
    for page in pages(session, model_id, session.for_query()):
        least = begun - (EARLY if page.dated else UNDATED)
        rows = [row for row in page.rows if row.moment is None or row.moment >= least]
        found += [row for row in rows if is_task_id(row.task_id) and row.model_id in (None, model_id)]
        if not rows:
            break
    return found


def rivals_explain(rivals: list[Submission], row: Row, early: float) -> bool:
    """Whether any of `rivals` can have started the task of a row as well."""
    return any(row.moment is None or rival.explains(row.moment, early=early) for rival in rivals)
