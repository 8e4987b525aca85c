"""Spans of OpenTelemetry: one for each request that makes images, its attempts as events.

A span holds no key, no address of a result and, unless it is asked for, no prompt. What a request does on other threads
finds its span by the context, which travels along, and what is told of a task by the task's id.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brushwork_runtime.base.language import tr

try:
    from opentelemetry import trace
except ImportError as error:
    raise ImportError(tr("traces need OpenTelemetry: pip install 'brushwork[otel]'")) from error

from brushwork_runtime.base.errors import BrushworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Self, Unpack

    from brushwork_runtime.base.events import Hook, RequestEvent, ResponseEvent, RetryEvent, TaskEvent
    from brushwork_runtime.client.aio import AsyncClientBase as AsyncBase, AsyncPrepared, AsyncResult
    from brushwork_runtime.client.calls import Prepared
    from brushwork_runtime.client.client import KeyAndOptions, Options, SyncClient as SyncBase
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.submit.stream import Part, Stream
    from brushwork_runtime.tasks.aiotasks import AsyncTask
    from brushwork_runtime.tasks.task import Task

    class _Options(KeyAndOptions, total=False):
        tracer_provider: trace.TracerProvider | None
        record_prompts: bool

    class _AsyncOptions(_Options, total=False):
        max_concurrency: int

else:  # in front of the client's own class
    SyncBase = AsyncBase = object

_HOOKS = ("on_request", "on_response", "on_retry", "on_task")


class _Call:
    """A request under way, and the span of it."""

    __slots__ = ("span", "status", "task_id", "url")

    def __init__(self, span: trace.Span) -> None:
        self.span = span
        self.url: str | None = None
        """Where the request itself goes, as opposed to uploads and queries."""
        self.task_id: str | None = None
        self.status: str | None = None
        """The state of its task, as told last."""

    def made(self, result: Result) -> None:
        """Note what came of it."""
        cost = result.cost
        found: dict[str, Any] = {
            "brushwork.images": len(result.images),
            "brushwork.cost": None if cost is None or cost.maximum is None else float(cost.maximum),
            "brushwork.currency": None if cost is None else cost.currency,
            "brushwork.task_id": result.task_id,
            "gen_ai.response.id": result.request_id,
        }
        self._note(found)

    def submitted(self, task: Task | AsyncTask) -> None:
        """Note the task that it has become."""
        self._note({"brushwork.task_id": task.id})

    def failed(self, error: BaseException) -> None:
        """Note the kind of the error, not its text, which may be the service's."""
        kind = type(error).__name__
        self.span.set_status(trace.StatusCode.ERROR, kind)
        found: dict[str, Any] = {"error.type": kind}
        if isinstance(error, BrushworkError):
            found |= {
                "brushwork.code": error.code,
                "brushwork.task_id": error.task_id,
                "gen_ai.response.id": error.request_id,
            }
            result: Any = error.result
            if result is not None:
                self.made(result)
        self._note(found)

    def _note(self, found: dict[str, Any]) -> None:
        self.span.set_attributes({name: value for name, value in found.items() if value is not None})


_CALL: ContextVar[_Call | None] = ContextVar("brushwork_call", default=None)


class _Tracing:
    """What the hooks of a client tell, sorted to the spans."""

    def __init__(self, provider: trace.TracerProvider | None, *, prompts: bool) -> None:
        self._tracer = trace.get_tracer("brushwork", tracer_provider=provider)
        self._prompts = prompts
        self._tasks: dict[str, _Call] = {}

    def begin(self, prepared: Prepared[Any, Any]) -> _Call:
        """A span for a request that is about to be sent."""
        at_most = prepared.estimate()
        attributes: dict[str, Any] = {
            "gen_ai.operation.name": "generate_content",
            "gen_ai.output.type": "image",
            "gen_ai.request.model": prepared.model_id,
            "brushwork.mode": prepared.mode.name,
            "brushwork.protocol": prepared.route.protocol,
            "brushwork.region": prepared.settings.region,
            "brushwork.cost_at_most": None if at_most.maximum is None else float(at_most.maximum),
            "brushwork.currency": at_most.currency,
            "brushwork.prompt": prepared.call.prompt if self._prompts else None,
            "server.address": urlsplit(prepared.url).hostname,
        }
        given = {name: value for name, value in attributes.items() if value is not None}
        name = f"generate_content {prepared.model_id}"
        return _Call(self._tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=given))

    def end(self, call: _Call) -> None:
        """The request is over, well or not."""
        if call.task_id is not None:
            self._tasks.pop(call.task_id, None)
        call.span.end()

    @contextmanager
    def span(self, prepared: Prepared[Any, Any]) -> Generator[_Call]:
        """The span of a request, current while it is sent and waited for."""
        call = self.begin(prepared)
        token = _CALL.set(call)
        try:
            with trace.use_span(call.span, record_exception=False, set_status_on_exception=False):
                yield call
        except BaseException as error:
            call.failed(error)
            raise
        finally:
            _CALL.reset(token)
            self.end(call)

    def parts(self, prepared: Prepared[Any, Any], steps: Generator[Part], begun: list[Any]) -> Generator[Part]:
        """The parts of a stream, within a span that is current only until the first: the rest is up to who reads."""
        call = self.begin(prepared)
        try:
            token = _CALL.set(call)
            try:
                part = next(steps, None)
            finally:
                _CALL.reset(token)
            while part is not None:
                try:
                    yield part
                except BrushworkError as error:
                    part = steps.throw(error)
                else:
                    part = next(steps, None)
        except GeneratorExit:
            call.span.set_attribute("brushwork.complete", value=False)
            steps.close()
            raise
        except BaseException as error:
            call.failed(error)
            raise
        finally:
            if begun:
                call.made(begun[0].result)
            self.end(call)

    def on_request(self, event: RequestEvent) -> None:
        call = _CALL.get()
        if call is not None and event.model is not None:
            call.url = event.url
            call.span.add_event("attempt", {"number": event.attempt, "model": event.model})

    def on_response(self, event: ResponseEvent) -> None:
        call = _CALL.get()
        if call is not None and event.url == call.url and event.method == "POST":
            told: dict[str, Any] = {"http.response.status_code": event.status, "seconds": event.seconds}
            if event.request_id is not None:
                told["request_id"] = event.request_id
            call.span.add_event("answer", told)

    def on_retry(self, event: RetryEvent) -> None:
        call = _CALL.get()
        if call is not None and event.url == call.url and event.method == "POST":
            call.span.add_event("retry", {"number": event.attempt, "pause": event.pause})

    def on_task(self, event: TaskEvent) -> None:
        call = self._tasks.get(event.task_id)
        if call is None:
            call = _CALL.get()
            if call is None or call.task_id is not None:
                return  # of a task that was picked up, or of another that this thread polls
            call.task_id = event.task_id
            self._tasks[event.task_id] = call
        if event.status != call.status:
            call.status = event.status
            told: dict[str, Any] = {"task_id": event.task_id, "status": event.status or "", "queries": event.queries}
            call.span.add_event("task", told)


