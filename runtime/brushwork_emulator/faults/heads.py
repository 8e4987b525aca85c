"""Faults of the status line and the headers: garbage, too much of them, interim answers, redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator.sockets import http1
from brushwork_emulator.wire import Action, Ending, Reply

from .edits import with_headers
from .kinds import kind

if TYPE_CHECKING:
    from .kinds import Hit, Made

ELSEWHERE = "http://elsewhere.invalid/stolen"


def _raw(start: bytes, reply: Reply) -> Action:
    """The reply with its status line replaced by `start`."""
    _, _, rest = http1.promise(reply, len(reply.content)).partition(b"\r\n")
    return Action([start + b"\r\n" + rest + reply.content, Ending.CLOSE])


@kind("garbage-status-line", default="HELLO 200 WORLD")
def garbage_status_line(hit: Hit) -> Made:
    """The answer begins with a line (the argument) that is not a status line."""
    return _raw(hit.argument.encode(), hit.reply)


@kind("http-version", default="HTTP/9.9")
def http_version(hit: Hit) -> Made:
    """The status line names a version of HTTP that does not exist."""
    return _raw(f"{hit.argument} {hit.reply.status} OK".encode(), hit.reply)


@kind("binary-garbage", default="4096", most=100_000)
def binary_garbage(hit: Hit) -> Made:
    """So many bytes (4096) that are no HTTP at all, then the connection closes."""
    noise = bytes((at * 97 + 131) % 251 + 4 for at in range(int(hit.number)))
    return Action([noise, Ending.CLOSE])


@kind("long-header", default="300000")
def long_header(hit: Hit) -> Made:
    """One header of so many bytes (300,000)."""
    return with_headers(hit.reply, {"X-Long": "a" * int(hit.number)})


@kind("many-headers", default="1000", most=10_000)
def many_headers(hit: Hit) -> Made:
    """So many headers (1,000)."""
    return with_headers(hit.reply, {f"X-Many-{at}": "a" for at in range(int(hit.number))})


@kind("bad-header", default="no colon in this line")
def bad_header(hit: Hit) -> Made:
    """The headers contain a line (the argument) that is not a header."""
    whole = http1.promise(hit.reply, len(hit.reply.content)) + hit.reply.content
    line, _, rest = whole.partition(b"\r\n")
    return Action([line + b"\r\n" + hit.argument.encode() + b"\r\n" + rest, Ending.CLOSE])


@kind("interim-answers", default="5", most=1000)
def interim_answers(hit: Hit) -> Made:
    """So many (5) "100 Continue" come before the answer."""
    return Action([http1.CONTINUE * int(hit.number), *http1.message(hit.reply)])


@kind("early-hints")
def early_hints(hit: Hit) -> Made:
    """A "103 Early Hints" with headers comes before the answer."""
    return Action([http1.head(103, {"Link": "</style.css>; rel=preload"}), *http1.message(hit.reply)])


@kind("bodiless", default="204", most=999)
def bodiless(hit: Hit) -> Made:
    """The work was done and billed, and the answer is a 204 (or 304, by the argument) without a body."""
    made = Reply(int(hit.number))
    made.headers = {"x-request-id": hit.reply.headers.get("x-request-id", "")}
    return made


@kind("redirect", "before", ELSEWHERE)
def redirect(hit: Hit) -> Made:
    """A 307 to another address (the argument); "301 address" gives another status. Nothing was done."""
    status, _, address = hit.argument.rpartition(" ")
    return _to(address, int(status or 307))


@kind("redirect-loop", "before")
def redirect_loop(hit: Hit) -> Made:
    """A 302 to the very address that was asked for, again and again."""
    return _to(hit.call.target, 302)


@kind("content-disposition", default="../../.ssh/authorized_keys")
def content_disposition(hit: Hit) -> Made:
    """The answer suggests a file name (the argument) that leads out of the folder."""
    return with_headers(hit.reply, {"Content-Disposition": f'attachment; filename="{hit.argument}"'})


def _to(address: str, status: int) -> Reply:
    made = Reply(status, b"", "text/html")
    made.headers["Location"] = address
    return made
