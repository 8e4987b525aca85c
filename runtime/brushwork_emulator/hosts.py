"""Which names the emulator answers to.

A web page can have its own name resolve to the loopback address (DNS rebinding), or simply post to it: its browser then
tells the page's name as Host or Origin. Neither is answered, so that no page reads the ledger or orders images.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brushwork_emulator.judging.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from brushwork_emulator.wire import Call


_FOREIGN = (
    "is not accepted by this emulator. It accepts the names of loopback, those of the API, and "
    "further ones given by Emulator(hosts=[NAME]) or brushwork emulator --allow-host NAME."
)


class Hosts:
    """The names of loopback, `names` (what it is bound to, and what it is told to answer to) and those of the API."""

    __slots__ = ("_names", "_of_api")

    def __init__(self, names: Iterable[str], of_api: Callable[[str], bool]) -> None:
        self._names = {_plain(name) for name in names}
        self._of_api = of_api

    def check(self, call: Call) -> None:
        """Refuse a call for, or from a page of, any other host."""
        for header, text in (
            ("request target", urlsplit(call.target).netloc),
            ("Host", call.headers.get("host", "")),
            ("Origin", call.headers.get("origin", "")),
        ):
            if text and not self._known(_host(text, origin=header == "Origin")):
                raise Refused(403, "ForbiddenHost", f"The {header} {text[:100]!r} {_FOREIGN}")

    def _known(self, host: str | None) -> bool:
        if host is None:
            return False
        if host in self._names or host == "localhost" or host.endswith(".localhost") or self._of_api(host):
            return True
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return False


def _host(text: str, *, origin: bool) -> str | None:
    """The name in a header; None where it holds none, as the Origin "null" of a page without one."""
    try:
        parts = urlsplit(text if origin else f"//{text}")
        name = parts.hostname
    except ValueError:
        return None
    odd = "@" in parts.netloc or parts.path or (origin and parts.scheme not in ("http", "https"))
    return None if odd or not name else _plain(name)


def _plain(name: str) -> str:
    return name.strip("[]").rstrip(".").lower()
