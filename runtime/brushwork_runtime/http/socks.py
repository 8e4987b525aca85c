"""Connections through a SOCKS proxy, by PySocks (extra `socks`); imported only where a proxy is one."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import socks
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from brushwork_runtime.base.language import tr
from brushwork_runtime.http.connections import Connection, SecureConnection
from brushwork_runtime.http.messages import CONNECT_TIMEOUT

if TYPE_CHECKING:
    import socket

    from urllib3.util import Url

_PORT = 1080


class SocksConnection(Connection):
    """A connection that begins at the proxy `through`, which may look the name of the host up itself."""

    def __init__(self, *arguments: Any, through: Url, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._through = through

    def _new_conn(self) -> socket.socket:
        proxy, patience = self._through, self.timeout or CONNECT_TIMEOUT
        end = time.monotonic() + patience
        user, colon, password = (proxy.auth or "").partition(":")
        named = tr("the proxy {host}:{port}", host=proxy.host, port=proxy.port or _PORT)
        try:
            sock: socket.socket = socks.create_connection(
                (self._dns_host, self.port),
                patience,  # type: ignore[arg-type]  # it takes fractions of a second, as sockets do
                source_address=self.source_address,
                proxy_type=socks.SOCKS4 if proxy.scheme in ("socks4", "socks4a") else socks.SOCKS5,
                proxy_addr=proxy.host,
                proxy_port=proxy.port or _PORT,
                proxy_username=unquote(user) or None,
                proxy_password=unquote(password) if colon else None,
                proxy_rdns=proxy.scheme not in ("socks5", "socks4"),
                socket_options=self.socket_options,
            )
        except (TimeoutError, socks.ProxyError) as error:
            cause = getattr(error, "socket_err", None) or error
            if isinstance(cause, TimeoutError):
                raise ConnectTimeoutError(
                    self, tr("{named} had no answer within {timeout:g} s", named=named, timeout=self.timeout)
                ) from error
            raise NewConnectionError(self, tr("{named} refused: {cause}", named=named, cause=cause)) from error
        except OSError as error:
            raise NewConnectionError(self, f"{named}: {error}") from error
        sock.settimeout(max(end - time.monotonic(), 0.001))
        sys.audit("http.client.connect", self, self.host, self.port)
        return sock


class SecureSocksConnection(SocksConnection, SecureConnection):  # pyright: ignore[reportIncompatibleVariableOverride]  # as `SecureConnection`
    """The same over TLS to the host."""
