"""Serves a desk to clients: over stdin and stdout, or over HTTP on loopback until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import sys
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import anyio
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from brushwork_mcp.server import server
from brushwork_runtime import ConfigError, errors

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from types import FrameType

    from brushwork_mcp.desk import Desk

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATH = "/mcp"

COLLECTING = 600.0
"""Seconds at most that a server whose client has gone fetches what was paid for, unless it is told to stop."""

_BODY = 32 * 1024 * 1024
"""Bytes of a request, at most: pictures may be in it as data: URIs."""


def stdio(desk: Desk, version: str) -> None:
    """Serve the one client at stdin and stdout until it closes them; then collect what is under way.

    SIGTERM and Ctrl-C end it at once: what is under way goes on at the service, and the next server collects it.
    """
    with _quiet(), _ended_by_signals(desk):
        anyio.run(server(desk, version).run_stdio_async)
        desk.close(COLLECTING)


def http(
    desk: Desk,
    version: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    origins: Sequence[str] = (),
    told: Callable[[str], object] = lambda _: None,
) -> None:
    """Serve clients over streamable HTTP until Ctrl-C or SIGTERM; `told` is called with the address.

    `origins` are those of web pages that may ask, besides the server's own. Raises `ConfigError` for a host that is
    not loopback, `OSError`.
    """
    if host not in LOOPBACK:
        raise ConfigError(
            f"the host is {host}, and the server listens on loopback only: {', '.join(LOOPBACK)}",
            hint="Whoever reaches it spends your budget. For other machines, put a proxy that knows them before it.",
        )
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    with _quiet(), _interrupted_by_signals(), socket.create_server((host, port), family=family) as listener:
        port = listener.getsockname()[1]
        app = server(desk, version).streamable_http_app(
            streamable_http_path=PATH,
            transport_security=security(port, origins),
            max_request_body_size=_BODY,
            host=host,
        )
        told(f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}")
        serving = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5))
        with suppress(KeyboardInterrupt):  # uvicorn ends by itself then, and raises the signal again
            serving.run(sockets=[listener])
        desk.close()


def security(port: int, origins: Sequence[str] = ()) -> TransportSecuritySettings:
    """What a request must say of its host and its origin: so no web page reaches the server by a name of its own."""
    names = [f"{f'[{name}]' if ':' in name else name}:{port}" for name in LOOPBACK]
    return TransportSecuritySettings(
        allowed_hosts=names, allowed_origins=[*(f"http://{name}" for name in names), *origins]
    )


@contextmanager
def _quiet() -> Generator[None]:
    """What the checks warn of is told to whoever asks; stderr is for what goes wrong with the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.BrushworkWarning)
        yield


@contextmanager
def _ended_by_signals(desk: Desk) -> Generator[None]:
    """Let go of the desk when a signal comes. A thread may read from stdin then, which nothing ends but the process."""

    def end(number: int, _: FrameType | None) -> None:
        desk.close()
        sys.stderr.flush()
        os._exit(128 + number)

    with _handled(end):
        yield


@contextmanager
def _interrupted_by_signals() -> Generator[None]:
    """Let SIGTERM be what Ctrl-C is."""

    def interrupt(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(interrupt):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Generator[None]:
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
