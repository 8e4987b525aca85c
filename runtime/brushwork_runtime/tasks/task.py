"""Tasks: a submission's id, its state, its result. Polling costs nothing and never loses the task.

The first query comes when tasks of that model begin to end, the next ones a second apart, and ever less often once the
task is late. A query that fails is one that has not answered yet: the next one follows, until the wait is over. Then
`WaitTimeout` names the task, which goes on and can be picked up for 24 hours with `client.task(id)`, from any process.

Alibaba's EventBridge announces the end of a task in CloudEvents. No signature of them is documented, so whoever knows
the address can post one. Of an event only the id of the task is taken, as a reason to query it now.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

from brushwork_runtime.api.answer import Answer, mapping, said, sequence, text
from brushwork_runtime.api.exchange import cancel, get, is_task_id
from brushwork_runtime.base import redact
from brushwork_runtime.base.clock import Deadline, number_of_seconds
from brushwork_runtime.base.errors import BrushworkError, InvalidRequest
from brushwork_runtime.base.json_values import named, unreadable
from brushwork_runtime.base.language import tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.results.result import Origin
from brushwork_runtime.tasks.poller import Poller
from brushwork_runtime.tasks.taskstate import TaskState, goes_on, tasks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.results.result import Result, ResultOf, ValuesT_co
    from brushwork_runtime.session import Session

    Moment = datetime | str | None


class Task(TaskState):
    """A submitted task of `Client`."""

    __module__ = "brushwork"
    __slots__ = ()

    def refresh(self) -> Task:
        """Ask for the state now and return this task. Raises `APIError`, `TransportError`."""
        with short:
            self.take(Answer(get(self._session, self._path, task_id=self.id)))
            self.tell()
            return self

    def wait(self, timeout: float | None = None) -> Result:
        """Wait for the end, at most `timeout` seconds (default: 600), and return the result.

        Raises `WaitTimeout` when the time is up, the task going on; `TaskFailed`, `TaskCanceled`, `TaskExpired`,
        `ContentRejected`, `PartialResult`; `AuthError`, and what else refuses the queries again and again: then, too,
        the task goes on.
        """
        with short:
            if timeout is not None and number_of_seconds(timeout) <= 0 and not self.done:
                self.refresh()
            for _ in as_completed(self._session, (self,), timeout):
                pass
            return self.ended()

    def result(self) -> Result:
        """The result of a task that has ended; waits for it if it has not."""
        with short:
            return self.wait()

    def cancel(self) -> None:
        """Cancel the task, which the service does only while it is PENDING; raises `BadRequest` otherwise."""
        with short:
            cancel(self._session, self.id)
            self.refresh()


if TYPE_CHECKING:

    class TaskOf(Task, Generic[ValuesT_co]):
        """A `Task` whose result has values that checkers know; there is no such class when it runs."""

        def wait(self, timeout: float | None = None) -> ResultOf[ValuesT_co]: ...  # noqa: D102
        def result(self) -> ResultOf[ValuesT_co]: ...  # noqa: D102


def as_completed(session: Session, tasks: Iterable[Task], timeout: float | None = None) -> Iterator[Task]:
    """Yield each task once it has ended, in the order of their ends; see `Client.as_completed`."""
    with short:
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


ItemT = TypeVar("ItemT", bound="TaskState")


REPEATED = 5
"""Pages in a row without a new task that end a walk: the list may go on for ever so."""


class TaskPage(Generic[ItemT]):
    """A page of tasks, a sequence; `total` of them there are, on `total_page` pages. `raw` is the whole answer."""

    __slots__ = ("page_no", "page_size", "raw", "request_id", "tasks", "total", "total_page")

    def __init__(self, raw: Document, make: Callable[[str, str | None, Origin], ItemT]) -> None:
        self.raw = raw
        self.total = _number(raw, "total")
        self.total_page = _number(raw, "total_page")
        self.page_no = _number(raw, "page_no")
        self.page_size = _number(raw, "page_size")
        self.request_id = said(raw.get("request_id"))
        rows = [mapping(row) for row in sequence(raw.get("data")) or sequence(raw.get("tasks"))]
        self.tasks = tuple(
            make(found, said(row.get("status")), Origin(model=said(row.get("model_name"))))
            for row in rows
            if (found := text(row.get("task_id"))) and is_task_id(found)
        )

    def __len__(self) -> int:
        return len(self.tasks)

    def __iter__(self) -> Iterator[ItemT]:
        return iter(self.tasks)

    def __getitem__(self, index: int) -> ItemT:
        return self.tasks[index]

    def __repr__(self) -> str:
        return f"<TaskPage {self.page_no} of {self.total_page}: {len(self)} of {self.total} tasks>"


class Walk(Generic[ItemT]):
    """A walk through all pages: the number of the next one, and which tasks are new on a page.

    A task that is submitted meanwhile pushes the rows on to the next page, where one of them stands again. So a page
    without anything new is not the end, but `REPEATED` of them are.
    """

    __slots__ = ("_repeated", "_seen", "goes_on", "page_no")

    def __init__(self) -> None:
        self._repeated = 0
        self.page_no = 1
        self.goes_on = True
        self._seen: set[str] = set()

    def new(self, page: TaskPage[ItemT]) -> list[ItemT]:
        """The tasks of a page that stood on none before it."""
        found = [task for task in page if task.id not in self._seen]
        self._seen.update(task.id for task in page)
        self._repeated = 0 if found else self._repeated + 1
        self.goes_on = bool(len(page)) and self.page_no < page.total_page and self._repeated < REPEATED
        self.page_no += 1
        return found


def query(
    session: Session,
    model_name: str | None,
    status: str | None,
    start_time: Moment,
    end_time: Moment,
    page_no: int,
    page_size: int,
) -> str:
    """The query of the list endpoint; see `Tasks.list`. A model that is known goes by its id in the client's region."""
    name, models = word("model_name", model_name), session.owner.models
    if name is not None and name in models:
        name = models.table(name).id_in(session.settings.region, name)
    fields: dict[str, str | int | None] = {
        "start_time": _stamp("start_time", start_time),
        "end_time": _stamp("end_time", end_time),
        "model_name": name,
        "status": word("status", status),
        "page_no": _count("page_no", page_no),
        "page_size": _count("page_size", page_size),
    }
    return urlencode({name: value for name, value in fields.items() if value is not None})


