"""One request out, one answer in: a protocol of one method, and its implementation over urllib3.

A transport makes one attempt. It raises `ConnectFailed` when nothing of the request has left this machine,
`OutcomeUnknown` when something has and no answer came, and `ResultLost` when the answer began and broke off. What may
be tried again is decided elsewhere (`send`). It follows no redirect, keeps no cookie and asks for no compression.
What urllib3 raises is kept as the cause, without its frames: they hold the request, key and all.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from brushwork_runtime.base import forks, redact
from brushwork_runtime.base.errors import ConnectFailed, MalformedResponse, OutcomeUnknown, ResultLost, TransportError
from brushwork_runtime.base.language import later, tr
from brushwork_runtime.http.messages import request_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse

    from urllib3 import HTTPConnectionPool
    from urllib3.util import Url

    from brushwork_runtime.http.messages import HttpRequest, HttpResponse
    from brushwork_runtime.http.pools import HostPool


class HttpTransport:
    """The transport over urllib3: a pool of connections per host.

    `proxy` (a URL, with user and password where it wants them) and `ca_file` (certificates of authorities, PEM) go
    before what the environment says. Safe for threads and across `fork`; pickled without its connections. It may be
    used after `close`: each request then has a connection of its own, which is closed with its answer.
    """

    __module__ = "brushwork"

    calls_leaves = True
    """It calls `HttpRequest.leaves` once it is connected."""

    __slots__ = ("__weakref__", "_closed", "_lock", "_pools", "ca_file", "proxy")

    def __init__(self, *, proxy: str | None = None, ca_file: str | None = None) -> None:
        for name, given in (("proxy", proxy), ("ca_file", ca_file)):
            if given is not None and not isinstance(given, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
                raise TypeError(tr("{name} is {given}; it must be text", name=name, given=redact.value(given)))
        self.proxy: str | None = None if proxy is None else redact.Address(str.__str__(proxy))
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
        from brushwork_runtime.http.connections import Exchange

        exchange = Exchange(end=time.monotonic() + seconds_for(request), silence=request.read_timeout)
        try:
            answer, lease = pool.exchange(request, target, exchange)
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


_SAFE = later("Nothing was sent, so trying again is safe.")
_CERTIFICATES = later(
    "Nothing was sent. The server's certificate is not trusted here: behind a company proxy that opens TLS, let "
    "SSL_CERT_FILE name the file with its authority; else check the clock and the base URL."
)
_TLS = later("Nothing was sent. Server and client share no version or cipher of TLS; check the base URL and the proxy.")
_LONGEST = 300
_TUNNEL = "Tunnel connection failed:"
_PROXY = later("Nothing was sent. Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY, and the user and password in them.")


def broken() -> tuple[type[Exception], ...]:
    """What a connection that fails raises; looked up when it does, urllib3 being loaded by then."""
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    return HTTPError, HTTPException, OSError


def unanswered(pool: HTTPConnectionPool, request: HttpRequest, sent: bool, error: Exception) -> TransportError:
    """The error of a request without an answer, by whether a byte of it has left."""
    host = redact.url(f"{pool.scheme}://{pool.host}{f':{pool.port}' if pool.port else ''}")
    chain = _bared(error, (*request.secrets, *_proxy_secrets(pool)))
    if sent:
        return OutcomeUnknown(
            tr(
                "{host} did not answer after the request was sent: {reason}",
                host=host,
                reason=_reason(chain, request.read_timeout),
            )
        )
    return _unconnected(pool, request, host, chain)


def _proxy(pool: HTTPConnectionPool) -> Url | None:
    """The proxy of a pool, whatever it speaks."""
    return pool.proxy or pool.conn_kw.get("through")


def _proxy_secrets(pool: HTTPConnectionPool) -> tuple[str, ...]:
    proxy = _proxy(pool)
    if proxy is None or not proxy.auth:
        return ()
    from urllib.parse import unquote

    found = (proxy.auth, proxy.auth.partition(":")[2])
    return tuple(secret for each in found for secret in dict.fromkeys((each, unquote(each))) if len(secret) >= 4)


def _unconnected(
    pool: HTTPConnectionPool, request: HttpRequest, host: str, chain: list[BaseException]
) -> ConnectFailed:
    from ssl import SSLCertVerificationError, SSLEOFError, SSLError

    from urllib3.exceptions import EmptyPoolError

    if isinstance(chain[0], EmptyPoolError):
        seconds = round(request.connect_timeout, 2)
        what = tr("no connection to {host} became free within {seconds:g} s", host=host, seconds=seconds)
        return ConnectFailed(what, hint=tr(_SAFE) + tr(" Send fewer at once."))
    found = _proxy(pool)
    address = f"{found.host}{f':{found.port}' if found.port else ''}" if found else ""
    reason = _reason(chain, request.connect_timeout)
    if found:
        what = tr(
            "could not connect to {host} through the proxy {proxy}: {reason}", host=host, proxy=address, reason=reason
        )
    else:
        what = tr("could not connect to {host}: {reason}", host=host, reason=reason)
    failed = ConnectFailed(
        what,
        hint=tr(_SAFE) + tr(" Check the network, the proxy and the base URL."),
    )
    if any(isinstance(one, SSLCertVerificationError) for one in chain):
        failed.hint, failed.lasting = tr(_CERTIFICATES), True
    elif any(isinstance(one, SSLError) and not isinstance(one, SSLEOFError) for one in chain):
        failed.hint, failed.lasting = tr(_TLS), True
    elif reason.startswith(_TUNNEL):
        failed.hint, failed.lasting = tr(_PROXY), not reason.startswith(f"{_TUNNEL} 5")
    return failed


def lost(answer: HTTPResponse, request: HttpRequest, error: Exception) -> ResultLost:
    """The error of an answer that began and broke off, or that did not come to its end in time."""
    return ResultLost(
        tr(
            "the answer to {method} {url} broke off: {reason}",
            method=request.method,
            url=redact.url(request.url),
            reason=_reason(_bared(error, request.secrets), request.read_timeout),
        ),
        status=answer.status,
        request_id=request_id(answer.headers, request.secrets),
    )


def _reason(chain: list[BaseException], patience: float) -> str:
    """The words of the innermost error, which knows best."""
    said = str(chain[-1])
    if said == "timed out":
        return tr("nothing came for {seconds:g} s", seconds=round(patience, 2))
    return redact.shown(said, length=_LONGEST) if said else type(chain[-1]).__name__


def _bared(error: Exception, secrets: tuple[str, ...]) -> list[BaseException]:
    """An error and what it came of, the innermost last, all without their frames, and their texts fit to be shown."""
    own: tuple[type[BaseException], ...] = (*broken(), ValueError)
    chain: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, own) and one not in chain:
            one.__traceback__ = None
            chain.append(one)
            waiting += [one.__cause__, getattr(one, "original_error", None), *one.args]
            one.__context__ = None  # such as a ValueError, which repeats what could not be read
            if not (isinstance(one, OSError) and len(one.args) > 1):  # which are words of the system
                one.args = tuple(_fit(held, secrets) for held in one.args)
            vars(one).update({name: _fit(held, secrets) for name, held in vars(one).items()})
    return chain


def _fit(held: object, secrets: tuple[str, ...]) -> object:
    if isinstance(held, str):
        return redact.shown(held, secrets)
    return b"" if isinstance(held, bytes) and redact.leaks(held, secrets) else held
