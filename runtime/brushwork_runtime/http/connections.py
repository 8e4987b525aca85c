"""One connection: it tells whether a request ever left, keeps to a clock, and is used again only while it is clean.

urllib3 bounds each wait for the network, not their sum, so a server that sends a byte now and then holds a caller for
ever. Here every read and write looks at the end of the whole exchange.
"""

from __future__ import annotations

import http.client
import io
import math
import socket
import ssl
import sys
import threading
import time
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import allowed_gai_family, create_connection

from brushwork_runtime.base.language import tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Address: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
    Found: TypeAlias = Sequence[tuple[int, int, int, str, Address]]

_SLACK = 0.05
_MOST_INTERIM = 20


class Exchange:
    """A request and its answer on a connection: whether a byte has left, and how long it may all take.

    `end` is the moment at which the exchange is over, `silence` the seconds that one wait may take.
    """

    __slots__ = ("end", "sent", "silence")

    def __init__(self, *, end: float = math.inf, silence: float = math.inf) -> None:
        self.end = end
        self.silence = silence
        self.sent = False


def below(sock: Any) -> socket.socket:
    """The socket of the system, or of the TLS to a proxy if `sock` speaks TLS within that.

    Who wakes another thread shuts it down as a plain one: the state of the TLS above is the other thread's.
    """
    found: socket.socket = getattr(sock, "socket", sock)
    return found


class ProxySocket(ssl.SSLSocket):
    """TLS to a proxy; TLS within it reads until it has a whole record, and no longer than the exchange lasts."""

    exchange = Exchange()
    """What is under way on it."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Read some bytes of what is within."""
        left = self.exchange.end - time.monotonic()
        if left <= 0:
            raise TimeoutError(tr("the time for the whole answer is over"))
        if left < (self.gettimeout() or math.inf):
            self.settimeout(left)
        return super().recv(buflen, flags)


