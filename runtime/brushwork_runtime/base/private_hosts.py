"""Hosts that are none of the public net: this machine, the networks around it, and names that only those know."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "lan", "home", "corp", "intranet", "private", "arpa")
"""The last parts of names that no public name server knows."""

_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
"""The last part of an address in numbers, in whatever notation; no name ends so."""

_SPECIAL = (
    *("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
    *("192.88.99.0/24", "192.168.0.0/16", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "100.100.100.200/32"),
    *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
)
"""Of the registries of IANA: private, loopback, link-local, documentation, tunnels, multicast and reserved; and
100.100.100.200, where the vendor's cloud tells its own servers their secrets. Not 100.64.0.0/10 and 198.18.0.0/15: the
store's own servers answer there inside its cloud, and proxies that stand in for every name."""


@cache
def _special() -> tuple[IPv4Network | IPv6Network, ...]:
    from ipaddress import ip_network

    return tuple(ip_network(text) for text in _SPECIAL)


@lru_cache(64)
def private(host: str) -> bool:
    """Whether `host` is, or may only be, a private address: numbers in any notation, or a name such as localhost."""
    from ipaddress import ip_address

    host = host.strip("[]").rstrip(".").lower()
    last = host.rpartition(".")[2]
    if ":" not in host and not _NUMERIC.fullmatch(last):
        return last in LOCAL_NAMES
    try:
        return within(ip_address(host))
    except ValueError:  # a notation that programs read in different ways
        return True


def within(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is none of the public net, also one that is wrapped in an address of IPv6."""
    if address.version == 6:
        from ipaddress import IPv4Address, IPv6Network

        if address in IPv6Network("64:ff9b::/96"):
            return within(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in IPv6Network("2000::/3"):
            return True
    return any(address in network for network in _special() if network.version == address.version)
