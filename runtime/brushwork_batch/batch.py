"""A batch as a program sees it: rows in, finished jobs out, and everything between in the journal."""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from brushwork_batch import saving
from brushwork_batch.admission import open_gates
from brushwork_batch.carrier import SETTLE, Carrier
from brushwork_batch.databases import place_of
from brushwork_batch.errors import JournalError
from brushwork_batch.journal import Journal
from brushwork_batch.leases import Lease
from brushwork_batch.limits import limit_of
from brushwork_batch.planning import Planning
from brushwork_batch.records import Planned, Refused
from brushwork_batch.runner import Runner, left_behind, work as work_on
from brushwork_runtime import errors, loopback, tr

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from concurrent.futures import Executor
    from types import TracebackType
    from typing import Any, Self, TypeAlias

    from brushwork_batch.forecast import Forecast
    from brushwork_batch.planning import Source
    from brushwork_batch.records import Event, Job, Summary
    from brushwork_batch.report import Report
    from brushwork_runtime import SyncClient

    Budget: TypeAlias = Decimal | float | str | Mapping[str, Decimal | float | str] | None


class Batch:
    """Many requests, each sent once, whatever dies meanwhile; `brushwork.batch.Batch` is this with its client.

        batch = Batch([{"key": "cat", "model": "wan2.6-t2i", "prompt": "a cat"}], journal="cats.journal", out="cats")
        for done in batch:
            print(done.key, done.state, done.paths)

    `rows` are flat requests, each perhaps with a `key` of its own (else its content is its key), or a path: of JSON
    lines, CSV, Parquet or a folder of images; a `Planning` of them makes several of each. None goes on with those that
    the `journal` has: a path, or for several machines the URL of a Postgres database, "postgresql://HOST/DATABASE"
    (extra `postgres`). `out` is the folder of the pictures and `names` the template of their names below it. `budget`
    is what may be spent in all: an amount in the currency of the rows, "5 USD", or a mapping of currencies. `unpriced`
    sends, in spite of a budget, what has no known price.

    `executor` carries the jobs, if given: any `concurrent.futures.Executor`, in whose processes the client is made anew
    from the environment. `on_event` is called with each `Event`, by the thread that meets it.
    """

    make_client: ClassVar[Any]
    """Makes the client where none was given."""
    work: ClassVar[Any]
    """What an executor calls, with the path of the journal and a key."""

    def __init__(
        self,
        rows: Source | Planning | None = None,
        *,
        journal: str | os.PathLike[str] | Journal,
        out: str | os.PathLike[str] | None = None,
        names: str | None = None,
        budget: Budget = None,
        unpriced: bool | None = None,
        client: SyncClient | None = None,
        executor: Executor | None = None,
        on_event: Callable[[Event], object] | None = None,
        settle: float | None = None,
    ) -> None:
        self._rows = rows
        self._budget = budget
        self._executor = executor
        self._on_event = on_event
        self._client = client
        self._runner: Runner | None = None
        self._stopped: str | None = None
        self._planning: Planning | None = None
        self.journal = journal if isinstance(journal, Journal) else Journal(journal, create=rows is not None)
        kept: dict[str, str | None] = {}
        if rows is not None or out is not None or names is not None:
            folder = out or self.journal.meta("out") or "."
            template = names or self.journal.meta("template") or saving.TEMPLATE
            saving.template(folder, template)
            kept |= {"out": os.path.abspath(folder), "template": template}
        if unpriced is not None:
            kept["unpriced"] = "yes" if unpriced else None
        if settle is not None:
            kept["settle"] = str(settle)
        if kept:
            self.journal.set_meta(**kept)

    @property
    def client(self) -> SyncClient:
        """The client that sends: the one that was given, else one for the region of the journal.

        Raises `JournalError` for a client of another region, where none of the batch's tasks would be found.
        """
        if self._client is None:
            self._client = client_of(self.journal, type(self).make_client)
        hold_region(self.journal, self._client)
        return self._client

    def load(self) -> int:
        """Check the rows and plan those that are new; how many these are. `run` and an iteration begin with it.

        Raises `KeyConflict`, and `JournalError` for a budget whose currency cannot be told.
        """
        client, rows, new = self.client, self._rows, 0
        self._rows = None
        if rows is not None:
            refused = list[Refused]()
            known = None if self.journal.empty else self.journal.known
            self._planning = rows if isinstance(rows, Planning) else Planning(rows, client, known=known)
            new = self.journal.add(_only_planned(self._planning, refused))
            self.journal.forget_rejected()
            self.journal.reject(refused)
        if self._budget is not None:
            budgets = self._budgets(self._budget)
            hold_currency(budgets, self.journal.currencies())
            for currency, amount in budgets.items():
                self.journal.set_budget(currency, amount)
            self._budget = None
        return new

    def plan(self) -> Forecast:
        """What the rows that are new will cost, take and need; they are planned by it, and nothing is sent."""
        self.load()
        return (self._planning or Planning((), self.client)).forecast()

    def run(self, *, resend: Iterable[str] = ()) -> Summary:
        """Send what is planned, collect what is submitted, and return where the batch stands once nothing moves.

        `resend` names jobs that ended without their pictures, such as unknown ones, and are to be sent once more.
        Raises `KeyboardInterrupt` at the second Ctrl-C, with a note of what runs on.
        """
        self.load()
        for key in [resend] if isinstance(resend, str) else resend:
            self.journal.resend(key)
        for _ in self:
            pass
        return self.status()

    def __iter__(self) -> Iterator[Job]:
        """Each job once it has ended, in the order of the ends; see `run`."""
        self.load()
        yield from self._begin().run()

    async def __aiter__(self) -> AsyncIterator[Job]:
        """The same for asyncio; the work is done by threads."""
        await asyncio.to_thread(self.load)
        loop = asyncio.get_running_loop()
        ended: asyncio.Queue[Job | BaseException | None] = asyncio.Queue()
        runner = self._begin()

        def tell(job: Job | BaseException | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(ended.put_nowait, job)

        def run() -> None:
            try:
                for job in runner.run():
                    tell(job)
                tell(None)
            except BaseException as error:
                tell(error)

        thread = threading.Thread(target=run, name="brushwork-batch-run", daemon=True)
        thread.start()
        try:
            while (job := await ended.get()) is not None:
                if isinstance(job, BaseException):
                    raise job
                yield job
        finally:
            runner.carrier.leave()

    def stop(self, why: str | None = None) -> None:
        """Send nothing more; what is under way is collected, and then the run ends. From any thread."""
        if self._runner is not None:
            self._runner.stop(why)
        else:
            self._stopped = why or tr("told to stop")

    def left_behind(self) -> str:
        """In words, what goes on at the service if the run is left now, and until when it can be collected."""
        return left_behind(self.journal)

    def status(self) -> Summary:
        """Where the batch stands, also while another process works on it."""
        return self.journal.summary()

    def cancel(self, *, pending: bool = False) -> int:
        """Skip what was not sent yet; how many jobs that are. With `pending`, tasks that wait at the service, too.

        A task that runs already cannot be cancelled. The next run collects what became of the tasks.
        """
        moment, count = self.journal.now(), 0
        text = tr("cancelled before it was sent")
        for job in self.journal.jobs("planned"):
            count += self.journal.move(
                job.key, "skipped", expect=("planned",), finished_at=moment, error=text, event=("skipped", text)
            )
        for job in self.journal.jobs("submitted") if pending else ():
            if job.task_id is not None:
                try:
                    self.client.task(job.task_id).cancel()
                except (errors.BadRequest, errors.TaskExpired):
                    continue
                self.journal.note(
                    "cancelled", tr("task {task_id} was cancelled while it waited", task_id=job.task_id), job.key
                )
                count += 1
        return count

    def report(self, out: str | os.PathLike[str] | None = None) -> Report:
        """Write metadata.jsonl, output.jsonl, errors.jsonl and report.html into the folder of the pictures, or `out`.

        It may be done while the batch runs.
        """
        from brushwork_batch.report import write

        return write(self.journal, out)

    def carry(self, keys: Iterable[str]) -> dict[str, str]:
        """Carry these jobs to their ends, beside whoever else works on the batch; what became of each, as `work` says.

        A job that was sent already is not sent again, however often and wherever this is called.
        """
        lease = Lease(self.journal)
        try:
            open_gates(self.journal, [limit_of(self.client, model) for model in self.journal.models()])
            carrier = Carrier(self.journal, self.client, lease.owner, **_ways(self.journal))
            return {key: work_on(carrier, key) for key in keys}
        finally:
            lease.close()

    def close(self) -> None:
        """Close the journal, and what the threads of an executor opened for it."""
        give_back(self.journal.place)
        self.journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in self.status().states.items())
        return f"<Batch {self.journal.name}: {states or 'nothing planned yet'}>"

    def _begin(self) -> Runner:
        self._runner = Runner(
            self.journal,
            self.client,
            executor=self._executor,
            work=type(self).work if self._executor is not None else None,
            told=self._on_event,
            **_ways(self.journal),
        )
        if self._stopped is not None:  # before it had begun
            self._runner.stop(self._stopped)
            self._stopped = None
        return self._runner

    def _budgets(self, given: Decimal | float | str | Mapping[str, Any]) -> dict[str, Decimal]:
        if isinstance(given, Mapping):
            return {currency: _amount(amount) for currency, amount in given.items()}
        text, _, currency = str(given).strip().partition(" ")
        if not currency:
            found = self.journal.currencies()
            if len(found) != 1:
                listed = ", ".join(found) or "none"
                raise JournalError(
                    tr(
                        "a budget of {amount} in which currency? The prices of the rows are in {currencies}",
                        amount=given,
                        currencies=listed,
                    ),
                    hint=tr("Name it: {example}.", example='budget="5 USD", or budget={"USD": 5, "CNY": 20}'),
                )
            (currency,) = found
        return {currency.strip().upper(): _amount(text)}


