"""The emulated service on a port of the loopback interface."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from .service import Service
from .wire import Call

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from brushwork_runtime.spec import Api, Model

    from .answers import Shape
    from .ledger import Ledger

_HOST = "127.0.0.1"


class Emulator:
    """The whole API on loopback, from the tables of `models` and `api`.

    `key` is the only key that it takes. A task has succeeded at its query number `polls`. `shapes` says, by family, how
    answers look where a family differs from the common shape. Starts on entering, on a port that is free.
    """

    def __init__(
        self,
        models: Iterable[Model],
        api: Api,
        *,
        key: str = "sk-emulator",
        polls: int = 2,
        shapes: Mapping[str, Shape] | None = None,
    ) -> None:
        self._server = _Server((_HOST, 0), _Handler)
        self.origin = f"http://{_HOST}:{self._server.server_port}"
        self.url = self.origin + api.base_path
        self.key = key
        self.service = Service(models, api, origin=self.origin, key=key, polls=polls, shapes=shapes or {})
        self._server.service = self.service
        self._thread: threading.Thread | None = None

    @property
    def ledger(self) -> Ledger:
        """The requests that were accepted, and the images that they billed."""
        return self.service.ledger

    def refuse(self, model: str, protocol: str) -> None:
        """From now on answer 403 to calls of `model` by `protocol` ("sync", "async"), as a mismatch of the two."""
        self.service.refused.add((model, protocol))

    def start(self) -> Self:
        """Begin to answer; does nothing if it has begun."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._server.serve_forever, args=(0.02,), name="brushwork-emulator", daemon=True
            )
            self._thread.start()
        return self

    def close(self) -> None:
        """Stop, and close every connection."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()
        self._server.drop_connections()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Emulator {self.url}, {self.ledger!r}>"


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that it can end them."""

    daemon_threads = True
    request_queue_size = 128
    service: Service

    def __init__(self, address: tuple[str, int], handler: type[_Handler]) -> None:
        super().__init__(address, handler)
        self.connections: set[socket.socket] = set()

    def drop_connections(self) -> None:
        """End every connection and wait, at most a second, until its thread has let go of it."""
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        end = time.monotonic() + 1
        while self.connections and time.monotonic() < end:
            time.sleep(0.001)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "brushwork-emulator"
    disable_nagle_algorithm = True
    wbufsize = -1

    def handle(self) -> None:
        self._home.connections.add(self.connection)
        with suppress(ConnectionError):
            super().handle()

    def finish(self) -> None:
        try:
            with suppress(ConnectionError):
                super().finish()
        finally:
            self._home.connections.discard(self.connection)

    @property
    def _home(self) -> _Server:
        return cast("_Server", self.server)

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        call = Call(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        reply = self._home.service.reply(call)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content)
        self.wfile.flush()

    do_GET = do_POST = _answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing; the ledger tells what came."""
