"""What both clients have: configuration and connections.

Safe for threads. Nothing is opened before the first request. A client is pickled as its arguments: the key travels with
it only if it was passed as one, and is read from the environment again otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from brushwork_runtime.base import forks, secret
from brushwork_runtime.base.cancellation import Cancellation
from brushwork_runtime.base.clock import Deadline, SystemClock, number_of_seconds
from brushwork_runtime.base.hooks import Hooks
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.client.calls import ResultT, TaskT
from brushwork_runtime.client.flatcalls import FlatCalls
from brushwork_runtime.config import settings as config
from brushwork_runtime.http.messages import READ_TIMEOUT, TOTAL_TIMEOUT, WAIT_TIMEOUT
from brushwork_runtime.http.transport import HttpTransport
from brushwork_runtime.retry.rate_limit import Gates
from brushwork_runtime.retry.retry_quota import RETRIES, Budget
from brushwork_runtime.submit.submissions import Submissions
from brushwork_runtime.tasks.gates import gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike
    from typing import ClassVar, Self

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.base.events import RequestEvent, ResponseEvent, RetryEvent, TaskEvent, TransferEvent
    from brushwork_runtime.base.hooks import Hook
    from brushwork_runtime.client.flatcalls import OnUnsupported
    from brushwork_runtime.client.prepared import Prepared
    from brushwork_runtime.http.protocol import Transport
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.submit.recovery import Recovery
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Api, Model
    from brushwork_runtime.tasks.poller import Poller
    from brushwork_runtime.uploads.upload import Uploads

ClientT = TypeVar("ClientT", bound="BaseClient[Any, Any]")


class BaseClient(FlatCalls[ResultT, TaskT]):
    """What `Client` and `AsyncClient` share; generated code sets the tables."""

    _registry: ClassVar[Registry]
    _under_way: Cancellation

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
        api_key = secret.of_key(api_key)
        specs = config.listed("specs", specs)
        arguments = {name: value for name, value in locals().items() if name != "self"}
        self._arguments: dict[str, Any] = arguments
        self.models = self._registry.opened(self._arguments["specs"])
        self.api: Api = self.models.api
        self.settings = config.settle(
            self.api, api_key=api_key, region=region, base_url=base_url, workspace=workspace, allow_http=allow_http
        )
        self.agent = f"brushwork/{self.api.spec_version}"
        self.clock: Clock = clock or SystemClock()
        if timeout is not None:
            timeout = number_of_seconds(timeout)
        self.timeout = timeout
        self.read_timeout = READ_TIMEOUT if timeout is None else timeout
        self.wait_timeout = WAIT_TIMEOUT if timeout is None else timeout
        self.on_unsupported: OnUnsupported = on_unsupported
        self.retries = config.whole_number("retries", retries)
        self.retry_unknown = flag("retry_unknown", retry_unknown)
        self.hooks = Hooks(on_request, on_response, on_retry, on_task, on_transfer)
        self._begin()
        self.transport: Transport = transport or HttpTransport()
        self.given_transport = transport
        self._once: dict[str, Any] = {}
        self.strange_states: set[str] = set()
        """States of tasks that no document has and that were warned of."""
        forks.watch(self)

    if TYPE_CHECKING:

        def task(self, task_id: str) -> Any: ...  # noqa: D102 - each client has its own
        def _recovered(self, search: Recovery, deadline: Deadline) -> Any: ...

    @property
    def host(self) -> str:
        """The host that requests go to."""
        return urlsplit(self.settings.base_url).netloc

    def url_of(self, path: str) -> str:
        """The URL of a path below the base path."""
        return self.settings.base_url + path

    def headers(self) -> dict[str, str]:
        """The headers of a request that is no generation, key and all. Raises `ConfigError` without a key."""
        headers = {
            "Authorization": secret.Authorization(f"Bearer {self.settings.key()}"),
            "Accept": "application/json",
            "User-Agent": self.agent,
        }
        if self.settings.workspace_header:
            headers["X-DashScope-WorkSpace"] = self.settings.workspace_header
        return headers

    @property
    def downloads(self) -> Downloads:
        """Fetches result images, over connections that never carry the key."""
        if "downloads" not in self._once:
            from brushwork_runtime.results.download import Downloads

            made = self._once.setdefault("downloads", Downloads.of(self))  # one, however many threads ask
            if "closed" in self._once:
                made.close()
        found: Downloads = self._once["downloads"]
        return found

    @property
    def uploads(self) -> Uploads:
        """Uploads local reference images."""
        from brushwork_runtime.uploads.upload import Uploads

        found: Uploads = self._once.get("uploads") or self._once.setdefault("uploads", Uploads(self))
        return found

    def cost_of(self, prepared: Request, images: int) -> Estimate | None:
        """What `images` images of a call cost by the list price; None where that is not known."""
        from brushwork_runtime.request.cost import of_images

        cost = of_images(prepared, images)
        return cost if cost.known else None

    def deadline(self, seconds: float | None) -> Deadline:
        """The end of a call that may take `seconds`, by default what the client was given, or else `TOTAL_TIMEOUT`."""
        seconds = self.timeout if seconds is None else seconds
        return self.within(TOTAL_TIMEOUT, bounded=False) if seconds is None else self.within(seconds)

    def within(self, seconds: float, *, bounded: bool = True) -> Deadline:
        """The end of something that may take `seconds` and begins nothing new once the client is closed."""
        return Deadline(self.clock, seconds, Cancellation(self._under_way), bounded=bounded)

    def for_query(self) -> Deadline:
        """The end of a query that has no end of its own: 60 seconds, or what the client was given if that is less."""
        from brushwork_runtime.api.exchange import GET_TIMEOUT

        return self.within(GET_TIMEOUT if self.timeout is None else min(self.timeout, GET_TIMEOUT))

    def _stop(self) -> None:
        """Let no request of any call leave that has not left yet; calls that are begun from here on are others."""
        under_way = self._under_way
        self._under_way = Cancellation()
        under_way.ask()

    def _stream(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> Stream[ResultT]:
        from brushwork_runtime.submit.stream import Stream

        return Stream(self, prepared, timeout)

    def _close(self) -> None:
        self._once["closed"] = True
        for opened in (self.transport, self._once.get("downloads")):
            close: Callable[[], None] | None = getattr(opened, "close", None)
            if close is not None:
                close()

    def after_fork(self) -> None:
        """In a child process: begin without the parent's locks; transports drop their connections by themselves."""
        self._begin()
        self._once.pop("uploads", None)
        if "downloads" in self._once:
            self._once["downloads"].share(self)

    def _begin(self) -> None:
        self._under_way = Cancellation()
        """Of every call that has begun, for the end of the client; one that is begun after that is another matter."""
        self.gates = Gates(self.clock)
        gate(self)
        self._pollers: dict[str, Poller] = {}
        self.budget = Budget()
        self.submissions = Submissions(self.clock)

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[type[Self], dict[str, Any]]]:
        return _rebuilt, (type(self), self._arguments)

    def __repr__(self) -> str:
        if not hasattr(self, "settings"):  # seen in a traceback, while it is made
            return f"<{type(self).__name__}>"
        return f"<{type(self).__name__} {self.host}, region {self.settings.region}, key {self.settings.shown_key}>"


AnyClient: TypeAlias = "BaseClient[Any, Any]"
"""Either client: what sends and polls does not depend on what a call gives back."""


def _rebuilt(kind: type[ClientT], arguments: dict[str, Any]) -> ClientT:
    """A client of the same arguments, in the process that unpickles it."""
    return kind(**arguments)
