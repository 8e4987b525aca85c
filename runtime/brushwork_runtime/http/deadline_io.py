"""How an answer is read off a connection: by the clock, whole heads only, and nothing that belongs to nobody."""

from __future__ import annotations

import http.client
import io
import math
import socket
import ssl
import time
from typing import Any

_SLACK = 0.05
_MOST_INTERIM = 20


class Exchange:
    """A request and its answer on a connection: whether a byte has left, and how long it may all take.

    `target` is what goes into the first line, `end` the moment at which the exchange is over, `silence` the seconds
    that one wait may take.
    """

    __slots__ = ("end", "sent", "silence", "target")

    def __init__(self, target: str = "", *, end: float = math.inf, silence: float = math.inf) -> None:
        self.target = target
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
            raise TimeoutError("the time for the whole answer is over")
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
                raise TimeoutError("the time for the whole answer is over")
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
            raise http.client.HTTPException(f"more than {_MOST_INTERIM} interim answers")
        found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]  # as urllib3 calls it
        return found  # pyright: ignore[reportUnknownVariableType]

    def begin(self) -> None:
        """Read the head of the final answer; http.client takes a 103 for one."""
        super().begin()
        while 100 <= self.status < 200:
            self.headers = self.msg = None  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]  # as before the first
            super().begin()
        if self._source.ended:  # http.client takes the end of a connection for the end of a head
            raise http.client.HTTPException("the head of the answer broke off")
        lengths = self.headers.get_all("content-length", [])
        if not self.chunked and (len(lengths) > 1 or "," in "".join(lengths)):
            self._agree({length.strip() for length in ",".join(lengths).split(",")})

    def _agree(self, lengths: set[str]) -> None:
        """Take a length that was given more than once. Raises `HTTPException` if they differ: where does it end?"""
        if len(lengths) > 1:
            raise http.client.HTTPException("the answer names more than one length")
        length = lengths.pop()
        if self.length is None and length.isdecimal() and len(length) < 19:
            self.length = int(length)

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]  # as http.client calls it
        if size < 0:
            raise ValueError("a chunk of less than nothing")
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
