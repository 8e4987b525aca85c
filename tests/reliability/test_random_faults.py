"""Random faults, one after the other, in virtual time: nothing is billed twice, no half file stays, nothing hangs.

`BRUSHWORK_FUZZ` is how many rows of faults are tried; `make fuzz` tries many.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from brushwork import Client, Result, Task
from brushwork.testing import Emulator, VirtualClock
from brushwork_emulator.faults import KINDS
from brushwork_runtime.base.errors import BrushworkError, NoTaskFound, OutcomeUnknown, SeveralTasksFound
from brushwork_runtime.client.client import session_of
from tests.reliability import bill
from tests.reliability.case import KEY, PROMPT

HEAVY = frozenset({"huge-body", "gzip-bomb", "nested-arrays", "endless-chunks"})
"""Kinds that take long to make; other tests have them."""
REFUSED = ("rate-limited", "throttled", "burst-limited", "quota-used-up", "html-429")
"""Kinds that refuse a request before any work, so that it may come again."""
TIMEOUT = 40.0
SECONDS = {
    "sync": TIMEOUT,
    "task": TIMEOUT,
    "submit": TIMEOUT + TIMEOUT,
    "cancel": TIMEOUT + 60 + 60 + TIMEOUT,
    "list": 60,
}
"""What a step may take: a submission, a cancel, a query and a wait have a time each, all others one for all of it."""
SLACK = 3.5
"""Beside them, the seconds that a service of this process thinks, which nobody can interrupt."""
LOST = (
    "drop-after-accepting",
    "reset",
    "error-500-after-accepting",
    "html-504",
    "truncated-body",
    "malformed-json",
    "stall",
)
"""Kinds after which the work is done and billed, and the caller does not know."""

kinds = st.one_of(
    st.sampled_from(sorted(set(KINDS) - HEAVY)),
    st.sampled_from(LOST),
    st.sampled_from([f"{kind}:{wait}" for kind in REFUSED for wait in ("2", "0", "500", "NaN", "date 3")]),
)
work = st.sampled_from(["multimodal-generation", "image-generation"])
places = st.one_of(work, st.sampled_from(["task", "task-list", "task-cancel"]))
firsts = st.sampled_from([1, 1, 1, 2, 3])
often = st.sampled_from([1, 1, 2, None])
faults = st.tuples(kinds, places, firsts, often)
of_results = st.tuples(kinds, st.just("result"), firsts, often)
of_tasks = st.tuples(kinds, st.sampled_from(["image-generation", "image-generation", "task-list"]), firsts, often)
steps = st.lists(st.sampled_from(["sync", "task", "submit", "cancel", "list"]), min_size=1, max_size=3)
examples = settings(
    max_examples=int(os.environ.get("BRUSHWORK_FUZZ", "60")),
    deadline=None,
    derandomize="BRUSHWORK_FUZZ" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class World:
    """An emulator and a client on one clock, and what was called on them."""

    def __init__(self, struck: Sequence[tuple[str, str, int, int | None]], *, retry_unknown: bool = False) -> None:
        self.clock = VirtualClock(start=1_700_000_000)
        self.api = Emulator(key=KEY, clock=self.clock, latency=3.0)
        transport = self.api.transport()
        self.client = Client(
            KEY,
            base_url=self.api.url,
            transport=transport,
            clock=self.clock,
            timeout=TIMEOUT,
            retry_unknown=retry_unknown,
        )
        for fault, endpoint, nth, times in struck:
            self.api.faults.add(fault, endpoint=endpoint, nth=nth, times=times)
        self.calls = 0

    def act(self, step: str) -> Result | Task | None:
        """One call of a user."""
        if step == "list":
            self.client.tasks.list(model_name="wan2.6-t2i")
            return None
        self.calls += 1
        if step == "sync":
            return self.client.wan2_6_t2i.generate(PROMPT, n=1)
        if step == "task":
            return self.client.wan2_6_t2i.generate(PROMPT, n=1, protocol="async")
        task = self.client.wan2_6_t2i.generate.submit(PROMPT, n=1)
        if step == "cancel":
            task.cancel()
        return task

    @contextmanager
    def in_time(self, seconds: float) -> Generator[None, None, None]:
        """Whatever is raised inside is Brushwork's own, and it does not take longer than that."""
        begun, told, before = self.clock.now(), "", bill.Account(self.api)
        try:
            yield
        except (BrushworkError, OSError) as error:
            told = str(error)
            bill.check(error, before, self.api)
        assert KEY not in told
        assert PROMPT not in told
        assert self.clock.now() - begun <= seconds + SLACK


@examples
@given(st.lists(faults, max_size=4), steps)
def test_no_call_is_billed_twice_and_none_outlives_its_time(
    struck: list[tuple[str, str, int, int | None]], taken: list[str]
) -> None:
    world = World(struck)
    for step in taken:
        with world.in_time(SECONDS[step]):
            made = world.act(step)
            if isinstance(made, Task):
                made.wait(TIMEOUT)
    assert len(world.api.ledger) <= world.calls
    assert world.api.ledger.images <= world.calls


@examples
@given(st.lists(of_results, max_size=4))
def test_a_result_is_saved_whole_or_not_at_all(struck: list[tuple[str, str, int, int | None]]) -> None:
    world = World(struck)
    with tempfile.TemporaryDirectory() as folder, world.in_time(600):
        result = world.act("sync")
        assert isinstance(result, Result)
        try:
            (path,) = result.save(folder)
            assert path.read_bytes() == result.images[0].bytes()
        finally:
            assert not list(Path(folder).rglob("*.part"))
    assert len(world.api.ledger) == 1


@examples
@given(st.lists(of_tasks, min_size=1, max_size=4))
def test_a_lost_submission_is_recovered_rightly_or_not_at_all(struck: list[tuple[str, str, int, int | None]]) -> None:
    world = World(struck)
    for _ in range(3):
        before = {entry["task_id"] for entry in world.api.ledger}
        try:
            task = world.client.wan2_6_t2i.generate.submit(PROMPT, n=1)
        except OutcomeUnknown as error:
            try:
                task = error.recover()
            except NoTaskFound:
                assert {entry["task_id"] for entry in world.api.ledger} == before
                continue
            except (SeveralTasksFound, BrushworkError):
                continue
        except BrushworkError:
            continue
        assert {entry["task_id"] for entry in world.api.ledger} == before | {task.id}


@examples
@given(st.lists(faults, min_size=1, max_size=4))
def test_who_takes_the_risk_pays_for_what_was_tried_at_most(struck: list[tuple[str, str, int, int | None]]) -> None:
    world = World(struck, retry_unknown=True)
    with world.in_time(TIMEOUT):
        world.act("sync")
    assert len(world.api.ledger) <= 1 + session_of(world.client).retries
