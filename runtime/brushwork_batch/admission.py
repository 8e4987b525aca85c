"""Admission: the one transaction before each request. What it commits is what may be sent, and nothing else.

It claims the job, so that no other thread, process or engine sends it; reserves the most that it may cost, so that the
budget holds whatever the service bills; takes its turn in the rate of the model (the generic cell rate algorithm); and
marks the job `sending`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from brushwork_batch import leases
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_batch.databases import Connection
    from brushwork_batch.journal import Journal

Why = Literal[
    "", "taken", "none", "paused", "stopped", "held", "busy", "wire", "rate", "reserved", "budget", "unpriced"
]
"""Why a job was not admitted; "" for one that was.

    taken      the job is not planned any more
    none       no job of the model is planned
    paused     the whole batch waits: quota, arrears, a key that is not valid
    stopped    the model is stopped after equal errors
    held       the service asked for a pause
    busy       as many jobs are under way as the model may have
    wire       another submission of the model is on its way, or in doubt
    rate       its turn has not come
    reserved   what is under way takes the rest of the budget, and may give some back
    budget     the budget is used up
    unpriced   there is a budget, and nobody knows what the job may cost in its currency
"""

WAITS: tuple[Why, ...] = ("held", "busy", "wire", "rate", "reserved")
"""Reasons that pass by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What was decided about the job `key`: `admitted`, or `why` not, for `wait` seconds where that is known."""

    key: str | None
    why: Why = ""
    wait: float | None = None

    @property
    def admitted(self) -> bool:
        """Whether the job is to be sent now."""
        return not self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a model allows: `step` seconds from one submission to the next, `most` jobs under way.

    Models with the same `shared` are counted together.
    """

    model: str
    shared: str
    step: float
    most: int


class _Candidate(NamedTuple):
    key: str
    model: str
    route: str
    upper: int | None
    currency: str


_CANDIDATE = "SELECT key, model, route, upper, coalesce(currency, '') FROM jobs WHERE state = 'planned'"
_FIRST = _CANDIDATE.replace(
    "FROM jobs",
    "FROM (SELECT * FROM jobs WHERE (state, model, position) > ('planned', ?, 0) "
    "ORDER BY state, model, position LIMIT 1) AS jobs",
)
"""The first planned job of a model, or one after it, found in the order of the index by state: asked for the first in
the order of the input, Postgres may walk past all that are done."""


def open_gates(journal: Journal, limits: Sequence[Limit]) -> None:
    """Enter the limits of models; what was learnt about one since stays."""
    with journal.transaction() as connection:
        connection.executemany(
            "INSERT INTO gates (model, shared, step, most, tat) VALUES (?, ?, ?, ?, 0) ON CONFLICT (model) DO UPDATE "
            "SET shared = excluded.shared, step = excluded.step, most = excluded.most",
            [(limit.model, limit.shared, limit.step, limit.most) for limit in limits],
        )


def admit(
    journal: Journal, owner: str, *, key: str | None = None, model: str | None = None, unpriced: bool = False
) -> Admission:
    """Admit the job `key`, or the first planned one of `model` that the budget allows, for `owner` to send.

    `unpriced` admits jobs whose price nobody knows although there is a budget.
    """
    with journal.transaction() as connection:
        now = journal.now()
        job = _candidate(connection, key, model)
        if job is None:
            return Admission(key=key, why="none" if key is None else "taken")
        if connection.execute("SELECT 1 FROM meta WHERE name = 'paused'").fetchone():
            return Admission(key=job.key, why="paused")
        shut = _shut(connection, job, now)
        if shut is not None:
            return shut
        broke = _broke(connection, job, unpriced=unpriced)
        if broke in ("reserved", "budget") and key is None:
            job, broke = _cheaper(connection, job) or (job, broke)
        if broke:
            return Admission(key=job.key, why=broke)
        leases.renew(connection, owner, now)  # else whoever sees no worker of this job would take it over
        _claim(connection, job, owner, now)
        return Admission(key=job.key)


def answered(journal: Journal, model: str) -> None:
    """Count the step to the next submission of a model from this moment on: its last one has arrived by now.

    So submissions arrive no closer than they leave, whatever the network does.
    """
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE gates SET tat = greatest(tat, ? + step * slower) "
            "WHERE shared = (SELECT shared FROM gates WHERE model = ?)",
            (journal.now(), model),
        )


def throttled(journal: Journal, model: str, seconds: float) -> float:
    """Hold a model for so many seconds and halve its rate, down to a sixteenth; by how much it is slower then."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE gates SET slower = least(slower * 2, 16), held = greatest(held, ?) "
            "WHERE shared = (SELECT shared FROM gates WHERE model = ?)",
            (journal.now() + seconds, model),
        )
        return float(connection.execute("SELECT slower FROM gates WHERE model = ?", (model,)).fetchone()[0])


def held(journal: Journal, model: str, seconds: float) -> None:
    """Hold a model for so many seconds, without a change of its rate."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE gates SET held = greatest(held, ?) WHERE model = ?",
            (journal.now() + seconds, model),
        )


EQUAL = 10
"""Equal errors one after another that stop a model."""


