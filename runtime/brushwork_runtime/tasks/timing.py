"""How long tasks of one kind run, and when it is worth asking: a guess that every answer makes better.

A query before the task can have ended is wasted, and one long after it ended costs the caller that time. So the first
one comes when 4 % of such tasks have ended, and from there on one a second, or one for each fortieth of its age.

The guess may be far off, a task that is refused ends in a moment, and of a task that is picked up by its id neither the
kind nor the age is known. Such a task, and those that begin before one of their kind has ended, are queried early too,
at intervals that grow with their age.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.api.answer import Answer

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
