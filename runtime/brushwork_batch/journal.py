"""The journal of a batch: it knows of every job where it stands, and of every amount where it went.

What is written here is on the disk before anything follows from it. Several threads and processes may use one journal;
each change is one transaction, and a job changes its state only from the state that it is expected in.
"""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from itertools import islice
from typing import TYPE_CHECKING

from brushwork_batch import places, schema
from brushwork_batch.databases import database
from brushwork_batch.errors import JournalError, KeyConflict
from brushwork_batch.records import (
    OPEN,
    STATES,
    Event,
    Gate,
    Job,
    Money,
    Summary,
    canonical,
    digest,
)
from brushwork_runtime import series, tr

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Any, Self

    from brushwork_batch.databases import Connection
    from brushwork_batch.records import Picture, Planned, Refused, State

CHUNK = 500
"""Rows that are read or written at a time."""

MILLION = Decimal(1_000_000)

HOLDING: tuple[State, ...] = ("sending", "submitted", "unknown")
"""States whose upper estimate is reserved as long as their cost is not known, which may be for ever."""

_COLUMNS = tuple(field.name for field in fields(Job))
_JOB = f"SELECT {', '.join(_COLUMNS)} FROM jobs"
_LISTED = ", ".join("?" * CHUNK)


def micros(amount: Decimal, *, up: bool = False) -> int:
    """An amount in millionths; what is less than one is rounded, or counted as one with `up`."""
    return int((amount * MILLION).to_integral_value(ROUND_CEILING if up else ROUND_HALF_EVEN))


def amount(given: int) -> Decimal:
    """The amount that so many millionths are, without zeros at its end."""
    plain = (Decimal(given) / MILLION).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


