"""Rows 23 to 30, 49 to 56, 67 and 68, counted: whatever becomes of an answer, its connection is free again.

The pools hold two connections here, so that three faults in a row leave none to a client that loses one each time.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from brushwork import AsyncClient, Client
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import BrushworkError, DownloadFailed
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.http.pools import Slots
from brushwork_runtime.http.transport import HttpTransport
from brushwork_runtime.results.download import Downloads
from tests.reliability.case import KEY, PROMPT, Pools, row
from tests.reliability.files import CONTENT, Answer, FileServer, Handler, cut, status, whole
from tests.runtime.servers import RawServer, chunked, http
from tests.runtime.support import FakeClock
from tests.runtime.test_stream import IMAGE, LAST, TEXT

ROUNDS = 3
CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\nhello\r\n0\r\n\r\n"
REFUSED = b'event:error\n:HTTP_STATUS/500\ndata:{"code": "InternalError", "message": "no"}\n\n'


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two connections to a host."""
    monkeypatch.setattr("brushwork_runtime.http.pools.POOL_SIZE", 2)


def reset(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CONTENT)))
    handler.end_headers()
    handler.wfile.write(CONTENT[:1000])
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()
    handler.close_connection = True


def kept(code: int, body: bytes, **headers: str) -> Answer:
    """An answer after which the connection may be used again."""
    given = {"Content-Length": str(len(body)), "Connection": "keep-alive"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler: Handler) -> None:
        handler.give(code, given, body)
        handler.close_connection = False

    return answer


@row(49, 53, 54, 56)
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(cut(1000), id="cut"),
        pytest.param(cut(0), id="cut at once"),
        pytest.param(reset, id="reset"),
        pytest.param(kept(400, b"x" * 5000), id="long error page"),
        pytest.param(kept(403, b"x" * 100_000), id="expired, long page"),
        pytest.param(kept(302, b"x" * 5000, Location="/elsewhere"), id="redirects for ever"),
        pytest.param(kept(302, b"x" * 5000), id="redirect to nowhere"),
        pytest.param(kept(302, b"", Location="http://10.0.0.1/"), id="redirect out of bounds"),
        pytest.param(kept(200, CONTENT, Content_Encoding="gzip"), id="encoded"),
        pytest.param(kept(200, b"<html>" * 1000), id="no image"),
        pytest.param(kept(200, CONTENT * 3), id="too long"),
        pytest.param(kept(206, CONTENT), id="part that nobody asked for"),
        pytest.param(status(200, CONTENT, Content_Length="12"), id="longer than announced"),
        pytest.param(status(200, CONTENT, Content_Length="12, 14"), id="two lengths"),
    ],
)
def test_a_download_that_fails_keeps_no_connection(fault: Answer) -> None:
    with FileServer(fault) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url, retries=1)
        fetch.limit = 2 * len(CONTENT)
        for _ in range(ROUNDS):
            with pytest.raises(BrushworkError):
                fetch.content(server.url)
        server.answers[:] = [whole()]
        assert fetch.content(server.url) == CONTENT
        fetch.close()


@row(54)
def test_a_redirect_that_leads_to_the_picture_keeps_no_connection() -> None:
    answers: list[Answer] = []
    for _ in range(ROUNDS):
        answers += [kept(302, b"x" * 5000, Location="/there"), kept(200, CONTENT)]
    with FileServer(*answers, whole()) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url)
        for _ in range(ROUNDS + 1):
            assert fetch.content(server.url) == CONTENT
        fetch.close()


@row(67)
def test_ctrl_c_in_a_download_keeps_no_connection() -> None:
    def silent(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(CONTENT)))
        handler.end_headers()
        handler.wfile.write(CONTENT[:1000])
        handler.wfile.flush()
        threading.Timer(0.05, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)).start()
        time.sleep(0.2)
        handler.close_connection = True

    with FileServer(silent) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url)
        kept_for_good = list[BaseException]()
        for _ in range(ROUNDS):
            with pytest.raises(KeyboardInterrupt) as caught:
                fetch.content(server.url)
            kept_for_good.append(caught.value)  # with its frames, whose variables would hold the connection
        server.answers[:] = [whole()]
        assert fetch.content(server.url) == CONTENT
        fetch.close()


