"""Rows 37 to 45, and 67 for waits: a task is submitted once, and never lost, whatever its queries meet."""

from __future__ import annotations

import asyncio
import signal
import threading

import pytest

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import (
    BrushworkError,
    ConnectFailed,
    PartialResult,
    TaskCanceled,
    TaskExpired,
    TaskFailed,
    WaitTimeout,
)
from brushwork_runtime.base.events import ResponseEvent
from brushwork_runtime.client.client import session_of
from brushwork_runtime.tasks.poller import Poller
from brushwork_runtime.tasks.task import Task
from tests.reliability.case import KEY, PROMPT, Case, row

DAY = 24 * 3600


class Slept(VirtualClock):
    """A clock for the client alone, which jumps."""


@pytest.fixture
def patient(case: Case) -> Case:
    """The case with a client that waits in no time."""
    case.again(clock=Slept(), timeout=None)
    return case


@row(37)
@pytest.mark.parametrize("fault", ["rate-limited", "rate-limited:2", "error-500", "html-502", "html-504", "reset"])
def test_a_query_that_fails_is_sent_again(patient: Case, fault: str) -> None:
    patient.api.faults.add(fault, endpoint="task", times=3)
    result = patient.client.wan2_2_t2i_flash.generate(PROMPT)
    assert len(result) == 1
    assert patient.queries() == 4
    patient.billed = 1


@row(38)
def test_queries_that_fail_for_too_long_leave_the_task_to_another_process(patient: Case) -> None:
    patient.api.faults.add("error-503", endpoint="task", times=None)
    error = patient.fails(WaitTimeout, lambda: patient.client.wan2_2_t2i_flash.generate(PROMPT, timeout=60))
    assert error.task_id is not None
    assert isinstance(error.__cause__, BrushworkError)
    assert "the last query failed" in str(error)
    assert f'client.task("{error.task_id}").wait()' in str(error)
    patient.api.faults.clear()
    with Client(KEY, base_url=patient.api.url, clock=Slept()) as another:
        assert len(another.task(error.task_id).wait()) == 1
    patient.billed = 1


@row(39)
def test_a_new_task_may_be_unknown_for_ten_seconds(patient: Case) -> None:
    patient.api.faults.add("task-unknown", endpoint="task", times=3)
    assert len(patient.client.wan2_2_t2i_flash.generate(PROMPT)) == 1
    assert patient.queries() == 4
    patient.billed = 1


@row(39)
def test_a_new_task_that_stays_unknown_is_an_error_that_says_so(patient: Case) -> None:
    patient.api.faults.add("task-unknown", endpoint="task", times=100)
    began = session_of(patient.client).clock.now()
    error = patient.fails(
        TaskExpired, lambda: patient.client.wan2_2_t2i_flash.generate(PROMPT), "s after it took it in"
    )
    assert 10 <= session_of(patient.client).clock.now() - began <= 20
    assert error.task_id is not None


@row(40)
def test_a_task_of_yesterday_has_expired(case: Case) -> None:
    clock = VirtualClock()
    with Emulator(key=KEY, clock=clock, latency=5) as api, Client(KEY, base_url=api.url, clock=clock) as client:
        task = client.wan2_2_t2i_flash.generate.submit(PROMPT)
        clock.advance(DAY + 1)
        case.fails(TaskExpired, task.wait, "has expired")
        case.fails(TaskExpired, lambda: client.task(task.id).wait(), "24 hours")
        assert sum(seen.endpoint == "task" for seen in api.traffic) == 2


@row(41)
@pytest.mark.parametrize("state", ["RUNNING", "PENDING"])
def test_a_state_that_never_changes_ends_with_the_wait(patient: Case, state: str) -> None:
    patient.api.faults.add(f"task-never-ends:{state}")
    task = patient.client.wan2_2_t2i_flash.generate.submit(PROMPT)
    began = session_of(patient.client).clock.now()
    error = patient.fails(WaitTimeout, lambda: task.wait(timeout=300), state)
    assert session_of(patient.client).clock.now() - began == pytest.approx(300, abs=0.1)
    assert error.task_id == task.id
    assert patient.queries() < 200


@row(42)
@pytest.mark.parametrize("fault", ["task-failed", "task-failed-flat"])
def test_both_shapes_of_a_failure(patient: Case, fault: str) -> None:
    patient.api.faults.add(fault)
    error = patient.fails(TaskFailed, lambda: patient.client.wan2_2_t2i_flash.generate(PROMPT, n=2), "InternalError")
    assert error.code == "InternalError.Timeout"
    assert error.task_id is not None
    patient.billed = 0


@row(42)
def test_a_part_that_failed_leaves_the_rest(patient: Case) -> None:
    patient.api.faults.add("partial-failure")
    error = patient.fails(PartialResult, lambda: patient.client.wan2_2_t2i_flash.generate(PROMPT, n=3), "2 of 3 images")
    assert isinstance(error.result, Result)
    assert len(error.result) == 2
    patient.billed = 2


@row(42)
def test_of_many_tasks_those_that_fail_take_none_with_them(patient: Case) -> None:
    patient.posts, patient.billed = 4, 4
    tasks: list[Task] = []
    for fault in (None, "task-failed", "partial-failure", "task-canceled"):
        if fault is not None:
            patient.api.faults.add(fault)
        tasks.append(patient.client.wan2_2_t2i_flash.generate.submit(PROMPT, n=2))
    outcomes = patient.client.wait_all(tasks)
    assert [type(outcome) for outcome in outcomes] == [Result, TaskFailed, PartialResult, TaskCanceled]
    patient.billed = 3


