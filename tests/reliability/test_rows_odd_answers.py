"""Rows 37, 38, 47 and 65: an odd answer to one query, list or upload concerns that request alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import (
    APIError,
    AuthError,
    BrushworkError,
    MalformedResponse,
    ModelNotFound,
    OutcomeUnknown,
    RateLimited,
    ResultLost,
    TransportError,
    WaitTimeout,
)
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.tasks.task import Task
from tests.reliability.case import KEY, PROMPT, Case, row
from tests.runtime.servers import RawServer
from tests.runtime.support import picture

PAGE = b"<html>not here</html>"
ODD: dict[str, HttpResponse] = {
    "404": HttpResponse(404, {}, PAGE),
    "403": HttpResponse(403, {}, PAGE),
    "403-json": HttpResponse(403, {}, b'{"code": "AccessDenied", "message": "no"}'),
    "302": HttpResponse(302, {"location": "https://login.example/"}, b""),
    "401-page": HttpResponse(401, {}, PAGE),
    "400": HttpResponse(400, {}, b'{"code": "InvalidParameter", "message": "no"}'),
    "402": HttpResponse(402, {}, b""),
    "410": HttpResponse(410, {}, b"gone"),
    "204": HttpResponse(204, {}, b""),
    "206": HttpResponse(206, {}, b'{"output": {"task_'),
    "list": HttpResponse(200, {}, b'{"total": 1, "data": [{"task_id": "t", "status": "RUNNING"}]}'),
    "array": HttpResponse(200, {}, b"[]"),
    "empty": HttpResponse(200, {}, b"{}"),
    "page": HttpResponse(200, {}, PAGE),
    "arrearage": HttpResponse(400, {}, b'{"code": "Arrearage", "message": "unpaid"}'),
    "throttled-200": HttpResponse(200, {}, b'{"code": "Throttling.RateQuota", "message": "slow"}'),
    "code-alone": HttpResponse(200, {}, b'{"code": "InternalError", "message": "for a moment"}'),
    "another-task": HttpResponse(
        200,
        {},
        b'{"output": {"task_id": "0385dc79-5ff8-4d82", "task_status": "SUCCEEDED",'
        b' "results": [{"url": "https://dashscope-result.example/of-somebody-else.png"}]}}',
    ),
    "another-task-failed": HttpResponse(
        200, {}, b'{"output": {"task_id": "0385dc79-5ff8-4d82", "task_status": "FAILED", "code": "InternalError"}}'
    ),
}
LASTING = ["404", "403", "302", "401-page", "402", "arrearage"]


class Odd:
    """A transport with some answers of its own: those of `answers` come to GETs whose address holds its key."""

    def __init__(self, api: Emulator) -> None:
        self._real = api.transport()
        self.answers: dict[str, list[HttpResponse]] = {}
        self.lasting: dict[str, HttpResponse] = {}

    def send(self, request: HttpRequest, /) -> HttpResponse:
        for part, answers in self.answers.items():
            if part in request.url and answers:
                return _copy(answers.pop(0))
        for part, answer in self.lasting.items():
            if part in request.url:
                return _copy(answer)
        return self._real.send(request)


def _copy(answer: HttpResponse) -> HttpResponse:
    return HttpResponse(answer.status, answer.headers, answer.body)


def made(latency: float = 5.0) -> tuple[Client, Emulator, Odd]:
    clock = VirtualClock(1_800_000_000.0, seed=3)
    api = Emulator(key=KEY, clock=clock, latency=latency)
    odd = Odd(api)
    return Client(KEY, base_url=api.url, transport=odd, clock=clock), api, odd


def submit(client: Client, number: int = 1) -> list[Task]:
    return [client.wan2_2_t2i_flash.generate.submit(PROMPT) for _ in range(number)]


def claims_nothing(error: BaseException) -> None:
    said = str(error).lower()
    for claim in ("nothing was made", "nothing was sent", "nothing was billed", "have been made and billed"):
        assert claim not in said, said


@row(37)
@pytest.mark.parametrize("name", ODD)
def test_one_odd_answer_ends_no_wait(name: str) -> None:
    client, api, odd = made()
    tasks = submit(client, 20)
    odd.answers[tasks[7].id] = [ODD[name]]
    outcomes = client.wait_all(tasks)
    assert [outcome.task_id for outcome in outcomes] == [task.id for task in tasks]
    assert all(isinstance(outcome, Result) for outcome in outcomes), outcomes[7]
    assert "somebody-else" not in outcomes[7][0].url  # type: ignore[index]  # pyright: ignore[reportIndexIssue]  # a Result
    assert api.ledger.images == 20


@row(37)
@pytest.mark.parametrize("name", ODD)
def test_one_odd_answer_ends_no_wait_on_the_loop(name: str) -> None:
    clock = VirtualClock(1_800_000_000.0, seed=3)
    api = Emulator(key=KEY, clock=clock, latency=5.0)
    odd = Odd(api)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=api.url, transport=odd, clock=clock) as client:
            tasks = [await client.wan2_2_t2i_flash.generate.submit(PROMPT) for _ in range(5)]
            odd.answers[tasks[2].id] = [ODD[name]]
            assert all(isinstance(outcome, Result) for outcome in await client.wait_all(tasks))

    asyncio.run(main())


@row(38)
@pytest.mark.parametrize("name", LASTING)
def test_an_odd_answer_that_lasts_is_told_of_its_task_alone(name: str) -> None:
    client, _, odd = made()
    tasks = submit(client, 20)
    odd.lasting[tasks[7].id] = ODD[name]
    odd.lasting[tasks[9].id] = ODD[name]
    outcomes = client.wait_all(tasks)
    assert sum(isinstance(outcome, Result) for outcome in outcomes) == 18
    for number in (7, 9):
        error = outcomes[number]
        assert isinstance(error, BrushworkError)
        assert not isinstance(error, ModelNotFound)
        assert error.task_id == tasks[number].id
        assert f'It goes on and is not lost: client.task("{tasks[number].id}").wait()' in str(error)
        assert tasks[16 - number].id not in str(error)
        claims_nothing(error)
    odd.lasting.clear()
    assert all(isinstance(outcome, Result) for outcome in client.wait_all(tasks))


@row(38)
def test_tasks_come_before_the_one_whose_queries_are_refused() -> None:
    client, _, odd = made()
    tasks = submit(client, 3)
    odd.lasting[tasks[0].id] = ODD["404"]
    came: list[str] = []

    def collect() -> None:
        came.extend(task.id for task in client.as_completed(tasks))

    with pytest.raises(APIError, match="goes on") as caught:
        collect()
    assert caught.value.task_id == tasks[0].id
    assert sorted(came) == sorted(task.id for task in tasks[1:])


@row(38)
def test_a_key_that_is_not_valid_ends_every_wait_with_an_error_for_each_task() -> None:
    client, _, odd = made()
    tasks = submit(client, 20)
    odd.lasting["/tasks"] = HttpResponse(401, {}, b'{"code": "InvalidApiKey", "message": "Invalid API-key"}')
    before = session_of(client).clock.now()
    outcomes = client.wait_all(tasks)
    assert session_of(client).clock.now() - before < 60
    for task, error in zip(tasks, outcomes, strict=True):
        assert isinstance(error, AuthError)
        assert error.task_id == task.id
        assert f'client.task("{task.id}").wait()' in str(error)
        assert "Keys belong to one region" in str(error) or "of no known region" in str(error)
        claims_nothing(error)


@row(38)
def test_every_late_task_says_why_its_own_last_query_failed() -> None:
    client, _, odd = made(latency=3600)
    tasks = submit(client, 2)
    odd.lasting[tasks[1].id] = HttpResponse(503, {}, b"")
    first, second = client.wait_all(tasks, timeout=30)
    assert isinstance(first, WaitTimeout)
    assert isinstance(second, WaitTimeout)
    assert "the last query failed" not in str(first)
    assert "the last query failed: 503" in str(second)
    assert second.task_id == tasks[1].id
    claims_nothing(second)


@row(37)
@pytest.mark.parametrize("name", [name for name in ODD if name not in ("throttled-200", "code-alone")])
def test_a_refresh_says_that_the_task_goes_on(name: str) -> None:
    client, _, odd = made()
    (task,) = submit(client)
    odd.lasting[task.id] = ODD[name]
    with pytest.raises((APIError, MalformedResponse)) as caught:
        task.refresh()
    assert caught.value.task_id == task.id
    assert "It goes on" in str(caught.value)
    claims_nothing(caught.value)


@row(37)
@pytest.mark.parametrize("fault", ["drop-after-accepting", "truncated-body", "rate-limited", "error-500", "html-504"])
def test_what_breaks_off_at_a_query_list_or_cancellation_is_no_unknown_outcome(case: Case, fault: str) -> None:
    case.again(retries=0)
    task = case.client.wan2_2_t2i_flash.generate.submit(PROMPT)
    case.api.faults.add(fault, endpoint="task*", times=None)
    for call in (task.refresh, case.client.tasks.list, task.cancel):
        error = case.fails(BrushworkError, call)
        assert not isinstance(error, (OutcomeUnknown, ResultLost))
        claims_nothing(error)
        assert ("go on" in str(error)) or (task.id in str(error))


@row(47)
@pytest.mark.parametrize("name", ["404", "302", "403", "401-page", "page", "array", "204", "empty", "another-task"])
def test_a_recovery_looks_again_when_the_list_is_answered_oddly(name: str) -> None:
    client, api, odd = made()
    api.faults.add("drop-after-accepting", endpoint="text2image")
    with pytest.raises(OutcomeUnknown) as caught:
        submit(client)
    odd.answers["/tasks?"] = [ODD[name]]
    assert caught.value.recover().id == api.ledger[0]["task_id"]


@row(47)
@pytest.mark.parametrize("name", ["404", "302", "403", "429", "401", "503"])
def test_a_list_that_cannot_be_had_leaves_the_outcome_unknown(name: str) -> None:
    client, api, odd = made()
    answers = {
        **ODD,
        "429": HttpResponse(429, {"retry-after": "300"}, b'{"code": "Throttling", "message": "slow"}'),
        "401": HttpResponse(401, {}, b'{"code": "InvalidApiKey", "message": "no"}'),
        "503": HttpResponse(503, {}, b""),
    }
    api.faults.add("drop-after-accepting", endpoint="text2image")
    with pytest.raises(OutcomeUnknown) as caught:
        submit(client)
    odd.lasting["/tasks?"] = answers[name]
    with pytest.raises(OutcomeUnknown, match="the list of tasks could not be read") as again:
        caught.value.recover()
    assert "may have been made and billed" in str(again.value)
    assert "nothing was" not in str(again.value).lower()
    assert isinstance(again.value.__cause__, BrushworkError)
    odd.lasting.clear()
    session_of(client).clock.sleep(400)
    assert again.value.recover().id == api.ledger[0]["task_id"]


@row(14, 20)
@pytest.mark.parametrize(("status", "kind"), [(401, AuthError), (429, RateLimited)])
@pytest.mark.parametrize("call", ["generate", "submit", "stream"])
def test_a_refusal_whose_body_is_cut_is_a_refusal(call: str, status: int, kind: type[APIError]) -> None:
    error = _cut(status, call)
    assert isinstance(error, kind)
    assert "billed" not in str(error)


@row(17)
@pytest.mark.parametrize("call", ["generate", "submit", "stream"])
def test_a_failure_whose_body_is_cut_is_an_unknown_outcome(call: str) -> None:
    error = _cut(502, call)
    assert isinstance(error, OutcomeUnknown)
    assert "may have been made and billed" in str(error)


def _cut(status: int, call: str) -> BaseException:
    head = f"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n"
    with RawServer(head.encode() + b'{"code": "Inv') as server, Client(KEY, base_url=server.url, retries=0) as client:
        calls: dict[str, Callable[[], object]] = {
            "generate": lambda: client.qwen_image_2_0.generate(PROMPT),
            "submit": lambda: client.wan2_2_t2i_flash.generate.submit(PROMPT),
            "stream": lambda: list(client.wan2_6_image.interleave.stream(PROMPT)),
        }
        with pytest.raises(BrushworkError) as caught:
            calls[call]()
    return caught.value


@row(65)
@pytest.mark.parametrize(
    ("endpoint", "fault"),
    [
        *(("upload", fault) for fault in ("drop-after-accepting", "error-500", "html-502", "stall")),
        *(("upload-policy", fault) for fault in ("drop-after-accepting", "error-500", "html-502", "stall")),
        *(("upload-policy", fault) for fault in ("truncated-body", "malformed-json", "html-page", "json-value:{}")),
    ],
)
def test_an_upload_that_fails_says_that_no_request_for_images_was_sent(
    case: Case, tmp_path: Path, endpoint: str, fault: str
) -> None:
    case.posts = 0
    (tmp_path / "a.png").write_bytes(picture(600, 600))
    case.again(retries=0, timeout=1)
    case.api.faults.add(fault, endpoint=endpoint, times=None)
    error = case.fails(
        BrushworkError, lambda: case.client.qwen_image_edit.edit(PROMPT, reference_images=tmp_path / "a.png")
    )
    assert isinstance(error, (TransportError, APIError, MalformedResponse))
    assert not isinstance(error, (OutcomeUnknown, ResultLost))
    assert "the request for images was not sent, so nothing was billed" in str(error)
    assert "made" not in str(error)
    case.billed = 0


@row(10)
def test_an_answer_that_came_is_handed_over_though_every_thread_is_taken(case: Case) -> None:
    case.posts = 2
    case.api.faults.add("slow-answer:0.2", endpoint="multimodal-generation", nth=1)
    case.api.faults.add("slow-answer:1.5", endpoint="multimodal-generation", nth=2)

    async def main() -> None:
        async with AsyncClient(KEY, base_url=case.api.url, max_concurrency=1) as client:
            first = asyncio.create_task(client.qwen_image_2_0.generate(PROMPT, timeout=1))
            second = asyncio.create_task(client.qwen_image_2_0.generate(PROMPT, timeout=5))
            assert len(await first) == 1
            assert len(await second) == 1

    asyncio.run(main())


@row(38)
def test_a_query_that_no_thread_is_free_for_says_nothing_of_the_bill(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> list[BrushworkError]:
        async with AsyncClient(KEY, base_url=case.api.url) as client:
            task = await client.wan2_2_t2i_flash.generate.submit(PROMPT)
            case.api.faults.add("slow-answer:0.4", endpoint="task", times=None)
            monkeypatch.setattr("brushwork_runtime.session.GET_TIMEOUT", 0.2)
            asked = await asyncio.gather(*[task.refresh() for _ in range(30)], return_exceptions=True)
            return [error for error in asked if isinstance(error, BrushworkError)]

    errors = asyncio.run(main())
    assert errors
    for error in errors:
        claims_nothing(error)
