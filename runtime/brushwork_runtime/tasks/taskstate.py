"""What is known of a task, and what its end means."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from brushwork_runtime.api.answer import Answer
from brushwork_runtime.api.exchange import aside_for, from_document, is_task_id, picked_up
from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import (
    BrushworkError,
    ContentRejected,
    InvalidRequest,
    ServerError,
    TaskCanceled,
    TaskExpired,
    TaskFailed,
    WaitTimeout,
)
from brushwork_runtime.base.json_values import unreadable
from brushwork_runtime.base.language import sentences, tr
from brushwork_runtime.results.result import Origin, finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session

TaskT = TypeVar("TaskT", bound="TaskState")

GRACE = 10.0
"""Seconds after a submission in which UNKNOWN means that the task is not listed yet."""


class TaskState:
    """What is known of a task: what both clients' tasks are made of.

    `status` is the service's word (PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED, UNKNOWN), as of the last answer;
    None before the first one. `model` is the model's id where it is known.
    """

    __slots__ = ("_answer", "_kind", "_known", "_origin", "_session", "id", "queries", "status", "stopped", "submitted")

    def __init__(
        self,
        session: Session,
        id: str,  # noqa: A002 - the API's word
        *,
        status: str | None = None,
        origin: Origin | None = None,
        fresh: bool = False,
    ) -> None:
        if not is_task_id(id):
            raise InvalidRequest(
                tr(
                    "{id} is not a task id; task ids have letters, digits and '-', as in 0385dc79-5ff8-4d82",
                    id=redact.value(id, 80),
                )
            )
        self.id = id
        self.status = status
        self.queries = 0
        """Queries answered so far."""
        self.stopped: BrushworkError | None = None
        """Why the last wait ended without it, None if none did."""
        self._session = session
        self._origin = origin or Origin()
        self._answer: Answer | None = None
        self._kind = "running"
        self._known = session.clock.now()
        self.submitted = self._known if fresh else None
        """The moment of the client's clock at which this process submitted it, None if it did not."""
        if fresh:
            self.tell()

    @property
    def model(self) -> str | None:
        """The model's id, None for a task picked up by its id."""
        return self._origin.model

    @property
    def mode(self) -> str | None:
        """The mode's name, None where it is not known."""
        return self._origin.mode

    @property
    def typical(self) -> tuple[float, float] | None:
        """Seconds between which nine of ten tasks of its kind end; None where no spec says so."""
        prepared = self._origin.prepared
        return None if prepared is None else prepared.model.typical_seconds

    @property
    def done(self) -> bool:
        """Whether the task has ended, well or not, as of the last answer."""
        return self._kind != "running"

    @property
    def _path(self) -> str:
        return self._session.api.paths["task"].replace("{task_id}", self.id)

    def take(self, answer: Answer) -> bool:
        """Take in the answer to a query; True if the task has moved on to another state and not ended."""
        self.queries += 1
        self._answer = answer
        status = answer.status or ("FAILED" if answer.code else self.status)
        self._kind = self._kind_of(answer)
        return self._moved(status)

    def listed(self, status: str) -> bool:
        """Take in what a list says of the state, which is no answer yet; True as for `take`."""
        return self._session.api.states.get(status.upper(), "running") == "running" and self._moved(status)

    def refuse(self, error: BrushworkError) -> None:
        """Note that its state could not be read, with an error of its own that says that the task goes on."""
        aside = aside_for(error, "query", error.task_id)
        advice = (error.hint or "").replace(aside, "").strip()
        self.stopped = copy.copy(error)
        self.stopped.task_id = self.id
        self.stopped.hint = sentences(advice, aside_for(error, "query", self.id))
        self.stopped.__cause__ = error.__cause__

    def tell(self) -> None:
        """Tell the client's hooks the state."""
        session = self._session
        log.debug("task %s is %s", self.id, self.status)
        if session.hooks.on_task is not None:
            from brushwork_runtime.base.events import TaskEvent, tell

            elapsed = session.clock.now() - self._known
            event = TaskEvent(self.id, self.status, model=self.model, elapsed=elapsed, queries=self.queries)
            tell(session.hooks.on_task, event)

    def _moved(self, status: str | None) -> bool:
        before, self.status = self.status, status
        return not self.done and before is not None and before != status

    def _kind_of(self, answer: Answer) -> str:
        """ "running", "succeeded", "failed", "canceled" or "unknown"; a state that nobody knows is running."""
        if answer.status is None:
            return "failed" if answer.code else "running"
        kind = self._session.api.states.get(answer.status.upper())
        if kind is None:
            if answer.status not in self._session.strange_states:
                self._session.strange_states.add(answer.status)
                log.warning("task %s is %s, a state that is not documented; taken for running", self.id, answer.status)
            return "running"
        if kind == "unknown" and self.submitted is not None:
            return "running" if self._session.clock.now() - self.submitted < GRACE else kind
        return kind

    def ended(self) -> Result:
        """The result of a task that has ended, or the error that it is."""
        answer = self._answer
        assert answer is not None
        if self._kind == "succeeded":
            return finish(self._session, answer, self._origin, task_id=self.id)
        if self._kind == "canceled":
            raise TaskCanceled(
                tr("task {id} was cancelled", id=self.id),
                hint=tr(
                    "No image was made. Any key of the account can cancel its tasks; submit it anew if it is wanted."
                ),
                request_id=answer.request_id,
                task_id=self.id,
            )
        if self._kind == "unknown":
            raise self._gone(answer)
        raise self._failed(answer)

    def _gone(self, answer: Answer) -> TaskExpired:
        lifetime = self._session.api.lifetimes.get("task", 0)
        lives = tr(
            "Tasks live {hours:g} hours and are seen by keys of their own account and region only.",
            hours=lifetime / 3600,
        )
        age = None if self.submitted is None else self._session.clock.now() - self.submitted
        if age is None:
            what = tr("the service does not know task {id}", id=self.id)
        elif age >= lifetime:
            what = tr("task {id} has expired: it was submitted {hours:.1f} hours ago", id=self.id, hours=age / 3600)
        else:
            what = tr(
                "the service does not know task {id}, {seconds:.0f} s after it took it in", id=self.id, seconds=age
            )
        return TaskExpired(what, hint=lives, request_id=answer.request_id, task_id=self.id)

    def _failed(self, answer: Answer) -> BrushworkError:
        error = from_document(self._session, 200, answer.raw, task_id=self.id)
        if isinstance(error, ContentRejected):
            return error
        said = tr(": {message}", message=answer.message) if answer.message else ""
        advice = None if isinstance(error, ServerError) else error.hint
        bill = tr("No image was made.")
        if answer.status is None:  # so older pages show a failed task, and so a query may be refused, again and again
            bill = tr(
                'The service named no state with it; if it goes on, client.task("{id}").wait() picks it up.', id=self.id
            )
        return TaskFailed(
            tr("task {id} failed with {code}{said}", id=self.id, code=answer.code or tr("no code"), said=said),
            hint=sentences(bill, tr("It was not sent again."), advice),
            code=answer.code,
            request_id=answer.request_id,
            task_id=self.id,
        )

    def __repr__(self) -> str:
        origin = f" of {self.model}" if self.model else ""
        return f"<Task {self.id}{origin}: {self.status or 'not queried yet'}; .wait(), .refresh(), .cancel()>"


