"""Loopback servers that say exactly these bytes, for what no well-behaved server does."""

from __future__ import annotations

import socket
import ssl
import threading
from types import TracebackType
from typing import Self


class RawServer:
    """Answers each connection, or each request of one, with the next of `answers` and then closes it.

    An empty answer closes the connection without a word; None resets it; `eager` answers before anything has come.
    `requests` holds what came, whole. With `tls` it speaks TLS; a handshake that fails is no request.
    """

    def __init__(
        self,
        *answers: bytes | None,
        keep_alive: bool = False,
        eager: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self._keep_alive = keep_alive
        self._eager = eager
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}" if tls is None else f"https://localhost:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.answers.clear()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(5)
            try:
                found = connection if self._tls is None else self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                connection.close()
                continue
            self._converse(found)

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            while self._answer(connection) and self._keep_alive:
                pass

    def _answer(self, connection: socket.socket) -> bool:
        try:
            request = b"not waited for" if self._eager else self._read(connection)
        except OSError:
            return False
        if not request:
            return False
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0] if self.answers else b""
        if answer is None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return False
        if not answer:
            return False
        try:
            connection.sendall(answer)
        except OSError:  # the client has heard enough
            return False
        return True

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        found = b""
        while b"\r\n\r\n" not in found:
            chunk = connection.recv(65536)
            if not chunk:
                return found
            found += chunk
        head, _, body = found.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
        )
        while len(body) < length and (more := connection.recv(65536)):
            body += more
        return head + b"\r\n\r\n" + body


def http(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """An HTTP answer; `length` lies about its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(*parts: bytes, whole: bool = True) -> bytes:
    """A chunked answer, without its end unless `whole`."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + (b"0\r\n\r\n" if whole else b"")


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
