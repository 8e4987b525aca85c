"""A server process with one file, so that its work is not counted with the client's."""

from __future__ import annotations

import binascii
import os
import socket
import subprocess
import sys
import threading
from types import TracebackType

SIZE = 2_000_000
"""Bytes of the file, about those of a picture."""


class FileServer:
    """Answers every request on keep-alive connections with the file."""

    def __enter__(self) -> FileServer:
        self._process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/a.png"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()


def serve() -> None:
    """Answer on loopback, a thread for each connection, for at most ten minutes without a caller."""
    content = picture()
    message = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n" % SIZE + content
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(600)
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=answer, args=(connection, message), daemon=True).start()


def picture() -> bytes:
    """A PNG of `SIZE` bytes with all its chunks, since what has no end is fetched again; its pixels are noise."""
    side = (1024).to_bytes(4, "big")
    noise = os.urandom(SIZE - 57)
    chunks = ((b"IHDR", side + side + b"\x08\x02\0\0\0"), (b"IDAT", noise), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + binascii.crc32(name + data).to_bytes(4, "big")
        for name, data in chunks
    )


def answer(connection: socket.socket, message: bytes) -> None:
    """Answer the requests of one connection."""
    with connection:
        while True:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            connection.sendall(message)


if __name__ == "__main__":
    serve()
