"""One request out, one answer in: a protocol of one method, and its implementation over urllib3.

A transport makes one attempt. It raises `ConnectFailed` when nothing of the request has left this machine,
`OutcomeUnknown` when something has and no answer came, and `ResultLost` when the answer began and broke off. What may
be tried again is decided elsewhere (`send`). It follows no redirect, keeps no cookie and asks for no compression.
What urllib3 raises is kept as the cause, without its frames: they hold the request, key and all.

The body of an answer is the one owner of the connection that it comes on. Large ones are read into one buffer that is
used again: a new piece of memory for each read, as `read1` makes it, costs a third of the speed of a download.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConnectFailed, MalformedResponse, OutcomeUnknown, ResultLost, TransportError
from brushwork_runtime.base.language import later, tr
from brushwork_runtime.http.messages import HttpResponse, request_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http.client import HTTPResponse
    from typing import Protocol

    from urllib3 import HTTPConnectionPool
    from urllib3.util import Url

    from brushwork_runtime.http.messages import HttpRequest
    from brushwork_runtime.http.pools import HostPool, Lease

    class Forked(Protocol):
        """What can begin anew in a child process."""

        def after_fork(self) -> None:
            """Drop connections, threads and locks that came from the parent; the child has this one thread only."""
            ...


_watched: weakref.WeakSet[Forked] = weakref.WeakSet()


def watch_forks(thing: Forked) -> None:
    """Call `thing.after_fork()` in every child process, for as long as it lives.

    Two processes that write to one TLS connection break it, and a lock that another thread held at the moment of the
    fork stays locked for ever: whatever has connections, locks or threads is watched.
    """
    _watched.add(thing)


def _in_child() -> None:
    for thing in list(_watched):
        thing.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork either
    os.register_at_fork(after_in_child=_in_child)


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
        watch_forks(self)

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


PIECE = 256 * 1024
"""Bytes of one read: larger ones gain nothing, smaller ones cost a call each."""


class Body:
    """The pieces of a body; with `bulk` each is good only until the next is asked for, and nobody counts them here.

    The connection is given back once the last byte is read, or dropped: when the body breaks off, is too long, is
    closed or forgotten.
    """

    __slots__ = ("_answer", "_buffer", "_count", "_lease", "_readinto", "_request")

    def __init__(self, answer: HTTPResponse, request: HttpRequest, lease: Lease | None) -> None:
        self._answer = answer
        self._request = request
        self._lease = lease
        self._count = 0
        self._readinto: Callable[[memoryview], int] | None = None
        left = answer.length
        if request.bulk and left and not answer.chunked:
            self._readinto = answer.fp.readinto1  # a BufferedReader
            self._buffer = memoryview(bytearray(min(PIECE, left)))

    def __iter__(self) -> Body:
        return self

    def __next__(self) -> bytes | memoryview:
        try:
            piece = self._next()
        except BaseException as error:
            self.close()
            # Not `except broken()`: a stream that is given up at the exit of the interpreter can import nothing.
            if isinstance(error, Exception) and isinstance(error, broken()):
                raise lost(self._answer, self._request, error) from error
            raise
        if not piece:
            raise StopIteration
        return piece

    def _next(self) -> bytes | memoryview:
        """The next piece, nothing after the last; the connection is free as soon as it has come."""
        answer = self._answer
        left = answer.length
        if answer.isclosed():
            return b""
        if self._readinto is not None and left:
            buffer = self._buffer
            count = self._readinto(buffer[:left] if left < len(buffer) else buffer)
            answer.length = left - count
            piece: bytes | memoryview = buffer[:count]
        else:
            piece = answer.read1(PIECE)
        if left and not piece and not answer.chunked:
            from http.client import IncompleteRead

            raise IncompleteRead(b"", left)
        if answer.length == 0 or not piece:
            self._finish()
        self._count += len(piece)
        if self._count > self._request.limit and not self._request.bulk:
            raise self.too_long()
        return piece

    def whole(self) -> bytes:
        """All of the body."""
        left = self._answer.length
        if left is None or self._answer.chunked:
            return b"".join(self)
        try:
            if left > self._request.limit:
                raise self.too_long()
            content = self._answer.read()
            self._finish()
        except BaseException as error:
            self.close()
            if isinstance(error, Exception) and isinstance(error, broken()):
                raise lost(self._answer, self._request, error) from error
            raise
        return content

    def too_long(self) -> MalformedResponse:
        """The error of a body that is longer than the request allows."""
        return MalformedResponse(
            tr("the answer is longer than {limit:,} bytes", limit=self._request.limit),
            status=self._answer.status,
            request_id=request_id(self._answer.headers, self._request.secrets),
        )

    def _finish(self) -> None:
        self._answer.close()
        if self._lease is not None:
            self._lease.end(clean=True)

    def close(self) -> None:
        """Drop the connection, unless it has been given back."""
        if self._lease is not None:
            self._lease.end()
        if not self._answer.isclosed():
            with suppress(Exception):  # it is broken already
                self._answer.close()


def received(answer: HTTPResponse, request: HttpRequest, lease: Lease | None = None) -> HttpResponse:
    """The answer whose head has come; its body is read here unless `request` streams.

    `lease` is its connection, which is given back when the body is over, whatever becomes of it. A status that refuses
    stands, also without its body: cut, compressed or endless, it only would have told why.
    """
    from urllib3 import HTTPHeaderDict

    body = Body(answer, request, lease)
    refused = answer.status >= 300 and not request.bulk
    abort = getattr(answer, "abort", None)
    try:
        headers = HTTPHeaderDict()
        for (
            name,
            value,
        ) in answer.headers.raw_items():  # `items()` looks in each for what only mail has, which takes long
            headers.add(name, value if "\n" not in value else " ".join(value.split()))
        try:
            _check_coding(answer, headers, request)
            if request.bulk:
                return HttpResponse(answer.status, headers, pieces=body, abort=abort, drop=body.close)
            if request.stream and not refused:
                chunks = cast("Iterator[bytes]", body)
                return HttpResponse(answer.status, headers, chunks=chunks, abort=abort, drop=body.close)
            return HttpResponse(answer.status, headers, body.whole())
        except (TransportError, MalformedResponse):
            if not refused:
                raise
        body.close()
        return HttpResponse(answer.status, headers)
    except BaseException:
        body.close()
        raise


def _check_coding(answer: HTTPResponse, headers: Mapping[str, str], request: HttpRequest) -> None:
    coding = headers.get("content-encoding", "")
    if coding and any(one.strip().lower() not in ("", "identity") for one in coding.split(",")):
        shown = redact.shown(coding, request.secrets, 40)
        raise MalformedResponse(
            tr("the server compressed its answer ({shown}), which nobody asked for", shown=shown),
            status=answer.status,
            request_id=request_id(headers, request.secrets),
        )
