"""Tasks of the asyncio client: the event loop decides which query is due, and a few threads send them.

Nothing runs when nobody waits. On a clock of a test, which jumps instead of passing, queries follow one another in the
order of their moments.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from brushwork_runtime.api import exchange
from brushwork_runtime.api.answer import Answer
from brushwork_runtime.base.clock import Deadline, number_of_seconds
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.redact import short
from brushwork_runtime.tasks.poller import QUERY_TIMEOUT, Polls
from brushwork_runtime.tasks.scheduler import LEFT
from brushwork_runtime.tasks.task import Walk, fetch, outcome, query, task_id_of
from brushwork_runtime.tasks.taskstate import TaskState, goes_on, tasks_of
from brushwork_runtime.tasks.workers import AT_ONCE, Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from typing import Generic

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.results.result import Origin, Result, ResultOf, ValuesT_co
    from brushwork_runtime.session import Session
    from brushwork_runtime.tasks.scheduler import Step
    from brushwork_runtime.tasks.task import Moment, TaskPage


class AsyncPoller(Polls):
    """The polling of an `AsyncClient`, for one event loop."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._workers = session.one(Workers)
        self.loop = asyncio.get_running_loop()
        self._under_way = 0
        self._timer: asyncio.Handle | None = None
        self._slot: float | None = None
        """The moment of the slot at the rate limiter that the next query has."""

    async def ended(self, tasks: Iterable[TaskState], deadline: Deadline) -> AsyncIterator[TaskState]:
        """Yield each task once it has ended. Raises `WaitTimeout` at the deadline, or what refuses the queries."""
        event = asyncio.Event()
        wait = self.begin(tasks, deadline, event.set)
        self.tell()
        timer = self.loop.call_later(max(0.0, deadline.left()), event.set) if self.passes else None
        try:
            while True:
                for task in wait.taken():
                    yield task
                if wait.over:
                    return
                while not wait.settled and deadline.left() > 0:
                    event.clear()
                    self._look()
                    await event.wait()
                if not wait.ended:
                    raise self.over(wait)
        finally:
            if timer is not None:
                timer.cancel()
            self.end(wait)
            if not self.waits and self._timer is not None:
                self._timer.cancel()

    def told(self, task_id: str) -> None:
        """As `Poller.told`, on the event loop."""
        self.scheduler.told(task_id)
        self._look()

    def _look(self) -> None:
        """Send what is due, and come back when something will be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            while self.waits and self._under_way < (AT_ONCE if self.passes else 1):
                now = self.clock.now()
                rest = self.scheduler.rest(now)
                if rest == 0:
                    if self._slot is None:
                        self._slot = now + self.limiter.slot()
                    rest = max(0.0, self._slot - now)
                if rest is None:
                    return
                if rest > 0:
                    self._later(rest)
                    return
                self._send(now)
        except Exception as error:
            self.fail(error)

    def _send(self, now: float) -> None:
        self._slot = None
        step = self.scheduler.next(now)
        if step is not None:
            self._under_way += 1
            query = self._workers.polling(self.fetch, step, QUERY_TIMEOUT)
            query.add_done_callback(partial(self._answer, step))

    def _answer(self, step: Step, query: asyncio.Future[Document | BrushworkError]) -> None:
        self._under_way -= 1
        if query.cancelled() or query.exception() is not None:
            self.scheduler.put_back(step)
            error = None if query.cancelled() else query.exception()
            if isinstance(error, Exception):
                self.fail(error)
            return
        self.settle(step, query.result())
        self.tell()
        self._look()

    def _later(self, seconds: float) -> None:
        """Look again after so many seconds."""
        if self.passes:
            self._timer = self.loop.call_later(seconds, self._look)
            return
        self.clock.sleep(min([seconds, *(wait.deadline.left() for wait in self.waits.values())]))
        for wait in self.waits.values():
            if wait.deadline.left() <= 0:
                wait.wake()
        self._timer = self.loop.call_soon(self._look)


class LoopPollers:
    """The poller of a session on the event loop that runs; another loop has another one."""

    __slots__ = ("_poller", "_session", "_told")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._poller: AsyncPoller | None = None
        self._told: deque[str] = deque(maxlen=LEFT)
        """Tasks that events call ended, and that no event loop knows of yet."""

    def here(self) -> AsyncPoller:
        """The one of the loop that runs; it goes on with what one of a loop that has ended knew."""
        poller = self._poller
        if poller is None or poller.loop is not asyncio.get_running_loop():
            before, poller = poller, AsyncPoller(self._session)
            if before is not None and before.loop.is_closed():
                poller.scheduler.inherit(before.scheduler)
            self._poller = poller
        while self._told:
            poller.scheduler.told(self._told.popleft())
        return poller

    def told(self, task_id: str) -> None:
        """As `Poller.told`, from any thread."""
        poller = self._poller
        try:
            if poller is not None:
                poller.loop.call_soon_threadsafe(poller.told, task_id)
                return
        except RuntimeError:  # its loop has ended
            pass
        self._told.append(task_id)

    def close(self) -> None:
        """Tell whoever waits that its tasks go on."""
        if self._poller is not None:
            self._poller.close()


class AsyncTask(TaskState):
    """A submitted task of `AsyncClient`."""

    __module__ = "brushwork"
    __slots__ = ()

    async def refresh(self) -> AsyncTask:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        with short:
            session, ask = self._session, exchange.get
            found = await session.one(Workers).briefly("query", self.id, ask, session, self._path, task_id=self.id)
            self.take(Answer(found))
            self.tell()
            return self

    async def wait(self, timeout: float | None = None) -> Result:
        """As `Task.wait`, on the event loop; when it is cancelled, the task goes on."""
        with short:
            if timeout is not None and number_of_seconds(timeout) <= 0 and not self.done:
                await self.refresh()
            async for _ in as_completed(self._session, (self,), timeout):
                pass
            return self.ended()

    async def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        with short:
            return await self.wait()

    async def cancel(self) -> None:
        """As `Task.cancel`."""
        with short:
            await self._session.one(Workers).briefly("cancel", self.id, exchange.cancel, self._session, self.id)
            await self.refresh()


if TYPE_CHECKING:

    class AsyncTaskOf(AsyncTask, Generic[ValuesT_co]):
        """An `AsyncTask` whose result has values that checkers know; there is no such class when it runs."""

        async def wait(self, timeout: float | None = None) -> ResultOf[ValuesT_co]: ...  # noqa: D102
        async def result(self) -> ResultOf[ValuesT_co]: ...  # noqa: D102


async def as_completed(
    session: Session, tasks: Iterable[AsyncTask], timeout: float | None = None
) -> AsyncIterator[AsyncTask]:
    """Yield each task once it has ended, in the order of their ends; see `Client.as_completed`."""
    with short:
        given = {id(task): task for task in tasks_of(tasks)}
        deadline = Deadline(session.clock, session.wait_timeout if timeout is None else timeout)
        try:
            async for ended in session.one(LoopPollers).here().ended(given.values(), deadline):
                yield given.pop(id(ended))
        except (KeyboardInterrupt, asyncio.CancelledError) as stop:
            if given:
                stop.add_note(goes_on(list(given.values())))
            raise


async def wait_all(
    session: Session, tasks: Iterable[AsyncTask], timeout: float | None = None
) -> list[Result | BrushworkError]:
    """The result of each task or the error that it is; see `Client.wait_all`."""
    given = tasks_of(tasks)
    stopped: BrushworkError | None = None
    try:
        async for _ in as_completed(session, given, timeout):
            pass
    except BrushworkError as error:
        stopped = error
    return [outcome(task, stopped) for task in given]


class AsyncTasks:
    """`client.tasks`: the account's tasks of the last 24 hours."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<Tasks of {self._session.host}; .list(), .iter(), .receive(event)>"

    async def list(
        self,
        *,
        model_name: str | None = None,
        status: str | None = None,
        start_time: Moment = None,
        end_time: Moment = None,
        page_no: int = 1,
        page_size: int = 10,
    ) -> TaskPage[AsyncTask]:
        """As `Tasks.list` of the synchronous client."""
        with short:
            session = self._session

            def make(task_id: str, status: str | None, origin: Origin) -> AsyncTask:
                return AsyncTask(session, task_id, status=status, origin=origin)

            given = query(session, model_name, status, start_time, end_time, page_no, page_size)
            return await session.one(Workers).briefly("list", None, fetch, session, make, given)

    def receive(self, event: Mapping[str, object] | str | bytes) -> AsyncTask:
        """As `Tasks.receive` of the synchronous client; asks nothing, and may be called from any thread."""
        with short:
            task = AsyncTask(self._session, task_id_of(event))
            self._session.one(LoopPollers).told(task.id)
            return task

    async def iter(
        self,
        *,
        model_name: str | None = None,
        status: str | None = None,
        start_time: Moment = None,
        end_time: Moment = None,
        page_size: int = 10,
    ) -> AsyncIterator[AsyncTask]:
        """As `Tasks.iter` of the synchronous client."""
        with short:
            walk: Walk[AsyncTask] = Walk()
            while walk.goes_on:
                page = await self.list(
                    model_name=model_name,
                    status=status,
                    start_time=start_time,
                    end_time=end_time,
                    page_no=walk.page_no,
                    page_size=page_size,
                )
                for task in walk.new(page):
                    yield task