def tasks_of(given: Iterable[TaskT]) -> list[TaskT]:
    """The tasks to wait for. Raises `TypeError` for anything else."""
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(tr("tasks is {given}; it must be a list of tasks", given=redact.value(given)))
    try:
        found = list(given)
    except BrushworkError:  # of a generator that submits
        raise
    except Exception as error:
        raise unreadable("tasks", given, error) from error
    for task in found:
        if not isinstance(task, TaskState):  # pyright: ignore[reportUnnecessaryIsInstance] - the same
            raise TypeError(
                tr("tasks holds {task}; it must hold tasks only, such as client.task(id)", task=redact.value(task))
            )
    return found


def goes_on(tasks: Sequence[TaskState]) -> str:
    """What becomes of tasks that are no longer waited for, and how to get at them."""
    if len(tasks) == 1:
        return picked_up(tasks[0].id)
    ids = ", ".join(task.id for task in tasks)
    return tr(
        "They go on and are not lost: client.task(id).wait() picks each of them up, for 24 hours. Their ids: {ids}",
        ids=ids,
    )


def too_late(tasks: Sequence[TaskState], seconds: float | None, last: Exception | None) -> WaitTimeout:
    """The error of a wait that these tasks outlived: after `seconds`, or when the client was closed (None).

    `last` is why the last query of the first one failed, if it did.
    """
    when = tr("when the client was closed") if seconds is None else tr("after {seconds:g} s", seconds=seconds)
    state = tasks[0].status or tr("not known")
    because = tr("; the last query failed: {why}", why=getattr(last, "message", last)) if last else ""
    if len(tasks) == 1:
        what = tr("task {id} had not ended {when}; its state is {state}", id=tasks[0].id, when=when, state=state)
    else:
        what = tr(
            "{count} tasks had not ended {when}; the state of the first one is {state}",
            count=len(tasks),
            when=when,
            state=state,
        )
    what += because
    error = WaitTimeout(what, hint=goes_on(tasks), task_id=tasks[0].id)
    error.__cause__ = last
    return error


def given_up(tasks: Sequence[TaskState]) -> BrushworkError:
    """The error of a wait for tasks whose queries were refused: that of the first one, which names the others too."""
    error = tasks[0].stopped
    assert error is not None
    if len(tasks) > 1:
        error, cause = copy.copy(error), error.__cause__
        error.hint = sentences(error.hint, goes_on(tasks))
        error.__cause__ = cause
    return error
