"""Tasks move by queries or by the clock, are listed, cancelled, and gone after a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest

from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.service import Service
from brushwork_runtime.tables.spec import Model
from tests.emulator.services import IG, START, T2I, get, messages, prompt, send, service, submit

HOUR = 3600.0
BEIJING = timezone(timedelta(hours=8))


def state(to: Service, task: str) -> str:
    return cast("str", get(to, f"/tasks/{task}")["output"]["task_status"])


def advance(to: Service, seconds: float) -> None:
    assert isinstance(to.clock, VirtualClock)
    to.clock.advance(seconds)


def stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, BEIJING).strftime("%Y%m%d%H%M%S")


@pytest.mark.parametrize(
    ("polls", "states"),
    [
        (0, ["SUCCEEDED", "SUCCEEDED"]),
        (1, ["SUCCEEDED", "SUCCEEDED"]),
        (2, ["RUNNING", "SUCCEEDED", "SUCCEEDED"]),
        (5, ["PENDING", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED"]),
    ],
)
def test_a_task_moves_as_it_is_queried(polls: int, states: list[str]) -> None:
    to = service(polls=polls)
    task = submit(to, IG, messages("wan2.6-t2i"))
    assert [state(to, task) for _ in states] == states


def test_with_latency_a_task_moves_by_the_clock() -> None:
    to = service(latency=10)
    task = submit(to, IG, messages("wan2.6-t2i"))
    seen = [state(to, task)]
    for seconds in (0.5, 0.5, 8.5, 0.5, 5):
        advance(to, seconds)
        seen.append(state(to, task))
    assert seen == ["PENDING", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED", "SUCCEEDED"]


def test_times_are_texts_without_a_zone_and_appear_when_reached() -> None:
    to = service(latency=10)
    task = f"/tasks/{submit(to, IG, messages('wan2.6-t2i'))}"
    assert datetime.fromtimestamp(START, UTC).isoformat() == "2026-09-21T14:13:20+00:00"
    pending = get(to, task)["output"]
    assert (pending["submit_time"], "scheduled_time" in pending) == ("2026-09-21 22:13:20.000", False)
    advance(to, 5)
    running = get(to, task)["output"]
    assert (running["scheduled_time"], "end_time" in running) == ("2026-09-21 22:13:21.000", False)
    advance(to, 5.5)
    assert get(to, task)["output"]["end_time"] == "2026-09-21 22:13:30.000"


@pytest.mark.parametrize("latency", [0.0, 60.0])
def test_a_task_is_unknown_after_a_day(latency: float) -> None:
    to = service(latency=latency)
    task = submit(to, IG, messages("wan2.6-t2i"))
    advance(to, 24 * HOUR - 1)
    assert state(to, task) != "UNKNOWN"
    advance(to, 1)
    assert get(to, f"/tasks/{task}")["output"] == {"task_id": task, "task_status": "UNKNOWN"}
    assert get(to, "/tasks/")["total"] == 0


def test_a_task_of_another_region_is_unknown() -> None:
    to = service()
    task = submit(to, IG, messages("wan2.6-t2i"))
    found = get(to, f"/tasks/{task}", Host="dashscope.aliyuncs.com")
    assert found["output"]["task_status"] == "UNKNOWN"


def test_the_service_ends_a_task_after_three_hours() -> None:
    to = service(latency=5 * HOUR)
    new, old = submit(to, IG, messages("wan2.6-t2i", n=1)), submit(to, T2I, prompt("wan2.2-t2i-flash", n=2))
    assert to.ledger.images == 3
    advance(to, 4.9 * HOUR)
    answers = [get(to, f"/tasks/{task}") for task in (new, old)]
    assert (answers[0]["code"], "output" in answers[0]) == ("InternalError.Timeout", False)
    assert (answers[1]["output"]["task_status"], answers[1]["output"]["code"]) == ("FAILED", "InternalError.Timeout")
    assert answers[1]["output"]["task_metrics"] == {"TOTAL": 2, "SUCCEEDED": 0, "FAILED": 2}
    assert to.ledger.images == 0


def test_only_pending_tasks_are_cancelled_and_cost_nothing() -> None:
    to = service(latency=10)
    first, second = (submit(to, IG, messages("wan2.6-t2i", n=1)) for _ in range(2))
    status, document = send(to, f"/tasks/{first}/cancel")
    assert (status, list(document)) == (200, ["request_id"])
    assert (state(to, first), to.ledger.images) == ("CANCELED", 1)
    advance(to, 5)
    for task in (first, second, "0385dc79-nobody"):
        status, document = send(to, f"/tasks/{task}/cancel")
        assert (status, document["code"]) == (400, "UnsupportedOperation")
        assert document["message"].startswith("Failed to cancel the task")
    advance(to, 10)
    assert [state(to, task) for task in (first, second)] == ["CANCELED", "SUCCEEDED"]


class TwoAtOnce:
    def admit(self, endpoint: str, model: Model | None, region: str) -> None:
        """Any number of requests."""

    def concurrent(self, model: Model, region: str) -> int | None:
        return 2 if model.id == "wan2.6-t2i" else None


def test_tasks_over_the_limit_wait_as_pending() -> None:
    to = service(latency=10, limits=TwoAtOnce())
    tasks = [submit(to, IG, messages("wan2.6-t2i")) for _ in range(5)]
    other = submit(to, T2I, prompt("wan2.2-t2i-flash"))
    send(to, f"/tasks/{tasks[2]}/cancel")

    def after(seconds: float) -> str:
        advance(to, seconds)
        return " ".join(state(to, task)[0] for task in (*tasks, other))

    assert after(5) == "R R C P P R"
    assert after(5) == "S S C R R S"
    assert after(8.9) == "S S C R R S"
    assert after(0.1) == "S S C S S S"


def test_tasks_over_the_limit_wait_when_queries_move_them() -> None:
    to = service(limits=TwoAtOnce())
    tasks = [submit(to, IG, messages("wan2.6-t2i")) for _ in range(3)]
    assert [state(to, task) for task in tasks] == ["RUNNING", "RUNNING", "PENDING"]
    assert [state(to, task) for task in tasks] == ["SUCCEEDED", "SUCCEEDED", "RUNNING"]


def test_a_task_that_nobody_asks_for_does_not_keep_its_place_for_ever() -> None:
    to = service(limits=TwoAtOnce())
    tasks = [submit(to, IG, messages("wan2.6-t2i")) for _ in range(3)]
    assert [state(to, task) for task in tasks] == ["RUNNING", "RUNNING", "PENDING"]
    advance(to, 3 * HOUR)
    assert state(to, tasks[2]) == "RUNNING"


def rows(to: Service, query: str = "") -> list[str]:
    return [row["task_id"] for row in get(to, f"/tasks?{query}")["data"]]


def test_the_list_has_pages_and_filters() -> None:
    to = service()
    tasks = [submit(to, IG, messages("wan2.6-t2i")) for _ in range(12)]
    other = submit(to, T2I, prompt("wan2.2-t2i-flash"))
    page = get(to, "/tasks?page_no=2&model_name=wan2.6-t2i")
    assert {name: page[name] for name in ("total", "total_page", "page_no", "page_size")} == {
        "total": 12,
        "total_page": 2,
        "page_no": 2,
        "page_size": 10,
    }
    assert [row["task_id"] for row in page["data"]] == [tasks[1], tasks[0]]
    state(to, other)
    assert rows(to, "status=RUNNING") == [other]
    assert rows(to, f"task_id={tasks[3]}") == [tasks[3]]
    assert rows(to, "model_name=nobody") == []


def test_a_row_tells_what_the_documents_print() -> None:
    to = service(latency=10)
    submit(to, T2I, prompt("wan2.2-t2i-flash"))
    (row,) = get(to, "/tasks/")["data"]
    milliseconds = int(START * 1000)
    assert (row["gmt_create"], row["start_time"], "end_time" in row) == (milliseconds, milliseconds, False)
    assert row["user_api_unique_key"] == "apikey:v1:aigc:text2image:image-synthesis:wan2.2-t2i-flash"
    assert (row["model_name"], row["region"], row["status"]) == ("wan2.2-t2i-flash", "ap-southeast-1", "PENDING")
    advance(to, 20)
    (row,) = get(to, "/tasks/")["data"]
    assert (row["status"], row["end_time"]) == ("SUCCEEDED", milliseconds + 10_000)


def test_the_list_has_a_window_of_a_day() -> None:
    to = service()
    first = submit(to, IG, messages("wan2.6-t2i"))
    advance(to, 10 * HOUR)
    second = submit(to, IG, messages("wan2.6-t2i"))
    assert rows(to) == [second, first]
    assert rows(to, f"start_time={stamp(START + HOUR)}") == [second]
    assert rows(to, f"end_time={stamp(START + HOUR)}") == [first]
    assert rows(to, f"start_time={stamp(START)}&end_time={stamp(START)}") == [first]


@pytest.mark.parametrize(
    "query",
    [
        f"start_time={stamp(START)}&end_time={stamp(START + 25 * HOUR)}",
        f"start_time={stamp(START)}&end_time={stamp(START - HOUR)}",
        "start_time=yesterday",
        "start_time=20261399000000",
        "page_no=0",
        "page_size=-1",
        "page_no=%D9%A1",
        "page_size=99999999999",
    ],
)
def test_a_list_query_that_is_wrong(query: str) -> None:
    status, document = send(service(), f"/tasks?{query}", method="GET")
    assert (status, document["code"]) == (400, "InvalidParameter")


def test_a_thousand_tasks_in_flight() -> None:
    to = service(latency=10)
    tasks = [submit(to, IG, messages("wan2.6-t2i")) for _ in range(1000)]
    advance(to, 20)
    assert {state(to, task) for task in tasks} == {"SUCCEEDED"}
    documents: list[dict[str, Any]] = get(to, "/tasks?page_size=1000")["data"]
    assert [row["task_id"] for row in documents] == tasks[::-1]
