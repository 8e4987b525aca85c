"""How often a client may repeat what failed, all its calls together."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.base.events import Hooks
    from brushwork_runtime.retry.rate_limit import RateLimits

    class Repeating(Protocol):
        """What repeats requests: a client, or downloads, which may have none."""

        retry_quota: RetryQuota
        clock: Clock
        rate_limits: RateLimits
        hooks: Hooks
        retries: int
        retry_unknown: bool


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
