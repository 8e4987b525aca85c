"""The asyncio client: the same calls, awaited."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from brushwork_runtime.base.errors import ContentRejected, InvalidRequest, WaitTimeout
from brushwork_runtime.client.aio import AsyncClientBase
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from tests.runtime.support import (
    Client,
    FakeClock,
    FakeTransport,
    Step,
    error,
    finished,
    images,
    picture,
    reply,
    submitted,
    task,
)

DONE = reply(images("https://r.example/1.png"))


class AsyncClient(AsyncClientBase):
    """The asyncio twin of the tests' client."""

    _registry = Client._registry  # pyright: ignore[reportPrivateUsage]  # of the same tests


def run(
    steps: list[Step], main: Callable[[AsyncClient], Coroutine[Any, Any, None]], clock: FakeClock | None = None
) -> FakeTransport:
    transport = FakeTransport(*steps)

    async def body() -> None:
        async with AsyncClient("sk-test", transport=transport, clock=clock or FakeClock()) as made:
            await main(made)

    asyncio.run(body())
    return transport


def test_a_call_is_awaited() -> None:
    async def main(made: AsyncClient) -> None:
        assert len(await made.generate("a cat", model="brush-1.0")) == 1

    assert len(run([DONE], main).requests) == 1


def test_the_checks_come_with_the_call() -> None:
    async def main(made: AsyncClient) -> None:
        with pytest.raises(InvalidRequest):
            _ = made.generate("a cat", model="brush-1.0", n=9)

    assert run([DONE], main).requests == []


def test_tasks_wait_on_the_loop() -> None:
    clock = FakeClock()

    async def main(made: AsyncClient) -> None:
        submission = await made.prepare(model="slow-brush", prompt="a cat").submit()
        assert submission.status == "PENDING"
        assert len(await submission.wait()) == 1
        assert submission.done

    run([submitted(), task("RUNNING"), finished("u1")], main, clock)
    assert clock.slept == pytest.approx([0.1, 0.2])


def test_a_wait_ends_and_names_the_task() -> None:
    async def main(made: AsyncClient) -> None:
        with pytest.raises(WaitTimeout) as caught:
            await made.task("t-1").wait(timeout=20)
        assert caught.value.task_id == "t-1"

    run([task("RUNNING")], main)


def test_the_wrong_protocol_falls_back() -> None:
    mismatch = error(403, "AccessDenied", "current user api does not support synchronous calls")

    async def main(made: AsyncClient) -> None:
        assert (await made.generate("a cat", model="brush-1.0")).task_id == "t-1"

    assert len(run([mismatch, submitted(), finished("u1")], main).requests) == 3


def test_refusals_are_the_same_errors() -> None:
    async def main(made: AsyncClient) -> None:
        with pytest.raises(ContentRejected):
            await made.generate("a cat", model="brush-1.0")

    run([error(400, "DataInspectionFailed")], main)


def test_refresh_cancel_and_list() -> None:
    async def main(made: AsyncClient) -> None:
        found = await made.task("t-1").refresh()
        assert found.status == "RUNNING"
        await found.cancel()
        assert found.status == "CANCELED"
        page = await made.tasks.list(status="RUNNING")
        assert [one.id for one in page] == ["t-2"]

    rows = reply({"data": [{"task_id": "t-2", "status": "RUNNING"}], "total": 1})
    run([task("RUNNING"), reply({"request_id": "r"}), task("CANCELED"), rows], main)


def test_a_thousand_tasks_take_eight_threads() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return submitted() if request.method == "POST" else finished("u1")

    async def main(made: AsyncClient) -> None:
        calls = [made.generate("a cat", model="slow-brush") for _ in range(1000)]
        results = await asyncio.gather(*calls)
        assert len(results) == 1000
        names = [thread.name for thread in threading.enumerate() if thread.name.startswith("brushwork")]
        assert len(names) <= 8

    run([answer], main)


def test_tasks_come_as_they_end() -> None:
    queries: dict[str, int] = {}

    def answer(request: HttpRequest) -> HttpResponse:
        name = request.url.rpartition("/")[2]
        queries[name] = queries.get(name, 0) + 1
        return finished("u1", task_id=name) if queries[name] >= int(name) else task("RUNNING", name)

    async def main(made: AsyncClient) -> None:
        done = [found.id async for found in made.as_completed([made.task(name) for name in ("30", "1", "9")])]
        assert done == ["1", "9", "30"]

    run([answer], main)


def test_tasks_that_end_while_the_loop_is_busy_come_too() -> None:
    ends = {"a": 1, "b": 4, "other": 20}
    queries: dict[str, int] = {}

    def answer(request: HttpRequest) -> HttpResponse:
        name = request.url.rpartition("/")[2]
        queries[name] = queries.get(name, 0) + 1
        return finished("u1", task_id=name) if queries[name] >= ends[name] else task("RUNNING", name)

    async def main(made: AsyncClient) -> None:
        done: list[str] = []
        async for found in made.as_completed([made.task("a"), made.task("b")]):
            await made.task("other").wait()
            done.append(found.id)
        assert done == ["a", "b"]

    run([answer], main)


def test_saving_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return DONE if request.method == "POST" else HttpResponse(200, {}, picture())

    async def main(made: AsyncClient) -> None:
        result = await made.generate("a cat", model="brush-1.0")
        (path,) = await made.save(result, str(tmp_path))
        assert path.read_bytes() == picture()

    run([answer], main)


def test_a_cancelled_call_leaves_at_once() -> None:
    release = threading.Event()

    def answer(request: HttpRequest) -> HttpResponse:
        release.wait(5)
        return DONE

    async def main(made: AsyncClient) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await made.generate("a cat", model="brush-1.0")
        release.set()

    assert len(run([answer], main).requests) == 1
