"""One GET of an image: to where it may lead, without the key, along at most three redirects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact, secret
from brushwork_runtime.base.errors import DownloadFailed, MalformedResponse, ResultExpired, TransportError
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.http.network_guard import judge, redirected
from brushwork_runtime.results.expiry import until
from brushwork_runtime.results.resume import Again
from brushwork_runtime.retry.policy import decide
from brushwork_runtime.retry.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brushwork_runtime.base.cancellation import Cancellation
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.results.download import Downloads

SILENCE = 60.0
"""Seconds without a byte after which a try is given up."""

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
        raise DownloadFailed("the download was interrupted")


def fetch(downloads: Downloads, url: str, conditions: Mapping[str, str], deadline: Deadline) -> HttpResponse:
    """The answer of status 200 or 206 to a GET of `url` with these conditions, its body to be read until `deadline`.

    Raises `Again` for what another try may mend, `ResultExpired`, `DownloadFailed`.
    """
    at = url
    for _ in range(HOPS + 1):
        judge(at, downloads.reach)
        response = _send(downloads, at, {**downloads.headers, **conditions}, deadline)
        if response.status not in _REDIRECTS:
            return _accepted(downloads, url, response, asked=bool(conditions))
        response.close()
        at = secret.Address(redirected(at, response.headers.get("location"), response.status))
    raise DownloadFailed(f"{redact.url(url)} was redirected more than {HOPS} times")


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


def _accepted(downloads: Downloads, url: str, response: HttpResponse, *, asked: bool) -> HttpResponse:
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
            f"{redact.url(url)} answers HTTP {status}{said}{until(url, downloads.lifetime)}",
            hint="The image cannot be fetched from there again. To make it anew is billed; the same prompt and seed "
            "give one like it. Save results when they come.",
            status=status,
        )
    raise DownloadFailed(f"{redact.url(url)} answers HTTP {status}{said}", status=status)


def told(body: bytes, secrets: tuple[str, ...]) -> str:
    """What the XML error of an object store says, " (code: message)", or nothing."""
    code, message = store_error(body, secrets)
    return f" ({code or 'no code'}: {message or 'no message'})" if code or message else ""


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
