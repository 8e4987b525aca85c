"""An image from its URL into memory or a file, in as many tries as help.

A body that breaks off is continued where it did, if the server still has the same file. GETs cost nothing, so a broken
one is tried again, and as long as more comes with each try, until the time is over.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Deadline
from brushwork_runtime.base.errors import ConnectFailed, DownloadFailed, RateLimited, TransportError
from brushwork_runtime.base.image_headers import signature, sniff
from brushwork_runtime.results.fetching import fetch, pieces, told, unless_asked
from brushwork_runtime.results.resume import Again, Progress
from brushwork_runtime.retry import policy as retry
from brushwork_runtime.retry.attempts import Tries, persist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brushwork_runtime.base.cancellation import Cancellation
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.results.atomic_file import Memory, PartFile
    from brushwork_runtime.results.download import Downloads

_HEAD = 128
"""Bytes that are waited for before anything is stored: enough to tell what it is."""


def fill(downloads: Downloads, url: str, sink: Memory | PartFile, cancellation: Cancellation | None) -> bool:
    """Fetch all of the image at `url` into `sink`, and return whether it is known that nothing is missing.

    Raises `ResultExpired`, `DownloadFailed`, `OSError` of the disk.
    """
    progress, deadline = Progress(), Deadline(downloads.clock, downloads.timeout, cancellation)
    lane = f"downloads from {redact.url(url).partition('://')[2].partition('/')[0]}"
    tries = Tries(downloads, "GET", url, lane=lane, deadline=deadline, bills=False)

    def once(_: int) -> bool:
        before = progress.best
        unless_asked(deadline.cancellation)
        try:
            return _try(downloads, url, sink, progress, deadline)
        except Again as error:
            unless_asked(deadline.cancellation)
            if error.status in (412, 416):
                progress.reset()
            if progress.best > before:
                tries.came_further()
            raise _failed(downloads, url, error, progress, deadline) from error

    try:
        known = persist(downloads, tries, once)
    except (RateLimited, ConnectFailed) as error:  # nothing was sent: the host has throttled another, or to be stopped
        hint = error.hint if isinstance(error, RateLimited) else None
        raise DownloadFailed(f"could not fetch {redact.url(url)}: {error.message}", hint=hint) from error
    if not known:
        what = "%s came without a length, and a %s does not always tell its end: part of it may be missing"
        log.warning(what, redact.url(url), progress.form)
    return known


def _failed(downloads: Downloads, url: str, error: Again, progress: Progress, deadline: Deadline) -> DownloadFailed:
    """What a failed try means to the caller, if no other follows, and to `retry.decide`."""
    why = f"could not fetch {redact.url(url)}: {error.reason}"
    if deadline.left() < retry.BASE:
        why += f"; {downloads.timeout:g} s were not enough, {progress.best:,} bytes came"
    hint = "The image is made and its URL may live on; try again. client.downloads.timeout is the time for one image."
    failed = DownloadFailed(why, hint=hint, status=error.status)
    failed.retry = "never" if error.lasting else "after_delay" if error.status == 429 else "broken"
    failed.retry_after = error.retry_after
    return failed


def _try(downloads: Downloads, url: str, sink: Memory | PartFile, progress: Progress, deadline: Deadline) -> bool:
    response = fetch(downloads, url, progress.conditions(), deadline)
    count = _counter(downloads, url, progress, deadline)
    try:
        with deadline.cancellation.waking(response.abort or response.close):
            progress.takes(response)
            count(b"")
            body = pieces(response)
            if not progress.have:
                head = _head(body)
                if not head:
                    return progress.whole(sink.stored)
                progress.form = _form(url, response, head)
                sink.begin(head)
                count(head)
            for piece in body:
                sink.write(piece)
                count(piece)
    except TransportError as error:
        raise Again(error.message, response.status) from error
    finally:
        response.close()
    return progress.whole(sink.stored)


def _counter(
    downloads: Downloads, url: str, progress: Progress, deadline: Deadline
) -> Callable[[bytes | memoryview], None]:
    """What is done with each piece once it is stored: counted, held against the limits, told to whoever listens."""
    listening = downloads.hooks if downloads.hooks.on_transfer is not None else None

    def count(piece: bytes | memoryview) -> None:
        progress.add(piece)
        if max(progress.have, progress.total or 0) > downloads.limit:
            raise _too_long(downloads, url, progress)
        unless_asked(deadline.cancellation)
        if deadline.left() <= 0:
            raise Again("it comes too slowly")
        if listening is not None and len(piece):
            from brushwork_runtime.base.events import TransferEvent

            listening.transfer(TransferEvent("download", redact.url(url), done=progress.have, total=progress.total))

    return count


def _too_long(downloads: Downloads, url: str, progress: Progress) -> DownloadFailed:
    size = f"has {progress.total:,}" if progress.total else f"is longer than {downloads.limit:,}"
    return DownloadFailed(
        f"{redact.url(url)} {size} bytes; up to {downloads.limit:,} are taken",
        hint="client.downloads.limit sets how many.",
    )


def _form(url: str, response: HttpResponse, head: bytes | memoryview) -> str:
    """The format that the first bytes announce. Raises `DownloadFailed` if they do not begin a valid image."""
    start = bytes(head[:_HEAD])
    found = signature(start)
    if found in ("GIF", "BMP") and sniff(io.BytesIO(start)) is None:  # a few letters are no proof
        found = None
    if found is None:
        said = told(bytes(head[:4096]), response.secrets)
        what = f"{redact.url(url)} is not a valid image: it begins with {bytes(head[:12])!r}{said}"
        raise DownloadFailed(what, status=response.status)
    return found


def _head(body: Iterator[bytes | memoryview]) -> bytes | memoryview:
    """The first bytes of a body, at least 128 if there are so many."""
    first = next(body, b"")
    if len(first) >= _HEAD:
        return first
    head = bytearray(first)
    for piece in body:
        head += piece
        if len(head) >= _HEAD:
            break
    return bytes(head)
