"""Time and chance as a parameter, so that a test waits for nothing and repeats exactly; deadlines and cancellation.

Who is asked to stop begins nothing new, and is woken where it sleeps or waits for bytes.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import TracebackType
    from typing import Protocol, Self

    from brushwork_runtime.base.errors import ConnectFailed

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


class Cancellation:
    """Of one call, or of everything that a client has under way: `parent` stops what belongs to it. Safe for threads.

    `lock` is held while somebody asks, so that whoever holds it knows whether it was asked before or will be after.
    In a child process it wakes nobody: the connections are shared with the parent, which goes on with them.
    """

    __slots__ = ("_asked", "_parent", "_process", "_wakes", "lock")

    def __init__(self, parent: Cancellation | None = None) -> None:
        self.lock = threading.Lock()
        self._parent = parent
        self._asked = False
        self._process = os.getpid()
        self._wakes: list[Callable[[], object]] = []

    @property
    def asked(self) -> bool:
        """Whether to stop."""
        return self._asked or (self._parent is not None and self._parent.asked)

    @property
    def cancelled(self) -> bool:
        """Whether to stop, and not only since the client is closed."""
        return self._asked

    @property
    def closed(self) -> bool:
        """Whether it is the end of the client that stops it."""
        return not self._asked and self.asked

    def ask(self) -> None:
        """Stop; whoever sleeps or waits for bytes is woken."""
        if self._process != os.getpid():
            self._asked = True  # without the lock, which a thread of the parent may have held
            return
        with self.lock:
            self._asked = True
            wakes = tuple(self._wakes)
        for wake in wakes:
            with suppress(Exception):  # what it would wake has ended meanwhile
                wake()

    @contextmanager
    def waking(self, wake: Callable[[], object], *, closing: bool = False) -> Generator[None, None, None]:
        """Call `wake`, from any thread, if it is asked while the block runs; with `closing`, also for the parent."""
        self._wakes.append(wake)
        try:
            if self.asked if closing else self._asked:
                wake()
            if closing and self._parent is not None:
                with self._parent.waking(wake):
                    yield
            else:
                yield
        finally:
            self._wakes.remove(wake)


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


LOCKED = 0.05
"""Seconds from one look at a lock that another thread holds to the next."""


_LONGEST = 1e9
"""Seconds, 30 years: what is longer is cut to that, since no system waits longer."""


def number_of_seconds(given: float, name: str = "timeout") -> float:
    """`given`, which may be of any type. Raises `TypeError` or `ValueError` if it is not a number of seconds."""
    if isinstance(given, bool) or not isinstance(given, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(tr("{name} is {given}; it must be a number of seconds", name=name, given=redact.value(given)))
    given = float.__float__(given) if isinstance(given, float) else int.__int__(given)  # by no method of its own
    if given != given:
        raise ValueError(tr("{name} is not a number (NaN); it must be a number of seconds", name=name))
    return float(max(-_LONGEST, min(given, _LONGEST)))


class Deadline:
    """A moment after which nothing new is begun, nor once it is cancelled. As a block it is a call, which ends with it.

    `bounded`: whether somebody gave the seconds, so that they bound the last answer too.
    """

    __slots__ = ("bounded", "cancellation", "clock", "end", "seconds", "sent")

    def __init__(
        self, clock: Clock, seconds: float, cancellation: Cancellation | None = None, *, bounded: bool = True
    ) -> None:
        self.clock = clock
        self.seconds = seconds = number_of_seconds(seconds)
        self.bounded = bounded
        self.end = clock.now() + seconds
        self.cancellation = cancellation or Cancellation()
        self.sent: Callable[[], str] | None = None
        """What an interruption leaves behind, once a request has left that may be billed."""

    def left(self) -> float:
        """Seconds until the moment, 0 or less once it has passed or it is cancelled."""
        return 0.0 if self.cancellation.asked else self.end - self.clock.now()

    @property
    def stopped(self) -> str | None:
        """What stopped it before its time, in words; None if nothing did."""
        cancellation = self.cancellation
        if not cancellation.asked or self.end <= self.clock.now():
            return None
        return tr("the client was closed") if cancellation.closed else tr("the call was cancelled")

    def part(self, least: float, most: float | None = None) -> Deadline:
        """The deadline of a part of it, which has at least and at most so many seconds, and is cancelled with it."""
        seconds = max(least, self.left())
        return Deadline(self.clock, seconds if most is None else min(most, seconds), self.cancellation)

    def check(self) -> None:
        """Raise `ConnectFailed` unless something new may be begun."""
        if self.left() <= 0:
            raise self.refusal()

    def leaves(self, sent: Callable[[], str]) -> None:
        """As `check`, for a request that may be billed; from here on `sent` tells what an interruption leaves."""
        with self.cancellation.lock:
            self.check()
            self.sent = sent

    def give_up(self) -> bool:
        """Once its time is over, stop unless a request has left already; whether that is so."""
        with self.cancellation.lock:  # from here on `leaves` raises, since the time is over
            if self.sent is not None or self.end > self.clock.now():
                return False
        self.cancellation.ask()
        return True

    def refusal(self) -> ConnectFailed:
        """Why nothing new is begun."""
        from brushwork_runtime.base.errors import ConnectFailed

        if stopped := self.stopped:
            error = ConnectFailed(
                tr("{stopped} before the request was sent", stopped=stopped),
                hint=tr("Nothing was sent and nothing billed."),
            )
        else:
            error = ConnectFailed(
                tr("the time of the call was over before its request was sent"),
                hint=tr(
                    "Nothing was sent and nothing billed. Uploads, and waiting for a free thread, count: "
                    "give the call longer with timeout=."
                ),
            )
        error.lasting = True
        return error

    def sleep(self, seconds: float) -> None:
        """Sleep; a cancellation ends it early."""
        if not passes(self.clock):
            self.clock.sleep(seconds)
            return
        from threading import Event

        woken = Event()
        with self.cancellation.waking(woken.set, closing=True):
            woken.wait(max(0.0, seconds))

    @contextmanager
    def holding(self, lock: threading.Lock) -> Generator[None, None, None]:
        """Hold a lock that another thread may hold for long. Raises `ConnectFailed` once it is over."""
        if not lock.acquire(blocking=False):
            while not lock.acquire(timeout=LOCKED):
                self.check()
        try:
            yield
        finally:
            lock.release()

    def interrupted(self, error: BaseException) -> None:
        """Stop for `error`, and let it say what it leaves behind."""
        self.cancellation.ask()
        if self.sent is None or getattr(error, "__notes__", None):
            return
        left = self.sent()
        error.add_note(left)
        if not isinstance(error, KeyboardInterrupt):  # which everybody sees, unlike the end of a task of asyncio
            log.warning("cancelled: %s", left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Exception):
            self.cancellation.ask()  # nothing of a call leaves after its end
        else:
            self.interrupted(error)
        self.sent = None  # which leads back here


def passes(clock: Clock) -> bool:
    """Whether time passes on this clock by itself, and not only when it is asked to sleep."""
    return isinstance(clock, SystemClock) or bool(getattr(clock, "real", False))


def today(clock: Clock | None = None) -> str:
    """The date in UTC, YYYY-MM-DD; the machine's without a clock, or with one that does not count from 1970."""
    seconds = 0.0 if clock is None or isinstance(clock, SystemClock) else clock.now()
    return time.strftime("%Y-%m-%d", time.gmtime(seconds if seconds >= _DATED else time.time()))


_DATED = 1e9
"""What shows less than this many seconds, those until 2001, counts from another moment than 1970."""


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
