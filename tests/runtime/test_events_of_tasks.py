"""Events that announce the end of a task: they end a wait, and nothing but the task's id is believed of them."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from brushwork import AsyncClient, Client, ResponseEvent, Result
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.tasks.scheduler import Timing

EVIL = "https://evil.example/a.png"


class Between:
    """The way to the emulator. `meanwhile` is called while a query is under way, with the number of queries so far."""

    def __init__(self, api: Emulator) -> None:
        self._way = api.transport()
        self.queries = 0
        self.first = threading.Event()
        self.meanwhile: Callable[[int], object] = id

    def send(self, request: HttpRequest, /) -> HttpResponse:
        reply = self._way.send(request)
        if request.method == "GET" and "/tasks" in request.url:
            self.queries += 1
            self.meanwhile(self.queries)
            self.first.set()
        return reply


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(clock=VirtualClock(1_800_000_000.0), latency=20.0) as api:
        yield api


@pytest.fixture(autouse=True)
def rarely(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Queries would follow one another after an hour, or at the end of a wait, so that only events end them early."""

    def interval(*_: object, **__: object) -> float:
        return 3600.0

    monkeypatch.setattr(Timing, "interval", interval)
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < 15


def ended(api: Emulator, task_id: str, **options: Any) -> dict[str, Any]:
    """The event of the task, whose time is over."""
    api.clock.advance(21.0)
    return api.event(task_id, **options)


def encoded(event: object) -> bytes:
    return json.dumps(event).encode()


@pytest.mark.parametrize("written", [dict[str, Any], json.dumps, encoded])
def test_a_wait_ends_at_once_and_with_one_query(written: Callable[[Any], Any], api: Emulator) -> None:
    way = Between(api)
    with Client(api.key, base_url=api.url, transport=way) as client:
        submitted = client.wan2_2_t2i_flash.generate.submit("a cat")
        results: list[Result] = []
        waiting = threading.Thread(target=lambda: results.append(client.task(submitted.id).wait()), daemon=True)
        waiting.start()
        assert way.first.wait(10)
        again = client.tasks.receive(written(ended(api, submitted.id)))
        waiting.join(10)
        assert not waiting.is_alive()
        assert (len(results[0]), way.queries) == (1, 2)
        assert again.id == submitted.id


def test_so_does_one_of_asyncio(api: Emulator) -> None:
    way = Between(api)

    async def main() -> Result:
        async with AsyncClient(api.key, base_url=api.url, transport=way) as client:
            submitted = await client.wan2_2_t2i_flash.generate.submit("a cat")
            waiting = asyncio.create_task(client.task(submitted.id).wait())
            await asyncio.to_thread(way.first.wait, 10)
            await asyncio.to_thread(client.tasks.receive, ended(api, submitted.id))
            return await asyncio.wait_for(waiting, 10)

    assert len(asyncio.run(main())) == 1
    assert way.queries == 2


def test_an_event_that_comes_before_the_wait_is_remembered(api: Emulator) -> None:
    way = Between(api)
    with Client(api.key, base_url=api.url, transport=way) as client:
        task = client.wan2_2_t2i_flash.generate.submit("a cat")
        client.tasks.receive(ended(api, task.id))
        assert len(task.wait(60)) == 1

    async def main() -> Result:
        async with AsyncClient(api.key, base_url=api.url, transport=way) as client:
            task = await client.wan2_2_t2i_flash.generate.submit("a cat")
            client.tasks.receive(ended(api, task.id))
            return await task.wait(60)

    assert len(asyncio.run(main())) == 1
    assert way.queries == 2


def test_an_event_that_comes_during_a_query_leads_to_another(api: Emulator) -> None:
    way = Between(api)
    with Client(api.key, base_url=api.url, transport=way) as client:
        task = client.wan2_2_t2i_flash.generate.submit("a cat")
        way.meanwhile = lambda number: client.tasks.receive(ended(api, task.id)) if number == 1 else None
        assert len(client.task(task.id).wait(60)) == 1
        assert way.queries == 2


def test_another_process_has_the_result_with_one_query(api: Emulator) -> None:
    way = Between(api)
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        task = client.wan2_2_t2i_flash.generate.submit("a cat")
    with Client(api.key, base_url=api.url, transport=way) as other:
        event = ended(api, task.id, contain_result=True)
        event["data"]["output_result"]["output"]["results"] = [{"url": EVIL}]
        result = other.tasks.receive(event).result()
        other.tasks.receive(event)
        assert [image.url.startswith(api.origin) for image in result] == [True]
        assert EVIL not in str(result.raw)
        assert way.queries == 1, "one that comes twice is no other query"


def test_a_forged_event_ends_no_wait(api: Emulator) -> None:
    way = Between(api)
    with Client(api.key, base_url=api.url, transport=way) as client:
        task = client.wan2_2_t2i_flash.generate.submit("a cat")
        waiting = threading.Thread(target=task.wait, daemon=True)
        forged: dict[str, Any] = {"task_id": task.id, "task_status": "SUCCEEDED", "contain_result": True}
        forged["output_result"] = {"output": {"task_status": "SUCCEEDED", "results": [{"url": EVIL}]}}
        received = client.tasks.receive({"source": "acs.dashscope", "data": forged})
        waiting.start()
        assert way.first.wait(10)
        assert received.status is None
        assert task.status != "SUCCEEDED"
        assert not task.done
        assert waiting.is_alive()
        client.tasks.receive(ended(api, task.id))
        waiting.join(10)
        assert [image.url.startswith(api.origin) for image in task.result()] == [True]


@pytest.mark.parametrize(
    "event",
    [
        b"",
        "not JSON",
        "[]",
        b"\xff\xfe\xfd",
        "[" * 100_000,
        {},
        {"data": {}},
        {"data": {"task_id": 7}},
        {"data": {"task_id": "../models"}},
        {"data": '{"task_id": "t-1"}'},
        None,
        " " * 5_000_000,
    ],
)
def test_anything_else_is_refused(event: Any) -> None:
    with Client("sk-test") as client, pytest.raises(ValueError, match=r"data\.task_id"):
        client.tasks.receive(event)


def test_events_at_any_moment_lose_no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    clock, chance, ids = VirtualClock(1_800_000_000.0, seed=3), random.Random(4), list[str]()
    with Emulator(clock=clock, latency=12.0, limits=True) as api:

        def tell(_: ResponseEvent) -> None:
            for task_id in chance.sample(ids, min(len(ids), 3)):
                client.tasks.receive({"data": {"task_id": task_id}})

        with Client(api.key, base_url=api.url, transport=api.transport(), clock=clock, on_response=tell) as client:
            tasks = [client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(40)]
            ids.extend(task.id for task in tasks)
            outcomes = client.wait_all(tasks)
    assert [outcome.task_id for outcome in outcomes] == ids
    assert all(isinstance(outcome, Result) for outcome in outcomes)


def test_the_emulator_has_no_event_of_what_goes_on(api: Emulator) -> None:
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        task = client.wan2_2_t2i_flash.generate.submit("a cat")
    with pytest.raises(ValueError, match="has not ended"):
        api.event(task.id)
    event = ended(api, task.id)
    assert (event["source"], event["type"]) == ("acs.dashscope", "dashscope:System:AsyncTaskFinish")
    assert event["data"]["user_api_unique_key"].endswith(":wan2.2-t2i-flash")
    assert "output_result" not in event["data"]
    assert ended(api, task.id, contain_result=True)["data"]["output_result"]["output"]["task_status"] == "SUCCEEDED"
