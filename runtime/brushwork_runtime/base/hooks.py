"""The hooks of a client: callables that are told what happens, by the events of `events`.

Whoever has something to tell asks first whether anybody listens, so that a client without hooks builds no event:

    if client.hooks.on_task is not None:
        client.hooks.task(TaskEvent(...))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    from brushwork_runtime.base.events import RequestEvent, ResponseEvent, RetryEvent, TaskEvent, TransferEvent

    EventT = TypeVar("EventT")
    Hook: TypeAlias = Callable[[EventT], object] | None


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

    def request(self, event: RequestEvent) -> None:
        """Tell that a request is about to be sent."""
        _call(self.on_request, event)

    def response(self, event: ResponseEvent) -> None:
        """Tell that the head of an answer has come."""
        _call(self.on_response, event)

    def retry(self, event: RetryEvent) -> None:
        """Tell that a request will be sent again."""
        _call(self.on_retry, event)

    def task(self, event: TaskEvent) -> None:
        """Tell the state of a task."""
        _call(self.on_task, event)

    def transfer(self, event: TransferEvent) -> None:
        """Tell how far an upload or download has come."""
        _call(self.on_transfer, event)


def _call(hook: Hook[EventT], event: EventT) -> None:
    """Call a hook; what it raises is logged and goes no further, since a progress bar must not cost a picture."""
    if hook is None:
        return
    try:
        hook(event)
    except Exception as error:
        from brushwork_runtime.base import log, redact

        log.warning("a hook raised %s: %s; it was ignored (%r)", type(error).__name__, redact.words(error), event)