def _both(hook: Hook[Any], told: Callable[[Any], None]) -> Callable[[Any], None]:
    """A user's own hook, and ours."""
    if hook is None:
        return told

    def both(event: Any) -> None:
        try:
            told(event)
        finally:
            hook(event)

    return both


def _options(tracing: _Tracing, options: dict[str, Any]) -> dict[str, Any]:
    return {**options, **{name: _both(options.get(name), getattr(tracing, name)) for name in _HOOKS}}


def _own(options: dict[str, Any], provider: trace.TracerProvider | None, prompts: bool) -> dict[str, Any]:
    """What a copy of the client is made of."""
    own = {name: options.get(name) for name in _HOOKS}
    return {**own, "tracer_provider": provider, "record_prompts": prompts}


class Traced(SyncBase):
    """`Client` with a span for each request that makes images.

    `tracer_provider`: where spans go, instead of the global one. `record_prompts=True` puts the prompt into each span.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        tracer_provider: trace.TracerProvider | None = None,
        record_prompts: bool = False,
        **options: Unpack[Options],
    ) -> None:
        self._tracing = _Tracing(tracer_provider, prompts=record_prompts)
        given: dict[str, Any] = {**options}
        super().__init__(api_key, **_options(self._tracing, given))
        self._arguments |= _own(given, tracer_provider, record_prompts)

    if TYPE_CHECKING:

        def with_options(self, **options: Unpack[_Options]) -> Self: ...  # noqa: D102  # pyright: ignore[reportIncompatibleMethodOverride]  # more options than the base has

    def _send(self, prepared: Prepared[Result, Task], timeout: float | None) -> Result:
        with self._tracing.span(prepared) as call:
            result = super()._send(prepared, timeout)
            call.made(result)
            return result

    def _submit(self, prepared: Prepared[Result, Task]) -> Task:
        with self._tracing.span(prepared) as call:
            task = super()._submit(prepared)
            call.submitted(task)
            return task

    def _stream(self, prepared: Prepared[Result, Task], timeout: float | None) -> Stream[Result]:
        stream = super()._stream(prepared, timeout)
        stream._through(partial(self._tracing.parts, prepared))  # pyright: ignore[reportPrivateUsage] - not for users
        return stream


class AsyncTraced(AsyncBase):
    """`AsyncClient` with a span for each request that makes images; `Traced` says what it takes."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        tracer_provider: trace.TracerProvider | None = None,
        record_prompts: bool = False,
        **options: Any,
    ) -> None:
        self._tracing = _Tracing(tracer_provider, prompts=record_prompts)
        super().__init__(api_key, **_options(self._tracing, options))
        self._arguments |= _own(options, tracer_provider, record_prompts)

    if TYPE_CHECKING:

        def with_options(self, **options: Unpack[_AsyncOptions]) -> Self: ...  # noqa: D102  # pyright: ignore[reportIncompatibleMethodOverride]  # more options than the base has

    async def _send(self, prepared: AsyncPrepared, timeout: float | None) -> Result:
        with self._tracing.span(prepared) as call:
            result = await super()._send(prepared, timeout)
            call.made(result)
            return result

    async def _submit(self, prepared: AsyncPrepared) -> AsyncTask:
        with self._tracing.span(prepared) as call:
            task = await super()._submit(prepared)
            call.submitted(task)
            return task

    def _stream(self, prepared: AsyncPrepared, timeout: float | None) -> Stream[AsyncResult]:
        stream = super()._stream(prepared, timeout)
        stream._through(partial(self._tracing.parts, prepared))  # pyright: ignore[reportPrivateUsage] - not for users
        return stream
