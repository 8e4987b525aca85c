"""The threads of an asynchronous client by what they do, and how its calls wait for them."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from brushwork_runtime.base.clock import passes

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from brushwork_runtime.api.exchange import Purpose
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.session import Session

    Late = Callable[[], BaseException]


ValueT = TypeVar("ValueT")


GRACE = 0.1
"""Seconds that work which has begun has to end by itself, since it tells better why."""


IDLE = 5.0
"""Seconds after which a thread without work ends."""


class NotBegun(Exception):
    """No thread became free in time, or what was begun had come to nothing yet and was given up."""


class Job(Generic[ValueT]):
    """Work for one thread. `future` is for the event loop that asked for it."""

    __slots__ = ("begun", "context", "function", "future", "left", "loop", "over", "timer")

    def __init__(self, function: Callable[[], ValueT]) -> None:
        self.function = function
        self.context = copy_context()
        """That of who asked for it, as of `asyncio.to_thread`: hooks find what was set there."""
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[ValueT] = self.loop.create_future()
        self.begun = False
        self.left = False
        """Whether nobody waits for it any more, although it is under way."""
        self.over = False
        self.timer: asyncio.TimerHandle | None = None

    def run(self) -> None:
        """Do it, and tell the event loop, unless that has ended."""
        value, error = None, None
        try:
            value = self.context.run(self.function)
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._end, value, error)
        error = None  # whose frames are this one's

    def _end(self, value: Any, error: BaseException | None) -> None:
        if self.future.done():
            return
        if error is None:
            self.future.set_result(value)
        else:
            self.future.set_exception(error)


class Threads:
    """At most `number` threads for what is waited for, each begun when there is work for it.

    After `close` there are none left but those that are at work, which end with it; what is run then has a thread that
    ends with it too.
    """

    __slots__ = ("_closed", "_jobs", "_name", "_news", "_resting", "_working", "number")

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self._name = name
        self._closed = False
        self.after_fork()

    def after_fork(self) -> None:
        """In a child process, which has none of these threads."""
        self._news = threading.Condition()
        self._jobs: deque[Job[Any]] = deque()
        self._resting: list[threading.Thread] = []
        self._working = 0
        """Threads at what is waited for, or about to be."""

    def start(
        self,
        function: Callable[..., ValueT],
        *arguments: Any,
        within: float | None = None,
        give_up: Callable[[], bool] = bool,
    ) -> asyncio.Future[ValueT]:
        """What `function` will return, for the event loop that runs. It is not begun once the future is cancelled.

        Nor is it after `within` seconds: then the future raises `NotBegun`. So it does where the function has begun, if
        `give_up`, which is asked a moment later, says that nothing will come of it.
        """
        job = Job(partial(function, *arguments))
        with self._news:
            self._jobs.append(job)
            try:
                self._staff()
            except RuntimeError:  # the system has no thread left
                self._jobs.remove(job)
                raise
        if within is not None:
            job.timer = job.loop.call_later(max(0.0, within), self._late, job, give_up)
        job.future.add_done_callback(partial(self._done, job))
        return job.future

    def close(self) -> None:
        """Let the threads end; those that have nothing to do have ended when this returns."""
        with self._news:
            self._closed = True
            resting = list(self._resting)
            self._news.notify_all()
        for thread in resting:
            thread.join()

    def _staff(self) -> None:
        """See to it that there are threads for the jobs, as far as there may be."""
        self._news.notify(len(self._jobs))
        for _ in range(min(len(self._jobs) - len(self._resting), self.number - self._working - len(self._resting))):
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
            self._working += 1

    def _work(self) -> None:
        while True:
            job = self._next()
            if job is None:
                return
            job.run()
            with self._news:
                if job.left:  # another thread has its place
                    return
                job.over = True
            del job  # and with it the result, while this waits for the next

    def _next(self) -> Job[Any] | None:
        """The next job for a thread that counts as working; None if it shall end."""
        me = threading.current_thread()
        with self._news:
            while True:
                while self._jobs:
                    job = self._jobs.popleft()
                    if not job.future.done():
                        job.begun = True
                        return job
                self._working -= 1
                if self._closed:
                    return None
                self._resting.append(me)
                called = self._news.wait(IDLE)
                self._resting.remove(me)
                if not called and not self._jobs:
                    return None
                self._working += 1

    def _late(self, job: Job[Any], give_up: Callable[[], bool]) -> None:
        with self._news:
            if job.future.done():
                return
            if not job.begun:
                job.future.set_exception(NotBegun())
                return
        job.timer = job.loop.call_later(GRACE, self._given_up, job, give_up)

    def _given_up(self, job: Job[Any], give_up: Callable[[], bool]) -> None:
        if not job.future.done() and give_up():
            job.future.set_exception(NotBegun())

    def _done(self, job: Job[Any], future: asyncio.Future[Any]) -> None:
        if job.timer is not None:
            job.timer.cancel()
        if not future.cancelled() and not isinstance(future.exception(), NotBegun):
            return
        with self._news:
            if job.begun and not job.over:
                job.left = True
                self._working -= 1
                self._staff()


SHORT_THREADS = 5
"""Threads for submissions, refreshes and lists, which take a moment."""

MAX_CONCURRENCY = 32
"""Threads for synchronous calls and downloads, unless the client is given another number."""

AT_ONCE = 3
"""Queries of the polling under way at a time, and so the threads for them."""


class Workers:
    """Of one session: `short` for what takes a moment, `long` for what takes as long as a picture, and for queries."""

    __slots__ = ("_queries", "_session", "long", "short")

    def __init__(self, session: Session) -> None:
        self._session = session
        self.short = Threads(SHORT_THREADS, "brushwork-task")
        self.long = Threads(MAX_CONCURRENCY, "brushwork-call")
        self._queries = Threads(AT_ONCE, "brushwork-poll")

    async def briefly(
        self, purpose: Purpose, task: str | None, function: Callable[..., ValueT], *arguments: Any, **keywords: Any
    ) -> ValueT:
        """Run what takes a moment and a `deadline`, and starts no work, on one of the five threads for such."""

        def late() -> BrushworkError:
            from brushwork_runtime.api.exchange import unbilled

            return unbilled(deadline.refusal(), purpose, task)

        with self._session.for_query() as deadline:
            query = partial(function, *arguments, deadline=deadline, **keywords)
            return await self.on(self.short, deadline, query, late=late, sends=False)

    def polling(self, function: Callable[..., ValueT], *arguments: Any) -> asyncio.Future[ValueT]:
        """Run a query of the polling, which no submission holds up, on one of the three threads for it."""
        return self._queries.start(function, *arguments)

    async def at_length(
        self, deadline: Deadline, function: Callable[..., ValueT], *arguments: Any, late: Late | None = None
    ) -> ValueT:
        """Run what takes as long as a picture."""
        return await self.on(self.long, deadline, function, *arguments, late=late)

    async def on(
        self,
        threads: Threads,
        deadline: Deadline,
        function: Callable[..., ValueT],
        *arguments: Any,
        late: Late | None = None,
        sends: bool = True,
    ) -> ValueT:
        """Run it on one of `threads`. If no thread is free before the deadline, raise what `late` gives.

        So do, with `sends`, if no request that bills has left before it, whatever keeps the thread.
        """
        within = deadline.left() if passes(self._session.clock) else None
        try:
            return await threads.start(function, *arguments, within=within, give_up=deadline.give_up if sends else bool)
        except NotBegun:
            raise (late or deadline.refusal)() from None

    def close(self) -> None:
        """Let the threads end; what is run from then on has a thread of its own."""
        for threads in (self.short, self.long, self._queries):
            threads.close()

    def after_fork(self) -> None:
        """In a child process, which has none of these threads."""
        for threads in (self.short, self.long, self._queries):
            threads.after_fork()
