"""What the emulator holds at once: 1,000 tasks in flight and 200 connections."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from brushwork.testing import Emulator, VirtualClock
from tests.emulator.raw import SYNC, TASK, answer, asking, body, connection, get, post

TASKS = 1000
CONNECTIONS = 200


def test_a_thousand_tasks_are_in_flight() -> None:
    clock = VirtualClock()
    with Emulator(clock=clock, latency=60) as api, ExitStack() as stack:
        over = connection(api)
        stack.callback(over.close)
        ids = [
            post(over, api, TASK, body(), **{"X-DashScope-Async": "enable"})["output"]["task_id"] for _ in range(TASKS)
        ]
        assert len(set(ids)) == TASKS
        page = get(over, api, "/tasks?page_size=100&page_no=10")
        assert (page["total"], len(page["data"])) == (TASKS, 100)
        assert {row["status"] for row in page["data"]} <= {"PENDING", "RUNNING"}
        clock.advance(60)
        done = [get(over, api, f"/tasks/{task_id}")["output"] for task_id in ids]
        assert {output["task_status"] for output in done} == {"SUCCEEDED"}
        urls = {choice["message"]["content"][0]["image"] for output in done for choice in output["choices"]}
        assert len(urls) == api.ledger.images == TASKS


def test_two_hundred_connections_are_served_at_once() -> None:
    before = threading.active_count()
    with Emulator() as api:
        opened = [connection(api) for _ in range(CONNECTIONS)]
        for over in opened:
            over.request("POST", api.url.removeprefix(api.origin) + SYNC, body(), asking(api))
        documents = [answer(over) for over in opened]
        assert len({document["request_id"] for document in documents}) == CONNECTIONS
        assert len(api.ledger) == CONNECTIONS
        again = post(opened[-1], api, SYNC, body())  # every one of them is still open, and so of use
        assert again["output"]["choices"]
        for over in opened:
            over.close()
    assert threading.active_count() <= before
