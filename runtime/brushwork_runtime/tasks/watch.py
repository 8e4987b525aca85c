"""Who waits for what: a task that is watched, and a wait for some of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.tasks.taskstate import TaskState
    from brushwork_runtime.tasks.timing import Expectation

RESTING, OVERDUE, SWEPT, WANTED, ASKING, GONE = range(6)
"""Where a watch is: until its next query, past it, looked for in the list, next to be queried, being queried, ended."""


class Watch:
    """A task that somebody waits for, and what is known of when it ends."""

    __slots__ = (
        "asked",
        "begun",
        "doubted",
        "due",
        "expected",
        "failures",
        "found",
        "id",
        "kept",
        "last",
        "listed",
        "model",
        "place",
        "refusals",
        "scouting",
        "waits",
    )

    def __init__(self, task: TaskState, expected: Expectation, begun: float) -> None:
        self.id = task.id
        self.model = task.model
        self.waits: list[Wait] = []
        self.expected = expected
        self.begun = begun
        """The moment from which its running time is counted."""
        self.asked = -math.inf
        """The moment of the last query."""
        self.due = 0.0
        self.place = GONE
        self.failures = 0
        self.refusals = 0
        """How many of the failures one after another were refusals, which another query hardly mends."""
        self.doubted: str | None = None
        """The code that the last answer gave instead of a state."""
        self.last: Exception | None = None
        """Why the last query had no answer; None if it had one."""
        self.listed: float | None = None
        """The moment at which the list last called it running."""
        self.scouting = False
        """Whether it is one of the first of its kind, which are queried early."""
        self.found = False
        """Whether the list says that it has ended."""
        self.kept: tuple[Document | BrushworkError, float] | None = None
        """The outcome of a query that came, and when, while nobody waited; it is for the next who does."""

    def moved(self, now: float) -> None:
        """It has gone on to another state: if it has waited for its place, its running time counts from here."""
        self.begun = max(self.begun, now - self.expected.first)

    @property
    def tasks(self) -> list[TaskState]:
        """Its objects: a task may be picked up by its id more than once."""
        return [task for wait in self.waits for task in wait.open[self.id]]

    def scout(self, now: float) -> float:
        """The moment of the first query of a task that was just submitted, which may be one of the scouts."""
        early = self.expected.scout()
        self.scouting = early is not None
        return self.next(now) if early is None else self.before_the_end(now, max(now, self.begun + early))

    def next(self, now: float) -> float:
        """The moment of the next query after one at the moment `now`, or after the submission."""
        return self.before_the_end(now, now + self.expected.interval(now - self.begun, scouting=self.scouting))

    def before_the_end(self, now: float, due: float) -> float:
        """`due`, or the moment shortly before the end of a wait, in which one more query is worth it."""
        return min([due, *(wait.look for wait in self.waits if wait.look > now)])


class Wait:
    """A wait for some tasks until a deadline. `ended` are those that have ended since they were last taken from it.

    `wake` is called, from any thread, when there is something to see: a task, an error, or the client's end.
    """

    __slots__ = ("closed", "deadline", "ended", "error", "look", "open", "refused", "wake")

    def __init__(self, deadline: Deadline, wake: Callable[[], object]) -> None:
        self.deadline = deadline
        self.wake = wake
        self.look = deadline.end - min(0.5, deadline.seconds / 10)
        """The moment of one more query before the deadline."""
        self.open: dict[str, list[TaskState]] = {}
        self.ended: list[TaskState] = []
        self.refused: list[TaskState] = []
        """Tasks that go on, and whose queries are refused for good."""
        self.error: Exception | None = None
        """What broke the polling itself."""
        self.closed = False

    @property
    def settled(self) -> bool:
        """Whether waiting any longer is of no use."""
        return bool(self.ended or self.error or self.closed or not self.open)

    @property
    def over(self) -> bool:
        """Whether all tasks have ended and been taken: some may end while the caller is busy with another one."""
        # In this order, since a task is in `ended` or `refused` before it leaves `open`.
        return not self.open and not self.refused and not self.ended

    def taken(self) -> list[TaskState]:
        """The tasks that have ended, once."""
        ended, self.ended = self.ended, []
        return ended
