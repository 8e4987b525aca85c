"""Tasks of the asyncio client: waiting is the event loop's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.clock import Deadline, Pace
from brushwork_runtime.net import exchange
from brushwork_runtime.results.response import Answer
from brushwork_runtime.tasks import task as tasks
from brushwork_runtime.tasks import tasklist
from brushwork_runtime.tasks.taskstate import TaskState

if TYPE_CHECKING:
    from brushwork_runtime.aio import AsyncClientBase
    from brushwork_runtime.results.outcome import Origin
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.tasks.tasklist import Moment, TaskPage


class AsyncTask(TaskState):
    """A submitted task of `AsyncClient`."""

    __slots__ = ()
    _client: AsyncClientBase

    async def refresh(self) -> AsyncTask:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        self._take(Answer(await self._client.briefly(exchange.get, self._client, self._path, task_id=self.id)))
        return self

    async def wait(self, timeout: float | None = None) -> Result:
        """As `Task.wait`, on the event loop; when it is cancelled, the task goes on."""
        client = self._client
        deadline = Deadline(client.clock, client.wait_timeout if timeout is None else timeout)
        await self.end(deadline)
        return self._ended()

    async def end(self, deadline: Deadline) -> None:
        """Return when the task has ended, well or not. Raises `WaitTimeout` at the deadline."""
        client = self._client
        pace = Pace(client.clock)
        pause = pace.next() if self._submitted is not None else 0.0
        while not self.done:
            await client.pause(min(pause, max(deadline.left(), 0.0)))
            last = await client.briefly(tasks.poll, self, deadline)
            if not self.done and deadline.left() <= 0:
                raise self._too_late(deadline.seconds, last) from last
            pause = pace.next()

    async def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        return await self.wait()

    async def cancel(self) -> None:
        """As `Task.cancel`."""
        await self._client.briefly(exchange.cancel, self._client, self.id)
        await self.refresh()


class AsyncTasks:
    """`client.tasks`: the account's tasks of the last 24 hours."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncClientBase) -> None:
        self._client = client

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
        client = self._client

        def make(task_id: str, status: str | None, origin: Origin) -> AsyncTask:
            return AsyncTask(client, task_id, status=status, origin=origin)

        given = tasklist.query(model_name, status, start_time, end_time, page_no, page_size)
        return await client.briefly(tasklist.fetch, client, make, given)
