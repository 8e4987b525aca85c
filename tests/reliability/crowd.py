"""Many threads on one clock that jumps: when every one of them sleeps, time passes to the first that wakes."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from brushwork.testing import VirtualClock

ValueT = TypeVar("ValueT")


class CrowdClock(VirtualClock):
    """The clock of an emulator, of a client, and of the threads that `together` runs."""

    __slots__ = ("_awake", "_changed", "_sleepers")

    def __init__(self, seed: int = 0) -> None:
        super().__init__(seed=seed)
        self._changed = threading.Condition()
        self._sleepers: list[float] = []
        self._awake = 1

    def sleep(self, seconds: float) -> None:
        with self._changed:
            moment = self.now() + max(0.0, seconds)
            heapq.heappush(self._sleepers, moment)
            self._leave()
            while self.now() < moment:
                assert self._changed.wait(timeout=30), "a thread hangs outside the clock"

    def together(self, calls: Sequence[Callable[[], ValueT]]) -> list[ValueT | Exception]:
        """What each call returned or raised, all of them made at the same moment, each in a thread of its own."""
        self._awake = len(calls)
        gun = threading.Barrier(len(calls))

        def one(call: Callable[[], ValueT]) -> ValueT | Exception:
            gun.wait(timeout=30)
            try:
                return call()
            except Exception as error:
                return error
            finally:
                with self._changed:
                    self._leave()

        with ThreadPoolExecutor(len(calls)) as pool:
            ended = list(pool.map(one, calls))
        self._awake = 1
        return ended

    def _leave(self) -> None:
        """One thread fewer is awake; if it was the last one, time jumps to whoever wakes first."""
        self._awake -= 1
        if self._awake == 0 and self._sleepers:
            moment = self._sleepers[0]
            self.advance(max(0.0, moment - self.now()))
            while self.now() < moment:  # what a float loses
                self.advance(1e-6)
            while self._sleepers and self._sleepers[0] <= self.now():
                heapq.heappop(self._sleepers)
                self._awake += 1
            self._changed.notify_all()
