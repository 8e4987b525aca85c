"""The sockets: how it starts and ends, and what it makes of requests that are none."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork_emulator import Emulator
from tests.emulator.loopback import ASYNC, Line, body, query, submit, sync, task_of
from tests.runtime.brushes import API, BRUSH, MESSAGES, TASKS, schema

ROOT = Path(__file__).parents[2]
PROGRAM = """
import socket, sys, time
sys.path[:0] = ["generated", "runtime", "."]
from brushwork.testing import Emulator
began = time.perf_counter()
with Emulator() as api:
    print(time.perf_counter() - began)
    address = ("127.0.0.1", int(api.origin.rpartition(":")[2]))
    idle = [socket.create_connection(address) for _ in range(20)]
    stalled = socket.create_connection(address)
    stalled.sendall(b"GET /api/v1/tasks/x HTTP/1.1\\r\\nX-Emulator-Fault: stall\\r\\n\\r\\n")
for connection in (*idle, stalled):
    connection.close()
left = Emulator()
del left
"""


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator([BRUSH], API, schemas=schema) as made:
        yield made


def raw(api: Emulator, content: bytes) -> bytes:
    with Line(api) as line:
        line.socket.sendall(content)
        return line.read(to_end=b"close" in content).content


def test_it_starts_fast_and_ends_clean() -> None:
    """No warning of an unclosed socket, not from one that was never closed either."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert float(done.stdout) < 0.5


@pytest.mark.parametrize("fault", ["stall", "slow-body:60", "endless-chunks", "huge-body"])
def test_closing_does_not_wait_for_a_fault(fault: str) -> None:
    before = threading.active_count()
    with Emulator([BRUSH], API, schemas=schema) as api, Line(api) as line:
        head = {"Authorization": f"Bearer {api.key}", "X-Emulator-Fault": fault}
        line.send("POST", "/api/v1" + MESSAGES, body(size="64*64"), head)
        while not len(api.ledger):
            time.sleep(0.001)
        began = time.monotonic()
        api.close()
        assert time.monotonic() - began < 2
        assert threading.active_count() == before


def test_closing_twice_and_starting_twice_do_nothing_more() -> None:
    api = Emulator([BRUSH], API, schemas=schema)
    assert api.start() is api.start()
    api.close()
    api.close()


def test_a_chosen_port() -> None:
    with Emulator([BRUSH], API, schemas=schema) as first:
        port = int(first.origin.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Emulator([BRUSH], API, schemas=schema, port=port)
    with Emulator([BRUSH], API, schemas=schema, port=port) as again:
        assert again.origin == first.origin
        assert sync(again).status == 200


def test_a_chunked_request_is_read(api: Emulator) -> None:
    content = body(size="64*64")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:20], content[20:]))
    head = f"POST /api/v1{MESSAGES} HTTP/1.1\r\nAuthorization: Bearer {api.key}\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert raw(api, head.encode() + chunks + b"0\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_that_asks_first_is_told_to_go_on(api: Emulator) -> None:
    content = body(size="64*64")
    with Line(api) as line:
        head = {"Authorization": f"Bearer {api.key}", "Expect": "100-continue", "Content-Length": str(len(content))}
        line.send("POST", "/api/v1" + MESSAGES, b"", head)
        assert line.socket.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.socket.sendall(content)
        assert line.read().status == 200


@pytest.mark.parametrize(
    "content",
    [
        b"HELLO\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % at for at in range(300)) + b"\r\n",
    ],
)
def test_what_is_no_request_is_refused(api: Emulator, content: bytes) -> None:
    assert raw(api, content).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("request_line", "header", "kept"),
    [
        ("GET / HTTP/1.1", "", True),
        ("GET / HTTP/1.1", "Connection: close\r\n", False),
        ("GET / HTTP/1.0", "", False),
        ("GET / HTTP/1.0", "Connection: keep-alive\r\n", True),
    ],
)
def test_the_connection_is_kept_as_asked(api: Emulator, request_line: str, header: str, kept: bool) -> None:
    with Line(api) as line:
        line.socket.sendall(f"{request_line}\r\n{header}\r\n".encode())
        assert line.read(to_end=not kept).end == ("open" if kept else "closed")


def test_a_head_has_no_body(api: Emulator) -> None:
    answer = raw(api, b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert answer.endswith(b"\r\n\r\n")
    assert b"Content-Length: 0" not in answer


def test_a_cut_request_is_not_accepted(api: Emulator) -> None:
    with Line(api) as line:
        line.send("POST", "/api/v1" + TASKS, b"{", {**ASYNC, "Content-Length": "5000"})
    assert query(api, task_of(submit(api))).status == 200
    assert len(api.ledger) == 1
