"""How much of an image has come, and whether the rest that a server offers belongs to it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.image_ends import ended
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO, NoReturn, Protocol

    from brushwork_runtime.http.messages import HttpResponse

    class Digest(Protocol):
        """A checksum in the making."""

        def update(self, data: bytes | memoryview, /) -> None:
            """Take in more."""
            ...

        def digest(self) -> bytes:
            """What it is."""
            ...


_RANGE = re.compile(r"\s{0,9}bytes\s{1,9}(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)\s{0,9}", re.ASCII)
_JUDGED = ("PNG", "JPEG")
"""Formats that are held against their structure even if their length is right: a store may hold half a file."""


class Again(Exception):
    """An attempt failed as another may not, unless it is `lasting`. `retry_after`: seconds to wait as asked."""

    def __init__(
        self, reason: str, status: int | None = None, retry_after: float | None = None, *, lasting: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.lasting = lasting


class Progress:
    """The bytes of one image so far: `have` of `total`, None where that is not known; `best` is the most there were.

    `form` is the format that they announce, such as "PNG".
    """

    __slots__ = ("_announced", "_chunked", "_digest", "_validator", "best", "form", "have", "total")

    def __init__(self) -> None:
        self.best = 0
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.have = 0
        self.total: int | None = None
        self.form = ""
        self._validator: str | None = None
        self._announced: bytes | None = None
        self._digest: Digest | None = None
        self._chunked = False

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the rest, if it is still the same file; none if it must come whole."""
        if not self.have or self._validator is None:
            self.reset()
            return {}
        return {"Range": f"bytes={self.have}-", "If-Range": self._validator}

    def takes(self, response: HttpResponse) -> None:
        """Note what an answer of status 200 or 206 brings. Raises `Again` if it is not what was asked for."""
        headers = response.headers
        if response.status == 206:
            self._continues(headers.get("content-range", ""), headers.get("etag"))
            self._chunked = _chunked(headers)
            return
        self.reset()
        length = headers.get("content-length", "").strip()
        self.total = int(length) if length.isascii() and length.isdecimal() and len(length) < 19 else None
        self._validator = _validator(headers.get("etag"), headers.get("last-modified"))
        self._chunked = _chunked(headers)
        self._expect(headers.get("content-md5"))

    def _continues(self, given: str, etag: str | None) -> None:
        found = _RANGE.fullmatch(given)
        if found is None or not self.have:
            self._unfit(tr("206 with Content-Range {given!r}", given=redact.shown(given, length=60)))
        first, last, total = int(found[1]), int(found[2]), None if found[3] == "*" else int(found[3])
        if first != self.have or last < first or (total is not None and last >= total):
            self._unfit(
                tr(
                    "Content-Range {given!r} in answer to bytes={have}-",
                    given=redact.shown(given, length=60),
                    have=self.have,
                )
            )
        if total is not None and self.total is not None and total != self.total:
            self._unfit(tr("the file has {total:,} bytes now and had {before:,}", total=total, before=self.total))
        if etag is not None and self._validator is not None and self._validator[:1] == '"' and etag != self._validator:
            self._unfit(tr("the file was replaced by another while it was fetched"))
        self.total = self.total if total is None else total

    def _unfit(self, reason: str) -> NoReturn:
        self.reset()
        raise Again(reason, 206)

    def _expect(self, given: str | None) -> None:
        if given is None:
            return
        try:
            announced = base64.b64decode(given, validate=True)
        except ValueError:
            return
        if len(announced) == 16:
            self._announced, self._digest = announced, hashlib.md5(usedforsecurity=False)

    def add(self, piece: bytes | memoryview) -> None:
        """Count a piece that has been stored. Raises `Again` if it is more than the file has."""
        self.have += len(piece)
        if self.total is not None and self.have > self.total:
            self._unfit(tr("more bytes came than the {total:,} of the file", total=self.total))
        if self._digest is not None:
            self._digest.update(piece)
        self.best = max(self.best, self.have)

    def whole(self, stored: Callable[[], BinaryIO]) -> bool:
        """Whether it is known that the file is there to its end; False if neither its server nor its format tells.

        Raises `Again` if it is not, by its length, its checksum or the structure of what is `stored`.
        """
        if not self.have or (self.total is not None and self.have != self.total):
            raise Again(
                tr(
                    "{have:,} bytes came of {total}",
                    have=self.have,
                    total=tr("no known length") if self.total is None else f"{self.total:,}",
                )
            )
        if self._digest is not None and self._digest.digest() != self._announced:
            self.reset()
            raise Again(tr("the checksum (Content-MD5) is that of another content"))
        measured = self.total is not None or self._chunked or self._digest is not None
        if measured and self.form not in _JUDGED:
            return True
        found = ended(stored(), self.form)
        if found is False:
            form = self.form
            self.reset()
            raise Again(tr("the image breaks off: what came is the beginning of a {form}, without its end", form=form))
        return measured or found is True


def _validator(etag: str | None, modified: str | None) -> str | None:
    """What tells this file from another of the same name; a weak ETag does not."""
    return etag if etag is not None and etag[:1] == '"' else modified


def _chunked(headers: Mapping[str, str]) -> bool:
    """Whether a body has an end of its own, without which reading it fails."""
    return headers.get("transfer-encoding", "").strip().lower() == "chunked"
