"""The same faults at every place: an answer cut after each of its bytes, a request after many, a body of any bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from brushwork import Client
from brushwork_runtime.api.answer import decode
from brushwork_runtime.base.errors import MalformedResponse, OutcomeUnknown, ResultLost
from brushwork_runtime.http.messages import HttpResponse
from tests.reliability.case import KEY, PROMPT, row
from tests.runtime.servers import RawServer, chunked, http

BODY = b'{"output":{"choices":[{"message":{"content":[{"image":"https://r.example/1.png"}]}}]},"request_id":"r"}'
PLAIN = http(BODY, "200 OK", "X-Request-Id: h")
CHUNKED = chunked(BODY[:40], BODY[40:])


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(KEY, base_url="http://127.0.0.1:1/api/v1", timeout=5, retries=0) as made:
        yield made


@row(8, 23, 24)
@pytest.mark.parametrize("answer", [PLAIN, CHUNKED], ids=["plain", "chunked"])
@pytest.mark.parametrize("ending", ["closed", "reset"])
def test_an_answer_cut_after_each_byte(client: Client, answer: bytes, ending: str) -> None:
    head = answer.index(b"\r\n\r\n") + 4
    whole = len(answer) - (4 if answer is CHUNKED else 0)  # the last chunk is told by its length, 0
    for length in range(0, whole, 1 if ending == "closed" else 7):
        with _Cut(answer[:length], reset=ending == "reset") as server:
            client.settings.base_url = f"{server.url}/api/v1"
            with pytest.raises((OutcomeUnknown, ResultLost)) as caught:
                client.qwen_image_2_0_pro.generate(PROMPT)
        if ending == "closed":
            assert isinstance(caught.value, OutcomeUnknown if length < head else ResultLost), length
        assert len(server.requests) == 1


@row(7, 13)
def test_a_request_cut_after_many_bytes(client: Client) -> None:
    for length in range(1, 700, 23):
        with _Hasty(length) as server:
            client.settings.base_url = f"{server.url}/api/v1"
            with pytest.raises(OutcomeUnknown):
                client.qwen_image_2_0_pro.generate(PROMPT)
        assert server.connections == 1


@row(25, 26, 27, 28)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | st.sampled_from([b"[" * 100_000, b"1" * 5000]))
def test_any_bytes_are_a_document_or_malformed(body: bytes) -> None:
    found: dict[str, object]
    try:
        found = decode(HttpResponse(200, {"x-request-id": "r"}, body))
    except MalformedResponse as error:
        found = {"ids": (error.status, error.request_id), "cause": error.__cause__ or error.__context__}
    assert isinstance(found, dict)
    assert found.get("cause") is None
    assert found.get("ids", (200, "r")) == (200, "r")


class _Cut(RawServer):
    """Gives this answer and closes the connection, or resets it."""

    def __init__(self, answer: bytes, *, reset: bool) -> None:
        super().__init__(answer)
        self._reset = reset

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            self._answer(connection)
            if self._reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


class _Hasty:
    """Reads so many bytes of a request and resets the connection."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> _Hasty:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
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
            with connection:
                connection.settimeout(5)
                connection.recv(self._length, socket.MSG_WAITALL)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
