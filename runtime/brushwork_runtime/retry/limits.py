"""What a client may ask for and when: rate limiters, and the quota of repeated attempts. For many threads."""

from __future__ import annotations

import math
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.base.events import Hooks
    from brushwork_runtime.tables.spec import Model

    class Repeating(Protocol):
        """What repeats requests: a client, or downloads, which may have none."""

        retry_quota: RetryQuota
        clock: Clock
        rate_limits: RateLimits
        hooks: Hooks
        retries: int
        retry_unknown: bool


class RateLimiter:
    """Lets at most `per_second` requests through (None: any number), and `burst` at once after a pause.

    No more than `burst` leave in any `burst / per_second` seconds. Safe for threads.

    With `calm` the rate holds only for a minute after each `hold`: nobody waits while the service does not complain.
    It never sleeps itself, so that a thread and an event loop can each wait in its own way.
    """

    CALM = 60.0

    __slots__ = ("_burst", "_calm", "_clock", "_held", "_interval", "_lock", "_slots", "_spread")

    def __init__(self, clock: Clock, per_second: float | None = None, *, burst: int = 1, calm: bool = False) -> None:
        self._clock = clock
        self._calm = calm
        self._burst = burst
        self._interval = burst / per_second if per_second else 0.0
        self._lock = threading.Lock()
        self._slots = deque([-math.inf] * burst, burst)
        """The latest ones, the oldest first."""
        self._held = -math.inf
        self._spread = 0.0

    def slot(self) -> float:
        """Seconds to wait before sending, 0 or more; the slot at their end is the caller's."""
        return self.slot_within(math.inf) or 0.0

    def slot_within(self, seconds: float, *, at_least: float = 0.0) -> float | None:
        """As `slot`, for a request that waits `at_least` so long anyway; None if it stays closed longer.

        Those who come while it is closed leave spread over as long again as it was closed for. Who cannot wait for a
        slot goes without one, since the service may still have room.
        """
        with self._lock:
            now = self._clock.now()
            closed, spread = now < self._held, self._spread
            wait = max(at_least, self._held - now, 0.0)
            if wait > seconds:
                return None
            slot = max(wait, self._slots[0] + self._interval - now)
            if self._interval and slot <= seconds and (not self._calm or now < self._held + self.CALM):
                wait, spread = slot, min(self._interval / len(self._slots), spread)
                self._slots.append(now + slot)
            return wait + self._clock.random() * min(spread, (seconds - wait) / 2) if closed else wait

    def share(self, number: int) -> None:
        """Let only the `number`th part through from now on: so many processes share what the service allows."""
        with self._lock:
            burst = max(1, self._burst // number)
            latest = list(self._slots)[-burst:]
            self._slots = deque([-math.inf] * (burst - len(latest)) + latest, burst)

    def hold(self, seconds: float) -> None:
        """Let nothing through for so many seconds from now; a hold that lasts longer stands."""
        with self._lock:
            end = self._clock.now() + seconds
            if end > self._held:
                self._held, self._spread = end, seconds

    @property
    def closed(self) -> float:
        """Seconds for which it stays closed, 0 where it is open or opens within a millisecond."""
        left = self._held - self._clock.now()
        return left if left > 0.001 else 0.0


class RateLimits:
    """The rate limiters of a client, one for each kind of thing that the service counts by itself. Safe for threads."""

    __slots__ = ("_clock", "_limiters", "_lock")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limiters: dict[str, RateLimiter] = {}
        self._lock = threading.Lock()

    def of(self, name: str, per_second: float | None = None, *, burst: int = 1, calm: bool = False) -> RateLimiter:
        """The rate limiter of this name, made with this rate when it is first asked for."""
        with self._lock:
            if name not in self._limiters:
                self._limiters[name] = RateLimiter(self._clock, per_second, burst=burst, calm=calm)
            return self._limiters[name]

    def met(self, name: str) -> RateLimiter | None:
        """The rate limiter of this name, None where nobody has needed one yet."""
        return self._limiters.get(name)


def documented_rate(model: Model, region: str | None) -> float | None:
    """Requests a second that the documents allow an account for a model, None where they do not say."""
    limits = [limit for limit in model.rate_limits if not limit.regions or region in limit.regions]
    limit = next((limit for limit in limits if limit.regions), limits[0] if limits else None)
    return None if limit is None else limit.submits / {"second": 1.0, "minute": 60.0}[limit.per]


RETRIES = 4
"""How often a request is sent again at most, where that is safe."""


class RetryQuota:
    """How many attempts a client may repeat: a bucket of tokens that all its threads share.

    It holds 500. A repeated attempt takes 5, so a hundred may follow each other; a request that succeeds gives back
    what its attempts took, or 1 if it needed none. When the service is down for long, few requests are repeated.
    """

    CAPACITY = 500
    COST = 5

    __slots__ = ("_lock", "tokens")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.tokens = self.CAPACITY

    def take(self) -> bool:
        """Pay for a repeated attempt; False if there is not enough left."""
        with self._lock:
            if self.tokens < self.COST:
                return False
            self.tokens -= self.COST
            return True

    def give_back(self, repeated: int) -> None:
        """Note that a request succeeded after so many repeated attempts."""
        if self.tokens < self.CAPACITY:
            with self._lock:
                self.tokens = min(self.CAPACITY, self.tokens + (repeated * self.COST or 1))
