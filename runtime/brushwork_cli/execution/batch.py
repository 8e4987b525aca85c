"""What `brushwork batch` does: the plan in words, the run with its progress, and how it ended."""

from __future__ import annotations

import hashlib
import json
import signal
import sys
import threading
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_batch.batch import Batch, hold_currency
from brushwork_batch.databases import is_server
from brushwork_batch.errors import JournalError, NoJournal
from brushwork_batch.journal import Journal
from brushwork_batch.records import Refused
from brushwork_cli import exit_codes, streams
from brushwork_cli.execution.prepare import log_to_stderr
from brushwork_cli.exit_codes import OverBudget
from brushwork_cli.options.budget import Limit
from brushwork_cli.output import batch as telling
from brushwork_cli.output.progress import progress
from brushwork_cli.output.table import show
from brushwork_runtime import ConfigError, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from brushwork_batch.planning import Planning
    from brushwork_batch.records import Event, Job, Summary
    from brushwork_cli.options.batch import BatchOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import SyncClient

ASK_ABOVE = Decimal(5)
"""Of the currency of the region: what a batch without a budget may cost before anybody is asked."""


def plan(session: Session, options: BatchOptions) -> int:
    """Tell what the rows cost and how long they take."""
    options.hold_rows()
    with session.client() as client:
        planning = _planning(session, client, options)
        rejected: list[Refused] = []
        with log_to_stderr(session, once=True):
            for row in planning:
                if isinstance(row, Refused):
                    rejected.append(row)
        forecast = planning.forecast()
        if options.budget is not None and options.budget.currency is not None:
            hold_currency([options.budget.currency], forecast.upper)
        region = client.settings.region
    done = _already(options)
    if session.json:
        faults = [{"line": row.line, "key": row.key, "error": row.error} for row in rejected]
        streams.document({"region": region, **forecast.to_dict(), "states": done, "faults": faults})
    else:
        if forecast.models:
            show(*telling.by_model(forecast))
            streams.data("")
        streams.data(telling.words(forecast, region, options, streams.width(sys.stdout)))
        if done:
            streams.data(tr("journal  {states}", states=telling.states_of(done)))
        telling.tell_rejected(rejected)
    return exit_codes.INVALID if rejected or not forecast.jobs else exit_codes.OK


def run(session: Session, options: BatchOptions) -> int:
    """Plan what is new, ask where it is dear, and send it."""
    options.hold_rows()
    out, names = options.destination()
    with session.client() as client, Journal(options.place) as journal:
        rows: Planning | None = _planning(session, client, options, known=None if journal.empty else journal.known)
        mark = _mark(options)
        if mark is not None and mark == journal.meta("input"):
            rows = None
        kept = journal.meta("out") is not None and options.out is None
        told = _Told(session)
        batch = _batch(client, journal, rows, None if kept else out, names, options, told)
        with log_to_stderr(session, once=True):
            batch.load()
            forecast = batch.plan()
        matrix = options.expansion(None).matrix
        known: dict[str, str | None] = {"input": mark, "source": str(Path(options.file).absolute())}
        if matrix:
            known["matrix"] = json.dumps(list(matrix))
        journal.set_meta(**known)
        rejected = list(journal.jobs("rejected"))
        if rows is not None and not rejected:
            (Path(journal.meta("out") or ".") / "rejected.jsonl").unlink(missing_ok=True)
        if rejected and rows is not None:
            file = _write_rejected(journal, rejected)
            session.say(
                tr("no valid requests: {count:,} rows; they are in {file}", count=len(rejected), file=file)
                if len(rejected) > 1
                else tr("no valid request: 1 row; it is in {file}", file=file)
            )
            telling.tell_rejected(rejected, session.say)
        if rows is not None and not session.json:
            session.say(telling.words(forecast, client.settings.region, options, streams.width(sys.stderr)))
        return _sent(session, client, batch, options, told)


