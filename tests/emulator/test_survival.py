"""Whatever goes wrong on purpose, goes wrong for that request: the emulator answers the next clean one as ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from brushwork.testing import Emulator
from brushwork_emulator.faults import KINDS
from tests.emulator.raw import SYNC, TASK, body, connection, get, poke, post

ASYNC = {"X-DashScope-Async": "enable"}
HEAVY = frozenset({"huge-body", "gzip-bomb", "nested-arrays"})
"""Kinds whose usual argument makes answers that take long to make."""
ARGUMENTS = ["", "", "", "0", "1", "7", "60%", "-1", "many", "NaN", "0.001", "Retry-After", "猫"]

kinds = st.sampled_from(sorted(KINDS))


def _fault(kind: str, argument: str) -> str:
    return f"{kind}:{argument or ('1000' if kind in HEAVY else '')}"


faults = st.builds(_fault, kinds, st.sampled_from(ARGUMENTS))
places = st.sampled_from(["sync", "task", "query", "list", "cancel", "policy", "file", "nowhere"])


@pytest.fixture
def api() -> Iterator[Emulator]:
    threads = threading.active_count()
    with Emulator() as api:
        yield api
    assert threading.active_count() <= threads


def struck(api: Emulator, place: str, task_id: str, file: str, **headers: str) -> None:
    """A request to some place, whose answer may be anything."""
    base = api.url.removeprefix(api.origin)
    sent = {
        "sync": ("POST", base + SYNC, body(n=2)),
        "task": ("POST", base + TASK, body()),
        "query": ("GET", f"{base}/tasks/{task_id}", b""),
        "list": ("GET", f"{base}/tasks/", b""),
        "cancel": ("POST", f"{base}/tasks/{task_id}/cancel", b""),
        "policy": ("GET", f"{base}/uploads?action=getPolicy&model=wan2.6-image", b""),
        "file": ("GET", file, b""),
        "nowhere": ("GET", "/nowhere", b""),
    }[place]
    poke(api, *sent, seconds=0.02, headers=headers | (ASYNC if place == "task" else {}))


def whole(api: Emulator) -> tuple[str, str]:
    """A task's id and a file's path, after every kind of clean request was answered as it should be."""
    over = connection(api)
    try:
        made = post(over, api, SYNC, body(size="1280*1280"))
        url: str = made["output"]["choices"][0]["message"]["content"][0]["image"]
        task_id: str = post(over, api, TASK, body(), **ASYNC)["output"]["task_id"]
        billed = {entry["request_id"]: entry["images"] for entry in api.ledger}
        assert billed[made["request_id"]] == 1
        assert next(entry["images"] for entry in api.ledger if entry["task_id"] == task_id) == 1
        assert [get(over, api, f"/tasks/{task_id}")["output"]["task_status"] for _ in range(2)] == [
            "RUNNING",
            "SUCCEEDED",
        ]
        assert get(over, api, "/tasks?page_size=1")["data"][0]["task_id"] == task_id
        return task_id, url.removeprefix(api.origin)
    finally:
        over.close()


def test_random_faults_break_nothing_but_their_own_request(api: Emulator) -> None:
    task_id, file = whole(api)

    @settings(
        max_examples=int(os.environ.get("BRUSHWORK_FUZZ", "40")),
        deadline=None,
        derandomize="BRUSHWORK_FUZZ" not in os.environ,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(st.tuples(faults, places, st.booleans()), min_size=1, max_size=5))
    def strike(sequence: list[tuple[str, str, bool]]) -> None:
        for fault, place, by_header in sequence:
            if by_header:
                struck(api, place, task_id, file, **{"X-Emulator-Fault": fault})
            else:
                with suppress(ValueError):  # an argument that the kind does not take
                    api.faults.add(fault)
                struck(api, place, task_id, file)
        api.faults.clear()
        whole(api)

    strike()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_strikes_and_passes(api: Emulator, kind: str) -> None:
    argument = ":1000" if kind in HEAVY else ""
    task_id, file = whole(api)
    for place in ("sync", "query", "file"):
        struck(api, place, task_id, file, **{"X-Emulator-Fault": kind + argument})
    whole(api)
