"""Time and chance as a parameter, so that a test waits for nothing and repeats exactly."""

from __future__ import annotations

import time

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from typing import Protocol

    class Clock(Protocol):
        """What the runtime asks of time; a test passes its own."""

        def now(self) -> float:
            """Seconds on a clock that never jumps; only differences mean something."""
            ...

        def sleep(self, seconds: float) -> None:
            """Return after so many seconds."""
            ...

        def random(self) -> float:
            """A number from 0 up to 1."""
            ...


class SystemClock:
    """The machine's monotonic clock and its own random source."""

    __slots__ = ()

    def now(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Sleep; a negative time returns at once."""
        time.sleep(max(0.0, seconds))

    def random(self) -> float:
        """A random number from 0 up to 1."""
        import random

        return random.random()


class Deadline:
    """A moment after which nothing new is begun; `None` seconds would never end and is not taken."""

    __slots__ = ("clock", "end", "seconds")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds
        self.end = clock.now() + seconds

    def left(self) -> float:
        """Seconds until the moment, 0 or less once it has passed."""
        return self.end - self.clock.now()


class Pace:
    """How long to wait before each query of a task: 1 s, then half as long again each time up to 10 s, +-20 %."""

    __slots__ = ("clock", "interval")

    FIRST = 1.0
    GROWTH = 1.5
    LONGEST = 10.0

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.interval = 0.0

    def next(self) -> float:
        """Seconds until the next query."""
        if not self.interval:
            self.interval = self.FIRST
            return self.FIRST
        self.interval = min(self.LONGEST, self.interval * self.GROWTH)
        return min(self.LONGEST, self.interval * (0.8 + 0.4 * self.clock.random()))
