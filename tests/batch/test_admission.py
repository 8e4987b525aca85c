"""Admission: whatever asks in whatever order, nothing is admitted twice, over the budget, over the rate or at once."""

from __future__ import annotations

import os
import threading
from collections import Counter
from decimal import Decimal
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from brushwork_batch import admission
from brushwork_batch.admission import Limit, admit, open_gates
from brushwork_batch.journal import Journal
from brushwork_batch.records import Planned, Route
from tests.batch.support import planned


class Clock:
    def __init__(self) -> None:
        self.moment = 1_000_000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(place: str, clock: Clock, jobs: list[Planned], *, step: float = 0.0, most: int = 100) -> Journal:
    journal = Journal(place, now=clock)
    journal.add(jobs)
    limits = [Limit(model=model, shared=model, step=step, most=most) for model in journal.models()]
    open_gates(journal, limits)
    return journal


def some(count: int, **fields: str) -> list[Planned]:
    return [planned(f"k{line}", line, upper=fields.get("upper", "0.03")) for line in range(1, count + 1)]


def test_a_job_is_admitted_once(place: str, clock: Clock) -> None:
    with opened(place, clock, some(1)) as journal:
        assert admit(journal, "me", key="k1").admitted
        assert admit(journal, "you", key="k1").why == "taken"
        assert admit(journal, "you", model="wan2.6-t2i").why == "none"
        job = journal.get("k1")
        assert job is not None
        assert (job.state, job.owner, job.attempts, job.sending_at) == ("sending", "me", 1, clock.moment)


def test_one_submission_of_a_model_is_on_the_wire(place: str, clock: Clock) -> None:
    with opened(place, clock, [*some(2), planned("s", 3, model="sync", route="sync")]) as journal:
        assert admit(journal, "me", model="wan2.6-t2i").admitted
        assert admit(journal, "me", model="wan2.6-t2i").why == "wire"
        assert admit(journal, "me", model="sync").admitted
        journal.move("k1", "submitted", expect=("sending",), task_id="t")
        assert admit(journal, "me", model="wan2.6-t2i").admitted


def test_the_rate_is_kept_from_the_answer_on(place: str, clock: Clock) -> None:
    with opened(place, clock, some(3), step=2.0) as journal:
        assert admit(journal, "me", model="wan2.6-t2i").admitted
        clock.moment += 1.5  # the answer takes so long
        journal.move("k1", "submitted", expect=("sending",))
        admission.answered(journal, "wan2.6-t2i")
        refused = admit(journal, "me", model="wan2.6-t2i")
        assert (refused.why, refused.wait) == ("rate", 2.0)
        clock.moment += 2.0
        assert admit(journal, "me", model="wan2.6-t2i").admitted
        clock.moment -= 86_400  # somebody sets the clock back: nobody waits for a day
        journal.move("k2", "submitted", expect=("sending",))
        assert (admit(journal, "me", model="wan2.6-t2i").wait or 0) <= 2.0


def test_a_throttled_model_slows_down_and_recovers(place: str, clock: Clock) -> None:
    with opened(place, clock, some(1), step=1.0) as journal:
        assert admission.throttled(journal, "wan2.6-t2i", 5.0) == 2
        assert admission.throttled(journal, "wan2.6-t2i", 1.0) == 4
        refused = admit(journal, "me", model="wan2.6-t2i")
        assert (refused.why, refused.wait) == ("held", 5.0)
        for _ in range(20):
            admission.went_well(journal, "wan2.6-t2i")
        assert journal.gates()[0].slower == 1


def test_models_that_share_a_limit_are_counted_together(place: str, clock: Clock) -> None:
    jobs = [planned("a", 1, model="one"), planned("b", 2, model="two"), planned("c", 3, model="two")]
    with opened(place, clock, jobs) as journal:
        open_gates(journal, [Limit(model=model, shared="both", step=0.0, most=2) for model in ("one", "two")])
        assert admit(journal, "me", model="one").admitted
        assert admit(journal, "me", model="two").admitted
        assert admit(journal, "me", model="two").why == "busy"


def test_a_cheaper_job_still_fits_the_budget(place: str, clock: Clock) -> None:
    jobs = [planned("dear", 1, upper="5"), planned("cheap", 2, upper="1"), planned("free", 3, upper="0", currency=None)]
    with opened(place, clock, jobs) as journal:
        journal.set_budget("USD", Decimal(2))
        assert admit(journal, "me", key="dear").why == "budget"
        assert admit(journal, "me", model="wan2.6-t2i").key == "cheap"
        assert admit(journal, "me", key="free").why == "wire"


