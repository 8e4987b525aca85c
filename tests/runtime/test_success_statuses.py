"""What an answer is goes by what it holds, whatever its status."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import AccessDenied, APIError, MalformedResponse, OutcomeUnknown, PartialResult
from tests.runtime.support import client, error, finished, images, reply, submitted

STATUSES = [200, 201, 202, 203, 206]


@pytest.mark.parametrize("status", STATUSES)
def test_an_answer_with_an_image_is_a_result(status: int) -> None:
    made, _ = client(reply(images("u1"), status))
    assert made.generate("a cat", model="brush-1.0")[0].url == "u1"


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 503])
def test_images_are_not_lost_for_a_status_that_refuses(status: int) -> None:
    made, transport = client(reply(images("u1", code="InternalError", message="perhaps"), status))
    assert made.generate("a cat", model="brush-1.0")[0].url == "u1"
    assert len(transport.requests) == 1


@pytest.mark.parametrize("status", STATUSES)
def test_an_answer_with_a_task_is_a_submission(status: int) -> None:
    accepted, done = submitted(), finished("u1")
    accepted.status = done.status = status
    made, _ = client(accepted, done)
    task = made.prepare(model="slow-brush", prompt="a cat").submit()
    assert (task.id, task.wait()[0].url) == ("t-1", "u1")


@pytest.mark.parametrize("status", STATUSES)
def test_an_answer_with_a_code_and_nothing_else_is_a_refusal(status: int) -> None:
    made, transport = client(reply({"code": "InvalidParameter", "message": "no", "request_id": "r"}, status))
    with pytest.raises(APIError) as caught:
        made.generate("a cat", model="brush-1.0")
    assert not isinstance(caught.value, OutcomeUnknown)
    assert len(transport.requests) == 1


@pytest.mark.parametrize("model", ["brush-1.0", "slow-brush"])
@pytest.mark.parametrize(("status", "body"), [(204, b""), (202, b""), (206, b'{"output": {"cho'), (201, b"[]")])
def test_an_answer_that_holds_nothing_may_stand_for_images(model: str, status: int, body: bytes) -> None:
    made, transport = client(reply(body, status))
    with pytest.raises(MalformedResponse, match="probably made and billed") as caught:
        made.generate("a cat", model=model)
    assert not isinstance(caught.value, APIError)
    assert len(transport.requests) == 1


def test_a_task_in_the_place_of_images_is_named() -> None:
    answer = submitted()
    answer.status = 202
    made, transport = client(answer)
    with pytest.raises(MalformedResponse, match=r'client\.task\("t-1"\)\.wait\(\)') as caught:
        made.generate("a cat", model="brush-1.0")
    assert caught.value.task_id == "t-1"
    assert len(transport.requests) == 1


@pytest.mark.parametrize("model", ["brush-1.0", "slow-brush"])
@pytest.mark.parametrize("status", [300, 304, 305])
def test_a_status_that_is_neither_an_answer_nor_a_redirect_leaves_it_open(model: str, status: int) -> None:
    made, transport = client(reply(b"", status))
    with pytest.raises(MalformedResponse, match="may have been made and billed") as caught:
        made.generate("a cat", model=model)
    assert "Nothing was" not in str(caught.value)
    assert len(transport.requests) == 1


def test_images_in_the_place_of_a_task_are_not_lost() -> None:
    made, transport = client(reply(images("u1", "u2"), 201))
    with pytest.raises(PartialResult, match="names no task") as caught:
        made.generate("a cat", model="slow-brush")
    assert [image.url for image in caught.value.result] == ["u1", "u2"]  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnknownMemberType]  # a Result
    assert len(transport.requests) == 1


@pytest.mark.parametrize("model", ["brush-1.0", "slow-brush"])
def test_images_that_all_failed_are_no_unknown_outcome(model: str) -> None:
    results = [{"code": "InternalError.Timeout", "message": "too slow"}]
    made, transport = client(reply({"output": {"results": results}, "request_id": "r"}))
    with pytest.raises(APIError, match="none was made") as caught:
        made.generate("a cat", model=model)
    assert "may have been" not in str(caught.value)
    assert len(transport.requests) == 1


def test_a_query_that_is_refused_never_leads_to_another_submission() -> None:
    refusal = error(403, "AccessDenied", "current user api does not support synchronous calls")
    made, transport = client(submitted(), refusal)
    with pytest.raises(AccessDenied, match="goes on"):
        made.generate("a cat", model="slow-brush")
    assert sum(line.startswith("POST") for line in transport.lines) == 1


@pytest.mark.parametrize("answer", [b"{}", b'{"output": {"task_status": "RUNNING"}}', b'{"data": null}'])
def test_what_is_no_list_of_tasks_does_not_say_that_there_are_none(answer: bytes) -> None:
    made, _ = client(reply(answer))
    with pytest.raises(MalformedResponse, match="not a list of tasks"):
        made.tasks.list()


def test_a_code_alone_refuses_a_list_and_a_cancellation_too() -> None:
    made, _ = client(reply({"code": "Arrearage", "message": "unpaid"}))
    for call in (made.tasks.list, made.task("t-1").cancel):
        with pytest.raises(APIError, match="unpaid"):
            call()
