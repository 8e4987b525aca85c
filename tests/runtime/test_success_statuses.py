"""What an answer is goes by what it holds, whatever its status 2xx."""

from __future__ import annotations

import pytest

from brushwork_runtime.errors import APIError, MalformedResponse, OutcomeUnknown
from tests.runtime.support import client, finished, images, reply, submitted

STATUSES = [200, 201, 202, 203, 206]


@pytest.mark.parametrize("status", STATUSES)
def test_an_answer_with_an_image_is_a_result(status: int) -> None:
    made, _ = client(reply(images("u1"), status))
    assert made.generate("a cat", model="brush-1.0")[0].url == "u1"


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
