"""Rows 1 to 6, 10, 31, 45 and 62: whatever is slow, and wherever, a call ends with its time and a second at most."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from brushwork import AsyncClient, Client, HttpTransport
from brushwork_runtime.base.errors import BrushworkError, ConnectFailed, InvalidRequest, OutcomeUnknown
from brushwork_runtime.http import connections as names
from tests.reliability.case import KEY, PROMPT, row
from tests.reliability.tls import Authority, Tunnel
from tests.runtime.servers import RawServer, http
from tests.runtime.support import picture

TIME = 0.6
MOST = TIME + 1


@contextmanager
def in_time() -> Generator[None, None, None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < MOST


class Slow(RawServer):
    """Reads a request if `reads`, says `first`, and then a byte of `drip` every now and then; never closes."""

    def __init__(self, first: bytes = b"", drip: bytes = b"", *, reads: bool = True, tls: Any = None) -> None:
        super().__init__(b"", tls=tls)
        self.first = first
        self.drip = drip
        self.reads = reads
        self.over = threading.Event()

    def __exit__(self, *arguments: Any) -> None:
        self.over.set()
        super().__exit__(*arguments)

    def _converse(self, connection: socket.socket) -> None:
        threading.Thread(target=self._drip, args=(connection,), daemon=True).start()

    def _drip(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self.reads:
                    self._read(connection)
                connection.sendall(self.first)
                number = 0
                while not self.over.wait(0.05):
                    if self.drip:
                        connection.sendall(self.drip[number % len(self.drip) :][:1])
                    number += 1
            except OSError:
                return


@row(1)
@pytest.mark.parametrize("call", ["sync", "task", "list", "download", "async"])
def test_a_name_server_that_is_silent(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def silent(*_: object, **__: object) -> Any:
        go.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    async def later() -> None:
        async with AsyncClient(KEY, base_url="https://brushwork.example", timeout=TIME) as client:
            await client.qwen_image_2_0_pro.generate(PROMPT)

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    client = Client(KEY, base_url="https://brushwork.example", timeout=TIME)
    client.downloads.timeout, client.downloads.anywhere = TIME, True
    calls: dict[str, Callable[[], object]] = {
        "sync": lambda: client.qwen_image_2_0_pro.generate(PROMPT),
        "task": lambda: client.qwen_image_plus.generate(PROMPT, size="1664*928"),
        "list": client.tasks.list,
        "download": lambda: client.downloads.content("http://files.example/1.png"),
        "async": lambda: asyncio.run(later()),
    }
    try:
        with in_time(), pytest.raises(BrushworkError, match=r"not found within|time of the call") as caught:
            calls[call]()
        assert "billed" not in str(caught.value) or "nothing billed" in str(caught.value).lower()
    finally:
        go.set()
        client.close()
        for thread in threading.enumerate():
            if thread.name == "brushwork-names":
                thread.join(2)


def test_a_name_is_found_as_ever() -> None:
    found = names.addresses("localhost", 80, socket.AF_INET, 5)
    assert found[0][4] == ("127.0.0.1", 80)
    assert names.addresses("127.0.0.1", 80, socket.AF_INET, 0)[0][4] == ("127.0.0.1", 80)
    with pytest.raises(socket.gaierror):
        names.addresses("a name.invalid", 80, socket.AF_INET, 5)


@row(3, 5)
@pytest.mark.parametrize("drip", [b"", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + b"\x00" * 1000])
def test_a_handshake_without_end(authority: Authority, drip: bytes) -> None:
    with Slow(drip=drip, reads=False) as server:
        url = server.url.replace("http://127.0.0.1", "https://localhost")
        client = Client(KEY, base_url=url, timeout=TIME, transport=HttpTransport(ca_file=authority.file))
        with client, in_time(), pytest.raises(ConnectFailed):
            client.qwen_image_2_0_pro.generate(PROMPT)


@row(6)
@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX-Long: "])
def test_a_proxy_that_drips_its_answer(first: bytes) -> None:
    with Slow(first, b"x") as proxy:
        client = Client(KEY, base_url="https://api.example", timeout=TIME, transport=HttpTransport(proxy=proxy.url))
        with client, in_time(), pytest.raises(ConnectFailed):
            client.qwen_image_2_0_pro.generate(PROMPT)


@row(6)
@pytest.mark.parametrize("secure", [False, True])
def test_a_proxy_that_drips_a_handshake(authority: Authority, secure: bool) -> None:
    tls = authority.server() if secure else None
    with RawServer(http(b"{}"), tls=authority.server("api.example")) as server, Tunnel(server, tls) as proxy:
        proxy.slow.set()
        transport = HttpTransport(proxy=proxy.url, ca_file=authority.file)
        client = Client(KEY, base_url="https://api.example", timeout=TIME, transport=transport)
        with client, in_time(), pytest.raises(ConnectFailed):
            client.qwen_image_2_0_pro.generate(PROMPT)
    assert server.requests == []


@row(6, 10, 31)
@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("call", ["sync", "stream", "list", "download"])
def test_a_proxy_that_drips_an_answer_within_tls(authority: Authority, call: str, secure: bool) -> None:
    class Server(RawServer):
        def _answer(self, connection: socket.socket) -> bool:
            self.requests.append(self._read(connection))
            proxy.slow.set()
            connection.sendall(http(b" " * 100_000))
            return False

    tls = authority.server() if secure else None
    with Server(tls=authority.server("api.example")) as server, Tunnel(server, tls) as proxy:
        transport = HttpTransport(proxy=proxy.url, ca_file=authority.file)
        client = Client(KEY, base_url="https://api.example", timeout=TIME, transport=transport)
        client.downloads.timeout, client.downloads.anywhere = TIME, True
        calls: dict[str, Callable[[], object]] = {
            "sync": lambda: client.qwen_image_2_0_pro.generate(PROMPT),
            "stream": lambda: list(client.wan2_6_image.interleave.stream(PROMPT, max_images=1)),
            "list": client.tasks.list,
            "download": lambda: client.downloads.content("https://api.example/1.png"),
        }
        with client, in_time(), pytest.raises(BrushworkError):
            calls[call]()
    assert server.requests


@row(10, 31)
@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n: ",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 100000\r\n\r\n",
    ],
)
def test_an_answer_that_drips(first: bytes) -> None:
    with Slow(first, b" ") as server, Client(KEY, base_url=server.url, timeout=TIME) as client:
        client.downloads.timeout = TIME
        calls: list[Callable[[], object]] = [
            lambda: client.qwen_image_2_0_pro.generate(PROMPT),
            lambda: client.wan2_6_image.interleave(PROMPT, max_images=1),
            lambda: list(client.wan2_6_image.interleave.stream(PROMPT, max_images=1)),
            client.tasks.list,
            lambda: list(client.tasks.iter()),
            client.task("0385dc79-5ff8-4d82-bcb6-000000000000").refresh,
            client.task("0385dc79-5ff8-4d82-bcb6-000000000000").cancel,
            lambda: client.task("0385dc79-5ff8-4d82-bcb6-000000000000").wait(TIME),
            lambda: client.downloads.content(f"{server.url}/1.png"),
            lambda: client.wan2_7_image_pro.edit(PROMPT, [picture(400, 400)]),
        ]

        def ends(call: Callable[[], object]) -> None:
            with in_time(), pytest.raises(BrushworkError):
                call()

        with ThreadPoolExecutor(len(calls)) as threads:
            for ended in [threads.submit(ends, call) for call in calls]:
                ended.result()


def policy(store: str) -> bytes:
    data = dict.fromkeys(("oss_access_key_id", "signature", "policy", "upload_dir"), "x")
    return http(json.dumps({"data": {**data, "upload_host": store, "expire_in_seconds": 300}}).encode())


@row(31, 65)
@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
@pytest.mark.parametrize("reads", [True, False])
def test_a_store_that_drips_its_answer_or_reads_nothing(tmp_path: Path, first: bytes, reads: bool) -> None:
    big = tmp_path / "a.png"
    big.write_bytes(picture(400, 400) + os.urandom(9_000_000))
    with Slow(first, b" ", reads=reads) as store, RawServer(policy(store.url)) as api:
        client = Client(KEY, base_url=api.url, timeout=TIME, retries=3)
        with client, in_time(), pytest.raises(BrushworkError) as caught:
            client.wan2_7_image_pro.edit(PROMPT, [big])
        assert "nothing" in str(caught.value).lower()


@row(10, 62)
@pytest.mark.parametrize("secure", [False, True])
def test_a_body_that_nobody_reads(tmp_path: Path, authority: Authority, secure: bool) -> None:
    big = tmp_path / "a.png"
    big.write_bytes(picture(400, 400) + os.urandom(9_000_000))
    tls: ssl.SSLContext | None = authority.server() if secure else None
    with Slow(reads=False, tls=tls) as server:
        client = Client(KEY, base_url=server.url, timeout=TIME, transport=HttpTransport(ca_file=authority.file))
        with client, in_time(), pytest.raises(OutcomeUnknown):
            client.wan2_7_image_pro.edit.prepare(PROMPT, [big], inline=True).send()


@row(45)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_list_that_repeats_itself_has_an_end(kind: str) -> None:
    rows = [{"task_id": f"0385dc79-5ff8-4d82-bcb6-00000000000{digit}", "status": "RUNNING"} for digit in range(3)]
    page = http(json.dumps({"data": rows, "total": 10**9, "total_page": 10**9, "page_no": 1}).encode())

    async def later(url: str) -> list[object]:
        async with AsyncClient(KEY, base_url=url, timeout=5) as client:
            return [task.id async for task in client.tasks.iter()]

    with RawServer(page, keep_alive=True) as server, Client(KEY, base_url=server.url, timeout=5) as client:
        found = [task.id for task in client.tasks.iter()] if kind == "sync" else asyncio.run(later(server.url))
        assert found == [row["task_id"] for row in rows]
        assert len(server.requests) < 10


@row(62, 63)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFO")
@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("when", ["before it is looked at", "between", "after it was checked"])
def test_a_file_that_becomes_a_fifo(tmp_path: Path, inline: bool, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(picture(400, 400))

    def becomes() -> None:
        file.unlink()
        os.mkfifo(file)

    real = os.stat

    def late(path: Any, *arguments: Any, **keywords: Any) -> os.stat_result:
        found = real(path, *arguments, **keywords)
        if path == str(file):
            monkeypatch.setattr(os, "stat", real)
            becomes()
        return found

    with RawServer(policy("http://127.0.0.1:1")) as server, Client(KEY, base_url=server.url, timeout=TIME) as client:
        if when == "before it is looked at":
            becomes()
        elif when == "between":
            monkeypatch.setattr(os, "stat", late)

        def call() -> object:
            prepared = client.wan2_7_image_pro.edit.prepare(PROMPT, [str(file)], inline=inline)
            if when == "after it was checked":
                becomes()
            return prepared.send()

        with in_time(), pytest.raises(BrushworkError) as caught:
            call()
        if when != "after it was checked":
            assert isinstance(caught.value, InvalidRequest)
        assert "a.png" in str(caught.value)
