"""An image from its URL into memory or a file, in as many attempts as help.

A body that breaks off is continued where it did, if the server still has the same file. GETs cost nothing, so a broken
one is tried again, and as long as more comes with each attempt, until the time is over.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Deadline
from brushwork_runtime.base.errors import (
    ConnectFailed,
    DownloadFailed,
    MalformedResponse,
    RateLimited,
    ResultExpired,
    TransportError,
)
from brushwork_runtime.base.image_headers import signature, sniff
from brushwork_runtime.base.language import tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.http.network_guard import judge, redirected
from brushwork_runtime.results.resume import Again, Progress
from brushwork_runtime.retry import policy as retry
from brushwork_runtime.retry.attempts import DOWNLOADS, Attempts, persist
from brushwork_runtime.retry.policy import decide, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from brushwork_runtime.base.clock import Cancellation
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.results.atomic_file import Memory, PartFile
    from brushwork_runtime.results.download import Downloads

_HEAD = 128
"""Bytes that are waited for before anything is stored: enough to tell what it is."""


def fill(downloads: Downloads, url: str, sink: Memory | PartFile, cancellation: Cancellation | None) -> bool:
    """Fetch all of the image at `url` into `sink`, and return whether it is known that nothing is missing.

    Raises `ResultExpired`, `DownloadFailed`, `OSError` of the disk.
    """
    if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(tr("url is {url}; it must be text", url=redact.value(url)))
    url = redact.Address(str.__str__(url))
    progress, deadline = Progress(), Deadline(downloads.clock, downloads.timeout, cancellation)
    scope = DOWNLOADS + redact.url(url).partition("://")[2].partition("/")[0]
    attempts = Attempts(downloads, "GET", url, scope=scope, deadline=deadline, bills=False)

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
                attempts.came_further()
            raise _failed(downloads, url, error, progress, deadline) from error

    try:
        known = persist(downloads, attempts, once)
    except (RateLimited, ConnectFailed) as error:  # nothing was sent: the host has throttled another, or to be stopped
        hint = error.hint if isinstance(error, RateLimited) else None
        what = tr("could not fetch {url}: {reason}", url=redact.url(url), reason=error.message)
        raise DownloadFailed(what, hint=hint) from error
    if not known:
        what = "%s came without a length, and a %s does not always tell its end: part of it may be missing"
        log.warning(what, redact.url(url), progress.form)
    return known


def _failed(downloads: Downloads, url: str, error: Again, progress: Progress, deadline: Deadline) -> DownloadFailed:
    """What a failed attempt means to the caller, if no other follows, and to `retry.decide`."""
    why = tr("could not fetch {url}: {reason}", url=redact.url(url), reason=error.reason)
    if deadline.left() < retry.BASE:
        why += tr(
            "; {seconds:g} s were not enough, {count:,} bytes came", seconds=downloads.timeout, count=progress.best
        )
    hint = tr(
        "The image is made and its URL may live on; try again. client.downloads.timeout is the time for one image."
    )
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
            raise Again(tr("it comes too slowly"))
        if listening is not None and len(piece):
            from brushwork_runtime.base.events import TransferEvent

            listening.transfer(TransferEvent("download", redact.url(url), done=progress.have, total=progress.total))

    return count


def _too_long(downloads: Downloads, url: str, progress: Progress) -> DownloadFailed:
    at, limit = redact.url(url), downloads.limit
    if progress.total:
        what = tr("{url} has {count:,} bytes; up to {limit:,} are taken", url=at, count=progress.total, limit=limit)
    else:
        what = tr("{url} is longer than {limit:,} bytes; up to {limit:,} are taken", url=at, limit=limit)
    return DownloadFailed(what, hint=tr("client.downloads.limit sets how many."))


def _form(url: str, response: HttpResponse, head: bytes | memoryview) -> str:
    """The format that the first bytes announce. Raises `DownloadFailed` if they do not begin a valid image."""
    start = bytes(head[:_HEAD])
    found = signature(start)
    if found in ("GIF", "BMP") and sniff(io.BytesIO(start)) is None:  # a few letters are no proof
        found = None
    if found is None:
        said = told(bytes(head[:4096]), response.secrets)
        what = tr(
            "{url} is not a valid image: it begins with {start!r}{said}",
            url=redact.url(url),
            start=bytes(head[:12]),
            said=said,
        )
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


SILENCE = 60.0
"""Seconds without a byte after which an attempt is given up."""

HOPS = 3
"""Redirects that are followed."""

_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_EXCERPT = 4096
_CODE = re.compile(rb"<Code>([^<]{1,100})</Code>")
_MESSAGE = re.compile(rb"<Message>([^<]{1,500})</Message>")


def unless_asked(cancellation: Cancellation) -> None:
    """Raise `DownloadFailed` if the downloads were asked to stop."""
    if cancellation.asked:
        raise DownloadFailed(tr("the download was interrupted"))


def fetch(downloads: Downloads, url: str, conditions: Mapping[str, str], deadline: Deadline) -> HttpResponse:
    """The answer of status 200 or 206 to a GET of `url` with these conditions, its body to be read until `deadline`.

    Raises `Again` for what another attempt may mend, `ResultExpired`, `DownloadFailed`.
    """
    at = url
    for _ in range(HOPS + 1):
        judge(at, downloads.reach)
        response = _send(downloads, at, {**downloads.headers, **conditions}, deadline)
        if response.status not in _REDIRECTS:
            return _accepted(url, response, asked=bool(conditions))
        response.close()
        at = redact.Address(redirected(at, response.headers.get("location"), response.status))
    raise DownloadFailed(tr("{url} was redirected more than {count} times", url=redact.url(url), count=HOPS))


def _send(downloads: Downloads, url: str, headers: dict[str, str], deadline: Deadline) -> HttpResponse:
    left = max(deadline.left(), 0.001)
    request = HttpRequest(
        "GET",
        url,
        headers,
        connect_timeout=min(CONNECT_TIMEOUT, left),
        read_timeout=min(SILENCE, left),
        total_timeout=left,
        limit=downloads.limit,
        bulk=True,
        cancellation=deadline.cancellation,
    )
    try:
        response = downloads.transport.send(request)
    except TransportError as error:
        raise Again(error.message, lasting=decide(error, bills=False) == "never") from error
    except MalformedResponse as error:
        raise DownloadFailed(f"{redact.url(url)}: {error.message}", status=error.status) from error
    response.secrets = request.secrets
    return response


def _accepted(url: str, response: HttpResponse, *, asked: bool) -> HttpResponse:
    """`response` if it brings the image, or the part that was asked for; what else it is, otherwise."""
    status = response.status
    if status == 200 or (status == 206 and asked):
        return response
    try:
        said = told(_start(response), response.secrets)
    except TransportError:
        said = ""
    finally:
        response.close()
    if status in _AGAIN or (status in (412, 416) and asked):
        raise Again(f"HTTP {status}{said}", status, retry_after(response.headers))
    if status in (403, 404, 410):
        raise ResultExpired(
            tr("{url} answers HTTP {status}{said}", url=redact.url(url), status=status, said=said),
            hint=tr(
                "The image cannot be fetched from there again. To make it anew is billed; the same prompt and seed "
                "give one like it. Save results when they come."
            ),
            status=status,
        )
    raise DownloadFailed(
        tr("{url} answers HTTP {status}{said}", url=redact.url(url), status=status, said=said), status=status
    )


def told(body: bytes, secrets: tuple[str, ...]) -> str:
    """What the XML error of an object store says, " (code: message)", or nothing."""
    code, message = store_error(body, secrets)
    return f" ({code or tr('no code')}: {message or tr('no message')})" if code or message else ""


def store_error(body: bytes, secrets: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Code and message of the XML error of an object store, as people may see them."""
    found = (pattern.search(body) for pattern in (_CODE, _MESSAGE))
    code, message = (redact.shown(one[1].decode("utf-8", "replace"), secrets) if one else None for one in found)
    return code, message


def _start(response: HttpResponse) -> bytes:
    start = bytearray()
    for piece in pieces(response):
        start += piece[: _EXCERPT - len(start)]
        if len(start) >= _EXCERPT:
            break
    return bytes(start)


def pieces(response: HttpResponse) -> Iterator[bytes | memoryview]:
    """The body, however the transport hands it over; a piece is good until the next."""
    if response.pieces is not None:
        return response.pieces
    return response.chunks if response.chunks is not None else iter((response.body,))