def fetch(
    session: Session,
    make: Callable[[str, str | None, Origin], ItemT],
    given: str,
    *,
    deadline: Deadline | None = None,
) -> TaskPage[ItemT]:
    """One page of the list, by its query; `make` makes a task of a row."""
    return TaskPage(get(session, f"{session.api.paths['task-list']}?{given}", deadline=deadline), make)


def _stamp(name: str, moment: Moment) -> str | None:
    """YYYYMMDDhhmmss; the service's own time zone is not documented, so a moment's clock reading goes as it is."""
    from datetime import datetime

    if not isinstance(moment, datetime):
        return word(name, moment)
    try:
        return moment.strftime("%Y%m%d%H%M%S")
    except Exception as error:
        raise unreadable(f"{name}", moment, error) from error


def word(name: str, given: object) -> str | None:
    """A text that is to stand in a query, None for None. Raises `InvalidRequest` for anything else."""
    if given is None:
        return None
    if isinstance(given, str) and (word := str.__str__(given)).isprintable():
        return word
    raise InvalidRequest(
        tr("{name} is {given}; it must be text of printable characters", name=name, given=redact.value(given))
    )


def _count(name: str, given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= (number := int.__int__(given)) < 10**9:
        return number
    raise InvalidRequest(tr("{name} is {given}; it must be an integer from 1", name=name, given=redact.value(given)))


def _number(raw: Document, name: str) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) else 0


_MOST = 4 * 1024 * 1024
"""Bytes of an event; one may hold a whole answer."""


def task_id_of(event: Mapping[str, object] | str | bytes) -> str:
    """The id of the task that an event is about. Raises `ValueError` for anything else."""
    document: object = event
    if isinstance(event, (str, bytes, bytearray)):
        try:
            document = json.loads(event) if len(event) <= _MOST else None
        except (ValueError, RecursionError):
            document = None
    found = named(named(document).get("data")).get("task_id")
    if isinstance(found, str) and is_task_id(found):
        return found
    raise ValueError(
        tr(
            "{event} is not an event of a task: it must be a CloudEvent in JSON with the id of a task as data.task_id",
            event=redact.value(event),
        )
    )
