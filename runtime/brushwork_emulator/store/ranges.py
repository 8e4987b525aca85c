"""A stored file as a response: whole, a range of it, or 304."""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate
from typing import TYPE_CHECKING

from brushwork_emulator.store.objectstore import stored, xml_refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_emulator.wire import Reply

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def served(content: bytes, media_type: str, modified: float, headers: Mapping[str, str]) -> Reply:
    """The reply to a GET of `content`, by the conditions and the range of `headers` (names in lower case)."""
    etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest().upper()}"'
    date = formatdate(modified, usegmt=True)
    if headers.get("if-match", etag) not in (etag, "*"):
        return xml_refusal(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.")
    if headers.get("if-none-match") in (etag, "*"):
        return _described(stored(304, b"", media_type), etag, date)
    part = _part(headers.get("range", ""), len(content)) if headers.get("if-range", etag) in (etag, date) else None
    if part is None:
        if "range" in headers and "if-range" not in headers and headers.get("x-oss-range-behavior") == "standard":
            return xml_refusal(416, "InvalidRange", "The requested range cannot be satisfied")
        return _described(stored(200, content, media_type), etag, date)
    first, last = part
    reply = _described(stored(206, content[first : last + 1], media_type), etag, date)
    reply.headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return reply


def _described(reply: Reply, etag: str, date: str) -> Reply:
    described = {"ETag": etag, "Last-Modified": date, "Accept-Ranges": "bytes", "x-oss-object-type": "Normal"}
    reply.headers.update(described)
    return reply


def _part(wanted: str, length: int) -> tuple[int, int] | None:
    """First and last byte of a range; None without a range, or for one outside the file."""
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return (max(0, length - int(found[2])), length - 1) if int(found[2]) and length else None
    first, last = int(found[1]), min(int(found[2] or length - 1), length - 1)
    return (first, last) if first <= last else None
