"""A request and its answer, as a transport takes the one and returns the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CONNECT_TIMEOUT = 10.0
"""Seconds to connect, TLS included."""

READ_TIMEOUT = 300.0
"""Seconds of silence from the server; synchronous generation of large pictures takes minutes."""

WAIT_TIMEOUT = 600.0
"""Seconds that a wait for a task lasts unless it is told otherwise."""

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer that is read whole; documented answers have a few kilobytes."""


class HttpRequest:
    """A request. `body` is bytes, or an iterable that can be iterated again, whose length is then in the headers.

    All timeouts are in seconds. `connect_timeout` and `read_timeout` bound one wait each, `total_timeout` everything up
    to the last byte of the answer; None means twice `read_timeout`, and no bound for a streamed answer. `limit` is the
    most bytes that an answer may have. `stream` asks for the body as it arrives; `bulk` asks for it in large pieces,
    each valid until the next is requested.
    """

    __slots__ = (
        "body",
        "bulk",
        "connect_timeout",
        "headers",
        "limit",
        "method",
        "read_timeout",
        "stream",
        "total_timeout",
        "url",
    )

    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | Iterable[bytes] | None = None,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
        total_timeout: float | None = None,
        limit: int = MAX_ANSWER,
        stream: bool = False,
        bulk: bool = False,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connect_timeout = connect_timeout
        self.read_timeout = read_timeout
        self.total_timeout = total_timeout
        self.limit = limit
        self.stream = stream or bulk
        self.bulk = bulk

    def __repr__(self) -> str:
        return f"<{self.method} {log.redact(self.url)}>"


class HttpResponse:
    """An answer: status, headers (looked up in lower case), and the body.

    The body is whole, or arrives as `chunks` if `stream` was asked for, or as `pieces` if `bulk` was. `abort` is called
    from another thread to wake the one that waits for the next piece; `drop` closes the connection if it is in use.
    """

    __slots__ = ("_drop", "abort", "body", "chunks", "headers", "pieces", "status")

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes = b"",
        chunks: Iterator[bytes] | None = None,
        pieces: Iterator[bytes | memoryview] | None = None,
        abort: Callable[[], object] | None = None,
        drop: Callable[[], object] | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.chunks = chunks
        self.pieces = pieces
        self.abort = abort
        self._drop = drop

    def read(self) -> bytes:
        """The whole body, even of a streamed answer."""
        if self.pieces is not None:
            return b"".join(map(bytes, self.pieces))
        return self.body if self.chunks is None else b"".join(self.chunks)

    def close(self) -> None:
        """Discard what has not been read, and close the connection if anything was left."""
        close = getattr(self.chunks or self.pieces, "close", None)
        if close is not None:
            close()
        if self._drop is not None:  # a generator that was not begun has closed nothing
            self._drop()

    @property
    def request_id(self) -> str | None:
        """The id that the server gave the request in its headers."""
        return self.headers.get("x-request-id")

    def __repr__(self) -> str:
        return f"<HTTP {self.status}, {len(self.body)} bytes>"
