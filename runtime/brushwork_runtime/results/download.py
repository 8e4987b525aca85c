"""Fetching result images: without the key, the URL byte for byte, and no half file under a final name.

What it takes to fetch one is imported at the first download; a call that makes images needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.clock import SystemClock, number_of_seconds
from brushwork_runtime.base.events import Hooks
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.config import Reach, whole_number
from brushwork_runtime.http.transport import HttpTransport
from brushwork_runtime.retry.limits import RETRIES, RateLimits, RetryQuota

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brushwork_runtime.base.clock import Cancellation, Clock
    from brushwork_runtime.http.messages import Transport
    from brushwork_runtime.results.atomic_file import Insert
    from brushwork_runtime.session import Session

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
        agent: str = "brushwork",
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
        self.headers = {"User-Agent": agent, "Accept": "image/*"}
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
            agent=session.agent,
            home=session.settings.base_url,
            hooks=session.hooks,
            retries=session.retries,
        )
        made._session = session
        made.after_fork()
        if session.connections_of is not None:
            made._take_after(session.connections_of.one(cls.of))
        return made

    def _take_after(self, other: Downloads) -> None:
        """Take the limits of `other`, and its connections if they may lead to the same places."""
        self._limit, self._timeout, self.reach.anywhere = other.limit, other.timeout, other.anywhere
        if self.reach.home == other.reach.home:
            self.reach, self._opened, self._borrows = other.reach, other._opened, True

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

    def content(
        self, url: str, cancellation: Cancellation | None = None, *, told: Callable[[bool], object] = bool
    ) -> bytes:
        """The bytes of an image. Raises `ResultExpired` or `DownloadFailed`.

        `told` is called with whether it is known that nothing is missing: neither every server nor every format tells.
        """
        from brushwork_runtime.results.atomic_file import Memory
        from brushwork_runtime.results.filling import fill

        memory = Memory()
        told(fill(self, url, memory, cancellation))
        return memory.content

    def file(
        self,
        url: str,
        place: Callable[[str], Path],
        *,
        overwrite: bool = False,
        insert: Insert | None = None,
        cancellation: Cancellation | None = None,
        told: Callable[[bool], object] = bool,
    ) -> Path:
        """Fetch an image into the file that `place` names for its format ("PNG"). Folders are made.

        `insert` says what is put into it, and where, once all of it has come; `told` is as in `content`. Raises
        `FileExistsError` if the file exists and may not be overwritten, another `OSError` of the disk, `ResultExpired`,
        `DownloadFailed`.
        """
        from brushwork_runtime.base.image_headers import signature
        from brushwork_runtime.results.atomic_file import PartFile
        from brushwork_runtime.results.filling import fill

        part = PartFile(lambda head: place(signature(head) or ""), overwrite=overwrite, insert=insert)
        try:
            told(fill(self, url, part, cancellation))
            return part.finish()
        finally:
            part.discard()

    def close(self) -> None:
        """Close the idle connections, and keep none from then on."""
        if self._borrows:
            return
        self._closed = True
        close: Callable[[], None] | None = getattr(self._opened.get(""), "close", None)
        if close is not None:
            close()

    def __reduce__(self) -> tuple[Callable[..., Downloads], tuple[object, ...]]:
        settings = (self.anywhere, self.limit, self.timeout)
        return _restored, (self.headers["User-Agent"], self.reach.home, *settings)


def _restored(agent: str, home: str, anywhere: bool, limit: int, timeout: float) -> Downloads:
    """Downloads from their pickle, which holds neither connections nor clock nor hooks."""
    made = Downloads(agent=agent, home=home)
    made.anywhere, made.limit, made.timeout = anywhere, limit, timeout
    return made
