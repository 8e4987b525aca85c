"""The client for asyncio: the same calls, awaited.

Requests run on threads of its own, never on the loop's. Waiting for tasks and for the next attempt is the loop's work,
so a thousand tasks take eight threads at most; a synchronous call holds a thread while the service draws. A call that
is cancelled ends at once and sends nothing more. A request that is on its way then cannot be taken back: it is
finished, and perhaps billed, in the background, which the `CancelledError` has as a note and the log as a warning.
"""

from __future__ import annotations

import asyncio
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from brushwork_runtime.base import redact
from brushwork_runtime.base.clock import Cancellation, passes
from brushwork_runtime.base.errors import AccessDenied, BrushworkError
from brushwork_runtime.base.redact import short
from brushwork_runtime.client.client import BaseClient
from brushwork_runtime.config import whole_number
from brushwork_runtime.results import saving
from brushwork_runtime.results.result import Origin, Result
from brushwork_runtime.retry import Steps
from brushwork_runtime.submit import send
from brushwork_runtime.submit.send import Sending
from brushwork_runtime.submit.stream import Stream
from brushwork_runtime.tasks.aiotasks import AsyncTask, AsyncTasks, as_completed, wait_all
from brushwork_runtime.tasks.workers import MAX_CONCURRENCY, Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from os import PathLike
    from pathlib import Path
    from types import TracebackType
    from typing import Self, Unpack

    from brushwork_runtime.api.answer import Answer
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.image_marks import AigcLabel
    from brushwork_runtime.client.calls import Prepared
    from brushwork_runtime.client.client import KeyAndOptions, Options
    from brushwork_runtime.client.quotas import Quotas
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.saving import Writable
    from brushwork_runtime.submit.recovery import Recovery
    from brushwork_runtime.tasks.workers import Threads

    AsyncResult = Coroutine[Any, Any, Result]
    AsyncTaskResult = Coroutine[Any, Any, "AsyncTask"]
    AsyncPrepared = Prepared[AsyncResult, AsyncTaskResult]
    AsyncBase = BaseClient[AsyncResult, AsyncTaskResult]
else:
    AsyncBase = BaseClient

ValueT = TypeVar("ValueT")

PATIENCE = 0.5
"""Seconds that a cancelled download has to leave nothing half, before it is left to itself."""


