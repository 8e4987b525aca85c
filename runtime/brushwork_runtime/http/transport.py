"""One request out, one answer in: a protocol of one method, and its implementation over urllib3.

A transport makes one attempt. It raises `ConnectFailed` when nothing of the request has left this machine,
`OutcomeUnknown` when something has and no answer came, and `ResultLost` when the answer began and broke off. What may
be tried again is decided elsewhere (`send`). It follows no redirect, keeps no cookie and asks for no compression.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from brushwork_runtime.base import forks, redact, secret
from brushwork_runtime.base.errors import MalformedResponse, TransportError
from brushwork_runtime.http.failures import broken, unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.http.messages import HttpRequest, HttpResponse
    from brushwork_runtime.http.pools import HostPool


class HttpTransport:
    """The transport over urllib3: a pool of connections per host.

    `proxy` (a URL, with user and password where it wants them) and `ca_file` (certificates of authorities, PEM) go
    before what the environment says. Safe for threads and across `fork`; pickled without its connections. It may be
    used after `close`: each request then has a connection of its own, which is closed with its answer.
    """

    calls_leaves = True
    """It calls `HttpRequest.leaves` once it is connected."""

    __slots__ = ("__weakref__", "_closed", "_lock", "_pools", "ca_file", "proxy")

    def __init__(self, *, proxy: str | None = None, ca_file: str | None = None) -> None:
        for name, given in (("proxy", proxy), ("ca_file", ca_file)):
            if given is not None and not isinstance(given, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
                raise TypeError(f"{name} is {redact.value(given)}; it must be text")
        self.proxy: str | None = None if proxy is None else secret.Address(str.__str__(proxy))
        self.ca_file = ca_file
        self._closed = False
        self._pools: dict[str, tuple[HostPool, bool]] = {}
        self._lock = threading.Lock()
        forks.watch(self)

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send `request` once."""
        try:
            return self._send(request)
        except (TransportError, MalformedResponse, KeyboardInterrupt) as error:
            # Without the frames below, whose variables hold the whole address and the key.
            raise error.with_traceback(None) from error.__cause__

    def _send(self, request: HttpRequest) -> HttpResponse:
        url = request.url
        end = url.find("/", 8)
        origin, target = (url, "/") if end < 0 else (url[:end], url[end:])
        if "#" in target:
            target = target[: target.index("#")]
        pool, whole = self._pools.get(origin) or self._open(origin)
        if whole:
            target = origin + target
        from brushwork_runtime.http.body import received  # loads http.client, as the pool has
        from brushwork_runtime.http.deadline_io import Exchange

        exchange = Exchange(target, end=time.monotonic() + seconds_for(request), silence=request.read_timeout)
        try:
            answer, lease = pool.exchange(request, exchange)
        except broken() as error:
            raise unanswered(pool, request, exchange.sent, error) from error

        return received(answer, request, lease)

    def _open(self, origin: str) -> tuple[HostPool, bool]:
        from brushwork_runtime.http.pools import keep_none

        with self._lock:
            if origin not in self._pools:
                opened = self._pools[origin] = self._pool(origin)
                if self._closed:
                    keep_none(opened[0])
            return self._pools[origin]

    def _pool(self, origin: str) -> tuple[HostPool, bool]:
        from brushwork_runtime.http.pools import pool_for

        return pool_for(origin, proxy=self.proxy, ca_file=self.ca_file)

    def close(self) -> None:
        """Close every connection: an idle one now, one that is in use as soon as its answer is read."""
        with self._lock:
            self._closed = True
            pools, self._pools = self._pools, {}
        if pools:
            from brushwork_runtime.http.pools import retire

            for pool, _ in pools.values():
                retire(pool)

    def after_fork(self) -> None:
        """In a child process: begin without the parent's connections."""
        self._lock = threading.Lock()
        pools, self._pools = self._pools, {}
        if pools:
            for pool, _ in pools.values():
                pool.slots.close_idle()

    def __reduce__(self) -> tuple[Callable[..., HttpTransport], tuple[str | None, str | None]]:
        return _rebuilt, (self.proxy, self.ca_file)

    def __repr__(self) -> str:
        return f"<HttpTransport to {len(self._pools)} hosts>"


def _rebuilt(proxy: str | None, ca_file: str | None) -> HttpTransport:
    return HttpTransport(proxy=proxy, ca_file=ca_file)


def seconds_for(request: HttpRequest) -> float:
    """Seconds that `request` may take, to the last byte of its answer."""
    if request.total_timeout is not None:
        return request.total_timeout
    return 2 * request.read_timeout