class _Source(socket.SocketIO):
    """The socket as http.client reads it, no longer than to the end of the exchange."""

    def __init__(self, sock: Any, end: float) -> None:
        super().__init__(sock, "r")
        below(sock)._io_refs += 1  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # as `socket.makefile` does: the socket stays open until this is closed
        self.socket = sock
        self.end = end
        self.over = False
        self.ended = False

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What http.client asks of a socket."""
        return io.BufferedReader(self)

    def readinto(self, b: Any) -> int | None:
        """Read what has come; None once the answer is over, since what comes then belongs to nobody."""
        if self.over:
            return None
        if self.end < math.inf:
            left = self.end - time.monotonic()
            if left <= 0:
                raise TimeoutError(tr("the time for the whole answer is over"))
            if left + _SLACK < (self.socket.gettimeout() or math.inf):
                self.socket.settimeout(left)
        count = super().readinto(b)
        self.ended = count == 0
        return count


class HttpAnswer(http.client.HTTPResponse):
    """An answer that skips a few interim heads (100, 103), and spoils its connection if more bytes follow it."""

    def __init__(self, sock: Any, *arguments: Any, end: float = math.inf, **keywords: Any) -> None:
        self._source = _Source(sock, end)
        self._heads = 0
        self._last_chunk: bool = False
        super().__init__(self._source, *arguments, **keywords)  # type: ignore[arg-type]  # it needs makefile only

    def _read_status(self) -> tuple[str, int, str]:
        self._heads += 1
        if self._heads > _MOST_INTERIM:
            raise http.client.HTTPException(tr("more than {most} interim answers", most=_MOST_INTERIM))
        found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]  # as urllib3 calls it
        return found  # pyright: ignore[reportUnknownVariableType]

    def begin(self) -> None:
        """Read the head of the final answer; http.client takes a 103 for one."""
        super().begin()
        while 100 <= self.status < 200:
            self.headers = self.msg = None  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]  # as before the first
            super().begin()
        if self._source.ended:  # http.client takes the end of a connection for the end of a head
            raise http.client.HTTPException(tr("the head of the answer broke off"))
        lengths = self.headers.get_all("content-length", [])
        if not self.chunked and (len(lengths) > 1 or "," in "".join(lengths)):
            self._agree({length.strip() for length in ",".join(lengths).split(",")})

    def _agree(self, lengths: set[str]) -> None:
        """Take a length that was given more than once. Raises `HTTPException` if they differ: where does it end?"""
        if len(lengths) > 1:
            raise http.client.HTTPException(tr("the answer names more than one length"))
        length = lengths.pop()
        if self.length is None and length.isdecimal() and len(length) < 19:
            self.length = int(length)

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]  # as http.client calls it
        if size < 0:
            raise ValueError(tr("a chunk of less than nothing"))
        self._last_chunk = size == 0
        return size  # pyright: ignore[reportUnknownVariableType]

    def abort(self) -> None:
        """Wake the thread that waits for more, from another one."""
        socket.socket.shutdown(below(self._source.socket), socket.SHUT_RD)

    def flush(self) -> None:
        """Nothing is written to an answer. http.client would flush the file below, which may be closed already."""

    def _close_conn(self) -> None:
        """The body is over: if more has come already, the next request must not find it."""
        reader: Any = self.fp  # None once it is closed
        try:
            if (self.length == 0 or self._last_chunk) and reader is not None and not reader.closed:
                self._source.over = True
                if reader.peek(1):
                    socket.socket.shutdown(below(self._source.socket), socket.SHUT_RDWR)
        except (OSError, ValueError):  # it is closed already
            pass
        finally:
            super()._close_conn()  # type: ignore[misc]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]  # as above


IDLE = 20.0
"""Seconds after which an idle connection is not used again: servers close theirs soon after, perhaps just now."""

_SLICE = 256 * 1024
_AT_ONCE = 16 * 1024

# A clock that goes on while the machine sleeps, where there is one: an idle connection does not survive that.
_awake = partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic


class Connection(HTTPConnection):
    """Notes when bytes leave; connecting, a proxy's CONNECT and the TLS handshake do not count."""

    exchange = Exchange()
    """What is sent and answered on it now."""

    _last = 0.0
    _head: bytes | None = None

    def response_class(self, *arguments: Any, **keywords: Any) -> HttpAnswer:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # called by http.client
        """The answer, which is read until the exchange is over."""
        return HttpAnswer(*arguments, end=self.exchange.end, **keywords)

    def _new_conn(self) -> socket.socket:
        """Connect to the first address that answers; together they have the connect timeout, each its share."""
        patience = self.timeout or CONNECT_TIMEOUT
        end = time.monotonic() + patience
        try:
            found = addresses(self._dns_host, self.port, allowed_gai_family(), patience)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]  # a name that cannot be encoded is one that cannot be found
        failed: OSError | None = None
        for index, (*_, address) in enumerate(found):
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                sock = create_connection(
                    (str(address[0]), int(address[1])),
                    left / (len(found) - index),
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failed = error
            else:
                sock.settimeout(max(end - time.monotonic(), 0.001))
                sys.audit("http.client.connect", self, self.host, self.port)
                return sock
        if isinstance(failed, TimeoutError):
            raise ConnectTimeoutError(self, tr("no answer within {timeout:g} s", timeout=self.timeout)) from failed
        raise NewConnectionError(self, str(failed) if failed else tr("the name has no address")) from failed

    def connect(self) -> None:
        """Connect, a proxy's answer and TLS included; whatever fails in here, nothing of the request has left."""
        exchange = self.exchange
        end, exchange.end = exchange.end, min(exchange.end, time.monotonic() + (self.timeout or CONNECT_TIMEOUT))
        try:
            super().connect()
        finally:
            exchange.sent, exchange.end = False, end

    def _tunnel(self) -> None:
        self._tell_proxy()
        super()._tunnel()
        self.sock.settimeout(max(self.exchange.end - time.monotonic(), 0.001))  # TLS has the rest of it

    def _tell_proxy(self) -> None:
        """Tell the TLS to a proxy, if there is one, how long what is within it may take."""
        inner = below(self.sock)
        if isinstance(inner, ProxySocket):
            inner.exchange = self.exchange

    def ask(self, method: str, target: str, body: Any, headers: Any) -> None:
        """Send a request as http.client does; a body that fits one piece leaves together with the head, as one write.

        urllib3's `request` does so too, after as much work again for options that nobody here has.
        """
        whole, pieces = body, None
        if not isinstance(body, bytes) and body is not None:
            measured = any(name.lower() == "content-length" for name in headers)
            whole, pieces = (None, body) if measured else (b"".join(body), None)
        self._head = b"" if whole and len(whole) <= _AT_ONCE else None
        self._tell_proxy()
        self.sock.settimeout(self.timeout)
        http.client.HTTPConnection.request(self, method, target, whole, headers)
        # Here, since the frame of whoever sends the head would be in the traceback of what a piece raises, key and all.
        for piece in pieces or ():
            self.send(piece)

    putheader = http.client.HTTPConnection.putheader
    """That of urllib3 looks in each header for what nobody here says."""

    def send(self, data: Any) -> None:
        """Send, and note that the request has begun to leave."""
        if self._head is not None:
            if not self._head:
                self._head = data
                return
            data, self._head = self._head + data, None
        if self.sock is None and self.auto_open:
            self.connect()
        if not isinstance(data, bytes) or len(data) <= _SLICE:
            self._put(data)
            return
        view = memoryview(data)
        for start in range(0, len(data), _SLICE):
            self._put(view[start : start + _SLICE])

    def _put(self, data: Any) -> None:
        exchange = self.exchange
        left = min(exchange.end - time.monotonic(), exchange.silence)
        if left <= 0:
            raise TimeoutError(tr("the time for the request is over"))
        allowed = self.sock.gettimeout() or math.inf
        # urllib3 sends within the connect timeout, which is too short for pictures and right for what fits a buffer.
        if left < allowed or (left > allowed and len(data) > _AT_ONCE):
            self.sock.settimeout(left)
        exchange.sent = True
        super().send(data)

    def answer(self) -> HttpAnswer:
        """The answer, as soon as its head has come."""
        self.sock.settimeout(self.timeout)
        found = http.client.HTTPConnection.getresponse(self)
        self._last = _awake()
        return cast("HttpAnswer", found)

    def cut(self) -> None:
        """Wake the thread that sends or waits for the answer, from another one; the connection is of no use then."""
        sock: Any = below(self.sock)
        if isinstance(sock, socket.socket):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    @property
    def is_connected(self) -> bool:
        """Whether it may carry another request: nothing has come since the last answer, which was a moment ago."""
        return _awake() - self._last < IDLE and super().is_connected


class SecureConnection(Connection, HTTPSConnection):  # pyright: ignore[reportIncompatibleVariableOverride]  # as above
    """The same over TLS."""


def addresses(host: str, port: int, family: int, seconds: float) -> Found:
    """What `socket.getaddrinfo` finds. Raises what it raises, and `TimeoutError` if it takes longer than `seconds`."""
    if ":" in host or host.replace(".", "").isdigit():  # nothing is asked for an address in numbers
        return socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    answer: SimpleQueue[Found | BaseException] = SimpleQueue()

    def look() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))
        except BaseException as error:
            answer.put(error)

    try:
        threading.Thread(target=look, name="brushwork-names", daemon=True).start()
    except RuntimeError:  # the interpreter ends, or has as many threads as it may
        look()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError(tr("the name was not found within {seconds:g} s", seconds=round(seconds, 2))) from None
    if isinstance(found, BaseException):
        raise found
    return found
