"""Gates for many threads: how often a client asks for the same kind of thing, and when it must not ask at all."""

from __future__ import annotations

import threading

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.clock import Clock


class Gate:
    """Lets requests through one by one, at most `per_second` of them (None: any number). Safe for threads.

    It never sleeps itself, so that a thread and an event loop can each wait in its own way.
    """

    __slots__ = ("_clock", "_held", "_interval", "_lock", "_next")

    def __init__(self, clock: Clock, per_second: float | None = None) -> None:
        self._clock = clock
        self._interval = 1.0 / per_second if per_second else 0.0
        self._lock = threading.Lock()
        self._next = 0.0
        self._held = 0.0

    def slot(self) -> float:
        """Seconds to wait before sending, 0 or more; the slot at their end is the caller's."""
        with self._lock:
            now = self._clock.now()
            moment = max(now, self._next, self._held)
            self._next = moment + self._interval
            return moment - now

    def hold(self, seconds: float) -> None:
        """Let nothing through for so many seconds from now; a hold that lasts longer stands."""
        with self._lock:
            self._held = max(self._held, self._clock.now() + seconds)


class Gates:
    """The gates of a client, one for each kind of thing that the service counts by itself. Safe for threads."""

    __slots__ = ("_clock", "_gates", "_lock")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._gates: dict[str, Gate] = {}
        self._lock = threading.Lock()

    def of(self, name: str, per_second: float | None = None) -> Gate:
        """The gate of this name, made with this rate when it is first asked for."""
        with self._lock:
            if name not in self._gates:
                self._gates[name] = Gate(self._clock, per_second)
            return self._gates[name]

    def met(self, name: str) -> Gate | None:
        """The gate of this name, None where nobody has needed one yet."""
        return self._gates.get(name)
