"""Time and chance as a parameter, so that a test waits for nothing and repeats exactly."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

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


def passes(clock: Clock) -> bool:
    """Whether time passes on this clock by itself, and not only when it is asked to sleep."""
    return isinstance(clock, SystemClock) or bool(getattr(clock, "real", False))


class Obeyed:
    """A clock of a test, taken at its word: once it has slept, the time has passed, whatever it says."""

    __slots__ = ("_ahead", "_clock")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = 0.0

    def now(self) -> float:
        """The moment by the clock and what it has slept without moving on."""
        return self._clock.now() + self._ahead

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""
        before = self.now()
        self._clock.sleep(seconds)
        self._ahead += max(0.0, before + seconds - self.now())

    def random(self) -> float:
        """The clock's own chance."""
        return self._clock.random()
