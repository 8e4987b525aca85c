"""Threads of an asynchronous client, for what would hold up the event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

ValueT = TypeVar("ValueT")


class Threads:
    """At most `number` threads, each begun when there is work for it.

    After `close` there are none left but those that are at work, which end with it; what is run then has a thread of
    its own.
    """

    __slots__ = ("_busy", "_closed", "_executor", "_name", "number")

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self._name = name
        self._executor: ThreadPoolExecutor | None = None
        self._busy = 0
        self._closed = False

    def start(self, function: Callable[..., ValueT], *arguments: Any, **keywords: Any) -> asyncio.Future[ValueT]:
        """What `function` will return, for the event loop that runs."""
        executor = self._executor
        if executor is None:
            executor = ThreadPoolExecutor(1 if self._closed else self.number, thread_name_prefix=self._name)
            if not self._closed:
                self._executor = executor
        self._busy += 1
        future = executor.submit(function, *arguments, **keywords)
        future.add_done_callback(self._done)
        if self._closed:
            executor.shutdown(wait=False)
        return asyncio.wrap_future(future)

    def _done(self, _: object) -> None:
        self._busy -= 1

    def close(self) -> None:
        """Let the threads end; those that have nothing to do have ended when this returns."""
        self._closed = True
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=not self._busy)

    def after_fork(self) -> None:
        """In a child process, which has none of these threads."""
        self._executor = None
        self._busy = 0
