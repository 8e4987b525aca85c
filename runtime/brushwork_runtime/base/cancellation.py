"""Cancellation: who is asked to stop begins nothing new, and is woken where it sleeps or waits for bytes."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


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
