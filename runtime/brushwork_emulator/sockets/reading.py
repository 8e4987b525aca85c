"""Reads HTTP/1.1 requests from a connection: first the head, then the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator.wire import Call

if TYPE_CHECKING:
    from typing import BinaryIO

_LINE = 65536
_HEADERS = 200
_BODY = 128 * 1024 * 1024


class BadRequest(Exception):
    """What arrived is not an HTTP/1.1 request, or is too large."""


class Broken(Exception):
    """The connection ended in the middle of a request."""


def read_head(source: BinaryIO) -> tuple[Call, bool] | None:
    """The next request without its body, and whether the connection is kept for more; None if none comes."""
    line = _line(source)
    if line is None:
        return None
    try:
        method, target, version = line.decode("latin-1").split()
    except ValueError:
        raise BadRequest("the request line is not `METHOD target HTTP/1.1`") from None
    if version not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadRequest(f"the version {version} is not HTTP/1.1")
    headers = _headers(source)
    wish = headers.get("connection", "").lower()
    keep = wish == "keep-alive" if version == "HTTP/1.0" else wish != "close"
    return Call(method, target, headers), keep


def read_body(source: BinaryIO, call: Call) -> bytes:
    """The body of `call`, by its length or its chunks."""
    if call.headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(source)
    length = call.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _BODY:
        raise BadRequest(f"the Content-Length {length} is not a number up to {_BODY}")
    return _exactly(source, int(length))


def _headers(source: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    while line := _line(source):
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon or not name or name != name.strip() or len(headers) > _HEADERS:
            raise BadRequest("a header is not `Name: value`, or there are too many of them")
        if name.lower() == "host" and "host" in headers:
            raise BadRequest("there is more than one Host")
        headers[name.lower()] = value.strip()
    if line is None:
        raise Broken
    return headers


def _line(source: BinaryIO) -> bytes | None:
    """A line without its line ending; None at the end of the connection."""
    line = source.readline(_LINE + 1)
    if len(line) > _LINE:
        raise BadRequest("a line of the head is too long")
    return line.rstrip(b"\r\n") if line.endswith(b"\n") else None


def _chunks(source: BinaryIO) -> bytes:
    parts: list[bytes] = []
    while True:
        line = _line(source)
        if line is None:
            raise Broken
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            raise BadRequest("a chunk has no size") from None
        if not 0 <= size <= _BODY - sum(map(len, parts)):
            raise BadRequest("the body is too large")
        if size == 0:
            while _line(source):
                pass
            return b"".join(parts)
        parts.append(_exactly(source, size))
        _line(source)


def _exactly(source: BinaryIO, length: int) -> bytes:
    content = source.read(length) if length else b""
    if len(content) < length:
        raise Broken
    return content
