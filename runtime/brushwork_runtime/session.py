"""What the requests of a client share: settings, time, transport, hooks, limits. Everything below a client takes this.

A client makes one, and what needs more than plain data of it - uploads, downloads, the poller - is made once for a
session when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Cancellation, Deadline
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.http.messages import GET_TIMEOUT, READ_TIMEOUT, TOTAL_TIMEOUT, WAIT_TIMEOUT
from brushwork_runtime.retry import RateLimits, RetryQuota

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.base.events import Hooks
    from brushwork_runtime.config import Settings
    from brushwork_runtime.http.messages import HttpRequest, HttpResponse, Transport
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Api

    class Owner(Protocol):
        """What only the client can do: make tasks of its own kind, and wait in its own way."""

        @property
        def models(self) -> Registry:
            """The models that it knows."""
            ...

        def task(self, task_id: str) -> Any:
            """The task of this id."""
            ...

        def _recovered(self, search: Any, deadline: Deadline) -> Any:
            """The task that a search finds."""
            ...


ValueT = TypeVar("ValueT")

SHARE = 0.9
"""Of the account's limit of queries: requests do not arrive as evenly as they leave."""


class Session:
    """Of one client. `given_transport` is the transport that it was given, None if it made its own.

    `timeout` is what a call may take as a whole, None if nobody said; `read_timeout` and `wait_timeout` follow from it.
    `connections_of` and `limits_of` are the sessions whose connections and limits it shares; None where it has its own.
    """

    __slots__ = (
        "__weakref__",
        "_closed",
        "_made",
        "_under_way",
        "agent",
        "api",
        "clock",
        "connections_of",
        "given_transport",
        "hooks",
        "limits_of",
        "owner",
        "rate_limits",
        "read_timeout",
        "retries",
        "retry_quota",
        "retry_unknown",
        "settings",
        "strange_states",
        "timeout",
        "transport",
        "wait_timeout",
    )

    def __init__(
        self,
        owner: Owner,
        *,
        settings: Settings,
        api: Api,
        clock: Clock,
        transport: Transport,
        given_transport: Transport | None,
        hooks: Hooks,
        timeout: float | None,
        retries: int,
        retry_unknown: bool,
    ) -> None:
        self.owner = owner
        self.settings = settings
        self.api = api
        self.agent = f"brushwork/{api.spec_version}"
        self.clock = clock
        self.transport = transport
        self.given_transport = given_transport
        self.hooks = hooks
        self.timeout = timeout
        self.read_timeout = READ_TIMEOUT if timeout is None else timeout
        self.wait_timeout = WAIT_TIMEOUT if timeout is None else timeout
        self.retries = retries
        self.retry_unknown = retry_unknown
        self.strange_states: set[str] = set()
        """States of tasks that no document has and that were warned of."""
        self.connections_of: Session | None = None
        self.limits_of: Session | None = None
        self._closed = False
        self._made: dict[object, Any] = {}
        self._begin()

    def __repr__(self) -> str:
        return f"<Session with {self.host}>"

    def _begin(self) -> None:
        self._under_way = Cancellation()
        """Of every call that has begun, for the end of the client; one that is begun after that is another matter."""
        self.retry_quota = RetryQuota()
        self.rate_limits = RateLimits(self.clock)
        limit = self.api.limits.get("task_requests_per_second")
        self.rate_limits.of("tasks", self.query_rate, burst=int(limit or 1))

    def share_connections(self, other: Session) -> None:
        """Send over the connections of `other`, which stay open when this session is closed."""
        self.transport = other.transport
        self.connections_of = other.connections_of or other

    def share_limits(self, other: Session) -> None:
        """Count requests and repeated attempts together with those of `other`; in a child process each begins anew."""
        self.retry_quota, self.rate_limits = other.retry_quota, other.rate_limits
        self.limits_of = other.limits_of or other

    @property
    def query_rate(self) -> float | None:
        """Queries of tasks that may be sent in a second, lists and cancellations included; None for no limit."""
        limit = self.api.limits.get("task_requests_per_second")
        return limit * SHARE if limit else None

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
            "Authorization": redact.Authorization(f"Bearer {self.settings.key()}"),
            "Accept": "application/json",
            "User-Agent": self.agent,
        }
        if self.settings.workspace_header:
            headers["X-DashScope-WorkSpace"] = self.settings.workspace_header
        return headers

    def one(self, make: Callable[[Session], ValueT]) -> ValueT:
        """What `make` makes of this session, made once, however many threads ask."""
        found = self._made.get(make)
        if found is None:
            found = self._made.setdefault(make, make(self))
            if self._closed:
                _close(found)
        return cast("ValueT", found)

    def drop(self, make: Callable[[Session], ValueT]) -> ValueT | None:
        """What `make` has made, which is made anew when it is asked for again; None if it has made nothing."""
        return cast("ValueT | None", self._made.pop(make, None))

    def deadline(self, seconds: float | None) -> Deadline:
        """The end of a call that may take `seconds`, by default what the client was given, or else `TOTAL_TIMEOUT`."""
        seconds = self.timeout if seconds is None else seconds
        return self.within(TOTAL_TIMEOUT, bounded=False) if seconds is None else self.within(seconds)

    def within(self, seconds: float, *, bounded: bool = True) -> Deadline:
        """The end of something that may take `seconds` and begins nothing new once the client is closed."""
        return Deadline(self.clock, seconds, Cancellation(self._under_way), bounded=bounded)

    def for_query(self) -> Deadline:
        """The end of a query that has no end of its own: 60 seconds, or what the client was given if that is less."""
        return self.within(GET_TIMEOUT if self.timeout is None else min(self.timeout, GET_TIMEOUT))

    def send(
        self,
        request: HttpRequest,
        *,
        attempt: int = 1,
        starts: tuple[str, str] | None = None,
        transport: Transport | None = None,
    ) -> HttpResponse:
        """Send `request` once, for the `attempt`th time; `starts` is the model and mode of the work that it starts.

        `transport` carries it instead of the client's. Hooks and the log are told.
        """
        transport = transport or self.transport
        if not (self.hooks.watching or log.wanted()):
            return _sent(transport, request)
        from brushwork_runtime.base.events import RequestEvent, ResponseEvent, tell

        hooks, clock = self.hooks, self.clock
        method, url = request.method, redact.url(request.url)
        model, mode = starts or (None, None)
        tell(hooks.on_request, RequestEvent(method, url, attempt=attempt, model=model, mode=mode))
        log.debug("%s %s%s, attempt %d", method, url, f" ({model} {mode})" if model else "", attempt)
        begun = clock.now()
        try:
            response = _sent(transport, request)
        except BrushworkError as error:
            log.info("%s %s: no answer after %.3f s: %s", method, url, clock.now() - begun, error.message)
            raise
        seconds, request_id = clock.now() - begun, response.request_id
        note = log.debug if starts is None and response.status < 400 else log.info
        note("%s %s: %d after %.3f s, request_id %s", method, url, response.status, seconds, request_id)
        tell(
            hooks.on_response,
            ResponseEvent(method, url, status=response.status, seconds=seconds, request_id=request_id),
        )
        return response

    def stop(self) -> None:
        """Let no request of any call leave that has not left yet; calls that are begun from here on are others."""
        under_way = self._under_way
        self._under_way = Cancellation()
        under_way.ask()

    def close(self) -> None:
        """Close the connections; what is used again after that closes its own when it is done."""
        self._closed = True
        for opened in tuple(reversed(self._made.values())):  # a thread whose call ends may make something meanwhile
            _close(opened)
        if self.connections_of is None:
            _close(self.transport)

    def after_fork(self) -> None:
        """In a child process: begin without the parent's locks and threads; transports do so by themselves."""
        self._begin()
        for make, made in list(self._made.items()):
            begin = getattr(made, "after_fork", None)
            if begin is None:
                del self._made[make]
            else:
                begin()

    def __reduce__(self) -> tuple[Callable[..., Session], tuple[Owner, str]]:
        return getattr, (self.owner, "_session")  # as a client is pickled: what it was made of, and no connection


def _close(opened: object) -> None:
    close: Callable[[], None] | None = getattr(opened, "close", None)
    if close is not None:
        close()


def _sent(transport: Transport, request: HttpRequest) -> HttpResponse:
    if request.leaves is not None and not hasattr(transport, "calls_leaves"):
        request.leaves()
    response = transport.send(request)
    response.secrets = request.secrets
    return response
