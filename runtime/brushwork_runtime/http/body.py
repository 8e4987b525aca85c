"""The body of an answer as it comes, and the one owner of the connection that it comes on.

Large bodies are read into one buffer that is used again: a new piece of memory for each read, as `read1` makes it,
costs a third of the speed of a download.
"""

from __future__ import annotations

from contextlib import suppress
from http.client import IncompleteRead
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import MalformedResponse, TransportError
from brushwork_runtime.base.language import tr
from brushwork_runtime.http.messages import HttpResponse, request_id
from brushwork_runtime.http.transport import broken, lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http.client import HTTPResponse

    from brushwork_runtime.http.messages import HttpRequest
    from brushwork_runtime.http.pools import Lease

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