def resume(session: Session, options: BatchOptions) -> int:
    """Go on with what the journal has."""
    with session.client() as client, Journal(options.place, create=False) as journal:
        out, names = options.destination() if options.out is not None else (None, None)
        told = _Told(session)
        batch = _batch(client, journal, None, out, names, options, told)
        return _sent(session, client, batch, options, told)


def work(session: Session, options: BatchOptions, keys: Sequence[str]) -> int:
    """Work on the journal beside others, on these keys or on all that is planned."""
    with session.client() as client, Journal(options.place, create=False) as journal:
        if not keys:
            told = _Told(session)
            return _run(session, client, _batch(client, journal, None, None, None, options, told), told)

        session.unlock(client)
        for key in keys:
            if journal.get(key) is None:
                raise JournalError(
                    tr("there is no job {key!r} in {journal}", key=key, journal=journal.name),
                    hint=tr("The key of a job is that of its row."),
                )
        session.sent = True
        ends = _batch(client, journal, None, None, None, options).carry(keys)
        jobs = [job for key in keys if (job := journal.get(key)) is not None]
        if session.json:
            streams.document({"jobs": ends, "files": [path for job in jobs for path in job.paths]})
        else:
            for key, end in ends.items():
                session.say(f"{key}: {tr(end)}")
            _print_paths(jobs)
        return _code_of_jobs(jobs, journal.summary())


def status(session: Session, options: BatchOptions) -> None:
    """Where the batch stands."""
    with Journal(options.place, create=False) as journal:
        summary = journal.summary()
        if session.json:
            streams.document(telling.plain(summary))
            return
        streams.data(telling.status(summary))
        if summary.states.get("unknown"):
            keys = [job.key for job in journal.jobs("unknown")]
            shown = ", ".join(keys[: telling.SHOWN]) + (", …" if len(keys) > telling.SHOWN else "")
            file = options.file if options.journal is None and not options.is_journal else _named(journal)
            again = f"brushwork batch resume {file} --resend KEY"
            session.say(tr("outcome not known: {keys}", keys=shown))
            session.say(tr("  hint: {hint}", hint=again))


def report(session: Session, options: BatchOptions) -> None:
    """Write the files of the batch."""
    from brushwork_batch.report import write

    with Journal(options.place, create=False) as journal:
        made = write(journal, options.out)
    if session.json:
        streams.document(made.to_dict())
        return
    for path in made.files.values():
        streams.data(_shown(path))


def cancel(session: Session, options: BatchOptions, *, pending: bool) -> None:
    """Skip what was not sent."""
    with session.client() as client, Journal(options.place, create=False) as journal:
        if pending:
            session.unlock(client)
        count = _batch(client, journal, None, None, None, options).cancel(pending=pending)
        summary = journal.summary()
    if session.json:
        streams.document({"cancelled": count, **telling.plain(summary)})
        return
    session.say(tr("{count} jobs will not be sent", count=count) if count != 1 else tr("1 job will not be sent"))
    streams.data(telling.status(summary))


# The rows and the batch


def _planning(
    session: Session,
    client: SyncClient,
    options: BatchOptions,
    known: Callable[[Sequence[str]], Mapping[str, str]] | None = None,
) -> Planning:
    from brushwork_batch.planning import Planning

    model = session.configuration["model"] or "wan2.6-t2i"
    return Planning(
        options.file,
        client,
        options.expansion(model),
        known=known,
        anywhere=options.local_files,
        stdin=sys.stdin.buffer if options.file == "-" else None,
    )


def _batch(
    client: SyncClient,
    journal: Journal,
    rows: Planning | None,
    out: str | None,
    names: str | None,
    options: BatchOptions,
    told: Callable[[Event], object] | None = None,
) -> Batch:

    budget = options.budget
    return Batch(
        rows,
        journal=journal,
        out=out,
        names=names,
        budget=None if budget is None else f"{budget.amount} {budget.currency or ''}".strip(),
        unpriced=True if options.unknown_price else None,
        client=client,
        on_event=told,
    )


