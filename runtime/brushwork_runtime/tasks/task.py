"""Tasks: a submission's id, its state, its result. Polling costs nothing and never loses the task.

The first query comes when tasks of that model begin to end, the next ones a second apart, and ever less often once the
task is late. A query that fails is one that has not answered yet: the next one follows, until the wait is over. Then
`WaitTimeout` names the task, which goes on and can be picked up for 24 hours with `client.task(id)`, from any process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.answer import Answer
from brushwork_runtime.api.exchange import cancel, get
from brushwork_runtime.base.clock import Deadline, number_of_seconds
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.tasks.poller import Poller
from brushwork_runtime.tasks.taskstate import TaskState, goes_on, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session


class Task(TaskState):
    """A submitted task of `Client`."""

    __slots__ = ()

    def refresh(self) -> Task:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        self.take(Answer(get(self._session, self._path, task_id=self.id)))
        self.tell()
        return self

    def wait(self, timeout: float | None = None) -> Result:
        """Wait for the end, at most `timeout` seconds (default: 600), and return the result.

        Raises `WaitTimeout` when the time is up, the task going on; `TaskFailed`, `TaskCanceled`, `TaskExpired`,
        `ContentRejected`, `PartialResult`; `AuthError`, and what else refuses the queries again and again: then, too,
        the task goes on.
        """
        if timeout is not None and number_of_seconds(timeout) <= 0 and not self.done:
            self.refresh()
        for _ in as_completed(self._session, (self,), timeout):
            pass
        return self.ended()

    def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        return self.wait()

    def cancel(self) -> None:
        """Cancel the task, which the service does only while it is PENDING; raises `BadRequest` otherwise."""
        cancel(self._session, self.id)
        self.refresh()


def as_completed(session: Session, tasks: Iterable[Task], timeout: float | None = None) -> Iterator[Task]:
    """Yield each task once it has ended, in the order of their ends; see `Client.as_completed`."""
    given = {id(task): task for task in tasks_of(tasks)}
    deadline = Deadline(session.clock, session.wait_timeout if timeout is None else timeout)
    try:
        for ended in session.one(Poller).ended(given.values(), deadline):
            yield given.pop(id(ended))
    except KeyboardInterrupt as stop:
        if given:
            stop.add_note(goes_on(list(given.values())))
        raise


def wait_all(session: Session, tasks: Iterable[Task], timeout: float | None = None) -> list[Result | BrushworkError]:
    """The result of each task or the error that it is; see `Client.wait_all`."""
    given = tasks_of(tasks)
    stopped: BrushworkError | None = None
    try:
        for _ in as_completed(session, given, timeout):
            pass
    except BrushworkError as error:
        stopped = error
    return [outcome(task, stopped) for task in given]


def outcome(task: TaskState, stopped: BrushworkError | None) -> Result | BrushworkError:
    """What a task ended as; for one that has not, why it is no longer waited for, or what stopped the wait."""
    if not task.done and (error := task.stopped or stopped) is not None:
        return error
    try:
        return task.ended()
    except BrushworkError as error:
        return error
