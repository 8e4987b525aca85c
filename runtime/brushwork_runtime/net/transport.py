"""One request out, one answer in: a protocol of one method, and its implementation over urllib3.

A transport tries once. It raises `ConnectFailed` when nothing of the request has left this machine, `OutcomeUnknown`
when something has and no answer came, and `ResultLost` when the answer began and broke off. What may be tried again is
decided elsewhere (`send`). It follows no redirect, keeps no cookie and asks for no compression.
"""

from __future__ import annotations

import threading

from brushwork_runtime import log
from brushwork_runtime.errors import ConnectFailed, MalformedResponse, OutcomeUnknown, ResultLost, TransportError
from brushwork_runtime.net.wire import HttpResponse

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self

    from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout

    from brushwork_runtime.net.wire import HttpRequest

CHUNK = 256 * 1024


class HttpTransport:
    """The transport over urllib3: a pool of connections per host, safe for threads, pickled without its connections."""

    __slots__ = ("_lock", "_never", "_phase", "_pools", "_timeouts")

    def __init__(self) -> None:
        self._pools: dict[str, tuple[HTTPConnectionPool, bool]] = {}
        self._timeouts: dict[tuple[float, float], Timeout] = {}
        self._lock = threading.Lock()

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send `request` once."""
        url = request.url
        end = url.find("/", 8)
        origin, target = (url, "/") if end < 0 else (url[:end], url[end:])
        if "#" in target:
            target = target[: target.index("#")]
        pool, whole = self._pools.get(origin) or self._open(origin)
        if whole:
            target = origin + target
        key = (request.connect_timeout, request.read_timeout)
        phase = self._phase
        phase.sent, phase.target = False, target
        try:
            raw = pool.urlopen(
                request.method,
                target,
                request.body,
                request.headers,
                self._never,
                redirect=False,
                assert_same_host=False,
                timeout=self._timeouts.get(key) or self._timeout(key),
                preload_content=False,
                decode_content=False,
            )
        except broken() as error:
            raise _unanswered(pool, phase.sent, error) from error
        return received(raw, request)

    def _open(self, origin: str) -> tuple[HTTPConnectionPool, bool]:
        from brushwork_runtime.net.pools import NEVER, phase, pool_for

        self._never, self._phase = NEVER, phase
        with self._lock:
            if origin not in self._pools:
                self._pools[origin] = pool_for(origin)
            return self._pools[origin]

    def _timeout(self, key: tuple[float, float]) -> Timeout:
        from urllib3 import Timeout

        if len(self._timeouts) > 8:
            self._timeouts.clear()
        timeout = self._timeouts[key] = Timeout(connect=key[0], read=key[1])
        return timeout

    def close(self) -> None:
        """Close every idle connection; the transport can still be used."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for pool, _ in pools.values():
            pool.close()

    def __reduce__(self) -> tuple[type[Self], tuple[()]]:
        return type(self), ()


def received(raw: BaseHTTPResponse, request: HttpRequest) -> HttpResponse:
    """The answer whose head has come as `raw`; its body is read here unless `request` streams."""
    headers: Mapping[str, str] = raw.headers
    if "content-encoding" in headers and headers["content-encoding"] != "identity":
        raw.close()
        raise MalformedResponse(
            f"the server compressed its answer ({headers['content-encoding']}), which nobody asked for",
            status=raw.status,
            request_id=headers.get("x-request-id"),
        )
    if request.stream:
        return HttpResponse(raw.status, headers, chunks=_chunks(raw, request))
    length = raw.length_remaining
    if length is None or length > request.limit:
        return HttpResponse(raw.status, headers, b"".join(_chunks(raw, request)))
    try:
        return HttpResponse(raw.status, headers, raw.read())
    except broken() as error:
        raise _lost(raw, request, error) from error


def broken() -> tuple[type[Exception], ...]:
    """What a connection that fails raises; looked up when it does, urllib3 being loaded by then."""
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    return HTTPError, HTTPException, OSError


def _unanswered(pool: HTTPConnectionPool, sent: bool, error: Exception) -> TransportError:
    """The error of a request without an answer, by whether a byte of it has left."""
    host = f"{pool.scheme}://{pool.host}{f':{pool.port}' if pool.port else ''}"
    reason = log.redact(str(error)).partition("): ")[2] or type(error).__name__
    if sent:
        return OutcomeUnknown(f"{host} did not answer after the request was sent: {reason}")
    return ConnectFailed(
        f"could not connect to {host}: {reason}",
        hint="Nothing was sent, so trying again is safe. Check the network, the proxy and the base URL.",
    )


def _chunks(raw: BaseHTTPResponse, request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces as they come, at most `request.limit` bytes in all; an early end drops the connection."""
    total = 0
    done = False
    try:
        while chunk := raw.read1(CHUNK) if request.stream else raw.read(CHUNK):
            total += len(chunk)
            if total > request.limit:
                raise MalformedResponse(
                    f"the answer is longer than {request.limit:,} bytes",
                    status=raw.status,
                    request_id=raw.headers.get("x-request-id"),
                )
            yield chunk
        done = True
    except broken() as error:
        raise _lost(raw, request, error) from error
    finally:
        if not done:
            raw.close()


def _lost(raw: BaseHTTPResponse, request: HttpRequest, error: Exception) -> ResultLost:
    return ResultLost(
        f"the answer to {request.method} {log.redact(request.url)} broke off: {type(error).__name__}",
        status=raw.status,
        request_id=raw.headers.get("x-request-id"),
    )
