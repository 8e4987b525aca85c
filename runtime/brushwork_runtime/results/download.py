"""Fetching result images: without the key, the URL byte for byte, and no half file under a final name.

A body that breaks off is continued where it did, if the server still has the same file. GETs cost nothing, so a broken
one is tried again, and as long as more comes with each attempt, until the time is over.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Deadline, SystemClock, number_of_seconds
from brushwork_runtime.base.errors import (
    ConnectFailed,
    DownloadFailed,
    MalformedResponse,
    RateLimited,
    ResultExpired,
    TransportError,
)
from brushwork_runtime.base.events import Hooks, TransferEvent, tell
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.base.language import tr
from brushwork_runtime.config import Reach, whole_number
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.http.transport import HttpTransport
from brushwork_runtime.retry import (
    BASE,
    DOWNLOADS,
    RETRIES,
    Attempts,
    RateLimits,
    RetryQuota,
    decide,
    persist,
    retry_after,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import NoReturn, Protocol

    from brushwork_runtime.base.clock import Cancellation, Clock
    from brushwork_runtime.http.messages import HttpResponse, Transport
    from brushwork_runtime.results.atomic_file import Memory, PartFile
    from brushwork_runtime.session import Session

    class Digest(Protocol):
        """A checksum in the making."""

        def update(self, data: bytes | memoryview, /) -> None:
            """Take in more."""
            ...

        def digest(self) -> bytes:
            """What it is."""
            ...


_RANGE = r"(?a)\s{0,9}bytes\s{1,9}(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)\s{0,9}"
_JUDGED = ("PNG", "JPEG")
"""Formats that are held against their structure even if their length is right: a store may hold half a file."""


SILENCE = 60.0
"""Seconds without a byte after which an attempt is given up."""

HOPS = 3
"""Redirects that are followed."""

_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_EXCERPT = 4096
_CODE = rb"<Code>([^<]{1,100})</Code>"
_MESSAGE = rb"<Message>([^<]{1,500})</Message>"


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


def unless_asked(cancellation: Cancellation) -> None:
    """Raise `DownloadFailed` if the downloads were asked to stop."""
    if cancellation.asked:
        raise DownloadFailed(tr("the download was interrupted"))


class Fetching:
    """An image on its way into `sink`, attempt by attempt, and what came of it so far: `have` bytes of `total`.

    `total` is None where it is not known, `best` the most bytes that there were, `form` the format that they announce.
    """

    __slots__ = (
        *("_announced", "_attempts", "_chunked", "_deadline", "_digest", "_downloads", "_listening", "_sink", "_url"),
        *("_validator", "best", "form", "have", "total"),
    )

    def __init__(self, downloads: Downloads, url: str, sink: Memory | PartFile, deadline: Deadline) -> None:
        self._downloads = downloads
        self._url = url
        self._sink = sink
        self._deadline = deadline
        self._listening = downloads.hooks.on_transfer
        scope = DOWNLOADS + redact.url(url).partition("://")[2].partition("/")[0]
        self._attempts = Attempts(downloads, "GET", url, scope=scope, deadline=deadline, bills=False)
        self.best = 0
        self._reset()

    def _reset(self) -> None:
        """Begin anew."""
        self.have = 0
        self.total: int | None = None
        self.form = ""
        self._validator: str | None = None
        self._announced: bytes | None = None
        self._digest: Digest | None = None
        self._chunked = False

    def whole(self) -> bool:
        """Fetch all of it; whether it is known that nothing is missing. Raises as `Downloads.fill`."""
        shown = redact.url(self._url)
        try:
            known = persist(self._downloads, self._attempts, self._once)
        except (
            RateLimited,
            ConnectFailed,
        ) as error:  # nothing was sent: the host has throttled another, or to be stopped
            hint = error.hint if isinstance(error, RateLimited) else None
            what = tr("could not fetch {url}: {reason}", url=shown, reason=error.message)
            raise DownloadFailed(what, hint=hint) from error
        if not known:
            what = "%s came without a length, and a %s does not always tell its end: part of it may be missing"
            log.warning(what, shown, self.form)
        return known

    def _once(self, _: int) -> bool:
        before = self.best
        unless_asked(self._deadline.cancellation)
        try:
            return self._try()
        except Again as error:
            unless_asked(self._deadline.cancellation)
            if error.status in (412, 416):
                self._reset()
            if self.best > before:
                self._attempts.came_further()
            raise self._failed(error) from error

    def _failed(self, error: Again) -> DownloadFailed:
        """What a failed attempt means to the caller, if no other follows, and to `retry.decide`."""
        why = tr("could not fetch {url}: {reason}", url=redact.url(self._url), reason=error.reason)
        if self._deadline.left() < BASE:
            seconds = self._downloads.timeout
            why += tr("; {seconds:g} s were not enough, {count:,} bytes came", seconds=seconds, count=self.best)
        hint = tr(
            "The image is made and its URL may live on; try again. client.downloads.timeout is the time for one image."
        )
        failed = DownloadFailed(why, hint=hint, status=error.status)
        failed.retry = "never" if error.lasting else "after_delay" if error.status == 429 else "broken"
        failed.retry_after = error.retry_after
        return failed

    def _try(self) -> bool:
        response, sink = self._response(), self._sink
        try:
            with self._deadline.cancellation.waking(response.abort or response.close):
                self._begins(response)
                self._count(b"")
                body = pieces(response)
                if not self.have and (head := _first(body, _HEAD)):
                    self.form = _form(self._url, response, head)
                    sink.begin(head)
                    self._count(head)
                for piece in body:
                    sink.write(piece)
                    self._count(piece)
        except TransportError as error:
            raise Again(error.message, response.status) from error
        finally:
            response.close()
        return self._ends()

    def _response(self) -> HttpResponse:
        """The answer of status 200 or 206, its body to be read until the deadline.

        It brings the rest, if it is still the same file, else all of it. Raises `Again` for what another attempt may
        mend, `ResultExpired`, `DownloadFailed`.
        """
        from brushwork_runtime.http.network_guard import judge, redirected

        conditions, at = dict[str, str](), self._url
        if self.have and self._validator is not None:
            conditions = {"Range": f"bytes={self.have}-", "If-Range": self._validator}
        else:
            self._reset()
        for _ in range(HOPS + 1):
            judge(at, self._downloads.reach)
            response = self._sent(at, conditions)
            if response.status not in _REDIRECTS:
                return _accepted(self._url, response, asked=bool(conditions))
            response.close()
            at = redact.Address(redirected(at, response.headers.get("location"), response.status))
        raise DownloadFailed(tr("{url} was redirected more than {count} times", url=redact.url(self._url), count=HOPS))

    def _sent(self, url: str, conditions: Mapping[str, str]) -> HttpResponse:
        left = max(self._deadline.left(), 0.001)
        request = HttpRequest(
            "GET",
            url,
            {**self._downloads.headers, **conditions},
            connect_timeout=min(CONNECT_TIMEOUT, left),
            read_timeout=min(SILENCE, left),
            total_timeout=left,
            limit=self._downloads.limit,
            bulk=True,
            cancellation=self._deadline.cancellation,
        )
        try:
            response = self._downloads.transport.send(request)
        except TransportError as error:
            raise Again(error.message, lasting=decide(error, bills=False) == "never") from error
        except MalformedResponse as error:
            raise DownloadFailed(f"{redact.url(url)}: {error.message}", status=error.status) from error
        response.secrets = request.secrets
        return response

    def _begins(self, response: HttpResponse) -> None:
        """Note what an answer brings. Raises `Again` if it is not what was asked for."""
        headers = response.headers
        if response.status == 206:
            self._continues(headers.get("content-range", ""), headers.get("etag"))
        else:
            self._reset()
            length = headers.get("content-length", "").strip()
            self.total = int(length) if length.isascii() and length.isdecimal() and len(length) < 19 else None
            etag = headers.get("etag")  # a weak one does not tell this file from another
            self._validator = etag if etag is not None and etag[:1] == '"' else headers.get("last-modified")
            with suppress(ValueError):
                self._announced = base64.b64decode(headers.get("content-md5", ""), validate=True)
            if self._announced is not None and len(self._announced) == 16:
                self._digest = hashlib.md5(usedforsecurity=False)
        # a body with an end of its own, without which reading it fails
        self._chunked = headers.get("transfer-encoding", "").strip().lower() == "chunked"

    def _continues(self, given: str, etag: str | None) -> None:
        found, shown = re.fullmatch(_RANGE, given), redact.shown(given, length=60)
        if found is None or not self.have:
            self._unfit(tr("206 with Content-Range {given!r}", given=shown))
        first, last, total = int(found[1]), int(found[2]), None if found[3] == "*" else int(found[3])
        if first != self.have or last < first or (total is not None and last >= total):
            self._unfit(tr("Content-Range {given!r} in answer to bytes={have}-", given=shown, have=self.have))
        if total is not None and self.total is not None and total != self.total:
            self._unfit(tr("the file has {total:,} bytes now and had {before:,}", total=total, before=self.total))
        if etag is not None and self._validator is not None and self._validator[:1] == '"' and etag != self._validator:
            self._unfit(tr("the file was replaced by another while it was fetched"))
        self.total = self.total if total is None else total

    def _unfit(self, reason: str) -> NoReturn:
        self._reset()
        raise Again(reason, 206)

    def _count(self, piece: bytes | memoryview) -> None:
        """Count a piece that has been stored, hold it against the limits, and tell whoever listens."""
        self.have = have = self.have + len(piece)
        total, limit = self.total, self._downloads.limit
        if total is not None and have > total:
            self._unfit(tr("more bytes came than the {total:,} of the file", total=total))
        if self._digest is not None:
            self._digest.update(piece)
        if have > self.best:
            self.best = have
        if have > limit or (total is not None and total > limit):
            raise self._too_long(limit)
        if self._deadline.left() <= 0:
            unless_asked(self._deadline.cancellation)
            raise Again(tr("it comes too slowly"))
        if self._listening is not None and have and len(piece):
            tell(self._listening, TransferEvent("download", redact.url(self._url), done=have, total=total))

    def _too_long(self, limit: int) -> DownloadFailed:
        at = redact.url(self._url)
        if self.total:
            what = tr("{url} has {count:,} bytes; up to {limit:,} are taken", url=at, count=self.total, limit=limit)
        else:
            what = tr("{url} is longer than {limit:,} bytes; up to {limit:,} are taken", url=at, limit=limit)
        return DownloadFailed(what, hint=tr("client.downloads.limit sets how many."))

    def _ends(self) -> bool:
        """Whether it is known that the file is there to its end; False if neither its server nor its format tells.

        Raises `Again` if it is not, by its length, its checksum or the structure of what is stored.
        """
        if not self.have or (self.total is not None and self.have != self.total):
            total = tr("no known length") if self.total is None else f"{self.total:,}"
            raise Again(tr("{have:,} bytes came of {total}", have=self.have, total=total))
        if self._digest is not None and self._digest.digest() != self._announced:
            self._reset()
            raise Again(tr("the checksum (Content-MD5) is that of another content"))
        measured = self.total is not None or self._chunked or self._digest is not None
        if measured and self.form not in _JUDGED:
            return True
        from brushwork_runtime.base.image_ends import ended

        found, form = ended(self._sink.stored(), self.form), self.form
        if found is False:
            self._reset()
            raise Again(tr("the image breaks off: what came is the beginning of a {form}, without its end", form=form))
        return measured or found is True


_HEAD = 128
"""Bytes that are waited for before anything is stored: enough to tell what it is."""


def _form(url: str, response: HttpResponse, head: bytes | memoryview) -> str:
    """The format that the first bytes announce. Raises `DownloadFailed` if they do not begin a valid image."""
    start = bytes(head[:_HEAD])
    from brushwork_runtime.base.image_headers import signature, sniff

    found = signature(start)
    if found in ("GIF", "BMP") and sniff(io.BytesIO(start)) is None:  # a few letters are no proof
        found = None
    if found is None:
        said = told(bytes(head[:_EXCERPT]), response.secrets)
        what = tr(
            "{url} is not a valid image: it begins with {start!r}{said}",
            url=redact.url(url),
            start=bytes(head[:12]),
            said=said,
        )
        raise DownloadFailed(what, status=response.status)
    return found


def _first(body: Iterator[bytes | memoryview], count: int) -> bytes | memoryview:
    """The first bytes of a body, at least `count` if there are so many."""
    first = next(body, b"")
    if len(first) >= count:
        return first
    head = bytearray(first)
    for piece in body:
        head += piece
        if len(head) >= count:
            break
    return bytes(head)


def _accepted(url: str, response: HttpResponse, *, asked: bool) -> HttpResponse:
    """`response` if it brings the image, or the part that was asked for; what else it is, otherwise."""
    status = response.status
    if status == 200 or (status == 206 and asked):
        return response
    try:
        said = told(bytes(_first(pieces(response), _EXCERPT)[:_EXCERPT]), response.secrets)
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
    found = (re.search(_CODE, body), re.search(_MESSAGE, body))
    code, message = (redact.shown(one[1].decode("utf-8", "replace"), secrets) if one else None for one in found)
    return code, message


def pieces(response: HttpResponse) -> Iterator[bytes | memoryview]:
    """The body, however the transport hands it over; a piece is good until the next."""
    if response.pieces is not None:
        return response.pieces
    return response.chunks if response.chunks is not None else iter((response.body,))


LIMIT = 64 * 1024 * 1024
"""Bytes of the largest image that is fetched, unless `Downloads.limit` is set."""

TIMEOUT = 300.0
"""Seconds for one image, attempts included, unless `Downloads.timeout` is set."""


class Downloads:
    """Fetches images over connections of its own, which never carry the key. Safe for threads.

    Of an `HttpTransport` that is given only proxy and authorities are taken; any other carries the requests itself.

    Only https and public addresses are fetched from; if the API, whose base URL is `home`, is on this machine, then
    also from here. `limit` is the most bytes of an image, `timeout` the seconds for one, attempts included; they may be
    set, as in `client.downloads.limit = 200_000_000`.
    A failed attempt is repeated as the client's other requests are, from the same retry quota.
    """

    __slots__ = (
        "_borrows",
        "_closed",
        "_limit",
        "_opened",
        "_session",
        "_timeout",
        "_way",
        "clock",
        "headers",
        "hooks",
        "rate_limits",
        "reach",
        "retries",
        "retry_quota",
        "retry_unknown",
    )

    def __init__(
        self,
        transport: Transport | None = None,
        *,
        clock: Clock | None = None,
        home: str = "",
        hooks: Hooks | None = None,
        retries: int = RETRIES,
    ) -> None:
        plain = transport is None or type(transport) is HttpTransport
        self._closed = False
        self._borrows = False
        """Whether its connections belong to another, who closes them."""
        self._opened: dict[str, Transport] = {} if transport is None or plain else {"": transport}
        self._way = {"proxy": getattr(transport, "proxy", None), "ca_file": getattr(transport, "ca_file", None)}
        self.clock: Clock = clock or SystemClock()
        self.headers = {"User-Agent": "brushwork", "Accept": "image/*"}
        self.retry_quota = RetryQuota()
        self.rate_limits = RateLimits(self.clock)
        self.hooks = hooks or Hooks()
        self.retries = retries
        self.retry_unknown = False
        self._session: Session | None = None
        self._limit = LIMIT
        self.reach = Reach(home)
        self._timeout = TIMEOUT

    @classmethod
    def of(cls, session: Session) -> Downloads:
        """Those of a client, over its own transport if it was given one."""
        made = cls(
            session.given_transport,
            clock=session.clock,
            home=session.settings.base_url,
            hooks=session.hooks,
            retries=session.retries,
        )
        made.headers["User-Agent"] = session.agent
        made._session = session
        made.after_fork()
        if session.connections_of is not None:  # of these the limits, and what they opened if it may lead as far
            other = session.connections_of.one(cls.of)
            made._limit, made._timeout, made.reach.anywhere = other.limit, other.timeout, other.anywhere
            if made.reach.home == other.reach.home:
                made.reach, made._opened, made._borrows = other.reach, other._opened, True
        return made

    def __repr__(self) -> str:
        return f"<Downloads: {self.timeout:g} s and {self.limit:,} bytes an image at most>"

    def after_fork(self) -> None:
        """Share the retry quota and the rate limiters of the session, which a child process has anew."""
        if self._session is not None:
            self.retry_quota, self.rate_limits = self._session.retry_quota, self._session.rate_limits

    @property
    def transport(self) -> Transport:
        """What carries the requests; it connects to no private address."""
        if not self._opened:
            from brushwork_runtime.http.network_guard import PublicTransport

            made = self._opened.setdefault("", PublicTransport(self.reach, **self._way))  # one, however many ask
            if self._closed:
                self.close()
            return made
        return self._opened[""]

    @property
    def anywhere(self) -> bool:
        """Whether images are fetched from everywhere, also over http and from private addresses (default: False).

        It holds for the store that reference images are uploaded to as well.
        """
        return self.reach.anywhere

    @anywhere.setter
    def anywhere(self, value: bool) -> None:
        self.reach.anywhere = flag("anywhere", value)

    @property
    def limit(self) -> int:
        """Bytes of the largest image that is fetched."""
        return self._limit

    @limit.setter
    def limit(self, value: int) -> None:
        self._limit = whole_number("downloads.limit", value, 1)

    @property
    def timeout(self) -> float:
        """Seconds for one image, attempts included."""
        return self._timeout

    @timeout.setter
    def timeout(self, value: float) -> None:
        self._timeout = number_of_seconds(value, "downloads.timeout")

    def fill(self, url: str, sink: Memory | PartFile, cancellation: Cancellation | None = None) -> bool:
        """Fetch an image into `sink`; whether it is known that nothing is missing: not every server or format tells.

        Raises `ResultExpired`, `DownloadFailed`, `OSError` of the disk.
        """
        if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise TypeError(tr("url is {url}; it must be text", url=redact.value(url)))
        return Fetching(
            self, redact.Address(str.__str__(url)), sink, Deadline(self.clock, self.timeout, cancellation)
        ).whole()

    def content(self, url: str) -> bytes:
        """The bytes of an image. Raises `ResultExpired` or `DownloadFailed`."""
        from brushwork_runtime.results.atomic_file import Memory

        memory = Memory()
        self.fill(url, memory)
        return memory.content

    def file(self, url: str, place: Callable[[str], Path], *, overwrite: bool = False) -> Path:
        """Fetch an image into the file that `place` names for its format ("PNG"). Folders are made.

        Raises `FileExistsError` if the file exists and may not be overwritten, another `OSError` of the disk,
        `ResultExpired`, `DownloadFailed`.
        """
        from brushwork_runtime.base.image_headers import signature
        from brushwork_runtime.results.atomic_file import PartFile

        with PartFile(lambda head: place(signature(head) or ""), overwrite=overwrite) as part:
            self.fill(url, part)
            return part.finish()

    def close(self) -> None:
        """Close the idle connections, and keep none from then on."""
        if self._borrows:
            return
        self._closed = True
        close: Callable[[], None] | None = getattr(self._opened.get(""), "close", None)
        if close is not None:
            close()

    def __reduce__(self) -> tuple[Callable[..., Downloads], tuple[object, ...]]:
        return _restored, (self.headers, self.reach.home, self.anywhere, self.limit, self.timeout)


def _restored(headers: dict[str, str], home: str, anywhere: bool, limit: int, timeout: float) -> Downloads:
    """Downloads from their pickle, which holds neither connections nor clock nor hooks."""
    made = Downloads(home=home)
    made.headers, made.anywhere, made.limit, made.timeout = headers, anywhere, limit, timeout
    return made
