"""What is known of a task, and what its end means."""

from __future__ import annotations

from brushwork_runtime import log
from brushwork_runtime.errors import (
    BrushworkError,
    ContentRejected,
    InvalidRequest,
    TaskCanceled,
    TaskExpired,
    TaskFailed,
    WaitTimeout,
)
from brushwork_runtime.net.exchange import from_document
from brushwork_runtime.results.outcome import Origin, finish
from brushwork_runtime.results.response import Answer
from brushwork_runtime.tasks.ids import is_task_id

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.results.result import Result

WAIT_TIMEOUT = 600.0
"""Seconds that a wait lasts unless it is told otherwise."""

GRACE = 10.0
"""Seconds after a submission in which UNKNOWN means that the task is not listed yet."""


class TaskState:
    """What is known of a task: what both clients' tasks are made of.

    `status` is the service's word (PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED, UNKNOWN), as of the last answer;
    None before the first one. `model` is the model's id where it is known.
    """

    __slots__ = ("_answer", "_client", "_origin", "_submitted", "id", "status")

    def __init__(
        self,
        client: AnyClient,
        id: str,  # noqa: A002 - the API's word
        *,
        status: str | None = None,
        origin: Origin | None = None,
        fresh: bool = False,
    ) -> None:
        if not is_task_id(id):
            raise InvalidRequest(
                f"{id[:80]!r} is no task id; ids have letters, digits and '-', as in 0385dc79-5ff8-4d82"
            )
        self.id = id
        self.status = status
        self._client = client
        self._origin = origin or Origin()
        self._answer: Answer | None = None
        self._submitted = client.clock.now() if fresh else None

    @property
    def model(self) -> str | None:
        """The model's id, None for a task picked up by its id."""
        return self._origin.model

    @property
    def done(self) -> bool:
        """Whether the task has ended, well or not, as of the last answer."""
        return self._answer is not None and self._kind(self._answer) != "running"

    @property
    def _path(self) -> str:
        return self._client.api.paths["task"].replace("{task_id}", self.id)

    def _kind(self, answer: Answer) -> str:
        """ "running", "succeeded", "failed", "canceled" or "unknown"; a state that nobody knows is running."""
        if answer.status is None:
            return "failed" if answer.code else "running"
        kind = self._client.api.states.get(answer.status.upper())
        if kind is None:
            log.warning("task %s is %s, a state that is not documented; taken for running", self.id, answer.status)
            return "running"
        if kind == "unknown" and self._submitted is not None:
            return "running" if self._client.clock.now() - self._submitted < GRACE else kind
        return kind

    def _take(self, answer: Answer) -> None:
        self.status = answer.status or ("FAILED" if answer.code else self.status)
        self._answer = answer
        log.debug("task %s is %s", self.id, self.status)

    def _ended(self) -> Result:
        """The result of a task that has ended, or the error that it is."""
        answer = self._answer
        assert answer is not None
        kind = self._kind(answer)
        if kind == "succeeded":
            return finish(self._client, answer, self._origin, task_id=self.id)
        if kind == "canceled":
            raise TaskCanceled(f"task {self.id} was cancelled", request_id=answer.request_id, task_id=self.id)
        if kind == "unknown":
            raise TaskExpired(
                f"the service does not know task {self.id}",
                hint="Tasks live 24 hours and are seen by keys of their own account and region only.",
                request_id=answer.request_id,
                task_id=self.id,
            )
        raise self._failed(answer)

    def _failed(self, answer: Answer) -> BrushworkError:
        error = from_document(self._client, 200, answer.raw, task_id=self.id)
        if isinstance(error, ContentRejected):
            return error
        said = f": {answer.message}" if answer.message else ""
        return TaskFailed(
            f"task {self.id} failed with {answer.code or 'no code'}{said}",
            hint=error.hint or "No image was made. It was not sent again.",
            code=answer.code,
            request_id=answer.request_id,
            task_id=self.id,
        )

    def _too_late(self, seconds: float, last: Exception | None) -> WaitTimeout:
        state = self.status or "not known"
        because = f"; the last query failed: {last}" if last else ""
        return WaitTimeout(
            f"task {self.id} has not ended after {seconds:g} s; its state is {state}{because}",
            hint=f'It goes on and is not lost: client.task("{self.id}").wait() picks it up, for 24 hours.',
            task_id=self.id,
        )

    def __repr__(self) -> str:
        origin = f" of {self.model}" if self.model else ""
        return f"<Task {self.id}{origin}: {self.status or 'not queried yet'}; .wait(), .refresh(), .cancel()>"
