"""What the hooks of a client are told: plain data, without keys, signatures, prompts or images.

    def show(event: TaskEvent) -> None:
        print(event.task_id, event.status)

    Client(on_task=show)

A hook is called in the thread that does the work and should return at once. What it raises is logged and goes no
further, but for `KeyboardInterrupt`: a progress bar must not cost a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    EventT = TypeVar("EventT")
    Hook: TypeAlias = Callable[[EventT], object] | None


class RequestEvent:
    """A request is about to be sent, for the `attempt`th time; `model` and `mode` are None where it starts no work."""

    __module__ = "brushwork"
    __slots__ = ("attempt", "method", "mode", "model", "url")

    def __init__(
        self, method: str, url: str, *, attempt: int = 1, model: str | None = None, mode: str | None = None
    ) -> None:
        self.method = method
        self.url = url
        self.attempt = attempt
        self.model = model
        self.mode = mode

    def __repr__(self) -> str:
        return f"<RequestEvent {self.method} {self.url}, attempt {self.attempt}>"


class ResponseEvent:
    """An answer's head has come, `seconds` after its request was sent."""

    __module__ = "brushwork"
    __slots__ = ("method", "request_id", "seconds", "status", "url")

    def __init__(self, method: str, url: str, *, status: int, seconds: float, request_id: str | None = None) -> None:
        self.method = method
        self.url = url
        self.status = status
        self.seconds = seconds
        self.request_id = request_id

    def __repr__(self) -> str:
        return f"<ResponseEvent {self.status} to {self.method} {self.url} after {self.seconds:.3f} s>"


class RetryEvent:
    """A request will be sent again in `pause` seconds, for `reason`; `attempt` is the number of the one that failed."""

    __module__ = "brushwork"
    __slots__ = ("attempt", "method", "pause", "reason", "url")

    def __init__(self, method: str, url: str, *, attempt: int, pause: float, reason: str) -> None:
        self.method = method
        self.url = url
        self.attempt = attempt
        self.pause = pause
        self.reason = reason

    def __repr__(self) -> str:
        return f"<RetryEvent {self.method} {self.url} in {self.pause:.2f} s: {self.reason}>"


class TaskEvent:
    """A task was submitted or queried; `elapsed` seconds since this process knows it, after so many `queries`."""

    __module__ = "brushwork"
    __slots__ = ("elapsed", "model", "queries", "status", "task_id")

    def __init__(
        self, task_id: str, status: str | None, *, model: str | None = None, elapsed: float = 0.0, queries: int = 0
    ) -> None:
        self.task_id = task_id
        self.status = status
        self.model = model
        self.elapsed = elapsed
        self.queries = queries

    def __repr__(self) -> str:
        return f"<TaskEvent {self.task_id} {self.status} after {self.elapsed:.1f} s>"


class TransferEvent:
    """An "upload" or "download" has come to `done` bytes, of `total` where that is known."""

    __module__ = "brushwork"
    __slots__ = ("done", "kind", "total", "url")

    def __init__(self, kind: str, url: str, *, done: int, total: int | None = None) -> None:
        self.kind = kind
        self.url = url
        self.done = done
        self.total = total

    def __repr__(self) -> str:
        return f"<TransferEvent {self.kind} {self.done} of {self.total} bytes>"


class Hooks:
    """What a client was given to call, None where nothing; `watching` is whether any request is listened to."""

    __slots__ = ("on_request", "on_response", "on_retry", "on_task", "on_transfer", "watching")

    def __init__(
        self,
        on_request: Hook[RequestEvent] = None,
        on_response: Hook[ResponseEvent] = None,
        on_retry: Hook[RetryEvent] = None,
        on_task: Hook[TaskEvent] = None,
        on_transfer: Hook[TransferEvent] = None,
    ) -> None:
        self.on_request = on_request
        self.on_response = on_response
        self.on_retry = on_retry
        self.on_task = on_task
        self.on_transfer = on_transfer
        self.watching = on_request is not None or on_response is not None


def tell(hook: Hook[EventT], event: EventT) -> None:
    """Call a hook; what it raises is logged and goes no further, since a progress bar must not cost a picture."""
    if hook is None:
        return
    try:
        hook(event)
    except Exception as error:
        from brushwork_runtime.base import log, redact

        log.warning("a hook raised %s: %s; it was ignored (%r)", type(error).__name__, redact.words(error), event)
