"""Polling for threads: whoever waits first polls for all, in its own thread; the others sleep until they are woken.

One wait needs no thread but its own: when it ends, the next one that waits takes over. Where answers take so long that
one thread cannot use the rate that is allowed, a few helpers come and go with the work; and so does one for a query
that may outlast the wait, so that its answer is there for the next. On a clock of a test, which jumps instead of
passing, there are none, and everything happens in the order of the moments.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from brushwork_runtime.tasks.polls import QUERY_TIMEOUT, Polls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session
    from brushwork_runtime.tasks.scheduler import Step
    from brushwork_runtime.tasks.taskstate import TaskState
    from brushwork_runtime.tasks.watch import Wait

HELPERS = 3
"""Threads that help the one that polls."""

_PATIENCE = 2.0
"""Seconds that closing waits for a helper whose query is under way."""


class Poller(Polls):
    """The polling of a `Client`, safe for threads."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._news = threading.Condition(threading.Lock())
        self._leader: Wait | None = None
        self._followers: dict[int, Wait] = {}
        self._helpers: list[threading.Thread] = []
        self._seconds = 0.0
        """What a query takes, of late."""

    def ended(self, tasks: Iterable[TaskState], deadline: Deadline) -> Iterator[TaskState]:
        """Yield each task once it has ended. Raises `WaitTimeout` at the deadline, or what refuses the queries."""
        event = threading.Event()
        with self._news:
            wait = self.begin(tasks, deadline, event.set)
            self._news.notify_all()
        self.tell()
        try:
            while True:
                with self._news:
                    taken = wait.taken()
                yield from taken
                if wait.over:
                    return
                self._await(wait, event)
                with self._news:  # a task may have ended in this very moment
                    error = None if wait.ended else self.over(wait)
                if error is not None:
                    raise error
        finally:
            with self._news:
                self.end(wait)
                self._news.notify_all()

    def told(self, task_id: str) -> None:
        """Query a task next that an event calls ended, if somebody waits for it, or as soon as somebody does."""
        with self._news:
            self.scheduler.told(task_id)
            self._news.notify_all()

    def close(self) -> None:
        """Wake everyone who waits, and let the helpers end."""
        with self._news:
            super().close()
            self._news.notify_all()
            helpers = list(self._helpers)
        for helper in helpers:
            helper.join(_PATIENCE)

    def _await(self, wait: Wait, event: threading.Event) -> None:
        """Return when the wait is settled or its time is up; poll for all until then, if nobody does."""
        try:
            while not wait.settled and wait.deadline.left() > 0:
                with self._news:
                    event.clear()
                    if self._leader is None:
                        self._leader = wait
                    if self._leader is not wait:
                        self._followers[id(wait)] = wait
                    settled = wait.settled
                if self._leader is wait:
                    self._turn(wait)
                elif not settled:
                    event.wait(wait.deadline.left() if self.passes else None)
        finally:
            with self._news:
                self._followers.pop(id(wait), None)
                if self._leader is wait:
                    self._leader = None
                if self._leader is None and self._followers:
                    next(iter(self._followers.values())).wake()

    def _turn(self, wait: Wait) -> None:
        """One query, or the pause until one is due."""
        if not self._due(wait):
            return
        with self._news:
            left = wait.deadline.left()
            outlasting = self.passes and left < QUERY_TIMEOUT
            if outlasting and len(self._helpers) > HELPERS:
                self._pause(wait, left)
                return
            step = self.scheduler.next(self.clock.now())
            if step is None:
                return
            if outlasting or self._useful():
                self._help_with(step if outlasting else None)
        if not outlasting:
            self._do(step, max(0.1, min(QUERY_TIMEOUT, left)))

    def _due(self, wait: Wait) -> bool:
        """Wait until there is something to do and the limiter is open; False where something happened meanwhile."""
        with self._news:
            rest = self.scheduler.rest(self.clock.now())
            if rest is None or rest > 0:
                self._pause(wait, min(wait.deadline.left() if rest is None else rest, wait.deadline.left()))
                return False
            end = self.clock.now() + self.limiter.slot()
            while (left := min(end - self.clock.now(), wait.deadline.left())) > 0 and not wait.settled:
                self._pause(wait, left)
            return not wait.settled and wait.deadline.left() > 0

    def _pause(self, wait: Wait, seconds: float) -> None:
        """Let time pass, with the lock given up for it; news end it early."""
        if wait.settled:
            return
        if self.passes:
            self._news.wait(seconds)
            return
        self._news.release()
        try:
            self.clock.sleep(seconds)
        finally:
            self._news.acquire()
        for other in self.waits.values():
            if other.deadline.left() <= 0:
                other.wake()

    def _do(self, step: Step, timeout: float) -> None:
        begun = self.clock.now()
        try:
            outcome = self.fetch(step, timeout)
        except BaseException:
            with self._news:
                self.scheduler.put_back(step)
            raise
        with self._news:
            took = self.clock.now() - begun
            self._seconds += (0.2 if self._seconds else 1.0) * (took - self._seconds)
            self.settle(step, outcome)
            self._news.notify_all()
        self.tell()

    def _useful(self) -> bool:
        """Whether the threads that poll would take longer than a moment for what could be sent at once."""
        busy = 1 + len(self._helpers)
        slow = self._seconds * self.scheduler.backlog > 0.1 * busy
        return self.passes and slow and busy <= HELPERS and self.scheduler.backlog > busy

    def _help_with(self, step: Step | None) -> None:
        """Begin another thread, which does `step` first."""
        helper = threading.Thread(target=self._help, args=(step,), name="brushwork-poll", daemon=True)
        self._helpers.append(helper)
        try:
            helper.start()
        except BaseException:
            if not helper.ident:
                self._helpers.remove(helper)
                if step is not None:
                    self.scheduler.put_back(step)
            raise

    def _help(self, step: Step | None) -> None:
        """Poll as long as something is due."""
        try:
            if step is not None:
                self._do(step, QUERY_TIMEOUT)
            while True:
                with self._news:
                    if not self.waits or self.scheduler.rest(self.clock.now()) != 0:
                        return
                    end = self.clock.now() + self.limiter.slot()
                    while self.waits and (left := end - self.clock.now()) > 0:
                        self._news.wait(left)
                    step = self.scheduler.next(self.clock.now())
                if step is None:
                    return
                self._do(step, QUERY_TIMEOUT)
        except Exception as error:
            with self._news:
                self.fail(error)
                self._news.notify_all()
        finally:
            with self._news:
                self._helpers.remove(threading.current_thread())
