"""Rows 46 to 48: ids that go into addresses, and tasks whose submission was never answered."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from typing import cast

import pytest

from brushwork import APIError, AsyncClient, Client
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import (
    InvalidRequest,
    MalformedResponse,
    NoTaskFound,
    OutcomeUnknown,
    ResultLost,
    SeveralTasksFound,
)
from brushwork_runtime.client.client import session_of
from brushwork_runtime.tasks.aiotasks import AsyncTask
from brushwork_runtime.tasks.task import Task
from tests.reliability.case import KEY, PROMPT, Case, row
from tests.reliability.crowd import CrowdClock

IDS = ["../../x?y#z", "", "a/b", "a b", "x" * 65, "%2e%2e", "t\n1"]
LOST = ["drop-after-accepting", "reset", "error-500-after-accepting", "html-504"]


def submit(client: Client, prompt: str = PROMPT) -> Task:
    return client.wan2_6_t2i.generate.submit(prompt)


def lost(client: Client) -> OutcomeUnknown:
    with pytest.raises(OutcomeUnknown) as caught:
        submit(client)
    return caught.value


def made() -> tuple[Emulator, Client, VirtualClock]:
    clock = VirtualClock(start=1_000_000_000)
    api = Emulator(key=KEY, clock=clock, polls=1)
    return api, another(api, clock), clock


def another(api: Emulator, clock: VirtualClock) -> Client:
    return Client(KEY, base_url=api.url, transport=api.transport(), clock=clock, timeout=60)


@row(46)
@pytest.mark.parametrize("task_id", IDS)
def test_an_id_that_is_none_goes_into_no_address(case: Case, task_id: str) -> None:
    case.fails(InvalidRequest, lambda: case.client.task(task_id))
    assert case.api.traffic == ()


@row(46)
@pytest.mark.parametrize("task_id", [name for name in IDS if name])
def test_an_id_of_the_server_that_is_none_goes_into_no_address(case: Case, task_id: str) -> None:
    case.api.faults.add("task-id", argument=task_id)
    error = case.fails(MalformedResponse, lambda: submit(case.client), "billed")
    assert [seen.endpoint for seen in case.api.traffic] == ["image-generation"]
    task = error.recover()
    assert isinstance(task, Task)
    assert all("?y" not in seen.target for seen in case.api.traffic)


@row(47)
@pytest.mark.parametrize("fault", LOST)
def test_a_submission_without_an_answer_is_found_again(case: Case, fault: str) -> None:
    known = submit(case.client)
    case.api.faults.add(fault, endpoint="image-generation")
    error = case.fails(OutcomeUnknown, lambda: submit(case.client), "err.recover")
    task = error.recover()
    assert task.id != known.id
    assert task.id == case.api.ledger[-1]["task_id"]
    assert len(task.wait().images) == 1
    assert error.recover().id == task.id
    assert case.work == 2
    case.posts, case.billed = 2, 2


@row(47)
@pytest.mark.parametrize(
    "fault", ["truncated-body", "length-too-long", "unfinished-chunks", "malformed-json", "html-page"]
)
def test_a_task_whose_answer_broke_off_is_found_by_its_request_id(fault: str) -> None:
    api, client, _ = made()
    api.faults.add(fault, endpoint="image-generation")
    with pytest.raises((ResultLost, MalformedResponse)) as caught:
        submit(client)
    submit(another(api, session_of(client).clock))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # it is a virtual one
    if caught.value.request_id is None:
        with pytest.raises(SeveralTasksFound):
            caught.value.recover()
    else:
        assert caught.value.recover().id == api.ledger[0]["task_id"]


@row(47)
def test_tasks_of_earlier_and_of_other_models_explain_nothing() -> None:
    api, client, clock = made()
    for model in ("wan2.6-t2i", "wan2.7-image"):
        other = another(api, clock)
        for _ in range(15):
            other.prepare({"model": model, "prompt": PROMPT}).submit()
        clock.advance(30 if model == "wan2.6-t2i" else 0)
    api.faults.add("drop-after-accepting", endpoint="image-generation")
    assert lost(client).recover().id == api.ledger[-1]["task_id"]


@row(47)
def test_nothing_was_started_is_said_only_after_a_while() -> None:
    api, client, clock = made()
    submit(client)
    api.faults.add("drop-before-accepting", endpoint="image-generation")
    error = lost(client)
    begun = clock.now()
    with pytest.raises(NoTaskFound, match=r"client\.resend") as caught:
        error.recover()
    assert 10 <= clock.now() - begun <= 12
    assert caught.value.__cause__ is error
    assert len(client.resend(caught.value.request).images) == 1
    assert api.ledger.images == 2


@row(47)
def test_a_recovery_ends_in_time() -> None:
    api, client, clock = made()
    api.faults.add("drop-before-accepting", endpoint="image-generation")
    error = lost(client)
    begun = clock.now()
    with pytest.raises(OutcomeUnknown) as caught:
        error.recover(timeout=3)
    assert caught.value is error
    assert clock.now() - begun <= 3


@row(48)
def test_two_candidates_are_listed_and_none_is_chosen() -> None:
    api, client, clock = made()
    api.faults.add("drop-after-accepting", endpoint="image-generation")
    error = lost(client)
    submit(another(api, clock))
    with pytest.raises(SeveralTasksFound, match="2 tasks") as caught:
        error.recover()
    assert {task.id for task in caught.value.candidates} == {entry["task_id"] for entry in api.ledger}
    assert all(len(task.wait().images) == 1 for task in caught.value.candidates)
    assert len(api.ledger) == 2


@row(48)
def test_one_task_for_two_lost_submissions_is_not_given_to_either() -> None:
    api, client, _ = made()
    api.faults.add("drop-after-accepting", endpoint="image-generation")
    api.faults.add("drop-before-accepting", endpoint="image-generation", nth=2)
    for error in [lost(client), lost(client)]:
        with pytest.raises(SeveralTasksFound, match="another request of this client"):
            error.recover()


@row(47)
@pytest.mark.parametrize("refusal", ["error", "bill-overdue", "moderated"])
def test_a_submission_that_was_refused_explains_no_task(refusal: str) -> None:
    api, client, _ = made()
    api.faults.add(refusal, endpoint="image-generation")
    api.faults.add("drop-after-accepting", endpoint="image-generation", nth=2)
    with pytest.raises(APIError):
        submit(client)
    assert lost(client).recover().wait(timeout=60).images
    assert api.ledger.images == 1


@row(47, 48)
def test_a_hundred_threads_recover_their_own_or_refuse_to_guess() -> None:
    clock = CrowdClock()
    api = Emulator(key=KEY, clock=clock, polls=1)
    client = Client(KEY, base_url=api.url, transport=api.transport(), clock=clock, timeout=100)
    drops = {7, 29, 83}
    for number in drops:
        api.faults.add("drop-after-accepting", endpoint="image-generation", nth=number)

    def one(number: int) -> Callable[[], tuple[int, str]]:
        def call() -> tuple[int, str]:
            clock.sleep(number * 0.5)
            prepared = client.wan2_6_t2i.generate.prepare(PROMPT, seed=number)
            try:
                return number, prepared.submit().id
            except OutcomeUnknown as error:
                return number, error.recover().id

        return call

    ended = clock.together([one(number) for number in range(100)])
    tasks = {entry["task_id"]: entry["body"]["parameters"]["seed"] for entry in api.ledger}  # type: ignore[index]  # pyright: ignore[reportIndexIssue]  # JSON
    for outcome in ended:
        assert isinstance(outcome, (tuple, SeveralTasksFound))
        if isinstance(outcome, tuple):
            assert tasks[outcome[1]] == outcome[0]
    assert len(api.ledger) == 100
    assert sum(isinstance(outcome, tuple) for outcome in ended) >= 97


@row(47)
def test_an_error_that_travelled_to_another_process_is_still_recovered(case: Case) -> None:
    case.api.faults.add("drop-after-accepting", endpoint="image-generation")
    error = case.fails(OutcomeUnknown, lambda: submit(case.client))
    again: OutcomeUnknown = pickle.loads(pickle.dumps(error))
    task = again.recover()
    assert task.id == case.api.ledger[0]["task_id"]
    assert again.request is not None
    cast("Client", again.request.client).close()
    case.billed = 1


@row(47, 48)
def test_the_asyncio_client_recovers_too(case: Case) -> None:
    case.api.faults.add("drop-after-accepting", endpoint="image-generation")

    async def run() -> tuple[AsyncTask, int]:
        async with AsyncClient(KEY, base_url=case.api.url, timeout=10) as client:
            with pytest.raises(OutcomeUnknown) as caught:
                await client.wan2_6_t2i.generate.submit(PROMPT)
            task = await caught.value.recover()
            result = await task.wait()
            again = await client.resend(caught.value.request)
            return task, len(result.images) + len(again.images)

    task, images = asyncio.run(run())
    assert task.id == case.api.ledger[0]["task_id"]
    assert images == 2
    case.posts, case.billed = 2, 2