class Journal:
    """The journal at a path, or at the URL of a Postgres database; made if it is missing unless `create` is False.

    Safe for threads. `place` opens it anew; `name` is what people are told, without a password. `now` tells the moment
    in seconds since 1970, else the clock of this machine does, or that of the server; `mounts` what is mounted, for
    tests. Raises `NetworkFileSystem`, `JournalTooNew`, `JournalError`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        now: Callable[[], float] | None = None,
        mounts: Callable[[], str] = places.mounts,
    ) -> None:
        self._database = database(path, create=create, mounts=mounts)
        self.place, self.name = self._database.place, self._database.name
        self.now = now or self._database.now
        self._rows, self._row = self._database.rows, self._database.row
        try:
            schema.prepare(self._database)
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Close it; what was committed is there."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.place,)

    def __repr__(self) -> str:
        return f"<Journal {self.name}>"

    # What is written

    def transaction(self) -> AbstractContextManager[Connection]:
        """One transaction: all of the block or nothing of it, and no other writer meanwhile."""
        return self._database.transaction()

    def set_meta(self, **values: str | None) -> None:
        """Keep facts about the batch as a whole: region, out, template, ...; None takes one away."""
        with self.transaction() as connection:
            for name, value in values.items():
                if value is None:
                    connection.execute("DELETE FROM meta WHERE name = ?", (name,))
                else:
                    connection.execute(
                        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        (name, value),
                    )

    def set_budget(self, currency: str, budget: Decimal | None) -> None:
        """Set what may be spent in a currency in all, what is spent already included; None for any amount."""
        value = None if budget is None else micros(budget)
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO money (currency, budget) VALUES (?, ?) "
                "ON CONFLICT (currency) DO UPDATE SET budget = excluded.budget",
                (currency, value),
            )

    def add(self, rows: Iterable[Planned]) -> int:
        """Plan jobs, all of them or none, and return how many of them are new.

        A row that is there already changes nothing. Raises `KeyConflict` for one whose key stands for another request.
        """
        return self._add(((row, _planned(row)) for row in rows), "planned")

    def reject(self, rows: Iterable[Refused]) -> int:
        """Note rows that are not valid requests, and return how many of them are new. Raises `KeyConflict`."""
        return self._add(((row, _refused(row)) for row in rows), "rejected")

    def forget_rejected(self) -> None:
        """Forget the rows that were no valid requests, before their input is read again."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM jobs WHERE state = 'rejected'")

    def _add(self, rows: Iterator[tuple[Planned | Refused, tuple[Any, ...]]], state: State) -> int:
        new = 0
        with self.transaction() as connection:
            position = connection.execute("SELECT coalesce(max(position), 0) FROM jobs").fetchone()[0]
            while chunk := list(islice(rows, CHUNK)):
                values = [(*columns, position + number) for number, (_, columns) in enumerate(chunk, 1)]
                position += len(chunk)
                added = connection.executemany(_INSERT, values).rowcount
                if added < len(chunk):
                    added += _reconciled_rows(connection, chunk, values, state)
                new += added
            if new and state == "planned":
                connection.execute(
                    "INSERT INTO events VALUES (?, NULL, 'added', ?)",
                    (self.now(), tr("{new} jobs were planned", new=new)),
                )
        return new

    def move(
        self,
        key: str,
        to: State,
        *,
        expect: Sequence[State],
        of: str | None = None,
        event: tuple[str, str] | None = None,
        **columns: object,
    ) -> bool:
        """Change the state of a job that is in one of the states `expect`, and of the worker `of` if given.

        False if it is not.

        `columns` change with it, an amount as a `Decimal`, `files` as a list; its reservation and its cost move between
        the sums as the states say.
        """
        with self.transaction() as connection:
            moved = self.moved(connection, key, to, expect=expect, of=of, **columns)
            if moved and event is not None:
                connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (self.now(), key, *event))
        return moved

    def moved(
        self,
        connection: Connection,
        key: str,
        to: State,
        *,
        expect: Sequence[State],
        of: str | None = None,
        **columns: object,
    ) -> bool:
        """As `move`, within a transaction."""
        row = connection.execute(
            "SELECT state, owner, upper, currency, cost FROM jobs WHERE key = ?", (key,)
        ).fetchone()
        if row is None or row[0] not in expect or (of is not None and row[1] != of):
            return False
        state, _, upper, currency, before = row
        values = {"state": to, **{name: _stored(value) for name, value in columns.items()}}
        changes = ", ".join(f"{name} = ?" for name in values)
        connection.execute(f"UPDATE jobs SET {changes} WHERE key = ?", (*values.values(), key))
        reserved = (upper or 0) * ((to in HOLDING) - (state in HOLDING))
        cost = values.get("cost", before)
        spent = (cost or 0) - (before or 0) if isinstance(cost, int) or cost is None else 0
        if reserved or spent:
            _pay(connection, currency or "", reserved=reserved, spent=spent)
        return True

    def note(self, kind: str, text: str, key: str | None = None) -> None:
        """Keep an event."""
        with self.transaction() as connection:
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (self.now(), key, kind, text))

    def resend(self, key: str) -> None:
        """Plan a job again that ended without its pictures: one that is unknown may be billed a second time.

        What an unknown job may have cost counts as spent from here on. Raises `JournalError` for any other job.
        """
        again: tuple[State, ...] = ("unknown", "failed", "expired", "skipped")
        job = self.get(key)
        if job is None:
            raise JournalError(
                tr("there is no job {key!r} in {journal}", key=key, journal=self.name),
                hint=tr("`brushwork batch status` lists them."),
            )
        with self.transaction() as connection:
            if job.state == "unknown" and job.upper is not None:
                _pay(connection, job.currency or "", spent=micros(job.upper, up=True))
            kept: dict[str, Any] = {"error": None, "error_code": None, "task_id": None, "files": [], "attempts": 0}
            if not self.moved(connection, key, "planned", expect=again, **kept):
                raise JournalError(
                    tr(
                        "job {key!r} is {state}; only one that is {states} can be sent again",
                        key=key,
                        state=tr(job.state),
                        states=series(map(tr, again)),
                    ),
                    hint=tr(
                        "A job that goes on needs no help: resume the batch. To make one anew, give it another key."
                    ),
                )
            connection.execute("UPDATE jobs SET cost = NULL, billed = NULL WHERE key = ?", (key,))  # it stays spent
            text = tr("to be sent again on purpose; it was {state}", state=job.state)
            connection.execute("INSERT INTO events VALUES (?, ?, 'resend', ?)", (self.now(), key, text))

    # What is read

    def meta(self, name: str) -> str | None:
        """A fact about the batch as a whole; None where there is none."""
        row = self._row("SELECT value FROM meta WHERE name = ?", (name,))
        return None if row is None else str(row[0])

    def get(self, key: str) -> Job | None:
        """A job by its key."""
        row = self._row(f"{_JOB} WHERE key = ?", (key,))
        return None if row is None else _job(row)

    def jobs(self, *states: State, model: str | None = None) -> Iterator[Job]:
        """The jobs in the order of the input, only those in some `states`, or of one `model`, if given.

        They are read some at a time, so that nobody who writes has to wait meanwhile.
        """
        where = ["position > ?"]
        if states:
            where.append(f"state IN ({', '.join('?' * len(states))})")
        if model is not None:
            where.append("model = ?")
        query = f"{_JOB} WHERE {' AND '.join(where)} ORDER BY position LIMIT {CHUNK}"
        last = -1
        while rows := self._rows(query, (last, *states, *([] if model is None else [model]))):
            for row in rows:
                yield _job(row)
            last = rows[-1][_COLUMNS.index("position")]

    def latest(self, count: int, *, before: int | None = None) -> list[Job]:
        """The last jobs that were planned, the newest first; only those whose `position` is lower, if given."""
        where = "" if before is None else "WHERE position < ?"
        rows = self._rows(
            f"{_JOB} {where} ORDER BY position DESC LIMIT ?", (*([] if before is None else [before]), count)
        )
        return [_job(row) for row in rows]

    def events(self, key: str | None = None, *, kinds: Sequence[str] = ()) -> Iterator[Event]:
        """What happened, oldest first: to one job if `key` is given, of some `kinds` if any are."""
        where, given = ["rowid > ?"], list[object]()
        if key is not None:
            where.append("key = ?")
            given.append(key)
        if kinds:
            where.append(f"kind IN ({', '.join('?' * len(kinds))})")
            given.extend(kinds)
        query = (
            f"SELECT rowid, at, key, kind, text FROM events WHERE {' AND '.join(where)} ORDER BY rowid LIMIT {CHUNK}"
        )
        last = 0
        while rows := self._rows(query, (last, *given)):
            for _, at, of, kind, text in rows:
                yield Event(at=at, key=of, kind=kind, text=text)
            last = rows[-1][0]

    @property
    def empty(self) -> bool:
        """Whether it has no job."""
        return self._row("SELECT 1 FROM jobs LIMIT 1") is None

    def known(self, keys: Sequence[str]) -> dict[str, str]:
        """Key -> fingerprint of those of `keys` that are in the journal and were no rejected rows."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), CHUNK):
            some = list(keys[start : start + CHUNK])
            listed = _LISTED if len(some) == CHUNK else ", ".join("?" * len(some))
            query = f"SELECT key, fingerprint FROM jobs WHERE key IN ({listed}) AND state <> 'rejected'"
            found.update(dict(self._rows(query, some)))
        return found

    def models(self) -> list[str]:
        """The models of all jobs that are or were valid requests."""
        rows = self._rows("SELECT DISTINCT model FROM jobs WHERE state <> 'rejected' ORDER BY model", ())
        return [str(model) for (model,) in rows]

    def planned_models(self) -> list[str]:
        """The models of jobs that are yet to be sent."""
        rows = self._rows("SELECT DISTINCT model FROM jobs WHERE state = 'planned' ORDER BY model", ())
        return [str(model) for (model,) in rows]

    def currencies(self) -> list[str]:
        """The currencies in which jobs have a price."""
        rows = self._rows("SELECT DISTINCT currency FROM jobs WHERE currency IS NOT NULL AND upper > 0 ORDER BY 1", ())
        return [str(currency) for (currency,) in rows]

    def count(self, *states: State) -> int:
        """How many jobs are in one of these states."""
        listed = ", ".join("?" * len(states))
        row = self._row(f"SELECT count(*) FROM jobs WHERE state IN ({listed})", states)
        return 0 if row is None else int(row[0])

    def knows_task(self, task_id: str) -> bool:
        """Whether a job is known to have started this task."""
        return self._row("SELECT 1 FROM jobs WHERE task_id = ?", (task_id,)) is not None

    def money(self) -> tuple[Money, ...]:
        """The sums in each currency; what is free has none."""
        rows = self._rows("SELECT currency, spent, reserved, budget FROM money WHERE currency <> '' ORDER BY currency")
        return tuple(
            Money(
                currency=currency,
                spent=amount(spent),
                reserved=amount(reserved),
                budget=None if budget is None else amount(budget),
            )
            for currency, spent, reserved, budget in rows
        )

    def gates(self) -> tuple[Gate, ...]:
        """What limits each model now."""
        rows = self._rows("SELECT model, step, most, slower, held, stopped, failures FROM gates ORDER BY model")
        return tuple(
            Gate(
                model=model,
                per_second=1 / (step * slower) if step else None,
                limit=most,
                slower=slower,
                held_until=held,
                stopped=stopped,
                failures=failures,
            )
            for model, step, most, slower, held, stopped, failures in rows
        )

    def summary(self) -> Summary:
        """Where the batch stands, also while processes work on it."""
        by_model: dict[str, dict[State, int]] = {}
        states: dict[State, int] = {}
        images, started, ended, first = 0, None, None, None
        query = (
            "SELECT state, model, count(*), sum(coalesce(billed, 0)), min(sending_at), max(finished_at), "
            "min(submitted_at) FROM jobs GROUP BY state, model"
        )
        for state, model, count, billed, sent, finished, submitted in self._rows(query):
            states[state] = states.get(state, 0) + count
            if state != "rejected":
                by_model.setdefault(model, {})[state] = count
            images += int(billed) if state == "done" else 0
            started = _least(started, sent)
            ended = finished if ended is None or (finished is not None and finished > ended) else ended
            first = _least(first, submitted) if state == "submitted" else first
        lifetime = float(self.meta("task_lifetime") or 24 * 3600)
        row = self._row("SELECT count(*) FROM workers")
        goes_on = any(states.get(state) for state in OPEN)
        return Summary(
            total=sum(states.values()),
            states={state: states[state] for state in STATES if state in states},
            by_model=by_model,
            images=images,
            money=self.money(),
            gates=self.gates(),
            started=started,
            ended=None if goes_on else ended,
            collect_before=None if first is None else first + lifetime,
            working=0 if row is None else int(row[0]),
            paused=self.meta("paused"),
        )


_INSERT = (
    "INSERT INTO jobs (key, line, model, mode, request, fingerprint, state, upper, currency, images, route, "
    "error_code, error, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
)


def _planned(row: Planned) -> tuple[Any, ...]:
    text = canonical(row.request) if row.text is None else row.text
    upper = None if row.upper is None else micros(row.upper, up=True)
    return (
        *(row.key, row.line, row.model, row.mode, text, digest(text), "planned"),
        *(upper, row.currency, row.images, row.route, None, None),
    )


def _refused(row: Refused) -> tuple[Any, ...]:
    text = canonical(row.request)
    model = row.request.get("model")
    return (
        *(row.key, row.line, model if isinstance(model, str) else "", "", text, digest(text), "rejected"),
        *(None, None, 0, "sync", row.error_code, row.error),
    )


def _reconciled_rows(
    connection: Connection,
    chunk: Sequence[tuple[Planned | Refused, tuple[Any, ...]]],
    values: Sequence[tuple[Any, ...]],
    state: State,
) -> int:
    """Look at the rows of a chunk whose keys were there already; how many of them took the place of a rejected one."""
    replaced = 0
    for (row, columns), value in zip(chunk, values, strict=True):
        query = "SELECT position, line, fingerprint, state FROM jobs WHERE key = ?"
        position, line, mark, found = connection.execute(query, (row.key,)).fetchone()
        if position == value[-1] or (mark == columns[5] and found != "rejected"):
            continue
        if found == "rejected":  # mended, or changed and still none
            connection.execute("DELETE FROM jobs WHERE key = ?", (row.key,))
            connection.execute(_INSERT, value)
            replaced += state != "rejected"
            continue
        raise KeyConflict(
            tr(
                "the key {key!r} stands for two different requests, on line {line} and on line {other}",
                key=row.key,
                line=line,
                other=row.line,
            ),
            hint=tr(
                "A key names one request for ever: give the changed row a new one. Nothing of the input was planned."
            ),
        )
    return replaced


def _pay(connection: Connection, currency: str, *, reserved: int = 0, spent: int = 0) -> None:
    connection.execute(
        "INSERT INTO money (currency, reserved, spent) VALUES (?, ?, ?) ON CONFLICT (currency) DO UPDATE SET "
        "reserved = money.reserved + excluded.reserved, spent = money.spent + excluded.spent",
        (currency, reserved, spent),
    )


def _stored(value: object) -> object:
    if isinstance(value, Decimal):
        return micros(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, tuple)) else value


def _job(row: Sequence[Any]) -> Job:
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    for name in ("upper", "cost"):
        values[name] = None if values[name] is None else amount(values[name])
    request: Mapping[str, Any] = json.loads(values["request"])
    files: Sequence[Picture] = json.loads(values["files"])
    values["request"], values["files"] = request, tuple(files)
    return Job(**values)


def _least(one: float | None, other: float | None) -> float | None:
    return other if one is None or (other is not None and other < one) else one
