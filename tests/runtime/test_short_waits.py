"""Waits that are shorter than a task, one after the other: the query that one asked for serves the next."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from brushwork_runtime.base.errors import AuthError, WaitTimeout
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.tasks.aiotasks import AsyncTask
from tests.runtime.support import Client, FakeClock, FakeTransport, error, finished, submitted, task
from tests.runtime.test_aio import AsyncClient


class Slow:
    """A service whose answers to queries take `seconds`; the task runs for `runs` of them."""

    def __init__(self, seconds: float, runs: int = 0, end: Callable[[], HttpResponse] = lambda: finished("u1")) -> None:
        self.seconds, self.runs, self.end, self.queries = seconds, runs, end, 0

    def send(self, request: HttpRequest, /) -> HttpResponse:
        if request.method == "POST":
            return submitted()
        self.queries += 1
        queries = self.queries
        time.sleep(self.seconds)
        return task("RUNNING") if queries <= self.runs else self.end()


def until_it_ends(wait: Callable[[], object], most: int) -> int:
    """How many waits it takes."""
    for number in range(most):
        try:
            wait()
        except (WaitTimeout, TimeoutError):
            continue
        return number + 1
    raise AssertionError(f"not seen to end in {most} waits")


def test_a_loop_of_short_waits_sees_the_end_on_time() -> None:
    clock = FakeClock()
    end = clock.now() + 12

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return submitted()
        return finished("u1") if clock.now() > end else task("RUNNING")

    made = Client("sk-test", transport=FakeTransport(answer), clock=clock)
    submission = made.prepare(model="slow-brush", prompt="a cat").submit()
    until_it_ends(lambda: submission.wait(timeout=0.5), 40)
    assert clock.now() < end + 3


@pytest.mark.parametrize("same", [True, False], ids=["one object", "by its id"])
def test_an_answer_that_takes_longer_than_a_wait_serves_the_next(same: bool) -> None:
    transport = Slow(0.25)
    with Client("sk-test", transport=transport) as made:
        picked = made.task("t-1")
        assert until_it_ends(lambda: (picked if same else made.task("t-1")).wait(timeout=0.1), 6) > 1
    assert transport.queries == 1


def test_a_refusal_that_takes_longer_than_a_wait_is_told_to_the_next() -> None:
    transport = Slow(0.25, end=lambda: error(401, "InvalidApiKey"))
    with Client("sk-test", transport=transport) as made, pytest.raises(AuthError):
        until_it_ends(lambda: made.task("t-1").wait(timeout=0.1), 6)


def test_an_interrupted_query_is_made_anew_at_once() -> None:
    asked: list[float] = []
    clock = FakeClock()

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return submitted()
        asked.append(clock.now())
        if len(asked) == 2:
            raise KeyboardInterrupt
        return finished("u1") if len(asked) > 2 else task("RUNNING")

    made = Client("sk-test", transport=FakeTransport(answer), clock=clock)
    submission = made.prepare(model="slow-brush", prompt="a cat").submit()
    with pytest.raises(KeyboardInterrupt):
        submission.wait()
    submission.wait()
    assert asked[2] == asked[1]


def test_what_breaks_in_a_thread_is_raised_to_whoever_waits() -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with Client("sk-test", transport=FakeTransport(answer)) as made, pytest.raises(ZeroDivisionError):
        made.task("t-1").wait(timeout=1)


async def short_waits(wait: Callable[[], Awaitable[object]], most: int) -> int:
    for number in range(most):
        try:
            async with asyncio.timeout(0.1):
                await wait()
        except TimeoutError:
            continue
        return number + 1
    raise AssertionError(f"not seen to end in {most} waits")


@pytest.mark.parametrize("seconds", [0.0, 0.25], ids=["quick answers", "slow answers"])
def test_a_loop_of_cancelled_waits_sees_the_end(seconds: float) -> None:
    transport = Slow(seconds, runs=1)

    async def main() -> None:
        async with AsyncClient("sk-test", transport=transport) as made:
            submission = await made.prepare(model="slow-brush", prompt="a cat").submit()
            await short_waits(submission.wait, 20)

    asyncio.run(main())
    assert transport.queries == 2
    left = [thread for thread in threading.enumerate() if thread.name.startswith("brushwork")]
    for thread in left:  # one that was at work when the client was closed ends with it
        thread.join(2.0)
    assert not [thread for thread in left if thread.is_alive()]


def test_a_loop_of_waits_that_each_have_an_event_loop_sees_the_end() -> None:
    made = AsyncClient("sk-test", transport=Slow(0.0, runs=1))

    async def submit() -> AsyncTask:
        return await made.prepare(model="slow-brush", prompt="a cat").submit()

    async def wait() -> None:
        async with asyncio.timeout(0.1):
            await submission.wait()

    submission = asyncio.run(submit())
    until_it_ends(lambda: asyncio.run(wait()), 20)
    asyncio.run(made.close())


def test_a_task_that_was_left_is_not_queried_for_the_sake_of_others() -> None:
    asked: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return submitted()
        asked.append(request.url.rpartition("/")[2])
        done = asked[-1] == "t-9" and len(asked) > 8
        return finished("u1", task_id="t-9") if done else task("RUNNING", asked[-1])

    made = Client("sk-test", transport=FakeTransport(answer), clock=FakeClock())
    with pytest.raises(WaitTimeout):
        made.task("t-5").wait(timeout=0.5)
    left = len(asked)
    made.task("t-9").wait()
    assert set(asked[left:]) == {"t-9"}
