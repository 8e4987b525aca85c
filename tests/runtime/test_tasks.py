"""Tasks: polled on a clock that does not wait, never lost, never sent twice."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import (
    AuthError,
    BadRequest,
    ConnectFailed,
    InvalidRequest,
    MalformedResponse,
    OutcomeUnknown,
    WaitTimeout,
)
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.tasks.task import Task
from tests.runtime.support import (
    Client,
    FakeClock,
    FakeTransport,
    Step,
    client,
    error,
    finished,
    reply,
    submitted,
    task,
)


def submit(*steps: Step, clock: FakeClock | None = None) -> tuple[Task, FakeTransport]:
    made, transport = client(submitted(), *steps, clock=clock)
    return made.prepare(model="slow-brush", prompt="a cat", n=2).submit(), transport


def test_a_submission_names_the_task_and_asks_nothing_more() -> None:
    found, transport = submit()
    assert (found.id, found.status, found.model, found.done) == ("t-1", "PENDING", "slow-brush", False)
    assert transport.lines == ["POST /services/aigc/image-generation/generation"]
    assert transport.requests[0].headers["X-DashScope-Async"] == "enable"


def test_the_first_task_of_a_kind_is_queried_early_and_then_once_a_second() -> None:
    clock = FakeClock()
    found, transport = submit(*[task("RUNNING")] * 8, finished("u1"), clock=clock)
    result = found.wait()
    assert [image.url for image in result] == ["u1"]
    slept = [seconds for seconds in clock.slept if seconds]
    assert slept[:5] == pytest.approx([0.1, 0.2, 0.4, 0.8, 0.8])
    assert slept[6:] == pytest.approx([1.0] * 3)  # from the moment at which such tasks begin to end
    assert transport.lines[1:] == ["GET /tasks/t-1"] * 9
    assert (found.status, found.done, result.task_id) == ("SUCCEEDED", True, "t-1")


def test_a_task_that_has_ended_is_not_asked_again() -> None:
    found, transport = submit(finished("u1"))
    found.wait()
    found.wait()
    assert len(transport.requests) == 2


def test_a_task_by_its_id_is_asked_at_once() -> None:
    clock = FakeClock()
    made, transport = client(finished("u1"), clock=clock)
    assert len(made.task("t-1").wait()) == 1
    assert (transport.lines, clock.slept) == (["GET /tasks/t-1"], [])


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectFailed("no"),
        OutcomeUnknown("no"),
        error(429, "Throttling.RateQuota"),
        error(500, "InternalError"),
        HttpResponse(502, {}, b"<html>nginx</html>"),
        reply(b"<html>"),
    ],
    ids=repr,
)
def test_a_query_that_fails_does_not_lose_the_task(trouble: Step) -> None:
    found, transport = submit(trouble, trouble, finished("u1"))
    assert len(found.wait()) == 1
    assert sum(line.startswith("POST") for line in transport.lines) == 1


def test_the_end_of_the_wait_leaves_the_task() -> None:
    clock = FakeClock()
    found, transport = submit(task("RUNNING"), clock=clock)
    with pytest.raises(WaitTimeout, match="RUNNING") as caught:
        found.wait(timeout=30)
    assert clock.time == pytest.approx(1030)
    assert caught.value.task_id == "t-1"
    assert 'client.task("t-1").wait()' in str(caught.value)
    transport.steps[:] = [finished("u1")]
    assert len(found.wait()) == 1


def test_the_end_of_the_wait_tells_why_no_answer_came() -> None:
    found, _ = submit(ConnectFailed("no route"))
    with pytest.raises(WaitTimeout, match="no route") as caught:
        found.wait(timeout=5)
    assert isinstance(caught.value.__cause__, ConnectFailed)
    assert caught.value.task_id == "t-1"


def test_every_wait_is_finite() -> None:
    clock = FakeClock()
    found, _ = submit(task("RUNNING"), clock=clock)
    with pytest.raises(WaitTimeout):
        found.wait()
    assert clock.time == pytest.approx(1600)


def test_a_refused_query_says_which_task() -> None:
    found, _ = submit(error(401, "InvalidApiKey"))
    with pytest.raises(AuthError) as caught:
        found.wait()
    assert caught.value.task_id == "t-1"


def test_a_state_that_nobody_knows_counts_as_running(caplog: pytest.LogCaptureFixture) -> None:
    found, _ = submit(task("DREAMING"), finished("u1"))
    assert len(found.wait()) == 1
    assert "DREAMING" in caplog.text


def test_cancelling_posts_and_asks_for_the_state() -> None:
    found, transport = submit(reply({"request_id": "r-3"}), task("CANCELED"))
    found.cancel()
    assert found.status == "CANCELED"
    assert transport.lines[1:] == ["POST /tasks/t-1/cancel", "GET /tasks/t-1"]
    assert transport.bodies[1] == b""


def test_cancelling_a_running_task_is_refused() -> None:
    found, _ = submit(error(400, "UnsupportedOperation", "please confirm if the task is in PENDING status."))
    with pytest.raises(BadRequest, match="PENDING") as caught:
        found.cancel()
    assert caught.value.task_id == "t-1"


@pytest.mark.parametrize("task_id", ["", "../../x?y#z", "a/b", "a b", "x" * 65, "ä"])
def test_an_id_that_is_none_is_never_sent(task_id: str) -> None:
    made, transport = client(finished("u1"))
    with pytest.raises(InvalidRequest, match="is not a task id"):
        made.task(task_id)
    assert transport.requests == []


def test_a_submission_without_a_task_is_malformed() -> None:
    made, transport = client(reply({"output": {}, "request_id": "r-1"}))
    with pytest.raises(MalformedResponse, match="names no task"):
        made.prepare(model="slow-brush", prompt="a cat").submit()
    assert len(transport.requests) == 1


def test_a_call_on_an_async_route_waits() -> None:
    made, transport = client(submitted(), task("RUNNING"), finished("u1", "u2"))
    result = made.generate("a cat", model="slow-brush", n=2, seed=3)
    assert [image.url for image in result] == ["u1", "u2"]
    assert (result.model, result.mode, result.seed, result.task_id) == ("slow-brush", "generate", 3, "t-1")
    assert len(transport.requests) == 3


def test_the_time_of_a_call_bounds_its_wait() -> None:
    clock = FakeClock()
    made, _ = client(submitted(), task("RUNNING"), clock=clock)
    with pytest.raises(WaitTimeout):
        made.generate("a cat", model="slow-brush", timeout=12)
    assert clock.time == pytest.approx(1012)


def test_repr_says_what_to_do() -> None:
    made: Client = client(finished("u1"))[0]
    assert repr(made.task("t-1")) == "<Task t-1: not queried yet; .wait(), .refresh(), .cancel()>"


def test_pictures_of_a_task_known_by_its_id_are_found_where_any_model_has_them() -> None:
    made, _ = client(task("SUCCEEDED", frames=[{"address": "https://a.example/1.png"}]))
    assert [image.url for image in made.task("t-1").wait()] == ["https://a.example/1.png"]