@row(23, 24, 26, 29, 30, 36)
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(http(b"{}", length=10), id="cut"),
        pytest.param(chunked(b"{}", whole=False), id="no last chunk"),
        pytest.param(CHUNK % b"-5", id="chunk of -5"),
        pytest.param(CHUNK % b"zz", id="chunk of zz"),
        pytest.param(http(b"{}", "200 OK", "Content-Encoding: gzip"), id="encoded"),
        pytest.param(http(b"x", length=5 * 1024 * 1024), id="too long, announced"),
        pytest.param(chunked(*[b"x" * 1024 * 1024] * 5), id="too long"),
        pytest.param(http(b"{}", "200 OK", "Content-Length: 3"), id="two lengths"),
        pytest.param(http(b"{}") + b"more", id="more than announced"),
        pytest.param(b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n", id="status of 5,000 digits"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"2" * 5000 + b"\r\n\r\n{}", id="length of 5,000 digits"),
        pytest.param(http(b"{}", "200 OK", "X-Odd: \xff\xfe", ": no name", "no colon"), id="odd headers"),
        pytest.param(http(b"x" * 5000, "302 Found", "Location: http://10.0.0.1/"), id="redirect"),
        pytest.param(http(b"", "204 No Content"), id="nothing"),
        pytest.param(b"", id="no answer"),
        pytest.param(None, id="reset"),
    ],
)
def test_a_call_that_fails_keeps_no_connection(fault: bytes | None) -> None:
    with RawServer(fault) as server, Client(KEY, base_url=server.url, timeout=5, retries=0) as client:
        for _ in range(ROUNDS):
            with pytest.raises(BrushworkError) as caught:
                client.qwen_image_2_0_pro.generate(PROMPT)
            assert "became free" not in str(caught.value)
            assert len(str(caught.value)) < 1500


@row(30)
@pytest.mark.parametrize("coding", ["identity", "Identity", "IDENTITY", "", " identity , ", "identity, Identity"])
def test_an_answer_that_is_not_compressed_may_say_so(coding: str) -> None:
    frame = http(b'{"data": [], "output": {"x": 1}}', "200 OK", f"Content-Encoding: {coding}")
    with RawServer(frame, keep_alive=True) as server, Client(KEY, base_url=server.url, timeout=5) as client:
        assert client.tasks.list().raw["output"] == {"x": 1}
    with FileServer(kept(200, CONTENT, Content_Encoding=coding)) as server_of_files:
        fetch = Downloads(clock=FakeClock(), home=server_of_files.url)
        assert fetch.content(server_of_files.url) == CONTENT
        fetch.close()


def streaming(*frames: bytes, hold: bool = False) -> bytes:
    answer = chunked(*frames, whole=not hold)
    return answer.replace(b"200 OK\r\n", b"200 OK\r\nContent-Type: text/event-stream\r\n")


def left_early(client: Client) -> None:
    with client.wan2_6_image.interleave.stream(PROMPT, max_images=2) as stream:
        for _ in stream:
            break


def forgotten(client: Client) -> None:
    next(iter(client.wan2_6_image.interleave.stream(PROMPT, max_images=2)))


def forgotten_in_a_cycle(client: Client) -> None:
    stream = client.wan2_6_image.interleave.stream(PROMPT, max_images=2)
    circle: list[object] = [stream, iter(stream)]
    circle.append(circle)
    next(circle[1])  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # the iterator
    del stream, circle
    gc.collect()


def read_to_the_end(client: Client) -> None:
    for _ in client.wan2_6_image.interleave.stream(PROMPT, max_images=2):
        pass


def closed_while_it_runs(client: Client) -> None:
    for _ in client.wan2_6_image.interleave.stream(PROMPT, max_images=2):
        client.close()
        break