def test_what_is_reserved_may_come_back(place: str, clock: Clock) -> None:
    with opened(place, clock, some(2)) as journal:
        journal.set_budget("USD", Decimal("0.05"))
        assert admit(journal, "me", model="wan2.6-t2i").admitted
        journal.move("k1", "submitted", expect=("sending",))
        assert admit(journal, "me", model="wan2.6-t2i").why == "reserved"
        journal.move("k1", "unknown", expect=("submitted",))  # for ever
        assert admit(journal, "me", model="wan2.6-t2i").why == "budget"


def test_threads_of_several_journals_admit_each_job_once(place: str) -> None:
    clock = Clock()
    jobs = [planned(f"k{line}", line, route="sync", upper="0.01") for line in range(1, 121)]
    opened(place, clock, jobs, most=1000).close()
    admitted: list[str] = []

    def work() -> None:
        with Journal(place, now=clock) as journal:
            while (found := admit(journal, "me", model="wan2.6-t2i")).admitted:
                admitted.append(str(found.key))

    with Journal(place) as journal:
        journal.set_budget("USD", Decimal("1.00"))
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(admitted) == len(set(admitted)) == 100
    with Journal(place) as journal:
        assert journal.money()[0].reserved == Decimal(1)


steps = st.lists(
    st.tuples(
        st.sampled_from(["admit", "admit", "admit", "done", "failed", "unknown", "planned", "submitted", "resend"]),
        st.integers(0, 11),
        st.floats(0, 3),
    ),
    max_size=40,
)


@settings(max_examples=int(os.environ.get("BRUSHWORK_FUZZ", "25")), deadline=None, derandomize=True, database=None)
@given(
    steps,
    st.lists(st.integers(1, 50), min_size=12, max_size=12),
    st.integers(0, 200),
    st.integers(1, 5),
    st.sampled_from([0.0, 0.7]),
)
def test_whatever_happens_the_sums_hold(
    given_steps: list[tuple[str, int, float]], prices: list[int], budget: int, most: int, step: float
) -> None:
    """The reservation is that of the jobs under way, the budget is kept, and no limit is passed."""
    clock = Clock()
    routes: tuple[Route, Route] = ("task", "sync")
    jobs = [
        planned(f"k{n}", n + 1, upper=f"{prices[n] / 100}", model=f"m{n % 2}", route=routes[n % 2]) for n in range(12)
    ]
    lost = Decimal(0)
    with TemporaryDirectory() as folder, opened(f"{folder}/j", clock, jobs, step=step, most=most) as journal:
        journal.set_budget("USD", Decimal(budget) / 100)
        last: dict[str, float] = {}
        for what, number, seconds in given_steps:
            clock.moment += seconds
            job = journal.get(f"k{number}")
            assert job is not None
            if what == "admit":
                found = admit(journal, "me", key=job.key)
                assert not found.admitted or job.state == "planned"
                if found.admitted:
                    assert clock.moment - last.get(job.model, 0.0) >= step - 1e-6
                    last[job.model] = clock.moment
            elif what == "resend":
                if job.state in ("unknown", "failed"):
                    lost += job.upper or 0 if job.state == "unknown" else 0
                    journal.resend(job.key)
            elif what == "done":
                cost = job.upper and job.upper / 2
                journal.move(job.key, "done", expect=("submitted",), cost=cost)
            elif what == "submitted":
                journal.move(job.key, "submitted", expect=("sending",), task_id=f"t{number}")
            elif what == "planned":
                journal.move(job.key, "planned", expect=("sending",))
            else:
                journal.move(job.key, "failed" if what == "failed" else "unknown", expect=("sending", "submitted"))
            check(journal, Decimal(budget) / 100, lost, most)


def check(journal: Journal, budget: Decimal, lost: Decimal, most: int) -> None:
    jobs = list(journal.jobs())
    (money,) = journal.money()
    held = sum(
        (job.upper or Decimal(0) for job in jobs if job.state in ("sending", "submitted", "unknown")), Decimal(0)
    )
    spent = sum((job.cost or Decimal(0) for job in jobs), Decimal(0))
    assert money.reserved == held
    assert abs(money.spent - spent - lost) < Decimal("0.0001")
    assert money.spent + money.reserved <= budget
    under_way = Counter(job.model for job in jobs if job.state in ("sending", "submitted"))
    assert max(under_way.values(), default=0) <= most
    assert sum(job.state == "sending" and job.route == "task" for job in jobs) <= 1
