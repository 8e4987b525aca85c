"""Pools of connections to one host: over TLS, through a proxy, or plain.

With `connections` the only module that imports urllib3, and so slow to import: `transport` does so when it first sends.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

import urllib3
from urllib3.util import Retry, Url, make_headers, parse_url

from brushwork_runtime import redact, secret
from brushwork_runtime.errors import ConfigError
from brushwork_runtime.net.connections import Connection, SecureConnection
from brushwork_runtime.net.tls import tls_context

if TYPE_CHECKING:
    from queue import LifoQueue

    from urllib3 import HTTPResponse
    from urllib3._base_connection import BaseHTTPConnection

    from brushwork_runtime.net.wire import HttpRequest

NEVER: Retry = Retry(False, redirect=False)
"""The retry policy of urllib3, switched off: what is sent again is decided elsewhere."""

POOL_SIZE = 128
"""Connections to one host at the same time; more requests than that wait for one, within their connect timeout."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class HostPool(urllib3.HTTPConnectionPool):
    """A pool that sends a request once, and does nothing else with it.

    Once `keep` is False it closes each connection when its answer is read.
    """

    keep = True

    def exchange(self, request: HttpRequest, target: str) -> HTTPResponse:
        """Send, and return when the head of the answer has come; `target` is what may be logged.

        `urlopen` would get the same answer after a fifth more work, for redirects and further tries, which are never
        its own to make.
        """
        conn = cast("Connection", self._get_conn(timeout=request.connect_timeout))  # pyright: ignore[reportArgumentType]  # `queue` takes parts of seconds
        try:
            answer = self._exchange(conn, request, target)
        except BaseException:
            conn.close()
            self._put_conn(None)
            raise
        answer._connection, answer._pool = conn, self  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]  # it gives the connection back
        return answer

    def _exchange(self, conn: Connection, request: HttpRequest, target: str) -> HTTPResponse:
        headers = request.headers
        if self.proxy is not None and self.scheme == "http":
            headers = {**headers, **self.proxy_headers}
        conn.timeout = request.connect_timeout
        if conn.is_closed:
            if self.proxy is not None and self.scheme == "https":
                self._prepare_proxy(conn)  # pyright: ignore[reportArgumentType]  # as `ConnectionCls`
            else:
                conn.connect()
        try:  # noqa: SIM105 - `suppress` costs a microsecond a call
            conn.request(request.method, target, request.body, headers, preload_content=False, decode_content=False)
        except (BrokenPipeError, ConnectionResetError):
            pass
        conn.timeout = request.read_timeout
        return conn.getresponse()

    def _put_conn(self, conn: BaseHTTPConnection | None) -> None:
        if conn is not None and not self.keep:
            conn.close()
        super()._put_conn(conn)


class Pool(HostPool):
    """Pool of plain connections."""

    ConnectionCls = Connection  # pyright: ignore[reportAssignmentType]  # its protocol is stricter than its class


class SecurePool(HostPool, urllib3.HTTPSConnectionPool):
    """Pool of TLS connections."""

    ConnectionCls = SecureConnection  # pyright: ignore[reportAssignmentType]  # the same


def proxy_for(scheme: str, host: str) -> str | None:
    """URL of the proxy for `host` from HTTP_PROXY, HTTPS_PROXY and NO_PROXY; loopback never goes through one."""
    if host in LOOPBACK or not _may_have_proxy():
        return None
    from urllib.request import getproxies, proxy_bypass

    if proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(scheme) or proxies.get("all") or None


def _may_have_proxy() -> bool:
    """Whether it is worth the import to look: these two systems have settings of their own beside the environment."""
    return sys.platform in ("win32", "darwin") or any(name.lower().endswith("_proxy") for name in os.environ)


def pool_for(origin: str, *, proxy: str | None = None, ca_file: str | None = None) -> tuple[HostPool, bool]:
    """A pool of connections to `origin` (scheme://host:port), and whether requests must name the whole URL.

    The second holds for plain HTTP through a proxy only. `proxy` and `ca_file` go before what the environment says.
    """
    url = parse_url(origin)
    scheme, host = url.scheme or "https", url.host or ""
    if through := proxy or proxy_for(scheme, host):
        through = secret.Address(through)
        return _proxied(through, scheme, host, url.port, ca_file), scheme == "http"
    if scheme == "http":
        return Pool(host, url.port, maxsize=POOL_SIZE, block=True, retries=NEVER), False
    context = tls_context(ca_file)
    return SecurePool(host, url.port, maxsize=POOL_SIZE, block=True, retries=NEVER, ssl_context=context), False


def _proxied(proxy: str, scheme: str, host: str, port: int | None, ca_file: str | None) -> HostPool:
    if "://" not in proxy:
        proxy = secret.Address(f"http://{proxy}")
    address = _usable(proxy)
    if address is None:
        raise ConfigError(
            f"the proxy {redact.url(proxy)} cannot be used",
            hint="It takes http://host:port or https://host:port, in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY.",
        )
    manager = urllib3.ProxyManager(
        proxy,
        maxsize=POOL_SIZE,
        block=True,
        ssl_context=tls_context(ca_file),
        retries=NEVER,
        proxy_headers=make_headers(proxy_basic_auth=address.auth) if address.auth else None,
    )
    manager.pool_classes_by_scheme = dict[str, type[urllib3.HTTPConnectionPool] | type[urllib3.HTTPSConnectionPool]](
        http=Pool, https=SecurePool
    )
    return cast("HostPool", manager.connection_from_host(host, port, scheme))


def _usable(proxy: str) -> Url | None:
    """The parts of a proxy's URL, None if it is none that can be used."""
    try:
        parts = parse_url(proxy)
    except urllib3.exceptions.HTTPError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.host else None


def retire(pool: urllib3.HTTPConnectionPool) -> None:
    """Close the idle connections of a pool, and the others as `keep_none` does."""
    keep_none(pool)
    pool.close()


def keep_none(pool: urllib3.HTTPConnectionPool) -> None:
    """From now on close every connection of a pool as soon as its answer is read."""
    if isinstance(pool, HostPool):
        pool.keep = False


def abandon(pool: urllib3.HTTPConnectionPool) -> None:
    """In a child process: close what was inherited, and forget locks that some thread of the parent may have held."""
    queue: LifoQueue[BaseHTTPConnection | None] | None = pool.pool
    if queue is None:
        return
    for connection in queue.queue:
        if connection is not None:
            connection.close()
    queue.__init__(queue.maxsize)  # type: ignore[misc]  # with new locks
