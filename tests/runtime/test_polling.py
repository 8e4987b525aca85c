"""Many tasks at once: counted queries on a clock that jumps, against the emulator in this process."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import WaitTimeout
from brushwork_runtime.base.events import ResponseEvent, TaskEvent
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.tasks.poller import Poller
from brushwork_runtime.tasks.task import Task


@contextmanager
def emulated(
    latency: float, *, limits: bool = False, **settings: Any
) -> Generator[tuple[Client, Emulator], None, None]:
    clock = VirtualClock(1_800_000_000.0, seed=3)
    with Emulator(clock=clock, latency=latency, limits=limits) as api:
        client = Client(api.key, base_url=api.url, transport=api.transport(), clock=clock, **settings)
        with client:
            yield client, api


def submit(client: Client, number: int, pause: float = 0.0) -> list[Task]:
    tasks: list[Task] = []
    for _ in range(number):
        tasks.append(client.wan2_2_t2i_flash.generate.submit("a cat"))
        session_of(client).clock.sleep(pause)
    return tasks


def queries(api: Emulator, *endpoints: str) -> int:
    return sum(seen.method == "GET" and seen.endpoint in (endpoints or ("task", "task-list")) for seen in api.traffic)


def test_a_thousand_tasks_take_two_queries_each_at_most() -> None:
    with emulated(12.0) as (client, api):
        tasks = submit(client, 1000)
        outcomes = client.wait_all(tasks)
        assert [outcome.task_id for outcome in outcomes] == [task.id for task in tasks]
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert queries(api) <= 2 * 1000
        assert queries(api, "task-list") <= 200
        assert threading.active_count() <= 9


def test_two_hundred_tasks_at_the_limit_of_the_account_are_never_refused() -> None:
    statuses: list[int] = []

    def note(event: ResponseEvent) -> None:
        statuses.append(event.status)

    with emulated(4.0, limits=True, on_response=note) as (client, _):
        tasks = submit(client, 200, pause=0.51)
        outcomes = client.wait_all(tasks, timeout=7200)
        assert sum(isinstance(outcome, Result) for outcome in outcomes) == 200
    assert set(statuses) == {200}


def test_waits_refreshes_and_lists_together_stay_below_the_limit() -> None:
    statuses: list[int] = []

    def note(event: ResponseEvent) -> None:
        statuses.append(event.status)

    with emulated(5.0, limits=True, on_response=note) as (client, _):
        task = submit(client, 1)[0]
        for _ in range(30):
            task.refresh()
            client.tasks.list()
        assert len(task.wait()) == 1
    assert set(statuses) == {200}


def test_a_list_that_says_nothing_is_not_believed() -> None:
    """The tasks of an emulator without latency move on when they are queried, so that its list is always behind."""
    with emulated(0.0) as (client, api):
        outcomes = client.wait_all(submit(client, 100))
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert queries(api, "task-list") <= 20


@pytest.mark.parametrize(
    "answer", [b"<html>", b'{"code": "InvalidParameter", "message": "page_size"}', b'{"data": []}']
)
def test_without_a_list_tasks_are_queried_one_by_one(answer: bytes) -> None:
    with emulated(12.0) as (client, api):
        real = session_of(client).transport

        class NoList:
            def send(self, request: HttpRequest, /) -> HttpResponse:
                if "/tasks?" in request.url:
                    return HttpResponse(400 if b"code" in answer else 200, {}, answer)
                return real.send(request)

        session_of(client).transport = NoList()
        outcomes = client.wait_all(submit(client, 60))
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert queries(api, "task") >= 60


def test_a_shorter_page_is_asked_for_where_a_long_one_is_refused() -> None:
    with emulated(12.0) as (client, _):
        real = session_of(client).transport
        sizes: list[str] = []

        class ShortPages:
            def send(self, request: HttpRequest, /) -> HttpResponse:
                if "page_size=" in request.url:
                    sizes.append(request.url.partition("page_size=")[2].partition("&")[0])
                    if sizes[-1] != "10":
                        return HttpResponse(400, {}, b'{"code": "InvalidParameter", "message": "page_size"}')
                return real.send(request)

        session_of(client).transport = ShortPages()
        outcomes = client.wait_all(submit(client, 60))
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert sizes[:2] == ["100", "10"]


def test_tasks_of_several_models_are_looked_for_in_one_list() -> None:
    with emulated(12.0) as (client, api):
        tasks = submit(client, 30) + [client.qwen_image_plus.generate.submit("a poster") for _ in range(30)]
        session_of(client).clock.sleep(60)  # the first query of either kind is due
        assert {task.model for task in client.as_completed(tasks)} == {"wan2.2-t2i-flash", "qwen-image-plus"}
        assert any(seen.endpoint == "task-list" and "model_name" not in seen.target for seen in api.traffic)


@pytest.mark.parametrize("seconds", [1.5, 2.0, 2.2, 2.5, 3.0, 4.0, 5.5, 8.0])
def test_twenty_tasks_at_once_come_back_within_a_second_of_their_end(seconds: float) -> None:
    """Whatever the specs say of how long they run; the first that has ended tells when to look for the others."""
    with emulated(seconds, limits=False) as (client, api):
        tasks = submit(client, 20)
        ends = session_of(client).clock.now() + seconds
        lags = [session_of(client).clock.now() - ends for _ in client.as_completed(tasks)]
        assert len(lags) == 20
        assert max(lags) <= 1.0
        assert queries(api, "task-list") == 0


@pytest.mark.parametrize("number", [1, 8, 20])
@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.1, 2.0, 5.0])
@pytest.mark.parametrize("how", ["submitted", "left for a while", "by its id", "from the list"])
def test_short_tasks_come_back_within_a_second_however_they_were_picked_up(
    how: str, seconds: float, number: int
) -> None:
    with emulated(seconds) as (client, api):
        clock = session_of(client).clock
        tasks = submit(client, number)
        ends = clock.now() + seconds
        if how == "left for a while":
            clock.sleep(2.0)
        ends = max(ends, clock.now())
        with Client(api.key, base_url=api.url, transport=api.transport(), clock=clock) as other:
            if how == "by its id":
                tasks = [other.task(task.id) for task in tasks]
            elif how == "from the list":
                tasks = list(other.tasks.iter(page_size=100))
            lags = [clock.now() - ends for _ in client.as_completed(tasks)]
        assert len(lags) == number
        assert max(lags) <= 1.0


def test_short_tasks_that_begin_one_after_another_come_back_within_a_second() -> None:
    """One that has ended tells nothing of another: each is looked for by itself."""
    with emulated(1.2) as (client, api):
        clock = session_of(client).clock
        ends: dict[str, float] = {}
        for _ in range(8):
            ends[submit(client, 1)[0].id] = clock.now() + 1.2
            clock.sleep(0.15)
        with Client(api.key, base_url=api.url, transport=api.transport(), clock=clock) as other:
            now = clock.now()
            done = other.as_completed([other.task(name) for name in ends])
            assert max(clock.now() - max(ends[task.id], now) for task in done) <= 1.0


@pytest.mark.parametrize("seconds", [0.4, 1.1])
def test_short_tasks_are_awaited_no_longer_than_a_second_after_their_end(seconds: float) -> None:
    clock = VirtualClock(1_800_000_000.0, seed=3)
    with Emulator(clock=clock, latency=seconds) as api:

        async def main() -> None:
            async with AsyncClient(api.key, base_url=api.url, transport=api.transport(), clock=clock) as client:
                ids = [(await client.wan2_2_t2i_flash.generate.submit("a cat")).id for _ in range(8)]
                ends = clock.now() + seconds
                async with AsyncClient(api.key, base_url=api.url, transport=api.transport(), clock=clock) as other:
                    await asyncio.gather(*[other.task(name).wait() for name in ids[:4]])
                    assert clock.now() - ends <= 1.0
                    await other.wait_all([other.task(name) for name in ids[4:]])
                    assert clock.now() - ends <= 1.0

        asyncio.run(main())


def test_many_threads_that_wait_share_one_that_polls() -> None:
    with emulated(12.0) as (client, api):
        tasks = submit(client, 40)
        results: list[Result] = []

        def wait(task: Task) -> None:
            results.append(task.wait())

        threads = [threading.Thread(target=wait, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(results) == 40
        assert queries(api) <= 5 * 40


def test_the_first_tasks_tell_when_to_query_the_next() -> None:
    with emulated(30.0) as (client, api):
        for _ in range(4):
            submit(client, 1)[0].wait()
        before = queries(api)
        submit(client, 1)[0].wait()
        assert queries(api) - before <= 25


def test_every_state_seen_is_told() -> None:
    told: list[TaskEvent] = []
    with emulated(10.0, on_task=told.append) as (client, _):
        task = submit(client, 1)[0]
        task.wait()
    assert (told[0].status, told[0].queries, told[0].model) == ("PENDING", 0, "wan2.2-t2i-flash")
    assert {event.task_id for event in told} == {task.id}
    assert [event.status for event in told][-1] == "SUCCEEDED"
    assert "RUNNING" in [event.status for event in told]
    assert told[-1].queries == task.queries == len(told) - 1
    assert told[-1].elapsed >= 10


def test_all_tasks_of_the_account_come_page_by_page() -> None:
    with emulated(10.0) as (client, api):
        tasks = submit(client, 25)
        assert [found.id for found in client.tasks.iter(page_size=10)] == [task.id for task in reversed(tasks)]
        assert queries(api, "task-list") == 3


def test_closing_wakes_whoever_waits() -> None:
    with Emulator(clock=VirtualClock(real=True), latency=600) as api:
        client = Client(api.key, base_url=api.url)
        tasks = [client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(3)]
        raised: list[BaseException] = []

        def wait(task: Task) -> None:
            try:
                task.wait()
            except BaseException as error:
                raised.append(error)

        threads = [threading.Thread(target=wait, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        while len(session_of(client).one(Poller).waits) < 3:
            threading.Event().wait(0.01)
        client.close()
        for thread in threads:
            thread.join(5)
        assert sorted(getattr(error, "task_id", "") for error in raised) == sorted(task.id for task in tasks)
        assert "client was closed" in str(raised[0])


def test_slow_answers_are_waited_for_by_a_few_threads_that_end_with_the_work() -> None:
    """One thread cannot send the queries that are allowed, where each takes longer than their distance."""
    names: set[str] = set()
    with Emulator(clock=VirtualClock(real=True), polls=1) as api:
        client = Client(api.key, base_url=api.url, transport=api.transport())
        real = session_of(client).transport

        class Slow:
            def send(self, request: HttpRequest, /) -> HttpResponse:
                if request.method == "GET":
                    names.add(threading.current_thread().name.partition("-")[0])
                    time.sleep(0.12)
                return real.send(request)

        session_of(client).transport = Slow()
        before = set(threading.enumerate())
        outcomes = client.wait_all([client.task(task.id) for task in submit(client, 9)])
        client.close()
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert names == {"MainThread", "brushwork"}
        assert set(threading.enumerate()) <= before


def test_awaited_calls_take_eight_threads_and_two_queries_each() -> None:
    clock = VirtualClock(1_800_000_000.0, seed=3)
    with Emulator(clock=clock, latency=12.0) as api:

        async def main() -> None:
            async with AsyncClient(api.key, base_url=api.url, clock=clock) as client:
                tasks = await asyncio.gather(*[client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(300)])
                outcomes = await client.wait_all(tasks)
                assert [outcome.task_id for outcome in outcomes] == [task.id for task in tasks]
                assert all(isinstance(outcome, Result) for outcome in outcomes)
                threads = [thread for thread in threading.enumerate() if thread.name.startswith("brushwork-")]
                assert len([thread for thread in threads if "emulator" not in thread.name]) <= 8
                again = [task async for task in client.as_completed(tasks)]
                assert again == list(tasks)
                found = [task.id async for task in client.tasks.iter(page_size=100)]
                assert sorted(found) == sorted(task.id for task in tasks)

        asyncio.run(main())
        assert queries(api) <= 2 * 300


def test_closing_an_asynchronous_client_wakes_whoever_waits() -> None:
    async def main() -> None:
        with Emulator(clock=VirtualClock(real=True), latency=600) as api:
            client = AsyncClient(api.key, base_url=api.url)
            task = await client.wan2_2_t2i_flash.generate.submit("a cat")
            waiting = asyncio.create_task(task.wait())
            await asyncio.sleep(0.02)
            await client.close()
            with pytest.raises(WaitTimeout, match="client was closed"):
                await waiting

    asyncio.run(main())
