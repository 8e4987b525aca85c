"""The client whose calls return when they are done, and what both clients have: configuration and connections.

Safe for threads. Nothing is opened before the first request. A client is pickled as its arguments: the key travels with
it only if it was passed as one, and is read from the environment again otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from brushwork_runtime import config
from brushwork_runtime.base import redact
from brushwork_runtime.base.clock import SystemClock, number_of_seconds
from brushwork_runtime.base.errors import AccessDenied
from brushwork_runtime.base.events import Hooks
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.base.language import series, tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.client.calls import AnyModel, ModelClient, ResultT, TaskT, prepare
from brushwork_runtime.http.transport import HttpTransport, watch_forks
from brushwork_runtime.results.result import Origin, Result
from brushwork_runtime.retry import RETRIES
from brushwork_runtime.session import Session
from brushwork_runtime.submit.send import fallback, result, sendable, task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike
    from types import TracebackType
    from typing import ClassVar, Literal, Self, TypedDict, Unpack

    from brushwork_runtime.base.clock import Clock, Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.base.events import Hook, RequestEvent, ResponseEvent, RetryEvent, TaskEvent, TransferEvent
    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared
    from brushwork_runtime.client.quotas import Quotas
    from brushwork_runtime.http.messages import Transport
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.submit.recovery import Recovery
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Api, Model
    from brushwork_runtime.tasks.task import Moment, Task, TaskPage
    from brushwork_runtime.validate.call import Options as CallOptions

    OnUnsupported = Literal["error", "drop"]

    class Options(TypedDict, total=False):
        """What a client is made of, by keyword: see `Client` for each."""

        region: str | None
        base_url: str | None
        workspace: str | None
        allow_http: bool | None
        timeout: float | None
        transport: Transport | None
        on_unsupported: OnUnsupported
        specs: Iterable[Model | str | PathLike[str]]
        clock: Clock | None
        retries: int
        retry_unknown: bool
        on_request: Hook[RequestEvent]
        on_response: Hook[ResponseEvent]
        on_retry: Hook[RetryEvent]
        on_task: Hook[TaskEvent]
        on_transfer: Hook[TransferEvent]

    class KeyAndOptions(Options, total=False):
        """`Options`, and the key, which a client takes by its place too."""

        api_key: str | None


_ACCOUNT = frozenset(("api_key", "region", "base_url", "workspace", "allow_http"))
"""The options that say where requests go, and for whom."""


ClientT = TypeVar("ClientT", bound="BaseClient[Any, Any]")


class BaseClient(Generic[ResultT, TaskT]):
    """What `Client` and `AsyncClient` share; generated code sets the tables."""

    _registry: ClassVar[Registry]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        region: str | None = None,
        base_url: str | None = None,
        workspace: str | None = None,
        allow_http: bool | None = None,
        timeout: float | None = None,
        transport: Transport | None = None,
        on_unsupported: OnUnsupported = "error",
        specs: Iterable[Model | str | PathLike[str]] = (),
        clock: Clock | None = None,
        retries: int = RETRIES,
        retry_unknown: bool = False,
        on_request: Hook[RequestEvent] = None,
        on_response: Hook[ResponseEvent] = None,
        on_retry: Hook[RetryEvent] = None,
        on_task: Hook[TaskEvent] = None,
        on_transfer: Hook[TransferEvent] = None,
    ) -> None:
        """What is not given comes from the environment; a region that nothing names is the API's default.

        `timeout`: seconds that a call may take as a whole (default: 300 without a byte, 600 for a task). `transport`
        carries the requests, such as `HttpTransport(proxy=..., ca_file=...)`; `clock` tells the time, for tests.
        `on_unsupported="drop"` leaves out, with a warning in the log, what a model does not take. `specs`: models that
        this package does not have, as tables or files. `allow_http=True` (or `BRUSHWORK_ALLOW_HTTP=1`) takes a
        `base_url` of plain http that is not on this machine; the key is then sent in clear.

        `retries`: how often a request is sent again at most, where that is safe. `retry_unknown=True` also sends a
        request again whose outcome is unknown (no answer, or a 5xx): it may then be **billed more than once**.

        `on_request`, `on_response`, `on_retry`, `on_task`, `on_transfer` are called with an event of that name, such as
        `TaskEvent`, in the thread that does the work.

        Raises `ConfigError` for a setting that is malformed; a missing key is an error only when something is sent.
        """
        with short:
            api_key = redact.of_key(api_key)
            specs = config.listed("specs", specs)
            config.check_methods("transport", transport, "send")
            config.check_methods("clock", clock, "now", "sleep", "random")
            arguments = {name: value for name, value in locals().items() if name != "self"}
            self._arguments: dict[str, Any] = arguments
            self.models = self._registry.opened(self._arguments["specs"])
            api: Api = self.models.api
            self.settings = config.settle(
                api, api_key=api_key, region=region, base_url=base_url, workspace=workspace, allow_http=allow_http
            )
            self._on_unsupported: OnUnsupported = on_unsupported
            self._session = Session(
                self,
                settings=self.settings,
                api=api,
                clock=clock or SystemClock(),
                transport=transport or HttpTransport(),
                given_transport=transport,
                hooks=Hooks(on_request, on_response, on_retry, on_task, on_transfer),
                timeout=None if timeout is None else number_of_seconds(timeout),
                retries=config.whole_number("retries", retries),
                retry_unknown=flag("retry_unknown", retry_unknown),
            )
            """What its requests share."""
            watch_forks(self._session)

    def with_options(self, **options: Unpack[KeyAndOptions]) -> Self:
        """A copy of this client with other options, each as the client takes it, that shares its connections.

        What is not given stays as it is, models and limits of downloads too. An option that says where requests go is
        settled by the client's own rules. Calls of both count against the same limits if they are for one account. A
        copy costs little, and closing it leaves the connections open, which belong to the client; once that is closed,
        each request of the copy has a connection of its own.

        Raises `TypeError` for an option that there is not, `ConfigError` for a setting that is malformed.
        """
        unknown = sorted(options.keys() - self._arguments.keys())
        if unknown:
            raise TypeError(
                tr(
                    "with_options() has no {unknown}. Its options: {options}.",
                    unknown=series(unknown),
                    options=series(self._arguments),
                )
            )
        arguments: dict[str, Any] = {**self._arguments, **options}
        copy = type(self)(**arguments)
        changed = options.keys()
        if "specs" not in changed:
            copy.models = self.models
        if not changed & _ACCOUNT:
            copy.settings = copy._session.settings = self.settings
        if "transport" not in changed:
            copy._session.share_connections(self._session)
        if not changed & {*_ACCOUNT, "clock"}:
            copy._session.share_limits(self._session)
        return copy

    if TYPE_CHECKING:  # each client has its own

        def task(  # noqa: D102
            self,
            task_id: str,
            *,
            model: str | None = None,
            mode: str | None = None,
            request: Prepared[ResultT, TaskT] | None = None,
        ) -> Any: ...
        def _recovered(self, search: Any, deadline: Deadline) -> Any: ...
        def _send(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> ResultT: ...
        def _submit(self, prepared: Prepared[ResultT, TaskT]) -> TaskT: ...
        def _stream(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> Stream[ResultT]: ...

    def generate(
        self,
        prompt: str | None = None,
        *,
        model: str,
        mode: str | None = None,
        reference_images: ImageInputs = (),
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        on_unsupported: OnUnsupported | None = None,
        output_size: str | tuple[int, int] | None = None,
        timeout: float | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> ResultT:
        """Call a model chosen at run time, with the checks of its own method.

        The mode follows from the parameters and the images unless it is named. Image inputs may go by their names, or
        all of them, in their order, as `reference_images`. `on_unsupported` as the client's, for this call. Raises
        `InvalidRequest` with every fault, and what the model's method raises.
        """
        with short:
            flat = {"model": model, "prompt": prompt, "reference_images": reference_images, **parameters}
            flat |= {name: given for name, given in (("mode", mode), ("output_size", output_size)) if given is not None}
            options: CallOptions = {"extra": extra, "fit": fit, "inline": inline, "validate": validate}
            return self._prepared(flat, flat, on_unsupported, options).send(timeout)

    def prepare(
        self,
        request: Mapping[str, object] | None = None,
        *,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        local_files: bool = False,
        on_unsupported: OnUnsupported | None = None,
        validate: bool = True,
        **fields: object,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the guides' flat request, given as one mapping, as keywords, or both, and send nothing.

        The mapping may be a body of the documents too, {"model", "input", "parameters"}: it is checked all the same.

        It holds `model`, `prompt`, perhaps `reference_images` and `output_size`, and parameters, which tell the mode.
        The mapping may come from anywhere: keywords win over it, `extra`, `fit`, `inline` and `validate` are keywords
        only, and an image in it that is a path or a file:// address is refused unseen unless `local_files`. Raises
        `InvalidRequest` with every fault.
        """
        from brushwork_runtime.request.flat import merged

        with short:
            flat = merged(self.models, request, fields, local_files=local_files)
            options: CallOptions = {"extra": extra, "fit": fit, "inline": inline, "validate": validate}
            return self._prepared(flat, flat if request is None else fields, on_unsupported, options)

    def _prepared(
        self,
        flat: Mapping[str, object],
        given: Mapping[str, object],
        on_unsupported: OnUnsupported | None,
        options: CallOptions,
    ) -> Prepared[ResultT, TaskT]:
        """The request that `flat` stands for; `given` is what of it the caller named by keyword."""
        from brushwork_runtime.request.flat import check_bill, resolve

        unsupported = self._on_unsupported if on_unsupported is None else on_unsupported
        call = resolve(self.models, flat, on_unsupported=unsupported, **options)
        check_bill(call, flat, given)
        return prepare(self, call)

    def __getitem__(self, model_id: str) -> ModelClient[ResultT, TaskT]:
        """The model by its id or a snapshot's, also one that was registered. Raises `InvalidRequest` for others."""
        with short:
            table = self.models.table(model_id)
            found = cast("ModelClient[ResultT, TaskT] | None", getattr(self, table.identifier, None))
            if isinstance(found, ModelClient) and found.spec is table:
                return type(found)(self, model_id)
            return AnyModel(self, table, model_id)

    def _origin_of(
        self, model: str | None, mode: str | None, request: Prepared[ResultT, TaskT] | None
    ) -> Origin | None:
        """What the caller knows of a task. Raises `InvalidRequest` for a model or mode that is not known."""
        if request is not None:
            return Origin(request)
        if model is None:
            if mode is not None:
                raise TypeError(tr("mode is one of a model's: pass model too"))
            return None
        from brushwork_runtime.request.flat import mode_named

        table = self.models.table(model)
        modes = tuple(table.modes.values()) if mode is None else (mode_named(table, mode),)
        return Origin(model=model, modes=modes)

    @property
    def downloads(self) -> Downloads:
        """Fetches result images, over connections that never carry the key."""
        from brushwork_runtime.results.download import Downloads

        return self._session.one(Downloads.of)

    def __dir__(self) -> list[str]:
        """Models and what a user calls, for those who complete by it."""
        return [name for name in super().__dir__() if not name.startswith("_") or name.startswith("__")]

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[type[Self], dict[str, Any]]]:
        return _rebuilt, (type(self), self._arguments)

    def __repr__(self) -> str:
        if not hasattr(self, "_session"):  # seen in a traceback, while it is made
            return f"<{type(self).__name__}>"
        host, region, key = self._session.host, self.settings.region, self.settings.shown_key
        return f"<{type(self).__name__} {host}, region {region}, key {key}>"


def session_of(client: BaseClient[Any, Any]) -> Session:
    """What the requests of a client share: for what stands beside the core, so that no editor lists it to users."""
    return client._session  # pyright: ignore[reportPrivateUsage] - see above


def _rebuilt(kind: type[ClientT], arguments: dict[str, Any]) -> ClientT:
    """A client of the same arguments, in the process that unpickles it."""
    return kind(**arguments)


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
        from brushwork_runtime.tasks.poller import Poller
        from brushwork_runtime.tasks.task import Task, task_id_of

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
