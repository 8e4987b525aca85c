"""A large body in few large pieces, read into one buffer that is used again.

A new piece of memory for each read, as `read1` makes it, costs a third of the speed of a download.
"""

from __future__ import annotations

from http.client import IncompleteRead
from typing import TYPE_CHECKING

from brushwork_runtime.net.failures import broken, lost
from brushwork_runtime.net.wire import HttpResponse

if TYPE_CHECKING:
    import http.client
    from collections.abc import Iterator

    from urllib3 import BaseHTTPResponse

    from brushwork_runtime.net.wire import HttpRequest

PIECE = 256 * 1024
"""Bytes of the buffer: larger ones gain nothing, smaller ones cost a call each."""


def handed_over(raw: BaseHTTPResponse, request: HttpRequest) -> HttpResponse:
    """The answer whose head has come as `raw`, its body in large pieces; whoever reads them counts them."""
    abort = getattr(raw, "shutdown", None)
    return HttpResponse(raw.status, raw.headers, pieces=_guarded(raw, request), abort=abort, drop=raw.close)


def _guarded(raw: BaseHTTPResponse, request: HttpRequest) -> Iterator[bytes | memoryview]:
    """The pieces. Raises `ResultLost` for a body that breaks off; an early end drops the connection."""
    done = False
    try:
        yield from _pieces(raw)
        done = True
    except Exception as error:
        if isinstance(error, broken()):
            raise lost(raw, request, error) from error
        raise
    finally:
        if not done:
            raw.close()


def _pieces(raw: BaseHTTPResponse) -> Iterator[bytes | memoryview]:
    inner: http.client.HTTPResponse | None = getattr(raw, "_fp", None)
    into = getattr(getattr(inner, "fp", None), "readinto1", None)
    left = getattr(inner, "length", None)
    if inner is None or into is None or left is None or inner.chunked:
        while piece := raw.read1(PIECE):
            yield piece
        return
    buffer = memoryview(bytearray(min(PIECE, max(left, 1))))
    while left:
        count = into(buffer[:left] if left < len(buffer) else buffer)
        if not count:
            raise IncompleteRead(b"", left)
        left -= count
        yield buffer[:count]
    inner.length = 0
    inner.close()
    raw.release_conn()
