"""The client for asyncio: the same calls, awaited.

Requests run on threads of its own, never on the loop's. Waiting for tasks is the loop's work, so a thousand of them
take eight threads at most; a synchronous call holds a thread while the service draws. A call that is cancelled stops
waiting at once, but a request that has been sent cannot be taken back: it is finished, and billed, in the background.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from brushwork_runtime import baseclient as base
from brushwork_runtime import secret, send
from brushwork_runtime.clock import passes
from brushwork_runtime.errors import AccessDenied, BrushworkError
from brushwork_runtime.results import outcome
from brushwork_runtime.results.result import Result
from brushwork_runtime.sending import Sending
from brushwork_runtime.tasks.aiopoller import AT_ONCE, AsyncPoller
from brushwork_runtime.tasks.aiotasks import AsyncTask, AsyncTasks, as_completed, wait_all
from brushwork_runtime.threads import Threads
from brushwork_runtime.tries import Steps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from os import PathLike
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from brushwork_runtime.clock import Deadline
    from brushwork_runtime.recovery import Recovery
    from brushwork_runtime.request.prepared import Prepared
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.response import Answer

    AsyncResult = Coroutine[Any, Any, Result]
    AsyncTaskResult = Coroutine[Any, Any, "AsyncTask"]
    AsyncPrepared = Prepared[AsyncResult, AsyncTaskResult]
    AsyncBase = base.BaseClient[AsyncResult, AsyncTaskResult]
else:
    AsyncBase = base.BaseClient

ValueT = TypeVar("ValueT")

SHORT_THREADS = 5
"""Threads for submissions, refreshes and lists, which take a moment."""

MAX_CONCURRENCY = 32
"""Threads for synchronous calls and downloads, unless the client is given another number."""


class AsyncClientBase(AsyncBase):
    """The base of `AsyncClient`. `max_concurrency`: synchronous calls and downloads at the same time (default: 32)."""

    def __init__(self, api_key: str | None = None, *, max_concurrency: int = MAX_CONCURRENCY, **settings: Any) -> None:
        """Settings are those of `Client`."""
        api_key = secret.of_key(api_key)
        super().__init__(api_key, **settings)
        self._arguments["max_concurrency"] = max_concurrency
        self._short = Threads(SHORT_THREADS, "brushwork-task")
        self._long = Threads(max_concurrency, "brushwork-call")
        self._asking = Threads(AT_ONCE, "brushwork-poll")
        self._poller: AsyncPoller | None = None

    async def briefly(self, function: Callable[..., ValueT], *arguments: Any, **keywords: Any) -> ValueT:
        """Run what takes a moment on one of the five threads for it."""
        return await self._short.start(function, *arguments, **keywords)

    def polling(self, function: Callable[..., ValueT], *arguments: Any) -> asyncio.Future[ValueT]:
        """Run a query of the polling, which no submission holds up, on one of the three threads for it."""
        return self._asking.start(function, *arguments)

    async def at_length(self, function: Callable[..., ValueT], *arguments: Any, **keywords: Any) -> ValueT:
        """Run what takes as long as a picture."""
        return await self._long.start(function, *arguments, **keywords)

    async def pause(self, seconds: float) -> None:
        """Sleep on the loop; a clock that a test brought is asked to sleep instead."""
        if passes(self.clock):
            await asyncio.sleep(seconds)
        else:
            self.clock.sleep(seconds)
            await asyncio.sleep(0)

    async def _send(self, prepared: AsyncPrepared, timeout: float | None) -> Result:
        deadline = self.deadline(timeout)
        try:
            return await self._sent(prepared, deadline)
        except AccessDenied as error:
            other = send.fallback(prepared, error)
            if other is None:
                raise
            return await self._sent(other, deadline)

    async def _sent(self, prepared: AsyncPrepared, deadline: Deadline | None) -> Result:
        if prepared.route.protocol != "async":
            return await self.at_length(send.result, self, prepared, deadline)
        task = await self._submit(prepared, deadline)
        return await task.wait(None if deadline is None else deadline.left())

    async def _submit(self, prepared: AsyncPrepared, deadline: Deadline | None = None) -> AsyncTask:
        begun = self.clock.now()
        answer = await self._submitted(prepared, deadline or self.deadline(None))
        origin = outcome.Origin(prepared, begun)
        return AsyncTask(self, answer.task_id or "", status=answer.status, origin=origin, fresh=True)

    async def _submitted(self, prepared: AsyncPrepared, deadline: Deadline | None) -> Answer:
        """As `send.task`, each try on a thread and each pause on the loop."""
        sending = await self.briefly(Sending, self, prepared, deadline)
        steps = Steps(self, sending.tries(), sending.task)
        try:
            while (wait := await self.briefly(steps.step)) is not None:
                await self.pause(wait)
        except BrushworkError as error:
            raise sending.explained(error) from error.__cause__
        return steps.value

    async def resend(self, request: AsyncPrepared | None, timeout: float | None = None) -> Result:
        """As `Client.resend`: send a request again on purpose. It is billed again."""
        return await self._send(send.sendable(request), timeout)

    async def _recovered(self, search: Recovery, deadline: Deadline) -> AsyncTask:
        while (row := await self.briefly(search.look, deadline)) is None:
            await self.pause(search.pause)
        return AsyncTask(self, row.task_id, status=row.status, origin=search.origin, fresh=True)

    def task(self, task_id: str) -> AsyncTask:
        """A task by its id, also one of another process, for 24 hours. Asks nothing."""
        return AsyncTask(self, task_id)

    @property
    def tasks(self) -> AsyncTasks:
        """The account's tasks."""
        return AsyncTasks(self)

    @property
    def polls(self) -> AsyncPoller:
        """What polls for every wait of this client, on the loop that runs."""
        poller = self._poller
        if poller is None or poller.loop is not asyncio.get_running_loop():
            poller = self._poller = AsyncPoller(self)
        return poller

    def as_completed(self, tasks: Iterable[AsyncTask], timeout: float | None = None) -> AsyncIterator[AsyncTask]:
        """As `Client.as_completed`: yield each task once it has ended, well or not."""
        return as_completed(self, tasks, timeout)

    async def wait_all(self, tasks: Iterable[AsyncTask], timeout: float | None = None) -> list[Result | BrushworkError]:
        """As `Client.wait_all`: the result of each task, or the error that it is, in the order of `tasks`."""
        return await wait_all(self, tasks, timeout)

    async def save(
        self,
        result: Result,
        destination: str | PathLike[str] = ".",
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
    ) -> list[Path]:
        """`result.save(...)` without holding up the event loop."""
        return await self.at_length(result.save, destination, overwrite=overwrite, metadata=metadata, sidecar=sidecar)

    async def fetch(self, image: Image) -> bytes:
        """`image.bytes()` without holding up the event loop; what else an image does needs no network then."""
        return await self.at_length(image.bytes)

    async def close(self) -> None:
        """Close the connections and let the threads end; what has been sent is finished in the background."""
        poller, self._poller = self._poller, None
        if poller is not None:
            poller.close()
        for threads in (self._short, self._long, self._asking):
            threads.close()
        self._close()

    def after_fork(self) -> None:
        """In a child process: begin without the parent's threads and locks."""
        super().after_fork()
        self._poller = None
        for threads in (self._short, self._long, self._asking):
            threads.after_fork()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