@row(43)
@pytest.mark.parametrize("word", ["CANCELED", "CANCELLED"])
def test_both_spellings_of_canceled(patient: Case, word: str) -> None:
    patient.api.faults.add(f"task-canceled:{word}")
    error = patient.fails(TaskCanceled, lambda: patient.client.wan2_2_t2i_flash.generate(PROMPT))
    assert error.task_id is not None
    patient.billed = 0


@row(43)
def test_a_state_nobody_knows_is_running_and_warned_of_once(patient: Case, caplog: pytest.LogCaptureFixture) -> None:
    patient.posts = 2
    patient.api.faults.add("task-state:PAUSED", endpoint="task", times=3)
    for _ in range(2):
        assert len(patient.client.wan2_2_t2i_flash.generate(PROMPT)) == 1
    warned = [record for record in caplog.records if record.levelname == "WARNING" and "PAUSED" in record.getMessage()]
    assert len(warned) == 1
    patient.billed = 2


@row(44, 45)
@pytest.mark.parametrize("moved", [1, 30])
def test_tasks_that_the_list_does_not_show_are_not_missed(moved: int) -> None:
    clock = VirtualClock()
    statuses: list[int] = []

    def note(event: ResponseEvent) -> None:
        statuses.append(event.status)

    with Emulator(key=KEY, clock=clock, latency=20, limits=False) as api:
        api.faults.add(f"list-rows-move:{moved}", endpoint="task-list", times=None)
        with Client(KEY, base_url=api.url, clock=clock, transport=api.transport(), on_response=note) as client:
            tasks = [client.wan2_2_t2i_flash.generate.submit(PROMPT) for _ in range(250)]
            outcomes = client.wait_all(tasks)
        assert all(isinstance(outcome, Result) for outcome in outcomes)
        assert api.ledger.images == 250
        assert sum(seen.method == "POST" for seen in api.traffic) == 250
        assert set(statuses) == {200}


@row(44)
def test_two_hundred_threads_stay_below_twenty_queries_a_second() -> None:
    clock = VirtualClock()
    statuses: list[int] = []

    def note(event: ResponseEvent) -> None:
        statuses.append(event.status)

    with Emulator(key=KEY, clock=clock, latency=4, limits=True) as api:
        with Client(
            KEY, base_url=api.url, clock=clock, transport=api.transport(), on_response=note, timeout=DAY
        ) as client:
            tasks: list[Task] = []
            for _ in range(200):
                clock.advance(0.51)
                tasks.append(client.wan2_2_t2i_flash.generate.submit(PROMPT))
            results: list[Result] = []

            def wait(task: Task) -> None:
                results.append(task.wait())

            threads = [threading.Thread(target=wait, args=(task,)) for task in tasks]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        assert len(results) == 200
        assert set(statuses) == {200}


@pytest.fixture
def slow(case: Case) -> Case:
    """The case with tasks that take an hour."""
    case.api.close()
    case.api = Emulator(key=KEY, clock=VirtualClock(real=True), latency=3600).start()
    case.again(timeout=None)
    return case


def interrupt_soon() -> threading.Timer:
    """Ctrl-C: the signal reaches the main thread."""
    main = threading.main_thread().ident
    assert main is not None
    timer = threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT))
    timer.daemon = True
    timer.start()
    return timer


@row(67)
def test_an_interrupt_ends_a_wait_and_leaves_the_id(slow: Case) -> None:
    task = slow.client.wan2_2_t2i_flash.generate.submit(PROMPT)
    timer = interrupt_soon()
    error = slow.fails(KeyboardInterrupt, task.wait)
    timer.join()
    assert f'client.task("{task.id}").wait()' in "".join(error.__notes__)


@row(67)
def test_an_interrupt_of_many_waits_leaves_every_id(slow: Case) -> None:
    slow.posts = 3
    tasks = [slow.client.wan2_2_t2i_flash.generate.submit(PROMPT) for _ in range(3)]
    timer = interrupt_soon()
    error = slow.fails(KeyboardInterrupt, lambda: list(slow.client.as_completed(tasks)))
    timer.join()
    for task in tasks:
        assert task.id in "".join(error.__notes__)


@row(67)
def test_an_interrupt_while_another_thread_polls(slow: Case) -> None:
    slow.posts = 2
    first, second = (slow.client.wan2_2_t2i_flash.generate.submit(PROMPT) for _ in range(2))
    other = threading.Thread(target=lambda: slow.call(first.wait))
    other.start()
    timer = interrupt_soon()
    error = slow.fails(KeyboardInterrupt, second.wait)
    timer.join()
    assert second.id in "".join(error.__notes__)
    assert other.is_alive()
    slow.client.close()
    other.join(5)
    assert isinstance(slow.raised[-1], WaitTimeout)


@row(67)
def test_a_cancelled_wait_of_the_loop_leaves_the_id(slow: Case) -> None:
    async def main() -> None:
        async with AsyncClient(KEY, base_url=slow.api.url) as client:
            task = await client.wan2_2_t2i_flash.generate.submit(PROMPT)
            waiting = asyncio.create_task(task.wait())
            await asyncio.sleep(0.05)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await waiting
            assert task.id in "".join(caught.value.__notes__)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.wait_all([task])
            assert not session_of(client).one(Poller).waits

    asyncio.run(main())


@row(38)
def test_a_service_that_is_gone_ends_with_the_wait(case: Case) -> None:
    task = case.client.wan2_2_t2i_flash.generate.submit(PROMPT)
    case.api.close()
    error = case.fails(WaitTimeout, lambda: task.wait(timeout=0.3))
    assert error.task_id == task.id
    assert isinstance(error.__cause__, ConnectFailed)
