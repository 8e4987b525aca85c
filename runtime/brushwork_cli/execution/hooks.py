"""The hooks of a call: from the client's events to its state and its progress display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import later, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_cli.execution.state import CallState
    from brushwork_cli.output.progress import Quiet
    from brushwork_cli.session import Session
    from brushwork_runtime import RequestEvent, ResponseEvent, RetryEvent, TaskEvent, TransferEvent


STATES = (
    *(later("pending"), later("running"), later("suspended"), later("succeeded"), later("failed")),
    *(later("canceled"), later("unknown")),
)
"""The states of tasks, as they are said; those of the API are in capitals, and stay English."""


class Hooks:
    """Follows one call; `hooks` are the client's arguments."""

    def __init__(self, session: Session, state: CallState, shown: Quiet) -> None:
        self._session = session
        self._call = state
        self._shown = shown

    @property
    def hooks(self) -> dict[str, Callable[..., object]]:
        """The client's arguments."""
        return {
            "on_request": self.request,
            "on_response": self.response,
            "on_retry": self.retry,
            "on_task": self.task,
            "on_transfer": self.transfer,
        }

    def request(self, event: RequestEvent) -> None:
        """A request is sent; one that names a model is billed."""
        if event.model is not None:
            self._call.stage = "sent"
            self._session.sent = True
            self._shown.state(tr("{model} is working", model=event.model))
        if self._session.verbose:
            again = tr(" (attempt {attempt})", attempt=event.attempt) if event.attempt > 1 else ""
            self._shown.line(f"{event.method} {event.url}{again}")

    def response(self, event: ResponseEvent) -> None:
        """A response has arrived."""
        if self._session.verbose:
            self._shown.line(tr("  {status} after {seconds:.2f} s", status=event.status, seconds=event.seconds))

    def retry(self, event: RetryEvent) -> None:
        """A request will be sent again."""
        self._shown.line(tr("{reason}; retrying in {seconds:.1f} s", reason=event.reason, seconds=event.pause))

    def task(self, event: TaskEvent) -> None:
        """A task exists, or its state is known; its id is printed at once, since a crash must not lose it."""
        if event.task_id not in self._call.tasks:
            self._call.tasks.append(event.task_id)
            if not self._session.quiet:
                self._shown.line(tr("task {id}", id=event.task_id))
        self._call.stage = "waiting"
        self._shown.state(tr((event.status or "submitted").lower()))

    def transfer(self, event: TransferEvent) -> None:
        """Bytes of a reference image or of a result have been transferred."""
        if event.kind == "upload":
            self._call.stage = "uploading"
        self._shown.transfer(event.kind, event.url, event.done, event.total)