class AsyncClientBase(AsyncBase):
    """The base of `AsyncClient`. `max_concurrency`: synchronous calls and downloads at the same time (default: 32)."""

    def __init__(
        self, api_key: str | None = None, *, max_concurrency: int = MAX_CONCURRENCY, **settings: Unpack[Options]
    ) -> None:
        """Settings are those of `Client`."""
        api_key = redact.of_key(api_key)
        super().__init__(api_key, **settings)
        self._arguments["max_concurrency"] = max_concurrency = whole_number("max_concurrency", max_concurrency, 1)
        self._workers = self._session.one(Workers)
        self._workers.long.number = max_concurrency

    if TYPE_CHECKING:

        class _AsyncOptions(KeyAndOptions, total=False):
            max_concurrency: int

        def with_options(self, **options: Unpack[_AsyncOptions]) -> Self: ...  # noqa: D102  # pyright: ignore[reportIncompatibleMethodOverride]  # more options than the base has

    async def _pause(self, deadline: Deadline, seconds: float) -> None:
        """Sleep on the loop, until the client is closed at most; a clock that a test brought is asked to sleep."""
        if not passes(self._session.clock):
            self._session.clock.sleep(seconds)
            await asyncio.sleep(0)
            return
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        timer = loop.call_later(seconds, woken.set)
        try:
            with deadline.cancellation.waking(partial(loop.call_soon_threadsafe, woken.set), closing=True):
                await woken.wait()
        finally:
            timer.cancel()

    async def _send(self, prepared: AsyncPrepared, timeout: float | None) -> Result:
        with short, self._session.deadline(timeout) as deadline:
            try:
                return await self._sent(prepared, deadline)
            except AccessDenied as error:
                other = send.fallback(prepared, error) if deadline.left() > 0 else None
                if other is None:
                    raise
                return await self._sent(other, deadline)

    async def _sent(self, prepared: AsyncPrepared, deadline: Deadline) -> Result:
        if prepared.route.protocol == "async":
            task = await self._submitted(prepared, deadline)
            return await task.wait(deadline.left() if deadline.bounded else None)
        finish = partial(send.finished, self._session.clock.now())
        return await self._carried_out(self._workers.long, prepared, deadline, finish)

    async def _submit(self, prepared: AsyncPrepared) -> AsyncTask:
        with short, self._session.deadline(None) as deadline:
            return await self._submitted(prepared, deadline)

    async def _submitted(self, prepared: AsyncPrepared, deadline: Deadline) -> AsyncTask:
        begun = self._session.clock.now()
        answer: Answer = await self._carried_out(self._workers.short, prepared, deadline, lambda _, came: came)
        origin = Origin(prepared, begun)
        return AsyncTask(self._session, answer.task_id or "", status=answer.status, origin=origin, fresh=True)

    async def _carried_out(
        self, threads: Threads, prepared: AsyncPrepared, deadline: Deadline, finish: Callable[[Sending, Any], ValueT]
    ) -> ValueT:
        """What `finish` makes of what a request brought; each attempt on one of `threads`, each pause on the loop."""
        uploads = self._workers.long if prepared.local else threads
        sending = await self._workers.on(uploads, deadline, Sending, self._session, prepared, deadline)
        attempts = sending.attempts()
        steps = Steps(self._session, attempts, sending.once)
        finished: list[ValueT] = []

        def step() -> float | None:
            """Try, and finish at once: what has come must not wait for a thread again."""
            wait = steps.step()
            if wait is None:
                finished.append(finish(sending, steps.value))
            return wait

        try:
            while (wait := await self._workers.on(threads, deadline, step, late=attempts.late)) is not None:
                await self._pause(deadline, wait)
        except BrushworkError as error:
            raise (told := sending.explained(error)) from told.__cause__
        return finished[0]

    def _stream(self, prepared: AsyncPrepared, timeout: float | None) -> Stream[AsyncResult]:
        return Stream(self._session, prepared, timeout, self._workers.at_length)

    async def resend(self, request: AsyncPrepared | None, timeout: float | None = None) -> Result:
        """As `Client.resend`: send a request again on purpose. It is billed again."""
        with short:
            return await self._send(send.sendable(request), timeout)

    async def _recovered(self, search: Recovery, deadline: Deadline) -> AsyncTask:
        with short:
            look, workers = partial(search.look, deadline), self._workers
            while (row := await workers.on(workers.short, deadline, look, late=search.late, sends=False)) is None:
                await self._pause(deadline, search.pause)
            return AsyncTask(self._session, row.task_id, status=row.status, origin=search.origin, fresh=True)

    def task(
        self, task_id: str, *, model: str | None = None, mode: str | None = None, request: AsyncPrepared | None = None
    ) -> AsyncTask:
        """As `Client.task`: a task by its id, whose result has `values` where `model` and `mode` are told."""
        return AsyncTask(self._session, task_id, origin=self._origin_of(model, mode, request))

    @property
    def tasks(self) -> AsyncTasks:
        """The account's tasks."""
        return AsyncTasks(self._session)

    def as_completed(self, tasks: Iterable[AsyncTask], timeout: float | None = None) -> AsyncIterator[AsyncTask]:
        """As `Client.as_completed`: yield each task once it has ended, well or not."""
        return as_completed(self._session, tasks, timeout)

    async def wait_all(self, tasks: Iterable[AsyncTask], timeout: float | None = None) -> list[Result | BrushworkError]:
        """As `Client.wait_all`: the result of each task, or the error that it is, in the order of `tasks`."""
        return await wait_all(self._session, tasks, timeout)

    async def quotas(self, *, model: str | None = None, name: str | None = None) -> Quotas:
        """As `Client.quotas`: the account's rate limits."""
        from brushwork_runtime.client.quotas import quotas

        with short:
            return await self._workers.briefly("quotas", None, quotas, self._session, model, name)

    async def save(
        self,
        result: Result,
        destination: str | PathLike[str] | Writable = ".",
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
    ) -> list[Path]:
        """`result.save(...)` without holding up the event loop."""
        with short:
            options = saving.SaveOptions(
                overwrite=overwrite,
                metadata=metadata,
                sidecar=sidecar,
                format=format,
                quality=quality,
                ai_marking=ai_marking,
            )
            return await self._fetched(partial(saving.save, result, destination, options))

    async def fetch(self, image: Image) -> bytes:
        """`image.bytes()` without holding up the event loop; what else an image does needs no network then."""
        with short:
            return await self._fetched(image.fetched)

    async def _fetched(self, function: Callable[[Cancellation], ValueT]) -> ValueT:
        """Run what downloads; once it is cancelled, it is given a moment to leave nothing half."""
        cancellation, begun = Cancellation(), Event()

        def work() -> ValueT:
            begun.set()
            return function(cancellation)

        future = self._workers.long.start(work)
        try:
            await asyncio.wait((future,))
        except BaseException:
            cancellation.ask()
            try:
                if begun.is_set():
                    await asyncio.wait((future,), timeout=PATIENCE)
            finally:
                if not future.cancel():
                    future.exception()  # which is of no interest any more
            raise
        return future.result()

    async def close(self) -> None:
        """Close the connections and let the threads end; what has been sent is finished, and nothing more is sent."""
        self._session.stop()
        self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
