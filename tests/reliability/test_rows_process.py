"""Rows 68 to 71: many threads, child processes, clocks that jump, and the end of the interpreter."""

from __future__ import annotations

import copy
import os
import pickle
import random
import socket
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import pytest

from brushwork import AsyncClient, Client, HttpTransport
from brushwork.testing import Chaos, Emulator
from brushwork_runtime.base.errors import BadRequest, MalformedResponse, OutcomeUnknown, PartialResult, ResultLost
from brushwork_runtime.client.client import session_of
from tests.reliability.case import KEY, PROMPT, Case, row
from tests.reliability.test_rows_connecting import DONE
from tests.reliability.tls import Authority
from tests.runtime.servers import RawServer


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program in an interpreter of its own that takes every warning for an error."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", textwrap.dedent(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


FORK = """
    import os, sys, threading
    from brushwork import Client, HttpTransport
    from brushwork_runtime import session_of
    url, authority = sys.argv[1:]
    client = Client("sk-0f1e2d3c4b5a6978", base_url=url, transport=HttpTransport(ca_file=authority))
    draw = lambda: client.qwen_image_2_0_pro.generate("a cat").request_id
    draw()
    session_of(client).transport._lock.acquire()  # as another thread might hold it
    child = os.fork()
    if not child:
        os._exit(0 if draw() == "r" and draw() == "r" else 1)
    session_of(client).transport._lock.release()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    draw()
    client.close()
    print("child", code)
"""


@row(68)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_process_has_connections_of_its_own(authority: Authority) -> None:
    server = _Counting(DONE, keep_alive=True, tls=authority.server())
    with server:
        done = run(FORK, f"{server.url}/api/v1", authority.file)
    assert (done.stdout, done.stderr) == ("child 0\n", "")
    assert server.of_connection == {0: 2, 1: 2}


FORK_WHILE_POLLING = """
    import os, threading, time, warnings
    from brushwork import Client
    warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of a fork among threads
    from brushwork.testing import Emulator
    with Emulator(latency=0.6) as api, Client(api.key, base_url=api.url, timeout=20) as client:
        made = []
        def draw():
            made.append(len(client.wan2_2_t2i_flash.generate("a cat")))
        waiting = threading.Thread(target=draw)
        waiting.start()
        while not any(seen.endpoint == "task" for seen in api.traffic):  # by then all that polls is imported
            time.sleep(0.01)
        child = os.fork()
        if not child:
            made.clear()  # the parent may have been slow to fork
            draw()
            os._exit(0 if made == [1] else 1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        waiting.join()
        print("child", code, made, api.ledger.images)
"""


@row(68)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_process_polls_by_itself() -> None:
    done = run(FORK_WHILE_POLLING)
    assert (done.stdout, done.stderr) == ("child 0 [1] 2\n", "")


class _Counting(RawServer):
    """Serves each connection on a thread of its own, and counts the requests of each."""

    of_connection: dict[int, int]

    def __enter__(self) -> Self:
        self.of_connection = {}
        return super().__enter__()

    def _converse(self, connection: socket.socket) -> None:
        number = self.connections - 1

        def work() -> None:
            self._current.number = number
            super(_Counting, self)._converse(connection)

        threading.Thread(target=work, daemon=True).start()

    _current = threading.local()

    def _answer(self, connection: socket.socket) -> bool:
        answered = super()._answer(connection)
        if answered:
            self.of_connection[self._current.number] = self.of_connection.get(self._current.number, 0) + 1
        return answered


TOXICS = [
    "drop-after-accepting",
    "drop-before-accepting",
    "reset",
    "truncated-body",
    "unfinished-chunks",
    "malformed-json",
    "html-502",
    "error-500-after-accepting",
    "garbage-status-line",
    "leftover",
    "slow-answer:0.01",
    "error:400 InvalidParameter",
]


@row(69)
def test_many_threads_and_a_bad_day() -> None:
    ends: list[str] = []

    def draw(client: Client) -> None:
        try:
            client.qwen_image_2_0_pro.generate(PROMPT)
            ends.append("made")
        except (OutcomeUnknown, ResultLost, MalformedResponse, PartialResult) as error:
            ends.append(type(error).__name__)
        except BadRequest:
            ends.append("refused")

    with (
        Emulator(key=KEY, chaos=Chaos(0.4, TOXICS, seed=7)) as api,
        Client(KEY, base_url=api.url, timeout=20) as client,
    ):
        with ThreadPoolExecutor(32) as threads:
            for done in [threads.submit(draw, client) for _ in range(480)]:
                done.result()
        posts = sum(seen.method == "POST" for seen in api.traffic)
        assert posts == len(ends) == 480
        assert api.ledger.images >= ends.count("made") > 0
        assert ends.count("OutcomeUnknown") > 0


@row(70)
@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_wall_clock_that_jumps(case: Case, monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    real = time.time
    jumps = random.Random(1)
    monkeypatch.setattr(time, "time", lambda: real() + jump * jumps.random())
    case.api.faults.add("slow-answer:0.05")
    client = case.again(timeout=3)
    assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
    case.posts = 3
    assert len(client.qwen_image_plus.generate.submit(PROMPT, size="1664*928").wait(timeout=3)) == 1
    case.api.faults.add("stall")
    case.fails(OutcomeUnknown, lambda: client.qwen_image_2_0_pro.generate(PROMPT, timeout=0.1))


@row(71)
def test_a_client_may_be_used_after_close_and_keeps_nothing(case: Case) -> None:
    result = case.client.qwen_image_2_0_pro.generate(PROMPT)
    case.client.close()
    case.client.close()
    assert result.save(case.folder)[0].exists()
    case.posts = 2
    assert len(case.client.qwen_image_2_0_pro.generate(PROMPT)) == 1
    pools = getattr(session_of(case.client).transport, "_pools")  # noqa: B009 - not for users
    idle = [connection for pool, _ in pools.values() for connection in pool.pool.queue if connection is not None]
    assert [connection for connection in idle if connection.sock is not None] == []


CLEAN = """
    import asyncio, os, sys, tempfile, threading, time
    from brushwork import AsyncClient, BrushworkError, Client
    from brushwork.testing import Emulator

    def files():
        return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0

    def sync(url, folder):
        with Client("sk-0f1e2d3c4b5a6978", base_url=url, timeout=5) as client:
            client.qwen_image_2_0_pro.generate("a cat", size="512*512").save(folder + "/sync")
            client.wan2_6_t2i.generate.submit("a cat", size="1280*1280").wait()
            with client.wan2_6_image.interleave.stream("a story", max_images=2) as stream:
                for part in stream:
                    break
            fails(api, client.qwen_image_2_0_pro.generate)

    def fails(api, call):
        for fault in ("drop-after-accepting", "truncated-body", "malformed-json", "error:400 InvalidParameter"):
            api.faults.add(fault)
            try:
                call("a cat")
            except BrushworkError:
                continue
            raise AssertionError(fault)

    async def later(url, folder):
        asyncio.get_running_loop().slow_callback_duration = 60  # a busy machine is none of its business
        async with AsyncClient("sk-0f1e2d3c4b5a6978", base_url=url, timeout=5) as client:
            result = await client.qwen_image_2_0_pro.generate("a cat", size="512*512")
            await client.save(result, folder + "/async")
            task = await client.wan2_6_t2i.generate.submit("a cat", size="1280*1280")
            await task.wait()
            async with client.wan2_6_image.interleave.stream("a story", max_images=2) as stream:
                async for part in stream:
                    pass
            api.faults.add("drop-after-accepting")
            try:
                await client.qwen_image_2_0_pro.generate("a cat")
            except BrushworkError:
                pass

    with Emulator(polls=1) as api, tempfile.TemporaryDirectory() as folder:
        sync(api.url, folder)  # once, so that what is opened for good is open
        asyncio.run(later(api.url, folder + "/first"))
        time.sleep(0.2)
        before = files(), threading.active_count()
        sync(api.url, folder + "/again")
        asyncio.run(later(api.url, folder + "/again"))
        for _ in range(300):  # the emulator ends its side of the connections by and by
            after = files(), threading.active_count()
            if before == after:
                break
            time.sleep(0.01)
        print(before == after, before, after)
        forgotten = Client("sk-0f1e2d3c4b5a6978", base_url=api.url)
        forgotten.qwen_image_2_0_pro.generate("a cat")
        half = forgotten.wan2_6_image.interleave.stream("a story", max_images=2)
        next(iter(half))
"""


@row(71)
def test_a_whole_program_leaves_nothing_open_and_says_nothing() -> None:
    done = run(CLEAN)
    assert done.stderr == ""
    assert done.stdout.startswith("True "), done.stdout
    assert done.returncode == 0


def test_clients_are_copied_without_their_connections(case: Case) -> None:
    case.posts = 4
    case.client.qwen_image_2_0_pro.generate(PROMPT)
    for other in (copy.copy(case.client), copy.deepcopy(case.client), pickle.loads(pickle.dumps(case.client))):
        with other:
            assert session_of(other).transport is not session_of(case.client).transport
            assert len(other.qwen_image_2_0_pro.generate(PROMPT)) == 1
    late = pickle.loads(pickle.dumps(AsyncClient(KEY, base_url=case.api.url, max_concurrency=3)))
    assert isinstance(late, AsyncClient)
    again: HttpTransport = pickle.loads(pickle.dumps(HttpTransport(proxy="http://p.example:1", ca_file="a.pem")))
    assert isinstance(again, HttpTransport)
