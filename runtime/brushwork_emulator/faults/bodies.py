"""Faults of the body on its way: dripping, cut, longer or shorter than promised, without end, compressed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from brushwork_emulator.sockets import http1
from brushwork_emulator.wire import Action, Ending, Pause

from .edits import with_body, with_headers
from .kinds import kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_emulator.wire import Reply, Step

    from .kinds import Hit, Made

_BLOCK = b" " * 65536


@kind("slow-body", default="0.25")
def slow_body(hit: Hit) -> Made:
    """The headers come at once, the body one byte at a time with so many seconds (0.25) between two."""
    return Action(_dripped(hit.reply, hit.number))


@kind("truncated-body", default="50%")
def truncated_body(hit: Hit) -> Made:
    """The connection closes after k bytes of the body (or "60%" of it); its length was promised whole."""
    reply = hit.reply
    part = reply.content[: _place(hit.argument, len(reply.content))]
    if reply.frames:
        return Action([http1.open_end(reply), http1.chunk(part), Ending.CLOSE])
    return Action([http1.promise(reply, len(reply.content)) + part, Ending.CLOSE])


@kind("length-too-long", default="100", most=10**11)
def length_too_long(hit: Hit) -> Made:
    """Content-Length promises so many bytes (100) more than come before the connection closes."""
    reply = hit.reply
    return Action([http1.promise(reply, len(reply.content) + int(hit.number)) + reply.content, Ending.CLOSE])


@kind("length-too-short", default="10")
def length_too_short(hit: Hit) -> Made:
    """Content-Length promises so many bytes (10) fewer than come; the rest lies unread on a kept connection."""
    reply = hit.reply
    promised = max(0, len(reply.content) - int(hit.number))
    return Action([http1.promise(reply, promised) + reply.content, Ending.KEEP])


@kind("length-garbage", default="a lot")
def length_garbage(hit: Hit) -> Made:
    """Content-Length is not a number ("a lot", or the argument); the connection closes after the body."""
    reply = with_headers(hit.reply, {"Content-Length": hit.argument})
    return Action([http1.head(reply.status, reply.headers) + reply.content, Ending.CLOSE])


@kind("no-length")
def no_length(hit: Hit) -> Made:
    """No Content-Length and no chunks: the body ends where the connection does."""
    headers = {**hit.reply.headers, "Connection": "close"}
    return Action([http1.head(hit.reply.status, headers) + hit.reply.content, Ending.CLOSE])


@kind("leftover")
def leftover(hit: Hit) -> Made:
    """A whole answer, and behind it on the kept connection another one that nobody asked for."""
    forged = with_body(hit.reply, b'{"output":{"smuggled":true},"request_id":"smuggled"}', "application/json")
    whole = [step for reply in (hit.reply, forged) for step in http1.message(reply) if step is not Ending.KEEP]
    return Action([b"".join(step for step in whole if isinstance(step, bytes)), Ending.KEEP])


@kind("unfinished-chunks")
def unfinished_chunks(hit: Hit) -> Made:
    """A chunked body, whole but for the last, empty chunk, then the connection closes."""
    return Action([http1.open_end(hit.reply) + http1.chunk(hit.reply.content), Ending.CLOSE])


@kind("cut-chunk")
def cut_chunk(hit: Hit) -> Made:
    """A chunked body that ends in the middle of a chunk."""
    whole = http1.chunk(hit.reply.content)
    return Action([http1.open_end(hit.reply) + whole[: len(whole) // 2], Ending.CLOSE])


@kind("endless-chunks")
def endless_chunks(hit: Hit) -> Made:
    """A chunked body that begins with the answer and never ends."""
    return Action(_endless(hit.reply))


@kind("huge-body", default="300000000", most=10**11)
def huge_body(hit: Hit) -> Made:
    """The answer followed by blanks up to so many bytes (300 MB), with the right length."""
    return Action(_huge(hit.reply, int(hit.number)))


@kind("gzip-body")
def gzip_body(hit: Hit) -> Made:
    """The answer comes compressed, though nobody asked for it."""
    return with_headers(with_body(hit.reply, gzip.compress(hit.reply.content)), {"Content-Encoding": "gzip"})


@kind("gzip-bomb", default="100000000", most=10**8)
def gzip_bomb(hit: Hit) -> Made:
    """A few kilobytes of gzip that unpack to so many bytes (100 MB)."""
    packed = gzip.compress(bytes(int(hit.number)), compresslevel=9)
    return with_headers(with_body(hit.reply, packed), {"Content-Encoding": "gzip"})


@kind("chained-codings", default="6", most=20)
def chained_codings(hit: Hit) -> Made:
    """The answer compressed so many times (6) over, each named in Content-Encoding."""
    times, content = int(hit.number), hit.reply.content
    for _ in range(times):
        content = gzip.compress(content)
    return with_headers(with_body(hit.reply, content), {"Content-Encoding": ", ".join(["gzip"] * times)})


@kind("brotli-body")
def brotli_body(hit: Hit) -> Made:
    """The answer claims the coding "br", which needs a library that is not there."""
    return with_headers(hit.reply, {"Content-Encoding": "br"})


def _place(text: str, length: int) -> int:
    return length * int(text[:-1]) // 100 if text.endswith("%") else int(text)


def _dripped(reply: Reply, seconds: float) -> Iterator[Step]:
    yield http1.promise(reply, len(reply.content))
    for at in range(len(reply.content)):
        yield reply.content[at : at + 1]
        yield Pause(seconds)
    yield Ending.KEEP


def _endless(reply: Reply) -> Iterator[Step]:
    yield http1.open_end(reply) + http1.chunk(reply.content)
    while True:
        yield http1.chunk(_BLOCK)


def _huge(reply: Reply, size: int) -> Iterator[Step]:
    yield http1.promise(reply, max(size, len(reply.content))) + reply.content
    left = size - len(reply.content)
    while left > 0:
        yield _BLOCK[:left]
        left -= len(_BLOCK)
    yield Ending.KEEP
