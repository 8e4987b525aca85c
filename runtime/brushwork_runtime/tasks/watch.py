"""A task that somebody waits for: who does, how long such tasks run, and when it is worth asking.

How long is a guess that every answer makes better. A query before the task can have ended is wasted, and one long after
it ended costs the caller that time. So the first one comes when 4 % of such tasks have ended, and from there on one a
second, or one for each fortieth of its age.

The guess may be far off, a task that is refused ends in a moment, and of a task that is picked up by its id neither the
kind nor the age is known. Such a task, and those that begin before one of their kind has ended, are queried early too,
at intervals that grow with their age.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.api.answer import Answer, Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.tasks.taskstate import TaskState

UNKNOWN_MODEL = (3.0, 60.0)
"""Seconds between which nine of ten tasks of a model end of which nothing is known."""

_WEIGHT = 3.0
"""Answers that the first guess is worth."""

_SPREAD = 1.645
"""Standard deviations from the middle to the 5 % and the 95 % quantile."""

_EARLY = 1.74
"""Standard deviations from the middle to the moment of the first query, the 4 % quantile."""

_SHORTEST, _LONGEST = 1.0, 10.0
"""Seconds between two queries of a task that may have ended."""

_OF_AGE = 1 / 40
"""What these seconds are of the task's age, between the two bounds."""

_GLANCE, _PAUSE = 0.1, 0.8
"""Seconds after the submission of the first early query, and between two of them at most.

Each comes after as long again as the task has run, and a glance more.
"""

_CLOSE = 0.125
"""Seconds before the first query that are not worth an early one; clocks are rounded."""


class Timing:
    """Running times, lognormally distributed; `typical` is a first guess of their 5 % and 95 % quantile, in seconds."""

    __slots__ = ("_count", "_guess", "_planned", "_squares", "_sum", "_variance", "first")

    def __init__(self, typical: tuple[float, float] | None = None) -> None:
        low, high = typical or UNKNOWN_MODEL
        self._guess = (math.log(low) + math.log(high)) / 2
        self._variance = (math.log(high / low) / (2 * _SPREAD)) ** 2
        self._count = 0
        self._sum = self._squares = 0.0
        self._settle()
        self._planned = self.first

    def seen(self, seconds: float) -> bool:
        """A task ran for so long. Whether such tasks end so much sooner than was thought that plans have to change."""
        value = math.log(seconds)
        self._count += 1
        self._sum += value
        self._squares += value * value
        self._settle()
        sooner = self.first < 0.95 * self._planned
        self._planned = self.first if sooner else max(self._planned, self.first)
        return sooner

    def _settle(self) -> None:
        weight = _WEIGHT + self._count
        middle = (_WEIGHT * self._guess + self._sum) / weight
        seen = self._squares - 2 * middle * self._sum + self._count * middle * middle
        guessed = _WEIGHT * (self._variance + (self._guess - middle) ** 2)
        deviation = math.sqrt(max(0.0, guessed + seen) / weight)
        self.first = math.exp(middle - _EARLY * deviation)
        """Seconds after the submission of the first query."""

    @property
    def known(self) -> bool:
        """Whether a task of this kind has ended."""
        return self._count > 0

    def interval(self, age: float, *, early: bool = False) -> float:
        """Seconds until the next query of a task that has run for `age` seconds."""
        left = self.first - age
        if left <= _CLOSE:
            return min(_LONGEST, max(_SHORTEST, age * _OF_AGE))
        return min(left, _PAUSE, age + _GLANCE) if early else left


def running_time(answer: Answer) -> float | None:
    """Seconds that a task ran, from the times in its answer; None where they are missing or make no sense.

    The times have no zone, which only their difference does not need. Waiting for a free place does not count.
    """
    begun, ended = answer.moment("scheduled_time") or answer.moment("submit_time"), answer.moment("end_time")
    if begun is None or ended is None:
        return None
    from datetime import datetime

    try:
        seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()
    except (ValueError, TypeError):
        return None
    return seconds if 0.05 <= seconds <= 86400 else None


RESTING, OVERDUE, SWEPT, WANTED, ASKING, GONE = range(6)
"""Where a watch is: until its next query, past it, looked for in the list, next to be queried, being queried, ended."""


class Watch:
    """A task that somebody waits for, and what is known of when it ends."""

    __slots__ = (
        "asked",
        "begun",
        "doubted",
        "due",
        "early",
        "failures",
        "found",
        "id",
        "kept",
        "last",
        "listed",
        "model",
        "place",
        "refusals",
        "timing",
        "waits",
    )

    def __init__(self, task: TaskState, timing: Timing, begun: float) -> None:
        self.id = task.id
        self.model = task.model
        self.waits: list[Wait] = []
        self.timing = timing
        self.begun = begun
        """The moment from which its running time is counted."""
        self.early = task.submitted is None or not timing.known
        """Whether it may end long before the guess says."""
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
        self.found = False
        """Whether the list says that it has ended."""
        self.kept: tuple[Document | BrushworkError, float] | None = None
        """The outcome of a query that came, and when, while nobody waited; it is for the next who does."""

    def moved(self, now: float) -> None:
        """It has gone on to another state: if it has waited for its place, its running time counts from here."""
        self.begun = max(self.begun, now - self.timing.first)

    @property
    def tasks(self) -> list[TaskState]:
        """Its objects: a task may be picked up by its id more than once."""
        return [task for wait in self.waits for task in wait.open[self.id]]

    def next(self, now: float) -> float:
        """The moment of the next query after one at the moment `now`, or at which a task began that is new."""
        return self.before_the_end(now, now + self.timing.interval(now - self.begun, early=self.early))

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
