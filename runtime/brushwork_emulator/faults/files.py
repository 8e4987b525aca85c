"""Faults of result files: cut, mixed up, not a picture; for the endpoint "result"."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from brushwork_emulator.sockets import http1
from brushwork_emulator.wire import Action, Ending, xml_error

from .edits import with_body, with_headers
from .kinds import kind

if TYPE_CHECKING:
    from .kinds import Hit, Made


@kind("file-cut", default="1000")
def file_cut(hit: Hit) -> Made:
    """The connection closes after k bytes (1000) of the file."""
    reply = hit.reply
    return Action([http1.promise(reply, len(reply.content)) + reply.content[: int(hit.number)], Ending.CLOSE])


@kind("range-ignored", "before")
def range_ignored(hit: Hit) -> None:
    """The range that was asked for is ignored: the whole file comes with 200."""
    hit.call.headers.pop("range", None)


@kind("wrong-range", default="7")
def wrong_range(hit: Hit) -> Made:
    """206 whose Content-Range names a place so many bytes (7) off from what was asked for and sent."""
    given = hit.reply.headers.get("Content-Range", f"bytes 0-{len(hit.reply.content) - 1}/{len(hit.reply.content)}")
    moved = re.sub(r"\d+(?=-)", lambda found: str(int(found[0]) + int(hit.number)), given, count=1)
    made = with_headers(hit.reply, {"Content-Range": moved})
    made.status = 206
    return made


@kind("etag-changed", default='"changed"')
def etag_changed(hit: Hit) -> Made:
    """The answer has another ETag, as if the file had been replaced; conditions are ignored."""
    return with_headers(hit.reply, {"ETag": hit.argument})


@kind("file-longer", default="100")
def file_longer(hit: Hit) -> Made:
    """So many bytes (100) follow the file, more than Content-Length says."""
    reply = hit.reply
    return Action([http1.promise(reply, len(reply.content)) + reply.content + bytes(int(hit.number)), Ending.KEEP])


@kind("zero-byte-file")
def zero_byte_file(hit: Hit) -> Made:
    """The file is there and has no bytes."""
    return with_body(hit.reply, b"")


@kind("not-an-image", default="GIF87a? no, just text")
def not_an_image(hit: Hit) -> Made:
    """The file is called image/png and holds something else (the argument)."""
    return with_body(hit.reply, hit.argument.encode())


@kind("html-file")
def html_file(hit: Hit) -> Made:
    """200 with an HTML page in place of the file."""
    return with_body(hit.reply, b"<html><body>Access to this site is blocked.</body></html>", "text/html")


@kind("xml-file")
def xml_file(hit: Hit) -> Made:
    """200 with the XML error of the object store in place of the file."""
    found = xml_error(200, "InternalError", "Please try again.")
    return with_body(hit.reply, found.content, "application/xml")


@kind("compressed-file")
def compressed_file(hit: Hit) -> Made:
    """The file comes with "Content-Encoding: gzip", though nobody asked for it."""
    return with_headers(with_body(hit.reply, gzip.compress(hit.reply.content)), {"Content-Encoding": "gzip"})
