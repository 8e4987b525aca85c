"""The application on a port, from `start` to `close`, in a thread of its own."""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import TYPE_CHECKING

import uvicorn

from brushwork_web.app import application

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from brushwork_web.studio import Studio

PATIENCE = 5.0
"""Seconds that closing waits for answers that are on their way."""

_EVERYWHERE = ("", "0.0.0.0", "::")


class Server:
    """Serves a studio on `host` and `port`; 0 picks one. Raises `OSError` where it is not free.

    `origin` is its address, and `entrance` that of the page with the token, which lets a browser in.
    """

    def __init__(self, studio: Studio, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.studio = studio
        self._socket = _listening(host, port)
        name = (studio.hosts or ("127.0.0.1",))[0] if host in _EVERYWHERE else host
        self.port: int = self._socket.getsockname()[1]
        self.origin = f"http://{f'[{name}]' if ':' in name else name}:{self.port}"
        self.entrance = f"{self.origin}/?token={studio.token}"
        config = uvicorn.Config(
            application(studio),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=int(PATIENCE),
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="brushwork-serve", daemon=True)

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        return self

    def close(self) -> None:
        """Take nothing more; what is under way goes on at the service, and is collected by the next server."""
        self.studio.orders.close()
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(PATIENCE + 1)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that is known to be of TCP: asyncio sends at once on such ones only, else 40 ms later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made
