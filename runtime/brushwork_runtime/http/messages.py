"""A request and its answer, as a transport takes the one and returns the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from brushwork_runtime.base import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from http.client import HTTPMessage

    from brushwork_runtime.base.clock import Cancellation

CONNECT_TIMEOUT = 10.0
"""Seconds to connect, TLS included."""

READ_TIMEOUT = 300.0
"""Seconds of silence from the server; synchronous generation of large pictures takes minutes."""

TOTAL_TIMEOUT = 2 * READ_TIMEOUT
"""Seconds for a request with all its attempts, where the caller gave no time."""

GET_TIMEOUT = 60.0
"""Seconds for one request that starts no work, attempts included."""

WAIT_TIMEOUT = 600.0
"""Seconds that a wait for a task lasts unless it is told otherwise."""

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer that is read whole; documented answers have a few kilobytes."""


_LONGEST_ID = 128


class HttpRequest:
    """A request. `body` is bytes, or an iterable that can be iterated again, whose length is then in the headers.

    All timeouts are in seconds. `connect_timeout` and `read_timeout` bound one wait each, `total_timeout` everything up
    to the last byte of the answer; None means twice `read_timeout`. `limit` is the
    most bytes that an answer may have. `stream` asks for the body as it arrives; `bulk` asks for it in large pieces,
    each valid until the next is requested.
    `tokens` are what in the request is secret beside the key, such as a signature.

    `leaves` is called immediately before the first byte leaves, by a transport that has `calls_leaves`, otherwise
    before the transport is asked; what it raises stops the request. `cancellation` may give up the connection.
    """

    __module__ = "brushwork"
    __slots__ = (
        "body",
        "bulk",
        "cancellation",
        "connect_timeout",
        "headers",
        "leaves",
        "limit",
        "method",
        "read_timeout",
        "stream",
        "tokens",
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
        tokens: Iterable[str] = (),
        leaves: Callable[[], object] | None = None,
        cancellation: Cancellation | None = None,
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
        self.leaves = leaves
        self.cancellation = cancellation
        self.tokens = tuple(redact.Key(token) for token in tokens)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown although the server may repeat it: the key, `tokens`, what the URL is signed with."""
        key = self.headers.get("Authorization", "").rpartition(" ")[2]
        if key:  # the query of such a request signs nothing
            return (redact.Key(key), *self.tokens)
        return (*self.tokens, *signatures(self.url)) if "?" in self.url else self.tokens

    def __repr__(self) -> str:
        return f"<{self.method} {redact.url(self.url)}>"


class HttpResponse:
    """An answer: status, headers (looked up in lower case), and the body.

    The body is whole, or arrives as `chunks` if `stream` was asked for, or as `pieces` if `bulk` was. `abort` is called
    from another thread to wake the one that waits for the next piece; `drop` closes the connection if it is in use.
    """

    __module__ = "brushwork"
    __slots__ = ("_drop", "abort", "body", "chunks", "headers", "pieces", "secrets", "status")

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
        self.secrets: tuple[str, ...] = ()
        """What of the request must not be shown, should it stand in here."""

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
        return request_id(self.headers, self.secrets)

    def __repr__(self) -> str:
        return f"<HTTP {self.status}, {len(self.body)} bytes>"


def signatures(url: str) -> tuple[str, ...]:
    """What stands in the query of a URL and may be a signature."""
    from urllib.parse import parse_qsl

    return tuple(redact.Key(value) for _, value in parse_qsl(url.partition("?")[2]) if len(value) >= 16)


def request_id(headers: Mapping[str, str] | HTTPMessage, secrets: tuple[str, ...] = ()) -> str | None:
    """The id that a server gave a request, as people may see it."""
    found = headers.get("x-request-id")
    return None if found is None else redact.shown(found, secrets, _LONGEST_ID)


class Transport(Protocol):
    """What carries requests: the one thing to replace for a recorder, a fake or another HTTP library.

    It must be safe to call from several threads. If it has `close()`, the client calls that when it is closed.
    """

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send the request once, and return the answer whatever its status; follow no redirect.

        Raises `ConnectFailed` if nothing of the request was sent, `OutcomeUnknown` if something was and no answer came,
        and `ResultLost` if the answer broke off: whether a request is sent again depends on which it is.
        """
        ...


Transport.__module__ = "brushwork"