@row(23, 24, 71)
@pytest.mark.parametrize("use", [left_early, forgotten, forgotten_in_a_cycle, read_to_the_end, closed_while_it_runs])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(streaming(TEXT, IMAGE, LAST), id="whole"),
        pytest.param(streaming(TEXT, IMAGE, hold=True), id="cut"),
        pytest.param(streaming(TEXT, REFUSED), id="error event"),
    ],
)
def test_a_stream_keeps_no_connection(use: Callable[[Client], None], answer: bytes) -> None:
    with RawServer(answer, keep_alive=answer.endswith(b"0\r\n\r\n")) as server:
        client = Client(KEY, base_url=server.url, timeout=5)
        for _ in range(ROUNDS):
            try:
                use(client)
            except BrushworkError as error:
                assert "became free" not in str(error)  # noqa: PT017 - it may end either way
        client.close()


@row(67)
def test_a_client_of_asyncio_keeps_no_connection() -> None:
    async def use(api: Emulator) -> None:
        async with AsyncClient(KEY, base_url=api.url, timeout=5) as client:
            for _ in range(ROUNDS):
                async with client.wan2_6_image.interleave.stream(PROMPT, max_images=2) as stream:
                    async for _ in stream:
                        break
            api.faults.add("stall", times=ROUNDS)
            for _ in range(ROUNDS):
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(client.qwen_image_2_0_pro.generate(PROMPT, timeout=0.2), 0.1)
            await asyncio.sleep(0.3)
            assert len(await client.qwen_image_2_0_pro.generate(PROMPT)) == 1

    with Emulator(key=KEY) as api:
        asyncio.run(use(api))


@row(68)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_drops_a_stream_leaves_it_to_its_parent() -> None:
    gate = threading.Event()

    class Slow(RawServer):
        def _converse(self, connection: socket.socket) -> None:
            with connection:
                self._read(connection)
                connection.sendall(streaming(TEXT + TEXT, hold=True))
                gate.wait(5)
                connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(IMAGE + LAST), IMAGE + LAST))

    with Slow(b"") as server:
        client = Client(KEY, base_url=server.url, timeout=5)
        stream = client.wan2_6_image.interleave.stream(PROMPT, max_images=2)
        parts = iter(stream)
        next(parts)
        child = os.fork()
        if not child:
            try:
                stream.close()
                client.close()
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        threading.Timer(0.1, gate.set).start()  # once the parent waits for the rest
        assert len([*parts]) > 1
        assert len(stream.result.images) == 1
        client.close()


@row(71)
def test_an_answer_that_nobody_reads_gives_its_connection_back(pools: Pools) -> None:
    with RawServer(http(b"x" * 1000), keep_alive=True) as server:
        transport = HttpTransport()
        for stream, bulk in ((True, False), (False, True)) * ROUNDS:
            response: HttpResponse | None = transport.send(
                HttpRequest("GET", f"{server.url}/", {}, stream=stream, bulk=bulk, connect_timeout=1)
            )
            assert response is not None
            response = None
        pools.check()
        for _ in range(ROUNDS):
            response = transport.send(HttpRequest("GET", f"{server.url}/", {}, stream=True, connect_timeout=1))
            assert response.read() == b"x" * 1000
            response.close()
            response.close()
        pools.check()
        transport.close()


def test_what_is_collected_gives_back_while_the_same_thread_takes() -> None:
    slots = Slots(1)

    class Given:
        def __del__(self) -> None:
            slots.put(None)

    def take() -> Iterator[None]:
        for _ in range(100):
            ring: list[object] = [Given()]
            ring.append(ring)
            del ring
            if sys.version_info >= (3, 12):  # where it collects between two instructions only, and when it likes
                gc.collect()
            slots.get(timeout=1)
            yield

    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(1)
    try:
        slots.put(None)
        assert len(list(take())) == 100
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


def test_a_download_whose_client_closes_meanwhile_ends_well() -> None:
    with FileServer(kept(200, CONTENT)) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url)
        for _ in range(ROUNDS):
            response = fetch.transport.send(HttpRequest("GET", server.url, {}, bulk=True))
            fetch.close()
            assert response.read() == CONTENT
        with pytest.raises(DownloadFailed):
            fetch.content("http://10.0.0.1/")
        fetch.close()
