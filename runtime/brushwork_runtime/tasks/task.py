"""Tasks: a submission's id, its state, its result. Polling costs nothing and never loses the task.

The first query comes 1 s after the submission, then at 1.5 times the interval up to 10 s, with jitter. A query that
fails is one that has not answered yet: the next one follows, until the wait is over. Then `WaitTimeout` names the task,
which goes on and can be picked up for 24 hours with `client.task(id)`, from any process.
"""

from __future__ import annotations

import heapq

from brushwork_runtime import log
from brushwork_runtime.clock import Deadline, Pace
from brushwork_runtime.errors import AuthError
from brushwork_runtime.net.exchange import GET_TIMEOUT, TEMPORARY, ask, cancel, get
from brushwork_runtime.results.response import Answer
from brushwork_runtime.tasks.taskstate import TaskState

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.results.result import Result


class Task(TaskState):
    """A submitted task of `Client`."""

    __slots__ = ()

    def refresh(self) -> Task:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        self._take(Answer(get(self._client, self._path, task_id=self.id)))
        return self

    def wait(self, timeout: float | None = None) -> Result:
        """Wait for the end, at most `timeout` seconds (default: 600), and return the result.

        Raises `WaitTimeout` when the time is up, the task going on; `TaskFailed`, `TaskCanceled`, `TaskExpired`,
        `ContentRejected`, `PartialResult`; `AuthError` and other refusals of the query.
        """
        clock = self._client.clock
        deadline = Deadline(clock, self._client.wait_timeout if timeout is None else timeout)
        pace = Pace(clock)
        last: Exception | None = None
        pause = pace.next() if self._submitted is not None else 0.0
        while not self.done:
            clock.sleep(min(pause, max(deadline.left(), 0.0)))
            last = poll(self, deadline)
            if not self.done and deadline.left() <= 0:
                raise self._too_late(deadline.seconds, last) from last
            pause = pace.next()
        return self._ended()

    def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        return self.wait()

    def cancel(self) -> None:
        """Cancel the task, which the service does only while it is PENDING; raises `BadRequest` otherwise."""
        cancel(self._client, self.id)
        self.refresh()


def poll(task: TaskState, deadline: Deadline) -> Exception | None:
    """Query once; a failure that another query may mend is returned, any other one raised with the task's id."""
    left = max(1.0, min(GET_TIMEOUT, deadline.left()))
    try:
        task._take(Answer(ask(task._client, "GET", task._path, task_id=task.id, timeout=left)))  # pyright: ignore[reportPrivateUsage]  # the same module
    except TEMPORARY as error:
        log.debug("querying task %s failed and will be done again: %s", task.id, error)
        return error
    except AuthError as error:
        error.hint = f"{error.hint or ''} The task goes on: {task.id}".strip()
        raise
    return None


def as_completed(client: AnyClient, tasks: Iterable[Task], timeout: float | None = None) -> Iterator[Task]:
    """Yield each task when it has ended, in the order of their ends, all polled from this thread.

    Raises `WaitTimeout` with the id of one that has not ended after `timeout` seconds (default: 600).
    """
    clock = client.clock
    deadline = Deadline(clock, client.wait_timeout if timeout is None else timeout)
    due: list[tuple[float, int, Task, Pace]] = []
    for number, task in enumerate(tasks):
        pace = Pace(clock)
        fresh = task._submitted is not None  # pyright: ignore[reportPrivateUsage]  # the same module
        heapq.heappush(due, (clock.now() + (pace.next() if fresh else 0.0), number, task, pace))
    while due:
        moment, number, task, pace = heapq.heappop(due)
        last: Exception | None = None
        if not task.done:
            clock.sleep(max(0.0, min(moment, deadline.end) - clock.now()))
            last = poll(task, deadline)
        if task.done:
            yield task
        elif deadline.left() <= 0:
            raise task._too_late(deadline.seconds, last) from last  # pyright: ignore[reportPrivateUsage]  # the same module
        else:
            heapq.heappush(due, (clock.now() + pace.next(), number, task, pace))
