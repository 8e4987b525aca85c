"""Where an answer may send us: https and the public net, so that no server points us into a private one.

It holds for every address that a server names: of results, of redirects, of the store for uploads. An address is taken
apart once, by the parser of urllib3, and must be written so plainly that no other parser reads another host in it. One
in numbers is judged as it stands; a name by what it leads to at the moment of connecting (`connected`), since a name
server may say one thing to a check and another to the connection.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import DownloadFailed
from brushwork_runtime.base.language import later, tr
from brushwork_runtime.config import HOST, loopback, private, within
from brushwork_runtime.http.connections import Connection, SecureConnection
from brushwork_runtime.http.transport import HttpTransport

if TYPE_CHECKING:
    import socket
    from typing import Any

    from brushwork_runtime.config import Reach
    from brushwork_runtime.http.pools import HostPool

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address


_HINT = later("If you trust where it leads, set client.downloads.anywhere = True and try again.")

_PLAIN = re.compile(rf"[Hh][Tt][Tt][Pp][Ss]?://{HOST}(?=/|$)")


def judge(url: str, reach: Reach) -> None:
    """Raise `DownloadFailed` for an address that nothing is fetched from or sent to."""
    scheme, host = _taken_apart(url)
    if not host:
        raise DownloadFailed(tr("an answer names no web address: {url}", url=redact.value(redact.url(url), 200)))
    if _covers(reach, host):
        return
    if scheme == "http":
        raise DownloadFailed(
            tr("{url} is not https, so anybody on the way could change it", url=redact.url(url)), hint=tr(_HINT)
        )
    if private(host):
        raise DownloadFailed(
            tr("{url} leads into a private network, where no answer may lead", url=redact.url(url)), hint=tr(_HINT)
        )


def _taken_apart(url: str) -> tuple[str, str]:
    """Scheme and host of a web address, in small letters; nothing of what is not plainly one."""
    if url.isascii() and url.isprintable() and not {" ", "\\"} & set(url) and _PLAIN.match(url):
        from urllib3.exceptions import (
            LocationParseError,
        )  # not before it is needed: a call that fetches nothing is quick
        from urllib3.util import parse_url

        with suppress(LocationParseError):
            parts = parse_url(url)
            return parts.scheme or "", (parts.host or "").lower()
    return "", ""


def proxied(host: str, reach: Reach) -> None:
    """Raise `DownloadFailed` for a name of one part, which a proxy looks up in its own network."""
    if "." not in host.rstrip(".") and ":" not in host and not _covers(reach, host):
        raise DownloadFailed(
            tr("{host} is a name in the network of the proxy, where no answer may lead", host=host), hint=tr(_HINT)
        )


def connected(host: str, peer: str, reach: Reach) -> None:
    """Raise `DownloadFailed` if a connection for `host` has led to `peer` in a private net; nothing was sent."""
    address = None if _covers(reach, host) else _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address  # as a socket of both protocols says it
    if address is not None and within(address):
        raise DownloadFailed(
            tr("{host} leads to {address}, a private address, where no answer may lead", host=host, address=address),
            hint=tr(_HINT),
        )


def _covers(reach: Reach, host: str) -> bool:
    return reach.anywhere or (loopback(host) and loopback(_taken_apart(reach.home)[1]))


def redirected(url: str, location: str | None, status: int) -> str:
    """Where an answer at `url` sends to. Raises `DownloadFailed` if it does not say, or goes from https to http."""
    if not location:
        raise DownloadFailed(
            tr("{url} redirects (HTTP {status}) without saying where", url=redact.url(url), status=status),
            status=status,
        )
    try:
        target = urljoin(url, location)
    except ValueError as error:
        what = tr(
            "{url} redirects (HTTP {status}) to something that is not an address", url=redact.url(url), status=status
        )
        raise DownloadFailed(what, status=status) from error
    if url[:6].lower() == "https:" and target[:6].lower() != "https:":
        what = tr(
            "{url} redirects (HTTP {status}) from https to {target}, which is not followed",
            url=redact.url(url),
            status=status,
            target=redact.url(target),
        )
        raise DownloadFailed(what, status=status)
    return target


def _address(host: str) -> Address | None:
    """An address in numbers as they are usually written; None for everything else."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.partition("%")[0])
    return None


class PublicTransport(HttpTransport):
    """Connects to no private address, unless its `reach` covers it.

    A proxy looks names up itself, so behind one only the text of an address can be judged.
    """

    __slots__ = ("_reach",)

    def __init__(self, reach: Reach, *, proxy: str | None = None, ca_file: str | None = None) -> None:
        super().__init__(proxy=proxy, ca_file=ca_file)
        self._reach = reach

    def _pool(self, origin: str) -> tuple[HostPool, bool]:
        pool, whole = super()._pool(origin)
        if pool.proxy is None and "through" not in pool.conn_kw:
            kind = _SecureGuarded if pool.scheme == "https" else _Guarded
            pool.ConnectionCls = kind  # pyright: ignore[reportAttributeAccessIssue]  # its protocol is stricter than its class
            pool.conn_kw["reach"] = self._reach
        else:
            proxied(pool.host, self._reach)
        return pool, whole


class _Guarded(Connection):
    """A connection that is given up if it leads out of its reach."""

    def __init__(self, *arguments: Any, reach: Reach, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._reach = reach

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        try:
            connected(self.host, str(made.getpeername()[0]), self._reach)
        except BaseException:
            made.close()
            raise
        return made


class _SecureGuarded(_Guarded, SecureConnection):
    """The same over TLS."""
