"""The client whose calls return when they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import AccessDenied
from brushwork_runtime.base.redact import short
from brushwork_runtime.client.base import BaseClient
from brushwork_runtime.results.result import Result
from brushwork_runtime.submit.send import fallback, result, sendable, task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.client.calls import Prepared
    from brushwork_runtime.client.quotas import Quotas
    from brushwork_runtime.results.outcome import Origin
    from brushwork_runtime.session import Session
    from brushwork_runtime.submit.recovery import Recovery
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tasks.task import Moment, Task, TaskPage

__all__ = ["BaseClient", "SyncClient", "Tasks"]


class Tasks:
    """`client.tasks`: the account's tasks of the last 24 hours."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<Tasks of {self._session.host}; .list(), .iter(), .receive(event)>"

    def list(
        self,
        *,
        model_name: str | None = None,
        status: str | None = None,
        start_time: Moment = None,
        end_time: Moment = None,
        page_no: int = 1,
        page_size: int = 10,
    ) -> TaskPage[Task]:
        """One page of tasks, the newest first.

        `start_time` and `end_time` (a datetime, or text as YYYYMMDDhhmmss) span 24 hours at most; the service's time
        zone is not documented. `page_no` counts from 1. Raises `APIError`, `TransportError`.
        """
        from brushwork_runtime.tasks.task import Task, fetch, query

        with short:
            session = self._session

            def make(task_id: str, status: str | None, origin: Origin) -> Task:
                return Task(session, task_id, status=status, origin=origin)

            return fetch(session, make, query(session, model_name, status, start_time, end_time, page_no, page_size))

    def iter(
        self,
        *,
        model_name: str | None = None,
        status: str | None = None,
        start_time: Moment = None,
        end_time: Moment = None,
        page_size: int = 10,
    ) -> Iterator[Task]:
        """All tasks that `list` has, each once, a page being fetched when it is needed."""
        from brushwork_runtime.tasks.task import Walk

        with short:
            walk: Walk[Task] = Walk()
            while walk.goes_on:
                page = self.list(
                    model_name=model_name,
                    status=status,
                    start_time=start_time,
                    end_time=end_time,
                    page_no=walk.page_no,
                    page_size=page_size,
                )
                yield from walk.new(page)

    def receive(self, event: Mapping[str, object] | str | bytes) -> Task:
        """The task that an event of EventBridge is about (a CloudEvent, as JSON or read); `.result()` has its images.

        Whoever waits for it on this client, as in `task.wait()`, has its end at once instead of at the next query. An
        event has no signature, so nothing but the task's id is believed of it: state and images come from one query,
        also where the event holds a result. One that comes twice, or is forged, costs such a query at most. Raises
        `ValueError` for what is not an event of a task.
        """
        from brushwork_runtime.tasks.notices import task_id_of
        from brushwork_runtime.tasks.poller import Poller
        from brushwork_runtime.tasks.task import Task

        with short:
            task = Task(self._session, task_id_of(event))
            self._session.one(Poller).told(task.id)
            return task


class SyncClient(BaseClient[Result, "Task"]):
    """The base of `Client`: every call returns when it is done.

    What tasks need is imported with the first of them.
    """

    def _send(self, prepared: Prepared[Result, Task], timeout: float | None) -> Result:
        with self._session.deadline(timeout) as deadline:
            try:
                return self._sent(prepared, deadline)
            except AccessDenied as error:
                other = fallback(prepared, error) if deadline.left() > 0 else None
                if other is None:
                    raise
                return self._sent(other, deadline)

    def _sent(self, prepared: Prepared[Result, Task], deadline: Deadline) -> Result:
        if prepared.route.protocol != "async":
            return result(self._session, prepared, deadline)
        return self._submitted(prepared, deadline).wait(deadline.left() if deadline.bounded else None)

    def _submit(self, prepared: Prepared[Result, Task]) -> Task:
        with self._session.deadline(None) as deadline:
            return self._submitted(prepared, deadline)

    def _submitted(self, prepared: Prepared[Result, Task], deadline: Deadline) -> Task:
        from brushwork_runtime.results.outcome import Origin
        from brushwork_runtime.tasks.task import Task

        begun = self._session.clock.now()
        answer = task(self._session, prepared, deadline)
        return Task(
            self._session, answer.task_id or "", status=answer.status, origin=Origin(prepared, begun), fresh=True
        )

    def _stream(self, prepared: Prepared[Result, Task], timeout: float | None) -> Stream[Result]:
        from brushwork_runtime.submit.stream import Stream

        return Stream(self._session, prepared, timeout)

    def resend(self, request: Prepared[Result, Task] | None, timeout: float | None = None) -> Result:
        """Send a request again on purpose, such as `err.request`, and wait for its result. It is billed again."""
        with short:
            return self._send(sendable(request), timeout)

    def _recovered(self, search: Recovery, deadline: Deadline) -> Task:
        from brushwork_runtime.tasks.task import Task

        while (row := search.look(deadline)) is None:
            deadline.sleep(search.pause)
        return Task(self._session, row.task_id, status=row.status, origin=search.origin, fresh=True)

    def task(
        self,
        task_id: str,
        *,
        model: str | None = None,
        mode: str | None = None,
        request: Prepared[Result, Task] | None = None,
    ) -> Task:
        """A task by its id, also one of another process, for 24 hours. Asks nothing; `.wait()` or `.refresh()` does.

        No answer tells of which model a task is. With `model`, and `mode` if it has several, the result has the
        `values` that their spec declares, and knows how long its URLs live; without them it has its images. With the
        whole `request` that it came from, it knows its cost and its provenance, too.
        """
        from brushwork_runtime.tasks.task import Task

        return Task(self._session, task_id, origin=self._origin_of(model, mode, request))

    @property
    def tasks(self) -> Tasks:
        """The account's tasks."""
        return Tasks(self._session)

    def as_completed(self, tasks: Iterable[Task], timeout: float | None = None) -> Iterator[Task]:
        """Yield each task once it has ended, well or not, in the order of their ends; `.result()` has its images.

        Raises `WaitTimeout` after `timeout` seconds (default: 600), which names the tasks that go on. One whose queries
        are refused again and again keeps no other back: its error is raised when all others have ended. Many tasks are
        looked for in the account's list, which takes fewer queries than asking for each.
        """
        from brushwork_runtime.tasks.task import as_completed

        return as_completed(self._session, tasks, timeout)

    def wait_all(self, tasks: Iterable[Task], timeout: float | None = None) -> list[Result | BrushworkError]:
        """Wait for all, at most `timeout` seconds (default: 600): the result of each, or the error that it is.

        The list is in the order of `tasks` and nothing is raised for one of them, so that no picture is lost for the
        fault of another: `PartialResult` in it holds the good images, `WaitTimeout` the id of a task that goes on.
        """
        from brushwork_runtime.tasks.task import wait_all

        return wait_all(self._session, tasks, timeout)

    def quotas(self, *, model: str | None = None, name: str | None = None) -> Quotas:
        """The account's rate limits as they are now, of `model` alone or of all, whose names may hold `name`; free.

        Documents disagree on the path, and name hosts of Beijing's workspaces alone for the later one. That is asked;
        after a 404 the other one is, once, with a warning in the log. Raises `APIError`, `TransportError`.
        """
        from brushwork_runtime.client.quotas import quotas

        with short:
            return quotas(self._session, model, name)

    def close(self) -> None:
        """Close the idle connections; nothing more is sent, and whoever waits for a task is told that it goes on."""
        self._session.stop()
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
