"""The emulator's time: it runs, or stands still until it is advanced, and never has to be waited for.

    clock = VirtualClock()
    with Emulator(clock=clock, latency=30) as api, Client(base_url=api.url, api_key=api.key, clock=clock) as client:
        client.wan2_6_t2i.generate("a cat")   # half a minute for the client and the task, milliseconds for the test
        clock.advance(24 * 3600)              # tasks and result files are gone

It is a clock of the runtime too (`now`, `sleep`, `random`), so that one clock can drive client and service.
"""

from __future__ import annotations

import random
import threading
import time


class VirtualClock:
    """Seconds since 1970 that never jump back; `real` lets them pass by themselves, and `advance` always adds some.

    `start` is the first moment (default: now). `seed` fixes what `random` gives. Safe for threads.
    """

    __slots__ = ("_begun", "_chance", "_lock", "_skipped", "_start", "real")

    def __init__(self, start: float | None = None, *, real: bool = False, seed: int = 0) -> None:
        self.real = real
        self._start = time.time() if start is None else start
        self._begun = time.monotonic()
        self._skipped = 0.0
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970."""
        passed = time.monotonic() - self._begun if self.real else 0.0
        return self._start + self._skipped + passed

    def advance(self, seconds: float) -> None:
        """Advance by so many seconds at once; time does not go back."""
        if seconds < 0:
            raise ValueError(f"time does not go back: advance({seconds!r})")
        with self._lock:
            self._skipped += seconds

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds: really if the clock is `real`, else at once. A negative time counts as 0."""
        if self.real:
            time.sleep(max(0.0, seconds))
        else:
            self.advance(max(0.0, seconds))

    def random(self) -> float:
        """A number from 0 up to 1; the same seed gives the same sequence."""
        with self._lock:
            return self._chance.random()

    def __repr__(self) -> str:
        kind = "real" if self.real else "virtual"
        return f"<VirtualClock {kind}, {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(self.now()))}>"
