"""A reply as bytes of HTTP/1.1; faults build their odd messages from the same pieces."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from brushwork_emulator.wire import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brushwork_emulator.wire import Reply, Step

END_OF_CHUNKS = b"0\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_BODILESS = (204, 304)


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The status line and the headers, with the empty line that ends them."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Unheard Of"
    lines = [f"HTTP/1.1 {status} {phrase}", "Server: brushwork-emulator"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def promise(reply: Reply, length: int) -> bytes:
    """The head of `reply`, promising a body of `length` bytes."""
    return head(reply.status, {**reply.headers, "Content-Length": str(length)})


def chunk(content: bytes) -> bytes:
    """One chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def open_end(reply: Reply) -> bytes:
    """The head of `reply`, announcing a chunked body."""
    return head(reply.status, {**reply.headers, "Transfer-Encoding": "chunked"})


def message(reply: Reply, *, method: str = "GET", keep: bool = True) -> Iterator[Step]:
    """The whole message: a stream frame by frame in chunks, anything else with its length."""
    headers = reply.headers if keep else {**reply.headers, "Connection": "close"}
    if reply.frames and method != "HEAD":
        yield head(reply.status, {**headers, "Transfer-Encoding": "chunked"})
        for frame in reply.frames:
            yield chunk(frame)
        yield END_OF_CHUNKS
    else:
        length = {} if reply.status in _BODILESS else {"Content-Length": str(len(reply.content))}
        body = b"" if method == "HEAD" or reply.status in _BODILESS else reply.content
        yield head(reply.status, {**length, **headers}) + body
    yield Ending.KEEP if keep else Ending.CLOSE
