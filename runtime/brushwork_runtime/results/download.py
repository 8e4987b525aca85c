"""Fetching result images: without the key, the URL byte for byte, and no half file under a final name.

A body goes to a temporary file beside its target; when its length is whole and it begins as an image does, it is
renamed. GETs cost nothing, so a broken one is tried again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain
from pathlib import Path

from brushwork_runtime import redact
from brushwork_runtime.clock import Deadline, SystemClock
from brushwork_runtime.errors import DownloadFailed, MalformedResponse, ResultExpired, TransportError
from brushwork_runtime.images.sniff import signature
from brushwork_runtime.net.transport import HttpTransport
from brushwork_runtime.net.wire import HttpRequest

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self, TypeVar

    from brushwork_runtime.clock import Clock
    from brushwork_runtime.net.wire import HttpResponse, Transport

    ValueT = TypeVar("ValueT")

LIMIT = 64 * 1024 * 1024
"""Bytes of the largest image that is fetched."""

TIMEOUT = 300.0
"""Seconds for one image, tries included."""

SILENCE = 60.0
"""Seconds without a byte after which a try is given up."""

_TRIES = 4
_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Downloads:
    """Fetches images over connections of its own, which never carry the key. Safe for threads."""

    __slots__ = ("clock", "headers", "limit", "transport")

    def __init__(
        self, transport: Transport | None = None, *, clock: Clock | None = None, agent: str = "brushwork"
    ) -> None:
        self.transport: Transport = transport or HttpTransport()
        self.clock: Clock = clock or SystemClock()
        self.headers = {"User-Agent": agent, "Accept": "image/*"}
        self.limit = LIMIT

    def __reduce__(self) -> tuple[type[Self], tuple[()]]:
        return type(self), ()

    def content(self, url: str) -> bytes:
        """The bytes of an image. Raises `ResultExpired` or `DownloadFailed`."""
        return self._tried(url, lambda: b"".join(self._chunks(url)))

    def file(self, url: str, place: Callable[[str], Path], *, overwrite: bool = False) -> Path:
        """Fetch an image into the file that `place` names for its format ("PNG"). Folders are made.

        Raises `FileExistsError` if it exists and may not be overwritten, `ResultExpired`, `DownloadFailed`.
        """
        return self._tried(url, lambda: self._file(url, place, overwrite))

    def _tried(self, url: str, attempt: Callable[[], ValueT]) -> ValueT:
        deadline = Deadline(self.clock, TIMEOUT)
        for number in range(_TRIES):
            try:
                return attempt()
            except _Again as error:
                pause = (0.25 * 2**number) * (0.5 + self.clock.random())
                if number == _TRIES - 1 or pause >= deadline.left():
                    raise DownloadFailed(
                        f"could not fetch {redact.url(url)}: {error}",
                        hint="The image is made and its URL lives 24 hours; try again.",
                        status=error.status,
                    ) from error
                self.clock.sleep(pause)
        raise AssertionError("unreachable")

    def _file(self, url: str, place: Callable[[str], Path], overwrite: bool) -> Path:
        chunks = self._chunks(url)
        first = next(chunks)
        target = place(signature(first) or "")
        if not overwrite and os.path.lexists(target):
            raise exists(target)
        _store(target, chain((first,), chunks), overwrite)
        return target

    def _chunks(self, url: str) -> Iterator[bytes]:
        """The pieces of an image, checked as they pass; the first is never empty."""
        response = self._get(url)
        announced = response.headers.get("content-length", "")
        total = 0
        try:
            for chunk in response.chunks if response.chunks is not None else (response.body,):
                if not total and signature(chunk) is None:
                    raise DownloadFailed(
                        f"{redact.url(url)} gave no image: it begins with {chunk[:12]!r}", status=response.status
                    )
                total += len(chunk)
                yield chunk
        except MalformedResponse as error:
            raise DownloadFailed(f"{redact.url(url)}: {error.message}", status=response.status) from error
        except TransportError as error:
            raise _Again(error.message, response.status) from error
        if not total or (announced.isdecimal() and total != int(announced)):
            raise _Again(f"{total:,} bytes came of {announced or 'an unknown number'}", response.status)

    def _get(self, url: str) -> HttpResponse:
        if not url.lower().startswith(("https://", "http://")):
            raise DownloadFailed(f"the result is no web address: {redact.url(url)!r}")
        request = HttpRequest("GET", url, self.headers, read_timeout=SILENCE, limit=self.limit, stream=True)
        try:
            response = self.transport.send(request)
        except TransportError as error:
            raise _Again(error.message) from error
        if response.status == 200:
            return response
        response.close()
        if response.status in _AGAIN:
            raise _Again(f"HTTP {response.status}", response.status)
        if response.status in (403, 404, 410):
            raise ResultExpired(
                f"{redact.url(url)} answers HTTP {response.status}: result URLs live 24 hours",
                hint="The image cannot be fetched again from here; save results when they come.",
                status=response.status,
            )
        raise DownloadFailed(f"{redact.url(url)} answers HTTP {response.status}", status=response.status)


class _Again(Exception):
    """A try failed in a way that another may not."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


def write(content: bytes, target: Path, *, overwrite: bool = False) -> None:
    """Write `content` to `target`, whole or not at all. Raises `FileExistsError` unless `overwrite`."""
    if not overwrite and os.path.lexists(target):
        raise exists(target)
    _store(target, (content,), overwrite)


def _store(target: Path, chunks: Iterable[bytes], overwrite: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.parent / f".{target.name[:60]}.{os.urandom(4).hex()}.part"
    try:
        with open(part, "xb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        _finish(part, target, overwrite)
    finally:
        with suppress(OSError):
            part.unlink()


def _finish(part: Path, target: Path, overwrite: bool) -> None:
    """Give the whole file its name in one step; without `overwrite` also against another process's file."""
    if not overwrite:
        try:
            os.link(part, target)
        except FileExistsError:
            raise exists(target) from None
        except OSError:  # a file system without hard links
            if os.path.lexists(target):
                raise exists(target) from None
        else:
            return
    os.replace(part, target)


def exists(target: Path) -> FileExistsError:
    """The error for a target that stands in the way."""
    return FileExistsError(17, "the file exists; pass overwrite=True to replace it", str(target))
