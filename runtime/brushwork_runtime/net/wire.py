"""A request and an answer, and the one method that turns the first into the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Protocol

    class Transport(Protocol):
        """What carries requests; the only thing to replace for a recorder, a fake or another HTTP library."""

        def send(self, request: HttpRequest, /) -> HttpResponse:
            """Send once, and return the answer whatever its status."""
            ...


CONNECT_TIMEOUT = 10.0
"""Seconds to connect, TLS included."""

READ_TIMEOUT = 300.0
"""Seconds of silence from the server; synchronous generation of large pictures takes minutes."""

WAIT_TIMEOUT = 600.0
"""Seconds that a wait for a task lasts unless it is told otherwise."""

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer that is read whole; documented answers have a few kilobytes."""


class HttpRequest:
    """A request. `body` is bytes, or an iterable that can be begun anew, its length then in the headers.

    `connect_timeout` and `read_timeout` bound one wait each, `total_timeout` everything from here to the last byte of
    the answer; None is twice `read_timeout`, and no bound for an answer that is streamed. `limit` bounds its bytes.
    `stream` hands the body over as it comes; `bulk` does in large pieces, each good until the next is asked for.
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
    """An answer: status, headers (case does not matter), and the body.

    It is whole, or comes as `chunks` if `stream` was asked, or as `pieces` if `bulk` was. `abort` wakes the thread that
    waits for the next piece, from another one; `drop` gives up the connection, if it still is in use.
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
        """The whole body, also of a streamed answer."""
        if self.pieces is not None:
            return b"".join(map(bytes, self.pieces))
        return self.body if self.chunks is None else b"".join(self.chunks)

    def close(self) -> None:
        """Give up on what has not been read; the connection is dropped with it."""
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
