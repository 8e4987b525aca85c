"""Pools of connections to one host: over TLS, through a proxy, or plain; and the settings of TLS, made once.

With `connections` the only module that imports urllib3, and so slow to import: `transport` does so when it first sends.
"""

from __future__ import annotations

import os
import ssl
import sys
from base64 import b64encode
from collections import deque
from contextlib import nullcontext, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote_to_bytes

import urllib3
from urllib3.exceptions import EmptyPoolError
from urllib3.util import Retry, Url, parse_url

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConfigError, ConnectFailed
from brushwork_runtime.base.language import tr
from brushwork_runtime.http.connections import Connection, ProxySocket, SecureConnection

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from brushwork_runtime.http.connections import Exchange, HttpAnswer
    from brushwork_runtime.http.messages import HttpRequest

NEVER: Retry = Retry(False, redirect=False)
"""The retry policy of urllib3, switched off: what is sent again is decided elsewhere."""

POOL_SIZE = 128
"""Connections to one host at the same time; more requests than that wait for one, within their connect timeout."""

_NOTHING: AbstractContextManager[None] = nullcontext()

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class Slots:
    """Which connections of a pool are idle, and how many more may be made: the queue of urllib3's pool.

    Unlike that one it may be given to at any moment, also by what is collected while this thread takes from it.
    """

    def __init__(self, maxsize: int) -> None:
        self.maxsize = maxsize
        self._free: SimpleQueue[None] = SimpleQueue()
        self._idle: deque[Connection] = deque()

    def get(self, block: bool = True, timeout: float | None = None) -> Connection | None:
        """An idle connection, the last one that was used; None if one must be made. Raises `queue.Empty`."""
        self._free.get(block, timeout)
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def put(self, connection: Connection | None, block: bool = True) -> None:  # noqa: ARG002 - as urllib3 calls it
        """Give one back; None for one that was closed."""
        if connection is not None:
            self._idle.append(connection)
        self._free.put(None)

    def qsize(self) -> int:
        """How many may be taken."""
        return self._free.qsize()

    @property
    def queue(self) -> list[Connection | None]:
        """What may be taken: idle connections, and None for those that may be made."""
        idle = list(self._idle)
        return [*idle, *(None,) * (self.qsize() - len(idle))]

    def close_idle(self) -> None:
        """Close what is idle."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()


class Lease:
    """A connection of a pool in use, given back exactly once: by `end`, or when nobody has the lease any more."""

    __slots__ = ("_held", "_slots", "connection", "pool")

    def __init__(self, pool: HostPool, timeout: float) -> None:
        """Take one that is idle or new. Raises `EmptyPoolError` if none becomes free in `timeout` seconds."""
        self.pool = pool
        self._slots = pool.slots
        self._held: list[Connection | None] = []
        try:
            self._held.append(
                self._slots.get(timeout=timeout)
            )  # one line: an interrupt finds it taken and held, or not
        except Empty:
            raise EmptyPoolError(pool, tr("no connection became free")) from None
        found = self._held[0] or cast("Connection", pool._new_conn())  # pyright: ignore[reportPrivateUsage]  # ours
        self.connection = self._held[0] = found
        if not found.is_closed and not found.is_connected:
            found.close()

    def end(self, *, clean: bool = False) -> None:
        """Give the connection back: to be used again if its answer was read to the end (`clean`), else closed."""
        try:
            found = self._held.pop()
        except IndexError:
            return
        keep = False
        try:
            keep = clean and found is not None and self.pool.keep
            if found is not None and not keep:
                found.close()
        finally:
            self._slots.put(found if keep else None)

    def __del__(self) -> None:
        self.end()


class HostPool(urllib3.HTTPConnectionPool):
    """A pool that sends a request once, and does nothing else with it.

    Once `keep` is False it closes each connection when its answer is read.
    """

    QueueCls = Slots  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  # what urllib3 calls of one
    keep = True

    @property
    def slots(self) -> Slots:
        """What may be taken of it."""
        return cast("Slots", self.pool)

    def exchange(self, request: HttpRequest, target: str, exchange: Exchange) -> tuple[HttpAnswer, Lease]:
        """Send, and return when the head of the answer has come.

        `urlopen` would get the same answer after a fifth more work, for redirects and further attempts, which are never
        its own to make.
        """
        lease = Lease(self, request.connect_timeout)
        try:
            lease.connection.exchange = exchange
            return self._exchange(lease.connection, request, target), lease
        except BaseException:
            lease.end()
            raise

    def _exchange(self, conn: Connection, request: HttpRequest, target: str) -> HttpAnswer:
        headers = request.headers
        if self.proxy is not None and self.scheme == "http":
            headers = {**headers, **self.proxy_headers}
        conn.timeout = request.connect_timeout
        if conn.is_closed:
            if self.proxy is not None and self.scheme == "https":
                self._prepare_proxy(conn)  # pyright: ignore[reportArgumentType]  # as `ConnectionCls`
            else:
                conn.connect()
        if request.leaves is not None:
            request.leaves()
        with request.cancellation.waking(conn.cut) if request.cancellation is not None else _NOTHING:
            try:  # noqa: SIM105 - `suppress` costs a microsecond a call
                conn.ask(request.method, target, request.body, headers)
            except (BrokenPipeError, ConnectionResetError):
                pass
            conn.timeout = request.read_timeout
            return conn.answer()


class Pool(HostPool):
    """Pool of plain connections."""

    ConnectionCls = Connection  # pyright: ignore[reportAssignmentType]  # its protocol is stricter than its class


class SecurePool(HostPool, urllib3.HTTPSConnectionPool):
    """Pool of TLS connections."""

    ConnectionCls = SecureConnection  # pyright: ignore[reportAssignmentType]  # the same


def proxy_for(scheme: str, host: str) -> str | None:
    """URL of the proxy for `host` from HTTP_PROXY, HTTPS_PROXY and NO_PROXY; loopback never goes through one."""
    if host in LOOPBACK or _in_127(host) or not _may_have_proxy():
        return None
    from urllib.request import getproxies, proxy_bypass

    if proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(scheme) or proxies.get("all") or None


def _in_127(host: str) -> bool:
    return host.startswith("127.") and host.replace(".", "").isdecimal()


def _may_have_proxy() -> bool:
    """Whether it is worth the import to look: these two systems have settings of their own beside the environment."""
    return sys.platform in ("win32", "darwin") or any(name.lower().endswith("_proxy") for name in os.environ)


def pool_for(origin: str, *, proxy: str | None = None, ca_file: str | None = None) -> tuple[HostPool, bool]:
    """A pool of connections to `origin` (scheme://host:port), and whether requests must name the whole URL.

    The second holds for plain HTTP through a proxy only. `proxy` and `ca_file` go before what the environment says.
    """
    url = _usable(origin)
    if url is None:
        failed = ConnectFailed(tr("{url} is not a web address", url=redact.url(origin)), hint=tr("Nothing was sent."))
        failed.lasting = True
        raise failed
    scheme, host = url.scheme or "https", url.host or ""
    if through := proxy or proxy_for(scheme, host):
        through = redact.Address(through)
        pool = _proxied(through, scheme, host, url.port, ca_file)
        return pool, scheme == "http" and pool.proxy is not None  # through SOCKS it is asked for as if it were near
    if scheme == "http":
        return Pool(host, url.port, maxsize=POOL_SIZE, block=True, retries=NEVER), False
    context = tls_context(ca_file)
    return SecurePool(host, url.port, maxsize=POOL_SIZE, block=True, retries=NEVER, ssl_context=context), False


def _proxied(proxy: str, scheme: str, host: str, port: int | None, ca_file: str | None) -> HostPool:
    if "://" not in proxy:
        proxy = redact.Address(f"http://{proxy}")
    address = _usable(proxy, SOCKS)
    if address is None:
        raise ConfigError(
            tr("the proxy {proxy} cannot be used", proxy=redact.url(proxy)),
            hint=tr(
                "It takes http://host:port, https://host:port or socks5://host:port, in HTTP_PROXY, HTTPS_PROXY or "
                "ALL_PROXY."
            ),
        )
    if address.scheme in SOCKS:
        return _through_socks(address, scheme, host, port, ca_file)
    manager = urllib3.ProxyManager(
        proxy,
        maxsize=POOL_SIZE,
        block=True,
        ssl_context=tls_context(ca_file),
        proxy_ssl_context=tls_context(ca_file, ProxySocket) if address.scheme == "https" else None,
        retries=NEVER,
        proxy_headers=_login(address.auth) if address.auth else None,
    )
    manager.pool_classes_by_scheme = dict[str, type[urllib3.HTTPConnectionPool] | type[urllib3.HTTPSConnectionPool]](
        http=Pool, https=SecurePool
    )
    return cast("HostPool", manager.connection_from_host(host, port, scheme))


def _login(auth: str) -> dict[str, str]:
    """The header of a proxy's user and password, which in a URL are percent-encoded."""
    token = b64encode(unquote_to_bytes(auth)).decode("ascii")
    return {"proxy-authorization": redact.Authorization(f"Basic {token}")}


SOCKS = ("socks5h", "socks5", "socks4a", "socks4", "socks")
"""Schemes of proxies that PySocks speaks to. A name is looked up there with the first and the third of them, as curl
does; `socks` is what desktops write into ALL_PROXY, and means the first."""


def _through_socks(proxy: Url, scheme: str, host: str, port: int | None, ca_file: str | None) -> HostPool:
    """A pool whose connections begin at a SOCKS proxy; within, they are as to the host itself."""
    try:
        from brushwork_runtime.http.socks import SecureSocksConnection, SocksConnection
    except ModuleNotFoundError:
        raise ConfigError(
            tr("the proxy {proxy} speaks SOCKS, which needs PySocks", proxy=redact.url(str(proxy))),
            hint=tr("pip install 'brushwork[socks]', or use an http:// proxy; NO_PROXY names hosts that need none."),
        ) from None
    if scheme == "https":
        pool: HostPool = SecurePool(
            host, port, maxsize=POOL_SIZE, block=True, retries=NEVER, ssl_context=tls_context(ca_file)
        )
        pool.ConnectionCls = SecureSocksConnection  # pyright: ignore[reportAttributeAccessIssue]  # as above
    else:
        pool = Pool(host, port, maxsize=POOL_SIZE, block=True, retries=NEVER)
        pool.ConnectionCls = SocksConnection  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]  # as above
    pool.conn_kw["through"] = proxy
    return pool


