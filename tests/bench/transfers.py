"""What pictures cost on their way: downloads beside a bare socket, a file in a body beside streaming it by hand."""

from __future__ import annotations

import binascii
import json
import os
import socket
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import urllib3
from fileserver import SIZE, FileServer
from measure import Figure, in_turns, middle, ratio
from server import CannedServer

from brushwork import Client
from brushwork_runtime.results.download import Downloads

IMAGES = 40
BUFFER = 256 * 1024
BODY = 10_000_000
PROMPT = "put it on the table"
PATH = "/api/v1/services/aigc/multimodal-generation/generation"


def figures(runs: int) -> Iterator[Figure]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        with FileServer() as server:
            yield from downloads(runs, server, Path(folder))
        yield from inline(runs, Path(folder))


def downloads(runs: int, server: FileServer, folder: Path) -> Iterator[Figure]:
    """By the byte a download costs what the bare socket does, and by the image 1 ms more, half of it in http.client.

    So images of 2 MB come to 0.6 to 0.77 of the bare speed, and those of 8 MB to 0.9.
    """
    fetch = Downloads(home=server.url)

    def ours(target: Path) -> None:
        fetch.file(server.url, lambda _: target, overwrite=True)

    bare_socket = Bare(server.port)
    for threads in (1, 8):
        bare, full = in_turns(
            runs,
            lambda threads=threads: spent(bare_socket.file, folder, threads),  # type: ignore[misc]
            lambda threads=threads: spent(ours, folder, threads),  # type: ignore[misc]
        )
        yield Figure(
            what=f"{IMAGES} downloads of 2 MB, {threads} thread{'s' if threads > 1 else ''}, speed by CPU",
            measured=ratio(bare, full),
            target=0.85,
            unit="x recv_into",
            better=">=",
            detail=f"{middle(full) / IMAGES * 1e3:.2f} ms with fsync of {middle(bare) / IMAGES * 1e3:.2f} ms an image",
        )
        tracemalloc.start()
        spent(ours, folder, threads)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        yield Figure(
            what=f"{IMAGES} downloads of 2 MB, {threads} thread{'s' if threads > 1 else ''}, memory",
            measured=peak / threads / 1e6,
            target=0.5,
            unit="MB a thread",
        )
    fetch.close()


class Bare:
    """A download with nothing but a socket, one for each thread, and a rename."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._own = threading.local()

    def file(self, target: Path) -> None:
        sock: socket.socket | None = getattr(self._own, "sock", None)
        if sock is None:
            sock = self._own.sock = socket.create_connection(("127.0.0.1", self._port))
            self._own.buffer = bytearray(BUFFER)
        buffer: bytearray = self._own.buffer
        view = memoryview(buffer)
        sock.sendall(b"GET /a.png HTTP/1.1\r\nHost: bench\r\n\r\n")
        part = target.with_suffix(".bare")
        with open(part, "wb", buffering=0) as stream:
            count = sock.recv_into(buffer)
            start = buffer.find(b"\r\n\r\n") + 4
            left = SIZE - (count - start)
            stream.write(view[start:count])
            while left:
                count = sock.recv_into(buffer)
                stream.write(view[:count])
                left -= count
        os.replace(part, target)


def spent(fetch: Callable[[Path], object], folder: Path, threads: int) -> float:
    """CPU seconds for all images on so many threads: on loopback that is what bounds the speed."""

    def work(number: int) -> None:
        for _ in range(IMAGES // threads):
            fetch(folder / f"{number}.png")

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    start = time.process_time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.process_time() - start


def inline(runs: int, folder: Path) -> Iterator[Figure]:
    file = folder / "large.png"
    file.write_bytes(picture_head() + os.urandom(BODY - 33))
    with CannedServer() as server, CannedServer() as other:
        pool = urllib3.HTTPConnectionPool("127.0.0.1", server.port)

        def by_hand() -> None:
            content = [{"text": PROMPT}, {"image": "data:image/png;base64,@"}]
            body = json.dumps({"model": "m", "input": {"messages": [{"role": "user", "content": content}]}}).encode()
            head, _, tail = body.partition(b"@")
            length = len(head) + 4 * -(-BODY // 3) + len(tail)

            def pieces() -> Iterator[bytes]:
                yield head
                with open(file, "rb") as stream:
                    while piece := stream.read(192 * 1024):
                        yield binascii.b2a_base64(piece, newline=False)
                yield tail

            headers = {"Content-Type": "application/json", "Content-Length": str(length)}
            json.loads(pool.urlopen("POST", PATH, body=pieces(), headers=headers, retries=False).data)

        with Client(api_key="sk-bench", base_url=f"http://127.0.0.1:{other.port}") as client:

            def ours() -> None:
                client.qwen_image_2_0_pro.edit(PROMPT, file, inline=True)

            bare, full = in_turns(max(runs, 15), lambda: seconds(by_hand), lambda: seconds(ours))
            tracemalloc.start()
            ours()
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        pool.close()
    yield Figure(
        what="a 10 MB file as data: URI in a body",
        measured=ratio(full, bare),
        target=1.15,
        unit="x by hand",
        detail=f"{middle(full) * 1e3:.1f} ms of {middle(bare) * 1e3:.1f} ms",
    )
    yield Figure(what="a 10 MB file as data: URI in a body, memory", measured=peak / 1e6, target=1.5, unit="MB")


def picture_head() -> bytes:
    """The first 33 bytes of a PNG of 1024 x 1024 pixels."""
    size = (1024).to_bytes(4, "big")
    header = b"IHDR" + size + size + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + binascii.crc32(header).to_bytes(4, "big")


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
