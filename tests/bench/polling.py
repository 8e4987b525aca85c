"""What waiting for tasks costs: time from a task's end to its result, queries, threads, connections, CPU."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

from measure import Figure
from service import Served, Service

from brushwork import AsyncClient, Client, Result
from brushwork.testing import VirtualClock
from brushwork_runtime.base.clock import SystemClock
from brushwork_runtime.tasks.task import Task

KEY = "sk-bench-0123456789"
LIMIT = 20
"""Queries a second that the account may send."""


def figures() -> Iterator[Figure]:
    yield from one_after_another(1000)
    yield from in_flight(1000)
    yield from at_once(20)
    yield from at_the_limit(200)
    yield from awaited(200)


def one_after_another(number: int) -> Iterator[Figure]:
    """Tasks of 20 s median, each waited for by itself, on a clock that jumps; the client learns what is usual."""
    clock = VirtualClock(1_800_000_000.0)
    service = Service(clock, 20.0)
    lags: list[float] = []
    with Client(KEY, clock=clock, transport=service) as client:
        for _ in range(number):
            task = client.qwen_image_plus.generate.submit("a cat")
            task.wait(timeout=3600)
            lags.append(clock.now() - service.ends[task.id][1])
    lags.sort()
    what = "end of a task of 20 s median to its return"
    yield Figure(what=f"{what}, mean", measured=sum(lags) / number, target=0.55, unit="s")
    yield Figure(what=f"{what}, p95", measured=lags[int(number * 0.95)], target=1.0, unit="s")
    yield Figure(what="queries of such a task", measured=service.queries / number, target=12, unit="queries")


def in_flight(number: int) -> Iterator[Figure]:
    """Tasks in flight at once, over sockets, on a clock that jumps; CPU is that of the client's only thread."""
    clock = VirtualClock(1_800_000_000.0)
    service = Service(clock, 12.0, sigma=0.1, limit=LIMIT)
    with Served(service) as served, Client(KEY, base_url=served.url, clock=clock) as client:
        tasks = [client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(number)]
        cpu = time.thread_time()
        outcomes = client.wait_all(tasks)
        cpu = time.thread_time() - cpu
        back = sum(isinstance(outcome, Result) for outcome in outcomes)
    what = f"{number:,} tasks in flight"
    yield Figure(what=f"{what}, back", measured=back, target=number, unit="tasks", better=">=")
    yield Figure(what=f"{what}, CPU of waiting", measured=cpu, target=1.0, unit="s")
    yield Figure(what=f"{what}, queries a task", measured=service.queries / number, target=2, unit="queries")
    yield Figure(what=f"{what}, connections", measured=served.connections, target=8, unit="open")
    yield Figure(what=f"{what}, refused by the limit", measured=service.refused, target=0, unit="queries")


def at_once(number: int) -> Iterator[Figure]:
    """Tasks of 2 s that are waited for together, in real time, by threads and on a loop."""
    service = Service(SystemClock(), 2.0, sigma=0.0, limit=LIMIT)

    def lag(task_id: str) -> float:
        return service.clock.now() - service.ends[task_id][1]

    with Served(service) as served, Client(KEY, base_url=served.url) as client:
        tasks = [client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(number)]
        lags = [lag(task.id) for task in client.as_completed(tasks)]

    async def call(client: AsyncClient) -> float:
        return lag((await client.wan2_2_t2i_flash.generate("a cat")).task_id or "")

    async def main(url: str) -> list[float]:
        async with AsyncClient(KEY, base_url=url) as client:
            return await asyncio.gather(*[call(client) for _ in range(number)])

    service = Service(SystemClock(), 2.0, sigma=0.0, limit=LIMIT)  # another account, whose second is not yet spent
    with Served(service) as served:
        awaited_lags = asyncio.run(main(served.url))
    what = f"{number} tasks of 2 s at once, end to return"
    yield Figure(what=f"{what}, latest", measured=max(lags), target=1.0, unit="s")
    yield Figure(what=f"{what}, latest, awaited", measured=max(awaited_lags), target=1.0, unit="s")


def at_the_limit(number: int) -> Iterator[Figure]:
    """Threads that wait for a task each, in real time, under the limit of the account."""
    service = Service(SystemClock(), 4.0, sigma=0.1, limit=LIMIT)
    with Served(service) as served, Client(KEY, base_url=served.url) as client:
        tasks = [client.wan2_2_t2i_flash.generate.submit("a cat") for _ in range(number)]
        back: list[Result] = []

        def wait(task: Task) -> None:
            back.append(task.wait(timeout=120))

        threads = [threading.Thread(target=wait, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    what = f"{number} threads, a task each, {LIMIT} queries/s"
    yield Figure(what=f"{what}: back", measured=len(back), target=number, unit="tasks", better=">=")
    yield Figure(what=f"{what}: refused", measured=service.refused, target=0, unit="queries")
    yield Figure(what=f"{what}: connections", measured=served.connections, target=8, unit="open")


def awaited(number: int) -> Iterator[Figure]:
    """Calls on an asynchronous route awaited together, in real time, under the limit of the account."""
    service = Service(SystemClock(), 4.0, sigma=0.1, limit=LIMIT)
    peak: list[int] = []

    async def main(url: str) -> int:
        async with AsyncClient(KEY, base_url=url) as client:
            calls = asyncio.gather(*[client.wan2_2_t2i_flash.generate("a cat") for _ in range(number)])
            while not calls.done():
                peak.append(sum(thread.name.startswith("brushwork") for thread in threading.enumerate()))
                await asyncio.sleep(0.05)
            return len(await calls)

    with Served(service) as served:
        back = asyncio.run(main(served.url))
    what = f"{number} awaited calls, {LIMIT} queries/s"
    yield Figure(what=f"{what}: back", measured=back, target=number, unit="tasks", better=">=")
    yield Figure(what=f"{what}: refused", measured=service.refused, target=0, unit="queries")
    yield Figure(what=f"{what}: threads beside the loop's", measured=max(peak), target=8, unit="threads")
    yield Figure(what=f"{what}: connections", measured=served.connections, target=8, unit="open")