def _mark(options: BatchOptions) -> str | None:
    """What tells whether the input is the one that was planned; None for what cannot be looked at twice."""
    path = Path(options.file)
    if not path.is_file():
        return None
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    given = (options.model, options.values, options.matrix, options.repeat, options.template, options.local_files)
    digest.update(repr(given).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _already(options: BatchOptions) -> dict[str, int]:
    """How many jobs of each state a journal has, if there is one."""
    if options.file == "-" and options.journal is None:
        return {}
    try:
        with Journal(options.place, create=False) as journal:
            return {str(state): count for state, count in journal.summary().states.items()}
    except NoJournal:
        return {}


def _write_rejected(journal: Journal, rejected: Sequence[Job]) -> str:
    from brushwork_batch.report import again

    path = Path(journal.meta("out") or ".") / "rejected.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(again(job), ensure_ascii=False) + "\n" for job in rejected)
    path.write_text("".join(lines), "utf-8", errors="backslashreplace")
    return _shown(path)


# Sending


def _sent(session: Session, client: SyncClient, batch: Batch, options: BatchOptions, told: _Told) -> int:
    """Ask where it is dear, send, and tell how it ended."""
    with log_to_stderr(session, once=True):
        batch.load()
    for key in options.resend:
        batch.journal.resend(key)
    _agree(session, batch, options)
    return _run(session, client, batch, told)


def _agree(session: Session, batch: Batch, options: BatchOptions) -> None:
    """Return if what is planned may be sent. Raises `OverBudget`."""
    if options.yes or session.emulator:
        return
    total: dict[str, Decimal] = {}
    dearest: dict[str, Decimal] = {}
    unpriced = 0
    for job in batch.journal.jobs("planned"):
        if job.upper is None:
            unpriced += 1
        elif job.currency is not None:
            total[job.currency] = total.get(job.currency, Decimal(0)) + job.upper
            dearest[job.currency] = max(dearest.get(job.currency, Decimal(0)), job.upper)
    for each in session.configuration.limits:
        limit = _limit(each.value, each.origin)
        for currency, amount in dearest.items():
            if limit.currency in (None, currency) and amount > limit.amount:
                told = tr(
                    "a job may cost {currency} {amount}, and max_cost of {origin} is {limit}; nothing was sent",
                    currency=currency,
                    amount=format(amount, "f"),
                    origin=each.origin,
                    limit=limit,
                )
                raise OverBudget(told, hint=tr("--yes allows any cost."))
    if options.budget is not None or any(money.budget is not None for money in batch.journal.money()):
        return
    dear = [f"{currency} {telling.amount_of(amount)}" for currency, amount in total.items() if amount > ASK_ABOVE]
    if unpriced:
        dear.append(
            tr("what {count} jobs of unknown price cost", count=unpriced)
            if unpriced > 1
            else tr("what 1 job of unknown price costs")
        )
    if not dear:
        return
    what = tr(" and ").join(dear)
    if streams.both_terminals():
        question = tr("It may cost {what}. Type yes to send it", what=what)
        answer = click.prompt(question, default="", show_default=False, err=True)
        if str(answer).strip().lower() == "yes":
            return
    raise OverBudget(
        tr("the batch may cost {what}, and no --budget is given; nothing was sent", what=what),
        hint=tr("--budget holds what is spent; --yes allows any cost. The journal is kept: the same command goes on."),
    )


def _limit(text: str, origin: str) -> Limit:
    try:
        return Limit(text)
    except ValueError as error:
        raise ConfigError(tr("max_cost {error} ({origin})", error=error, origin=origin)) from None


def _run(session: Session, client: SyncClient, batch: Batch, told: _Told) -> int:
    """Send and collect, with progress; print the paths, and return the exit code."""
    session.unlock(client)
    session.sent = True
    shown = told.shown
    meter = telling.Meter(batch.journal)
    jobs: list[Job] = []
    try:
        with log_to_stderr(session, once=True), _stopping(batch):
            shown.state(meter.words())
            for job in batch:
                meter.ended += 1
                jobs.append(job)
                if job.state != "done":
                    shown.line(f"{job.key}: {tr(job.state)}: {job.error or job.error_code or ''}".rstrip(": "))
                elif not session.json:
                    _print_paths([job])
                if meter.due(live=sys.stderr.isatty()):
                    shown.state(meter.words())
    except KeyboardInterrupt as stop:
        shown.close()
        for note in getattr(stop, "__notes__", None) or (batch.left_behind(),):
            session.say(note)
        raise
    finally:
        shown.close()
    summary = batch.status()
    if session.json:
        streams.document({**telling.plain(summary), "files": [path for job in jobs for path in job.paths]})
    else:
        session.say(telling.status(summary))
        if summary.states.get("failed") or summary.states.get("rejected"):
            command = f"brushwork batch report {_named(batch.journal)}"
            session.say(tr("  hint: {command} writes what can be run again", command=command))
    if told.stopped:
        command = f"brushwork batch resume {_named(batch.journal)}"
        session.say(tr("  hint: {command} goes on", command=command))
        return exit_codes.INTERRUPTED
    return _code(summary)


@contextmanager
def _stopping(batch: Batch) -> Generator[None, None, None]:
    """Let the first Ctrl-C stop the sending, whatever it meets the command at; the second is raised."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield
        return

    def first(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        why = tr("interrupted; what is under way is collected. Interrupt again to leave it.")
        # not here, where the thread may be in the middle of a change of the journal
        threading.Thread(target=batch.stop, args=(why,), daemon=True).start()

    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _print_paths(jobs: Sequence[Job]) -> None:
    for job in jobs:
        for path in job.paths:
            streams.data(_shown(Path(path)))


def _shown(path: Path) -> str:
    """A path as it is printed: relative to the working folder where it lies below it."""
    whole = path.absolute()
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(whole)


def _named(journal: Journal) -> str:
    """A journal as the command takes it."""
    return journal.name if is_server(journal.place) else _shown(Path(journal.place))


_TOLD = frozenset({"slower", "rerouted", "expiring", "budget", "paused", "stopped", "stopping", "adopted"})


class _Told:
    """Shows what happens on the way. `stopped` tells whether the run was told to send nothing more."""

    def __init__(self, session: Session) -> None:
        self.shown = progress(session)
        self.stopped = False

    def __call__(self, event: Event) -> None:
        """Something happened, in whatever thread."""
        self.stopped |= event.kind == "stopping"
        if event.kind in _TOLD:
            self.shown.line(f"{event.key}: {event.text}" if event.key else event.text)


# How it ended, in words, as JSON and as an exit code


def _code(summary: Summary) -> int:
    states = summary.states
    done, bad = (
        states.get("done", 0),
        sum(states.get(state, 0) for state in ("failed", "rejected", "expired", "skipped")),
    )
    if states.get("unknown"):
        return exit_codes.UNKNOWN
    if states.get("planned"):
        return exit_codes.CREDIT if summary.paused or _out_of_budget(summary) else exit_codes.PARTIAL
    if summary.open or (bad and done):
        return exit_codes.PARTIAL
    if not bad:
        return exit_codes.OK
    return exit_codes.INVALID if states.get("rejected", 0) == bad else exit_codes.FAILED


def _code_of_jobs(jobs: Sequence[Job], summary: Summary) -> int:
    states = {job.state for job in jobs}
    if "unknown" in states:
        return exit_codes.UNKNOWN
    if "planned" in states:
        return exit_codes.CREDIT if summary.paused or _out_of_budget(summary) else exit_codes.PARTIAL
    if states <= {"done"}:
        return exit_codes.OK
    return exit_codes.PARTIAL if "done" in states else exit_codes.FAILED


def _out_of_budget(summary: Summary) -> bool:
    """Whether there is a budget, and all that is left of a batch without a stopped model is what it does not allow."""
    return any(money.budget is not None for money in summary.money) and not any(gate.stopped for gate in summary.gates)
