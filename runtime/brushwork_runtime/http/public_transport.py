"""The transport to where a server's answers lead: the usual one, whose connections look around before they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.http.connections import Connection, SecureConnection
from brushwork_runtime.http.network_guard import connected, proxied
from brushwork_runtime.http.transport import HttpTransport

if TYPE_CHECKING:
    import socket
    from typing import Any

    from brushwork_runtime.config.settings import Reach
    from brushwork_runtime.http.pools import HostPool


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
        if pool.proxy is None:
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
