"""Connections: urllib3 pools that tell whether a request ever left, and that put a URL on the wire as it is.

The only module that imports urllib3, and so the only slow one to import; `transport` loads it at the first request.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Retry, make_headers, parse_url

if TYPE_CHECKING:
    from ssl import SSLContext

NEVER: Retry = Retry(False, redirect=False)
"""The retry policy of urllib3, switched off: what is sent again is decided in `send` alone."""

POOL_SIZE = 32
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class _Phase(threading.local):
    """Of the request that this thread is sending: whether a byte has left, and the exact target for its first line."""

    sent = False
    target = ""


phase = _Phase()


class Connection(HTTPConnection):
    """Notes when bytes leave; connecting, a proxy's CONNECT and the TLS handshake do not count."""

    def connect(self) -> None:
        """Connect; whatever fails in here, nothing of the request has left."""
        try:
            super().connect()
        finally:
            phase.sent = False

    def send(self, data: object) -> None:
        """Send, and note that the request has begun to leave."""
        if self.sock is None and self.auto_open:
            self.connect()
        phase.sent = True
        super().send(data)  # type: ignore[arg-type]  # typeshed's own union is private

    def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
        """Begin the request with the target byte for byte, since urllib3 would rewrite its escapes."""
        super().putrequest(method, phase.target or url, skip_host, skip_accept_encoding)


class SecureConnection(Connection, HTTPSConnection):
    """The same over TLS."""


class Pool(urllib3.HTTPConnectionPool):
    """Pool of plain connections."""

    ConnectionCls = Connection  # pyright: ignore[reportAssignmentType]  # its protocol is stricter than its class


class SecurePool(urllib3.HTTPSConnectionPool):
    """Pool of TLS connections."""

    ConnectionCls = SecureConnection  # pyright: ignore[reportAssignmentType]  # the same


_context: SSLContext | None = None
_context_lock = threading.Lock()


def tls_context() -> SSLContext:
    """The TLS settings of this process, made once: reading the authorities costs 20 ms.

    TLS 1.2 or newer, names checked; authorities of the file that SSL_CERT_FILE, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE
    names, else of the system.
    """
    global _context  # noqa: PLW0603 - made once per process, on purpose
    with _context_lock:
        if _context is None:
            import ssl

            names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
            file = next((os.environ[name] for name in names if os.environ.get(name)), None)
            context = ssl.create_default_context(cafile=file)
            context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
            _context = context
    return _context


def proxy_for(scheme: str, host: str) -> str | None:
    """URL of the proxy for `host` from HTTP_PROXY, HTTPS_PROXY and NO_PROXY; loopback never goes through one."""
    if host in LOOPBACK or proxy_bypass(host):
        return None
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    return proxy


def pool_for(origin: str) -> tuple[urllib3.HTTPConnectionPool, bool]:
    """A pool of connections to `origin` (scheme://host:port), and whether requests must name the whole URL.

    The second holds for plain HTTP through a proxy only.
    """
    url = parse_url(origin)
    scheme, host = url.scheme or "https", url.host or ""
    proxy = proxy_for(scheme, host)
    if proxy:
        return _proxied(proxy, scheme, host, url.port), scheme == "http"
    if scheme == "https":
        return SecurePool(host, url.port, maxsize=POOL_SIZE, ssl_context=tls_context(), retries=NEVER), False
    return Pool(host, url.port, maxsize=POOL_SIZE, retries=NEVER), False


def _proxied(proxy: str, scheme: str, host: str, port: int | None) -> urllib3.HTTPConnectionPool:
    auth = parse_url(proxy).auth
    manager = urllib3.ProxyManager(
        proxy,
        maxsize=POOL_SIZE,
        ssl_context=tls_context(),
        retries=NEVER,
        proxy_headers=make_headers(proxy_basic_auth=auth) if auth else None,
    )
    manager.pool_classes_by_scheme = dict[str, type[urllib3.HTTPConnectionPool] | type[urllib3.HTTPSConnectionPool]](
        http=Pool, https=SecurePool
    )
    return manager.connection_from_host(host, port, scheme)
