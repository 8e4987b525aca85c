"""Many tasks: the list of the account's, and several waited for from one thread."""

from __future__ import annotations

from datetime import datetime

import pytest

from brushwork_runtime.base.errors import (
    AccessDenied,
    TaskFailed,
    WaitTimeout,
)
from brushwork_runtime.http.messages import HttpResponse
from tests.runtime.support import (
    FakeClock,
    client,
    error,
    finished,
    reply,
    task,
)


def listing() -> HttpResponse:
    rows = [
        {"task_id": "t-1", "status": "SUCCEEDED", "model_name": "slow-brush", "gmt_create": 1},
        {"task_id": "t-2", "status": "RUNNING", "model_name": "slow-brush", "region": "new"},
    ]
    return reply({"total": 12, "data": rows, "total_page": 6, "page_no": 2, "page_size": 2, "request_id": "r-4"})


def test_listing_gives_tasks() -> None:
    made, transport = client(listing())
    page = made.tasks.list(
        model_name="slow-brush",
        status="RUNNING",
        start_time=datetime(2026, 4, 1, 12, 30),
        end_time="20260402000000",
        page_no=2,
        page_size=2,
    )
    assert transport.lines == [
        "GET /tasks/?start_time=20260401123000&end_time=20260402000000&model_name=slow-brush"
        "&status=RUNNING&page_no=2&page_size=2"
    ]
    assert [(found.id, found.status, found.model) for found in page] == [
        ("t-1", "SUCCEEDED", "slow-brush"),
        ("t-2", "RUNNING", "slow-brush"),
    ]
    assert (page.total, page.total_page, page.page_no, len(page), page[1].id) == (12, 6, 2, 2, "t-2")


def test_listing_reads_the_key_of_the_sdk_too() -> None:
    made, _ = client(reply({"tasks": [{"task_id": "t-9"}]}))
    assert [found.id for found in made.tasks.list()] == ["t-9"]


def test_a_list_that_is_refused_says_that_the_tasks_go_on() -> None:
    made, _ = client(error(403, "AccessDenied"))
    with pytest.raises(AccessDenied, match="Only the list could not be read; tasks that were started go on"):
        made.tasks.list()


def test_many_tasks_come_as_they_end() -> None:
    queries: dict[str, int] = {}
    ends = {"a": 3, "b": 1, "c": 2}

    def answer(request: object) -> HttpResponse:
        name = str(getattr(request, "url", "")).rpartition("/")[2]
        queries[name] = queries.get(name, 0) + 1
        return finished(f"u-{name}", task_id=name) if queries[name] >= ends[name] else task("RUNNING", name)

    made, _ = client(answer)
    done = list(made.as_completed([made.task(name) for name in ends]))
    assert [found.id for found in done] == ["b", "c", "a"]
    assert [found.result()[0].url for found in done] == ["u-b", "u-c", "u-a"]
    assert queries == ends


def test_what_is_known_of_one_task_that_was_picked_up_is_not_held_of_another() -> None:
    clock = FakeClock()
    ends = {"long": clock.now() + 40.0}

    def answer(request: object) -> HttpResponse:
        name = str(getattr(request, "url", "")).rpartition("/")[2]
        times = {"submit_time": "2026-04-01 12:00:00.000", "end_time": "2026-04-01 12:00:40.000"}
        return task("SUCCEEDED", name, **times) if clock.now() >= ends[name] else task("RUNNING", name)

    made, _ = client(answer, clock=clock)
    list(made.as_completed([made.task("long")]))
    ends["short"] = clock.now() + 1.0
    list(made.as_completed([made.task("short")]))
    assert clock.now() - ends["short"] <= 1.0


def test_what_ends_while_the_caller_is_busy_comes_too() -> None:
    ends = {"a": 1, "b": 4, "other": 20}
    queries: dict[str, int] = {}

    def answer(request: object) -> HttpResponse:
        name = str(getattr(request, "url", "")).rpartition("/")[2]
        queries[name] = queries.get(name, 0) + 1
        return finished("u1", task_id=name) if queries[name] >= ends[name] else task("RUNNING", name)

    made, _ = client(answer)
    done: list[str] = []
    for found in made.as_completed([made.task("a"), made.task("b")]):
        made.task("other").wait()  # b ends meanwhile, and nothing is open when the loop looks again
        done.append(found.id)
    assert done == ["a", "b"]


def test_many_tasks_that_fail_come_too() -> None:
    made, _ = client(task("FAILED", code="X"))
    (found,) = made.as_completed([made.task("t-1")])
    with pytest.raises(TaskFailed):
        found.result()


def test_waiting_for_many_is_finite() -> None:
    made, _ = client(task("RUNNING"))
    with pytest.raises(WaitTimeout) as caught:
        list(made.as_completed([made.task("t-1")], timeout=20))
    assert caught.value.task_id == "t-1"
