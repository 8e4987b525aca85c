"""Row 67, for whatever ends a call early, a cancelled await, the end of its time or `close()`: no more of it leaves."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

import pytest

from brushwork import AsyncClient, Client
from brushwork_runtime.base.errors import (
    AccessDenied,
    BrushworkError,
    ConnectFailed,
    OutcomeUnknown,
    PartialResult,
    RateLimited,
)
from brushwork_runtime.base.events import ResponseEvent
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.http.transport import HttpTransport
from tests.reliability.case import KEY, PROMPT, Case, open_files, row
from tests.reliability.test_rows_interrupted_sending import interrupted
from tests.runtime.support import picture

Call = Callable[[AsyncClient], Awaitable[object]]
CALLS: dict[str, Call] = {
    "sync": lambda client: client.qwen_image_2_0_pro.generate(PROMPT),
    "task": lambda client: client.wan2_6_t2i.generate(PROMPT, protocol="async"),
    "submit": lambda client: client.wan2_6_t2i.generate.submit(PROMPT),
    "inline": lambda client: client.qwen_image_2_0_pro.edit(PROMPT, picture(400, 400), inline=True),
    "upload": lambda client: client.qwen_image_2_0_pro.edit(PROMPT, picture(400, 400)),
    "resend": lambda client: client.resend(client.prepare(model="qwen-image-2.0-pro", prompt=PROMPT)),
}


async def cancelled(
    case: Case, call: Call, after: Callable[[], bool], *, close: bool = True, settle: float = 0.1, **settings: object
) -> BaseException:
    """What a call raises that is cancelled once `after` holds; then there is time for what must not happen."""
    async with AsyncClient(KEY, base_url=case.api.url, **settings) as client:  # type: ignore[arg-type]
        running = asyncio.ensure_future(call(client))
        await until(after)
        await asyncio.sleep(settle)
        running.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await running
        if not close:
            await asyncio.sleep(0.6)
    await asyncio.sleep(0.6)
    return caught.value


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


def notes(error: BaseException) -> str:
    return " ".join(getattr(error, "__notes__", []))


@row(67)
@pytest.mark.parametrize("close", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_is_cancelled_between_two_tries_is_not_sent_again(case: Case, name: str, close: bool) -> None:
    case.api.faults.add("rate-limited:1", times=None)
    error = asyncio.run(cancelled(case, CALLS[name], lambda: bool(case.api.traffic), close=close))
    assert sum(seen.method == "POST" for seen in case.api.traffic) <= 1
    assert notes(error) == ""
    case.billed = 0


@row(67)
@pytest.mark.parametrize("name", ["sync", "task", "submit", "inline", "resend"])
def test_a_call_that_is_cancelled_while_it_connects_is_never_sent(case: Case, name: str) -> None:
    transport = Refusing(2)
    call = CALLS[name]
    error = asyncio.run(
        cancelled(case, call, lambda: transport.tried > 0, transport=transport, settle=0.0, close=False)
    )
    assert transport.tried == 1
    assert notes(error) == ""
    case.billed = case.posts = 0


class Refusing(HttpTransport):
    """Connects to nothing the first few times."""

    __slots__ = ("times", "tried")

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times, self.tried = times, 0

    def send(self, request: HttpRequest, /) -> HttpResponse:
        self.tried += 1
        if self.tried <= self.times:
            error = ConnectFailed("refused")
            setattr(error, "retry_after", 0.3)  # noqa: B010 - so that the pause is long enough to be cancelled in
            raise error
        return super().send(request)


@contextmanager
def slow_to_connect(monkeypatch: pytest.MonkeyPatch) -> Generator[threading.Event, None, None]:
    """Name lookups wait for the event that this gives."""
    real, go = socket.getaddrinfo, threading.Event()

    def lookup(*arguments: object, **keywords: object) -> object:
        go.wait(5)
        return real(*arguments, **keywords)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lookup)
        yield go
        go.set()


@row(67)
@pytest.mark.parametrize("name", ["sync", "submit", "inline"])
def test_what_is_cancelled_before_it_is_connected_does_not_leave(
    case: Case, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> BaseException:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            with slow_to_connect(monkeypatch) as go:
                running = asyncio.ensure_future(CALLS[name](client))
                await asyncio.sleep(0.1)
                running.cancel()
                with pytest.raises(asyncio.CancelledError) as caught:
                    await running
                go.set()
                await asyncio.sleep(0.3)
            return caught.value

    assert notes(asyncio.run(main())) == ""
    assert case.work == 0
    case.billed = case.posts = 0


@row(67)
def test_a_cancelled_upload_ends_and_nothing_follows_it(case: Case) -> None:
    case.api.faults.add("stall", endpoint="upload")
    uploaded = lambda: any(seen.endpoint == "upload" for seen in case.api.traffic)  # noqa: E731
    error = asyncio.run(cancelled(case, CALLS["upload"], uploaded))
    assert notes(error) == ""
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("brushwork")]
    assert case.work == 0
    case.billed = case.posts = 0


@row(67)
def test_who_waits_for_the_same_upload_is_obeyed_too(case: Case) -> None:
    case.api.faults.add("slow-answer:0.8", endpoint="upload")

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            first = asyncio.ensure_future(CALLS["upload"](client))
            await until(lambda: any(seen.endpoint == "upload" for seen in case.api.traffic))
            begun = time.monotonic()
            with pytest.raises(ConnectFailed):
                await client.qwen_image_2_0_pro.edit(PROMPT, picture(400, 400), timeout=0.2)
            assert time.monotonic() - begun < 0.5
            await first

    asyncio.run(main())
    case.billed = 1


@row(67)
@pytest.mark.parametrize("name", ["sync", "task", "submit", "inline", "upload", "resend"])
def test_a_request_on_its_way_is_told_of(case: Case, name: str, caplog: pytest.LogCaptureFixture) -> None:
    case.api.faults.add("stall", endpoint="*generation")
    error = asyncio.run(cancelled(case, CALLS[name], lambda: case.work == 1))
    assert "may have been made and billed" in notes(error)
    assert ('client.tasks.list(model_name="wan2.6-t2i")' in notes(error)) == (name in ("task", "submit"))
    assert notes(error) in caplog.text
    case.billed = 1


@row(67)
def test_a_task_whose_answer_has_come_is_named(case: Case) -> None:
    case.api.faults.add("slow-answer:0.1", endpoint="image-generation")

    async def main() -> str:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            running = asyncio.ensure_future(client.wan2_6_t2i.generate.submit(PROMPT))
            await until(lambda: case.work == 1)
            while not list(case.api.ledger):
                time.sleep(0.01)
            time.sleep(0.3)  # the answer comes, and the loop has not seen it yet
            running.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await running
            return notes(caught.value)

    told = asyncio.run(main())
    (entry,) = case.api.ledger
    assert f'client.task("{entry["task_id"]}").wait()' in told


@row(67)
@pytest.mark.parametrize("name", ["sync", "task", "submit"])
def test_a_call_that_waits_for_a_thread_ends_on_time_and_is_never_sent(case: Case, name: str) -> None:
    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, max_concurrency=1, timeout=0.3) as client:
            for threads in (client._workers.short, client._workers.long):  # pyright: ignore[reportPrivateUsage]
                for _ in range(threads.number):
                    threads.start(time.sleep, 0.7)
            begun = time.monotonic()
            with pytest.raises(ConnectFailed, match="time of the call was over"):
                await CALLS[name](client)
            assert 0.25 < time.monotonic() - begun < 0.5
            waiting = asyncio.ensure_future(CALLS[name](client))
            await asyncio.sleep(0.05)
            waiting.cancel()
            await asyncio.sleep(0.5)

    asyncio.run(main())
    assert case.api.traffic == ()
    case.billed = case.posts = 0


@row(67)
def test_a_cancelled_call_does_not_keep_the_place_of_another(case: Case) -> None:
    case.api.faults.add("stall", times=1)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, max_concurrency=1) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await CALLS["sync"](client)
            async with asyncio.timeout(1.5):
                await CALLS["sync"](client)

    asyncio.run(main())
    case.posts = case.billed = 2


@row(67)
def test_closing_ends_what_waits_to_be_sent_again(case: Case) -> None:
    case.again(timeout=100)
    case.api.faults.add("rate-limited:30", times=None)
    raised: list[BaseException | object] = []
    thread = threading.Thread(
        target=lambda: raised.append(case.call(lambda: case.client.qwen_image_2_0_pro.generate(PROMPT)))
    )
    thread.start()
    while case.work == 0:
        time.sleep(0.005)
    time.sleep(0.05)
    case.client.close()
    thread.join(1)
    assert not thread.is_alive()
    (error,) = raised
    assert isinstance(error, RateLimited)
    assert "the client was closed" in str(error)
    case.billed = 0


@row(67)
@pytest.mark.parametrize("name", ["sync", "task"])
def test_closing_an_asynchronous_client_ends_what_waits_to_be_sent_again(case: Case, name: str) -> None:
    case.api.faults.add("rate-limited:30", times=None)

    async def main() -> None:
        client = AsyncClient(KEY, base_url=case.api.url, timeout=100)
        running = asyncio.ensure_future(CALLS[name](client))
        await until(lambda: case.work == 1)
        await asyncio.sleep(0.05)
        await client.close()
        async with asyncio.timeout(1):
            with pytest.raises(RateLimited, match="the client was closed"):
                await running

    asyncio.run(main())
    case.billed = 0


@row(67)
def test_the_other_route_is_not_taken_once_the_client_is_closed(case: Case) -> None:
    case.api.refuse("wan2.6-t2i", "sync")
    client: Client

    def close(event: ResponseEvent) -> None:
        if event.status == 403:
            client.close()

    client = case.again(on_response=close)
    case.fails(AccessDenied, lambda: client.wan2_6_t2i.generate(PROMPT))
    case.billed = 0


@row(67)
def test_a_cancelled_cancellation_is_not_sent_again(case: Case) -> None:
    case.api.faults.add("error-500", endpoint="task-cancel", times=None)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, retries=9) as client:
            task = await client.wan2_6_t2i.generate.submit(PROMPT)
            running = asyncio.ensure_future(task.cancel())
            await until(lambda: any(seen.endpoint == "task-cancel" for seen in case.api.traffic))
            running.cancel()
            await asyncio.sleep(0.1)
            sent = len(case.api.traffic)
            await asyncio.sleep(0.6)
            assert len(case.api.traffic) == sent

    asyncio.run(main())


@row(67)
def test_a_cancelled_stream_is_dropped_and_told_of(case: Case) -> None:
    case.api.faults.add("stall-in-body:200", times=None)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            stream = client.wan2_6_image.interleave.stream(PROMPT, max_images=2)

            async def read() -> None:
                async for _ in stream:
                    pass

            running = asyncio.ensure_future(read())
            await until(lambda: case.work == 1)
            await asyncio.sleep(0.1)
            running.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await running
            assert "may have been made and billed" in notes(caught.value)
            await asyncio.sleep(0.2)
            assert [part async for part in stream] == []

    asyncio.run(main())


@row(67)
def test_a_cancelled_recovery_leaves_nothing_running(case: Case) -> None:
    case.api.faults.add("drop-before-accepting", endpoint="image-generation")

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            with pytest.raises(OutcomeUnknown) as caught:
                await client.wan2_6_t2i.generate.submit(PROMPT)
            looking = asyncio.ensure_future(caught.value.recover())
            await until(lambda: case.queries("task-list") > 0)
            looking.cancel()
            await asyncio.sleep(1.2)
            assert case.queries("task-list") == 1

    asyncio.run(main())
    case.billed = 0


@row(67)
@pytest.mark.parametrize("fault", ["stall-in-body:5000", "stall"])
def test_a_cancelled_save_leaves_nothing_and_works_again(case: Case, fault: str) -> None:
    case.api.faults.add(fault, endpoint="result", times=1)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            result = await client.qwen_image_2_0_pro.generate(PROMPT, n=3)
            begun = time.monotonic()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.4):
                    await client.save(result, case.folder)
            assert time.monotonic() - begun < 1
            assert not list(case.folder.rglob("*.part"))
            assert not [thread for thread in threading.enumerate() if thread.name.startswith("brushwork-save")]
            assert len(await client.save(result, case.folder, overwrite=True)) == 3

    asyncio.run(main())
    case.billed = 3


@row(67)
@pytest.mark.parametrize("call", ["qwen_image_2_0_pro.generate('x')", "wan2_6_t2i.generate.submit('x')"])
def test_a_process_does_not_wait_for_what_it_has_cancelled(case: Case, call: str) -> None:
    case.api.faults.add("stall", times=None)
    program = (
        "import asyncio, brushwork\n"
        "async def main():\n"
        f"    async with brushwork.AsyncClient({KEY!r}, base_url={case.api.url!r}) as client:\n"
        "        async with asyncio.timeout(1):\n"
        f"            await client.{call}\n"
        "asyncio.run(main())\n"
    )
    begun = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=10, check=False)
    assert time.monotonic() - begun < 5
    assert "may have been made and billed" in ended.stderr
    case.billed = 1


@row(67)
def test_ctrl_c_before_anything_was_sent_says_nothing(case: Case) -> None:
    class Interrupted(HttpTransport):
        def _open(self, origin: str) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    client = case.again(transport=Interrupted())
    error = case.call(lambda: client.qwen_image_2_0_pro.generate(PROMPT))
    assert isinstance(error, KeyboardInterrupt)
    assert notes(error) == ""
    case.billed = case.posts = 0


@row(67)
def test_ctrl_c_in_a_stream_tells_of_it(case: Case) -> None:
    case.api.faults.add("stall-in-body:200", times=None)
    stream = case.client.wan2_6_image.interleave.stream(PROMPT, max_images=2)
    raised, seconds = interrupted(case, lambda: list(stream), lambda: case.work == 1)
    assert seconds < 1
    assert "may have been made and billed" in notes(raised)
    case.billed = None


@row(67)
@pytest.mark.parametrize("name", ["sync", "submit"])
def test_a_call_that_does_not_connect_in_time_ends_on_time(
    case: Case, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, timeout=0.2) as client:
            with slow_to_connect(monkeypatch) as go:
                begun = time.monotonic()
                with pytest.raises(ConnectFailed, match="time of the call was over"):
                    await CALLS[name](client)
                assert time.monotonic() - begun < 0.6
                go.set()
                await asyncio.sleep(0.3)

    asyncio.run(main())
    assert case.work == 0
    case.billed = case.posts = 0


@row(67)
def test_an_upload_that_drips_ends_on_time(case: Case) -> None:
    case.api.faults.add("slow-answer:3", endpoint="upload")
    client = case.again(timeout=0.3)
    begun = time.monotonic()
    case.fails(BrushworkError, lambda: client.qwen_image_2_0_pro.edit(PROMPT, picture(400, 400)))
    assert time.monotonic() - begun < 0.6
    case.billed = case.posts = 0


@row(71)
def test_a_client_that_was_closed_before_its_first_download_keeps_no_connection(case: Case) -> None:
    result = case.client.qwen_image_2_0_pro.generate(PROMPT)
    case.client.close()
    files = open_files()
    result.save(case.folder)
    assert open_files() <= files


@row(67)
def test_a_stream_that_waits_for_a_thread_ends_on_time_with_what_came(case: Case) -> None:
    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, max_concurrency=1) as client:
            stream = client.wan2_6_image.interleave.stream(PROMPT, max_images=2, timeout=1)
            begun = time.monotonic()

            async def read() -> None:
                async for _ in stream:
                    client._workers.long.start(time.sleep, 1.5)  # pyright: ignore[reportPrivateUsage]

            with pytest.raises(PartialResult, match="broke off"):
                await read()
            assert time.monotonic() - begun < 1.4
            assert not stream.result.complete

    asyncio.run(main())


@row(67)
def test_a_query_that_waits_for_a_thread_does_not_speak_of_the_bill(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brushwork_runtime.session.GET_TIMEOUT", 0.2)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            task = await client.wan2_6_t2i.generate.submit(PROMPT)
            for _ in range(client._workers.short.number):  # pyright: ignore[reportPrivateUsage]
                client._workers.short.start(time.sleep, 0.6)  # pyright: ignore[reportPrivateUsage]
            with pytest.raises(ConnectFailed) as caught:
                await task.refresh()
            assert "othing" not in str(caught.value)
            assert f'client.task("{task.id}").wait()' in str(caught.value)

    asyncio.run(main())
