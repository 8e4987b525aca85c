"""A server process with one canned answer, so that its work is not counted with the client's."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from io import BufferedReader
from types import TracebackType

PICTURE = {
    "output": {
        "choices": [
            {
                "finish_reason": "stop",
                "message": {
                    "role": "assistant",
                    "content": [{"type": "image", "image": "https://dashscope-result.example/1.png?Expires=1"}],
                },
            }
        ],
        "finished": True,
    },
    "usage": {"image_count": 1, "size": "1280*1280", "input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
    "request_id": "81d868c6-0000-0000-0000-000000000000",
}

LEAVE = {
    "upload_dir": "dashscope-instant/bench",
    "oss_access_key_id": "LTAI-BENCH",
    "signature": "c2lnbmF0dXJl",
    "policy": "cG9saWN5",
    "x_oss_object_acl": "private",
    "x_oss_forbid_overwrite": "true",
    "expire_in_seconds": 1,
    "max_file_size_mb": 100,
}
"""Leave to upload that is over at once, so that each call asks for it."""


class CannedServer:
    """Answers every request, on one keep-alive connection at a time, with the same document.

    It is a picture and, with `store`, the URL of another one, leave to upload there.
    """

    def __init__(self, store: str | None = None) -> None:
        self._arguments = [store] if store else []

    def __enter__(self) -> CannedServer:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *self._arguments], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()


def serve(store: str | None = None) -> None:
    """Answer on loopback, one connection at a time, for at most ten minutes without a caller."""
    leave = {"data": {**LEAVE, "upload_host": store}} if store else {}
    answer = json.dumps({**PICTURE, **leave}).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(600)
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                while answer_one(connection, stream, head + answer):
                    pass


def answer_one(connection: socket.socket, stream: BufferedReader, answer: bytes) -> bool:
    """Read one request and answer it; False when the peer has gone."""
    if not stream.readline():
        return False
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    stream.read(length)
    connection.sendall(answer)
    return True


if __name__ == "__main__":
    serve(*sys.argv[1:])