def went_well(journal: Journal, model: str) -> None:
    """A job of the model was done: errors are counted anew, and what slowed it down wears off, a tenth each time."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE gates SET failures = 0, last = NULL, slower = greatest(1, slower * 0.9) WHERE model = ?", (model,)
        )


def went_wrong(journal: Journal, model: str, code: str) -> bool:
    """A job of the model failed with this code; whether that stopped the model just now."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE gates SET failures = CASE WHEN last = ? THEN failures + 1 ELSE 1 END, last = ? WHERE model = ?",
            (code, code, model),
        )
        return (
            connection.execute(
                "UPDATE gates SET stopped = ? WHERE model = ? AND stopped IS NULL AND failures >= ?",
                (tr("{times} times {code} one after another", times=EQUAL, code=code), model, EQUAL),
            ).rowcount
            > 0
        )


def reopened(journal: Journal, *, held: bool = True) -> None:
    """Whoever runs the batch again wants it to go on: nothing is paused or stopped any more.

    Nor is anything `held`, unless that is False: the pauses that the service asked for stay then.
    """
    with journal.transaction() as connection:
        connection.execute("DELETE FROM meta WHERE name = 'paused'")
        connection.execute("UPDATE gates SET stopped = NULL, failures = 0, last = NULL")
        if held:
            connection.execute("UPDATE gates SET held = 0")


def paused(journal: Journal, reason: str) -> bool:
    """Let nothing more be admitted; whether that is new."""
    with journal.transaction() as connection:
        return (
            connection.execute("INSERT INTO meta VALUES ('paused', ?) ON CONFLICT DO NOTHING", (reason,)).rowcount > 0
        )


def _candidate(connection: Connection, key: str | None, model: str | None) -> _Candidate | None:
    if key is not None:
        row = connection.execute(f"{_CANDIDATE} AND key = ?", (key,)).fetchone()
    else:
        row = connection.execute(f"{_FIRST} AND model = ?", (model, model)).fetchone()
    return None if row is None else _Candidate(*row)


def _shut(connection: Connection, job: _Candidate, now: float) -> Admission | None:
    """Why the model takes no job now, the longest reason first; None if it takes one."""
    shared, step, most, tat, slower, held, stopped = connection.execute(
        "SELECT shared, step, most, tat, slower, held, stopped FROM gates WHERE model = ?", (job.model,)
    ).fetchone()
    if stopped is not None:
        return Admission(key=job.key, why="stopped")
    if held > now:
        return Admission(key=job.key, why="held", wait=held - now)
    under_way = connection.execute(
        "SELECT count(*) FROM jobs WHERE state IN ('sending', 'submitted') "
        "AND model IN (SELECT model FROM gates WHERE shared = ?)",
        (shared,),
    ).fetchone()[0]
    if under_way >= most:
        return Admission(key=job.key, why="busy")
    on_the_wire = "SELECT 1 FROM jobs WHERE state = 'sending' AND model = ? AND route = 'task'"
    if job.route == "task" and connection.execute(on_the_wire, (job.model,)).fetchone():
        return Admission(key=job.key, why="wire")
    left = min(tat - now, step * slower)  # where the machine's clock was put back, no more than one step
    return Admission(key=job.key, why="rate", wait=left) if left > 0 else None


def _broke(connection: Connection, job: _Candidate, *, unpriced: bool) -> Why:
    """Why the budget does not allow a job; "" if it does."""
    if job.upper == 0 or not connection.execute("SELECT 1 FROM money WHERE budget IS NOT NULL").fetchone():
        return ""
    room, reserved = _room(connection, job.currency)
    if job.upper is None or room is None:
        return "" if unpriced else "unpriced"
    if job.upper <= room:
        return ""
    return "reserved" if job.upper <= room + reserved else "budget"


def _room(connection: Connection, currency: str) -> tuple[int | None, int]:
    """What may still be spent in a currency, None without a budget, and what of the rest may become free again."""
    row = connection.execute(
        "SELECT budget, spent, reserved FROM money WHERE currency = ?", (currency,)
    ).fetchone() or (None, 0, 0)
    budget, spent, reserved = row
    if budget is None:
        return None, 0
    freed = connection.execute(
        "SELECT coalesce(sum(upper), 0) FROM jobs "
        "WHERE state IN ('sending', 'submitted') AND cost IS NULL AND currency = ?",
        (currency,),
    ).fetchone()[0]
    return budget - spent - reserved, int(freed)


def _cheaper(connection: Connection, job: _Candidate) -> tuple[_Candidate, Why] | None:
    """The next job of the same model that the budget allows."""
    room, _ = _room(connection, job.currency)
    row = connection.execute(
        f"{_CANDIDATE} AND model = ? AND coalesce(currency, '') = ? AND upper <= ? ORDER BY position LIMIT 1",
        (job.model, job.currency, room),
    ).fetchone()
    return None if row is None else (_Candidate(*row), "")


def _claim(connection: Connection, job: _Candidate, owner: str, now: float) -> None:
    connection.execute(
        "UPDATE jobs SET state = 'sending', owner = ?, sending_at = ?, attempts = attempts + 1, task_id = NULL, "
        "submitted_at = NULL WHERE key = ? AND state = 'planned'",
        (owner, now, job.key),
    )
    if job.upper:
        connection.execute(
            "INSERT INTO money (currency, reserved) VALUES (?, ?) "
            "ON CONFLICT (currency) DO UPDATE SET reserved = money.reserved + excluded.reserved",
            (job.currency, job.upper),
        )
    connection.execute(
        "UPDATE gates SET tat = ? + step * slower WHERE shared = (SELECT shared FROM gates WHERE model = ?)",
        (now, job.model),
    )
