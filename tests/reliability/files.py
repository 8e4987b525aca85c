"""A server of one file for a test: each request is answered by the next of a list of answers, and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from tests.runtime.support import picture

CONTENT = picture(40, 30) + bytes(range(256)) * 200 + picture()[-12:]
ETAG = '"A1"'

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the list of its server."""

    protocol_version = "HTTP/1.1"
    server: FileServer  # pyright: ignore[reportIncompatibleVariableOverride]  # it only serves that one

    def do_GET(self) -> None:
        """Take the next answer; the last one again and again."""
        self.server.seen.append(dict(self.headers.items()))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's word
        """Say nothing."""

    def give(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Write an answer, and nothing after it on this connection."""
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True


class FileServer(ThreadingHTTPServer):
    """Serves on loopback until the end of its block; `seen` holds the headers of every request."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.seen: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/%2e%2e%2fx.png?Signature=s"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> FileServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    @property
    def ranges(self) -> list[str]:
        """The range that each request asked for, "" for the whole file."""
        return [headers.get("Range", "") for headers in self.seen]


def whole(content: bytes = CONTENT, etag: str | None = ETAG, md5: str | None = None) -> Answer:
    """200 with all of it."""
    return cut(len(content), content, etag, md5)


def cut(at: int, content: bytes = CONTENT, etag: str | None = ETAG, md5: str | None = None) -> Answer:
    """200 that promises all of it and breaks off after `at` bytes."""
    given = {"Content-Length": str(len(content)), "ETag": etag, "Content-MD5": md5}
    headers = {name: value for name, value in given.items() if value is not None}
    return lambda handler: handler.give(200, headers, content[:at])


def rest(content: bytes = CONTENT, etag: str = ETAG, *, moved: int = 0, until: int | None = None) -> Answer:
    """206 with what was asked for, 200 if that was everything; `moved` makes Content-Range name another place, `until`
    breaks off."""

    def answer(handler: Handler) -> None:
        if "Range" not in handler.headers:
            whole(content, etag)(handler)
            return
        start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        place = f"bytes {start + moved}-{len(content) - 1}/{len(content)}"
        headers = {"Content-Range": place, "Content-Length": str(len(content) - start), "ETag": etag}
        handler.give(206, headers, content[start:until])

    return answer


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """Another status."""
    given = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda handler: handler.give(code, given, body)
