"""Connections of the loopback interface: a thread for each, so many at once, all ended by `close`."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import Refused
from brushwork_emulator.sockets import http1
from brushwork_emulator.sockets.reading import BadRequest, Broken, read_body, read_head
from brushwork_emulator.wire import Action, Ending, Pause

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO, Protocol

    from brushwork_emulator.wire import Call, Reply, Step

    class Answering(Protocol):
        """The service behind the sockets."""

        def early(self, call: Call) -> Reply | Action | None:
            """The response before the body of `call` is read, if any."""
            ...

        def reply(self, call: Call) -> Reply | Action:
            """The response."""
            ...


MOST = 512
"""Concurrent connections; further ones wait."""

_AT_ONCE = struct.pack("ii", 1, 0)
_GRACE = 5.0


class Listener:
    """A port of `host` with `service` behind it. It listens at once, and answers once it is started."""

    def __init__(self, host: str, port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=MOST)
        self.port: int = self._socket.getsockname()[1]
        self._closing = threading.Event()
        self._free = threading.BoundedSemaphore(MOST)
        self._open: dict[threading.Thread, socket.socket] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, service: Answering) -> None:
        """Start to answer; does nothing if already started."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._accept, args=(service,), name="emulator", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, close every connection, and wait for their threads to end."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self._thread is not None:
            with suppress(OSError):  # a last connection wakes the thread
                socket.create_connection(self._socket.getsockname()[:2], timeout=1).close()
            self._thread.join(_GRACE)
        self._socket.close()
        with self._lock:
            left = dict(self._open)
        for connection in left.values():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        end = time.monotonic() + _GRACE
        for thread in left:
            thread.join(max(0.0, end - time.monotonic()))

    def _accept(self, service: Answering) -> None:
        while not self._closing.is_set():
            if not self._free.acquire(timeout=0.05):
                continue
            try:
                connection, _ = self._socket.accept()
            except OSError:
                self._free.release()
                continue
            if self._closing.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._serve, args=(connection, service), name="emulated", daemon=True)
            with self._lock:
                self._open[thread] = connection
            thread.start()

    def _serve(self, connection: socket.socket, service: Answering) -> None:
        try:
            with connection, connection.makefile("rb") as source, suppress(OSError, Broken):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while not self._closing.is_set() and self._exchange(connection, source, service):
                    pass
        finally:
            with self._lock:
                del self._open[threading.current_thread()]
            self._free.release()

    def _exchange(self, connection: socket.socket, source: BinaryIO, service: Answering) -> bool:
        """Serve one request; return whether the connection stays open."""
        try:
            found = read_head(source)
            if found is None:
                return False
            call, keep = found
            early = service.early(call)
            if early is not None:
                self._play(connection, _steps(early, call, keep=False))
                _drain(connection, early)
                return False
            if call.headers.get("expect", "").lower() == "100-continue":
                connection.sendall(http1.CONTINUE)
            call.content = read_body(source, call)
        except BadRequest as error:
            refused = Refused(400, "BadRequest", str(error)).reply()
            self._play(connection, http1.message(refused, keep=False))
            return False
        return self._play(connection, _steps(service.reply(call), call, keep=keep))

    def _play(self, connection: socket.socket, steps: Iterable[Step]) -> bool:
        """Take the steps; return whether the connection stays open."""
        for step in steps:
            if self._closing.is_set():
                return False
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, Pause):
                self._closing.wait(min(step.seconds, threading.TIMEOUT_MAX))
            else:
                return _end(connection, step)
        return False


def _steps(made: Reply | Action, call: Call, *, keep: bool) -> Iterable[Step]:
    return made.steps if isinstance(made, Action) else http1.message(made, method=call.method, keep=keep)


def _end(connection: socket.socket, ending: Ending) -> bool:
    if ending is Ending.RESET:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    elif ending is Ending.STALL:
        while connection.recv(65536):
            pass
    return ending is Ending.KEEP


def _drain(connection: socket.socket, made: Reply | Action) -> None:
    """Read on for a while what a client still writes, so that it gets to read the early answer."""
    if isinstance(made, Action) and made.steps in ([Ending.CLOSE], [Ending.RESET]):
        return
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1)
    while connection.recv(65536):
        pass
