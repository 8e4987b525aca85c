"""Tasks of the asyncio client: waiting is the event loop's work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brushwork_runtime.api import exchange
from brushwork_runtime.api.answer import Answer
from brushwork_runtime.base.clock import Deadline, number_of_seconds
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.tasks import tasklist
from brushwork_runtime.tasks.aiopoller import LoopPollers
from brushwork_runtime.tasks.task import outcome
from brushwork_runtime.tasks.taskstate import TaskState, goes_on, tasks_of
from brushwork_runtime.tasks.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from brushwork_runtime.results.outcome import Origin
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session
    from brushwork_runtime.tasks.tasklist import Moment, TaskPage


class AsyncTask(TaskState):
    """A submitted task of `AsyncClient`."""

    __slots__ = ()

    async def refresh(self) -> AsyncTask:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        session = self._session
        self.take(
            Answer(
                await session.one(Workers).briefly("query", self.id, exchange.get, session, self._path, task_id=self.id)
            )
        )
        self.tell()
        return self

    async def wait(self, timeout: float | None = None) -> Result:
        """As `Task.wait`, on the event loop; when it is cancelled, the task goes on."""
        if timeout is not None and number_of_seconds(timeout) <= 0 and not self.done:
            await self.refresh()
        async for _ in as_completed(self._session, (self,), timeout):
            pass
        return self.ended()

    async def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        return await self.wait()

    async def cancel(self) -> None:
        """As `Task.cancel`."""
        await self._session.one(Workers).briefly("cancel", self.id, exchange.cancel, self._session, self.id)
        await self.refresh()


async def as_completed(
    session: Session, tasks: Iterable[AsyncTask], timeout: float | None = None
) -> AsyncIterator[AsyncTask]:
    """Yield each task once it has ended, in the order of their ends; see `Client.as_completed`."""
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
        session = self._session

        def make(task_id: str, status: str | None, origin: Origin) -> AsyncTask:
            return AsyncTask(session, task_id, status=status, origin=origin)

        given = tasklist.query(session, model_name, status, start_time, end_time, page_no, page_size)
        return await session.one(Workers).briefly("list", None, tasklist.fetch, session, make, given)

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
        walk: tasklist.Walk[AsyncTask] = tasklist.Walk()
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
