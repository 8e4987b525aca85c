"""Where images may be fetched from: https and the public net, so that an answer cannot point into a private one.

An address that is written as numbers is judged as it stands, in whatever notation; a name by what it leads to at the
moment of connecting (`connected`), since a name server may say one thing to a check and another to the connection.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from brushwork_runtime import redact
from brushwork_runtime.errors import DownloadFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brushwork_runtime.results.download import Reach

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HINT = "If you trust where it leads, set client.downloads.anywhere = True and fetch it again."
_PRIVATE: tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
        *("224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
"""Private, loopback, link-local, multicast and reserved. Not 100.64.0.0/10 and 198.18.0.0/15: the store's own servers
answer there inside its cloud, and proxies that stand in for every name."""

_NAT64: Network = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain")


@lru_cache(64)
def private(host: str) -> bool:
    """Whether `host` is, or may only be, a private address: numbers in any notation, or a name such as localhost."""
    host = host.strip("[]").rstrip(".").lower()
    if not host or host.rpartition(".")[2] in _LOCAL_NAMES:
        return True
    address = _address(host)
    return address is not None and within(address)


def within(address: Address) -> bool:
    """Whether an address lies in a private net, also one that is wrapped in an address of IPv6."""
    return any(one in network for one in _wrapped(address) for network in _PRIVATE if network.version == one.version)


@lru_cache(64)
def loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    host = host.strip("[]").lower()
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def judge(url: str, reach: Reach) -> None:
    """Raise `DownloadFailed` for a URL that is not to be fetched."""
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError as error:
        raise DownloadFailed(f"the result is no web address: {redact.url(url)!r}") from error
    if scheme not in ("http", "https") or not host or not url.isascii() or not url.isprintable():
        raise DownloadFailed(f"the result is no web address: {redact.url(url)!r}")
    if _covers(reach, host):
        return
    if scheme == "http":
        raise DownloadFailed(f"{redact.url(url)} is not https, so anybody on the way could change it", hint=_HINT)
    if private(host):
        raise DownloadFailed(f"{redact.url(url)} leads into a private network, where no result lies", hint=_HINT)


def connected(host: str, peer: str, reach: Reach) -> None:
    """Raise `DownloadFailed` if a connection for `host` has led to `peer` in a private net; nothing was sent."""
    address = None if _covers(reach, host) else _address(peer)
    if address is not None and within(address):
        raise DownloadFailed(f"{host} leads to {address}, a private address, where no result lies", hint=_HINT)


def _covers(reach: Reach, host: str) -> bool:
    return reach.anywhere or (loopback(host) and loopback(_host(reach.home)))


def redirected(url: str, location: str | None, status: int) -> str:
    """Where an answer at `url` sends to. Raises `DownloadFailed` if it does not say, or goes from https to http."""
    if not location:
        raise DownloadFailed(f"{redact.url(url)} redirects (HTTP {status}) without saying where", status=status)
    try:
        target = urljoin(url, location)
    except ValueError as error:
        what = f"{redact.url(url)} redirects (HTTP {status}) to what is no address"
        raise DownloadFailed(what, status=status) from error
    if url[:6].lower() == "https:" and target[:6].lower() != "https:":
        what = f"{redact.url(url)} redirects (HTTP {status}) from https to {redact.url(target)}, which is not followed"
        raise DownloadFailed(what, status=status)
    return target


@lru_cache(64)
def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _address(host: str) -> Address | None:
    """An address in numbers, also as `0x7f.1` or `2130706433`, which name resolution takes too; None for a name."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.partition("%")[0])
    with suppress(OSError, ValueError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


def _wrapped(address: Address) -> Iterable[Address]:
    """The address, and the one of IPv4 that it stands for."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            yield inner