def hold_currency(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise `JournalError` for budgets in currencies in which nothing has a price, so that nothing could be sent."""
    budgets, prices = list(given), list(known)
    if budgets and prices and not set(budgets) & set(prices):
        raise JournalError(
            tr(
                "the budget is in {given}, and the prices of the rows are in {currencies}",
                given=", ".join(budgets),
                currencies=", ".join(prices),
            ),
            hint=tr("Give the budget in the currency of the prices. Nothing was sent."),
        )


def hold_region(journal: Journal, client: SyncClient) -> None:
    """Keep the region and the address of a journal's first client.

    Raises `JournalError` for a client of another region, or where one of them is this machine, as an emulator is.
    """
    settings, region, begun = client.settings, journal.meta("region"), journal.meta("base_url")
    if region is None:
        journal.set_meta(
            region=settings.region or "",
            base_url=settings.base_url,
            workspace=settings.workspace,
            task_lifetime=str(client.models.api.lifetimes.get("task", 24 * 3600)),
        )
    elif region != (settings.region or ""):
        raise JournalError(
            tr(
                "the batch {journal} is of region {region}; the client is of {own}",
                journal=journal.name,
                region=region or tr("none"),
                own=settings.region,
            ),
            hint=tr("Tasks are known in their own region only: use a client of that region, or another journal."),
        )
    elif begun is not None and _here(begun) != _here(settings.base_url):
        raise JournalError(
            tr(
                "the batch {journal} was begun at {begun}; the client is of {own}",
                journal=journal.name,
                begun=begun,
                own=settings.base_url,
            ),
            hint=tr(
                "The service knows nothing of an emulator's jobs, nor the other way round. Keep them apart: name "
                "another journal (--journal) and another folder (-o)."
            ),
        )


def _here(url: str) -> bool:
    """Whether an address is one of this machine."""
    return loopback(urlsplit(url).hostname or "")


def client_of(journal: Journal, make: Callable[..., SyncClient]) -> SyncClient:
    """A client for the region and address that the journal names; the key comes from the environment."""
    where = {name: journal.meta(name) or None for name in ("region", "base_url", "workspace")}
    return make(**{name: value for name, value in where.items() if value is not None})


_carriers: dict[tuple[int, str], tuple[Carrier, Lease]] = {}
"""What works on a journal in a process, by the process and the journal's path."""
_making = threading.Lock()


def work(path: str, key: str, make: Callable[..., SyncClient]) -> str:
    """Carry one job of the journal at `path` to its end, with a client of this process; see `runner.work`."""
    place = _place(path)
    with _making:
        if place not in _carriers:
            _carriers[place] = _carrier(Journal(path, create=False), make)
        carrier, _ = _carriers[place]
    return work_on(carrier, key)


def give_back(path: str | os.PathLike[str]) -> None:
    """Close what `work` opened in this process for the journal at `path`, which nobody works on any more."""
    with _making:
        carrier, lease = _carriers.pop(_place(path), (None, None))
    if carrier is not None and lease is not None:
        carrier.leave()
        atexit.unregister(lease.close)
        lease.close()
        carrier.journal.close()


def _place(path: str | os.PathLike[str]) -> tuple[int, str]:
    return os.getpid(), place_of(path)


def _carrier(journal: Journal, make: Callable[..., SyncClient]) -> tuple[Carrier, Lease]:
    client = client_of(journal, make)
    lease = Lease(journal)
    atexit.register(lease.close)
    open_gates(journal, [limit_of(client, model) for model in journal.models()])
    return Carrier(journal, client, lease.owner, **_ways(journal)), lease


def _ways(journal: Journal) -> dict[str, Any]:
    """How jobs are carried, as the journal keeps it for every process."""
    out, names = journal.meta("out") or ".", journal.meta("template") or saving.TEMPLATE
    return {
        "names": saving.template(out, names),
        "unpriced": journal.meta("unpriced") == "yes",
        "settle": float(journal.meta("settle") or SETTLE),
    }


def _only_planned(rows: Iterable[Planned | Refused], refused: list[Refused]) -> Iterator[Planned]:
    for row in rows:
        if isinstance(row, Planned):
            yield row
        else:
            refused.append(row)


def _amount(given: object) -> Decimal:
    try:
        found = Decimal(str(given))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise ValueError(
            tr("budget is {given!r}; it must be an amount from 0, such as 5, Decimal('2.50') or \"5 USD\"", given=given)
        )
    return found
