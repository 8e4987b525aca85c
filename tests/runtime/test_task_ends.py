"""How tasks end: every documented shape, and those that no document has."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import (
    ContentRejected,
    MalformedResponse,
    PartialResult,
    TaskCanceled,
    TaskExpired,
    TaskFailed,
)
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.tasks.task import Task
from tests.runtime.support import (
    FakeClock,
    FakeTransport,
    Step,
    client,
    finished,
    reply,
    submitted,
    task,
)


def submit(*steps: Step, clock: FakeClock | None = None) -> tuple[Task, FakeTransport]:
    made, transport = client(submitted(), *steps, clock=clock)
    return made.prepare(model="slow-brush", prompt="a cat", n=2).submit(), transport


@pytest.mark.parametrize("word", ["CANCELED", "CANCELLED"])
def test_both_spellings_of_cancelled(word: str) -> None:
    found, _ = submit(task(word))
    with pytest.raises(TaskCanceled) as caught:
        found.wait()
    assert caught.value.task_id == "t-1"


@pytest.mark.parametrize(
    "answer",
    [
        task("FAILED", code="InvalidParameter", message="too wide"),
        reply({"request_id": "r-2", "code": "InvalidParameter", "message": "too wide"}),
    ],
)
def test_both_shapes_of_a_failure(answer: HttpResponse) -> None:
    found, _ = submit(answer)
    with pytest.raises(TaskFailed, match="too wide") as caught:
        found.wait()
    assert (caught.value.code, caught.value.task_id, caught.value.request_id) == ("InvalidParameter", "t-1", "r-2")


def test_a_failure_without_a_state_is_not_known_to_have_made_nothing() -> None:
    """A service that refuses every query of a task that runs looks the same."""
    refused = reply({"code": "InvalidParameter", "message": "no", "request_id": "r-2"})
    found, _ = submit(refused)
    with pytest.raises(TaskFailed) as caught:
        found.wait()
    assert "No image was made" not in str(caught.value)
    assert 'if it goes on, client.task("t-1").wait() picks it up' in str(caught.value)
    found, _ = submit(task("FAILED", code="InvalidParameter", message="no"))
    with pytest.raises(TaskFailed, match="No image was made"):
        found.wait()


def test_a_failure_of_moderation_is_a_rejection() -> None:
    found, _ = submit(task("FAILED", code="DataInspectionFailed", message="no"))
    with pytest.raises(ContentRejected) as caught:
        found.wait()
    assert caught.value.task_id == "t-1"


def test_a_task_that_nobody_knows_has_expired() -> None:
    made, _ = client(task("UNKNOWN"))
    with pytest.raises(TaskExpired, match="24 hours"):
        made.task("t-1").wait()


def test_a_new_task_may_be_unknown_for_a_moment() -> None:
    found, _ = submit(task("UNKNOWN"), task("RUNNING"), finished("u1"))
    assert len(found.wait()) == 1


def test_a_new_task_that_stays_unknown_has_expired() -> None:
    found, _ = submit(task("UNKNOWN"))
    with pytest.raises(TaskExpired):
        found.wait()


def test_a_partial_result_holds_the_good_images() -> None:
    results = [{"url": "u1"}, {"code": "InternalError.Timeout", "message": "too slow"}]
    found, _ = submit(task("SUCCEEDED", results=results, task_metrics={"TOTAL": 2, "SUCCEEDED": 1, "FAILED": 1}))
    with pytest.raises(PartialResult, match="1 of 2 images were made; 1 failed") as caught:
        found.wait()
    result = caught.value.result
    assert [image.url for image in result] == ["u1"]  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnknownMemberType]  # a Result
    assert caught.value.task_id == "t-1"


def test_success_without_any_image_is_an_error() -> None:
    found, _ = submit(task("SUCCEEDED", results=[]))
    with pytest.raises(MalformedResponse, match="no image"):
        found.wait()


@pytest.mark.parametrize("passing", [True, False])
def test_a_failure_that_names_no_state_is_asked_about_once_more(passing: bool) -> None:
    """The query may have failed, or the task."""
    doubtful = reply({"request_id": "r-1", "code": "InternalError.Timeout", "message": "no"})
    made, transport = client(submitted(), doubtful, finished("https://files.example/1.png") if passing else doubtful)
    if passing:
        assert made.generate("a cat", model="slow-brush").images
    else:
        with pytest.raises(TaskFailed, match=r"InternalError\.Timeout"):
            made.generate("a cat", model="slow-brush")
    assert [request.method for request in transport.requests] == ["POST", "GET", "GET"]