def _usable(address: str, others: tuple[str, ...] = ()) -> Url | None:
    """The parts of a URL of http, https or one of the `others`, None if it is none that can be used."""
    try:
        parts = parse_url(address)
    except urllib3.exceptions.HTTPError:
        return None
    return parts if parts.scheme in ("http", "https", *others) and parts.host else None


def retire(pool: HostPool) -> None:
    """Close the idle connections of a pool, and the others as `keep_none` does."""
    keep_none(pool)
    pool.slots.close_idle()


def keep_none(pool: HostPool) -> None:
    """From now on close every connection of a pool as soon as its answer is read."""
    pool.keep = False


CA_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Environment variables that may name a file of certificate authorities; the first that is set counts."""

_contexts: dict[tuple[str | None, type[ssl.SSLSocket] | None], ssl.SSLContext] = {}


def tls_context(ca_file: str | None = None, kind: type[ssl.SSLSocket] | None = None) -> ssl.SSLContext:
    """TLS settings, made once for each file of authorities: reading one costs 20 ms.

    TLS 1.2 or newer, names checked; authorities of `ca_file` (a file or a folder), else of the one that SSL_CERT_FILE,
    REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names, else of the system. Sockets are of `kind`, if it is given. Raises
    `ConfigError` if the authorities cannot be read.
    """
    source, chosen = "ca_file=", ca_file
    if chosen is None:
        source = next((name for name in CA_VARIABLES if os.environ.get(name)), "")
        chosen = os.environ.get(source)
    found = _contexts.get((chosen, kind))
    if found is None:  # two threads may both make one, which costs time and nothing else
        made = _new_context(chosen, source)
        if kind is not None:
            made.sslsocket_class = kind
        found = _contexts.setdefault((chosen, kind), made)
    return found


def _new_context(path: str | None, source: str) -> ssl.SSLContext:
    path = None if path is None else os.path.expanduser(path)
    folder = path is not None and os.path.isdir(path)
    try:
        context = ssl.create_default_context(cafile=None if folder else path, capath=path if folder else None)
    except OSError as error:
        setting, why = f"{'$' if source in CA_VARIABLES else ''}{source}", error.strerror or error
        if path:
            told = tr("{setting} names {file!r}: {error}", setting=setting, file=path, error=why)
        else:
            told = tr("TLS cannot be set up: {error}", error=why)
        raise ConfigError(
            told,
            hint=tr("It should be a file with the certificates of authorities in PEM form, or not be set."),
        ) from error
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    return context
