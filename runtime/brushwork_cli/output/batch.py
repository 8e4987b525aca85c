"""What `brushwork batch` says: the plan, the progress, where it stands, as text and as plain values."""

from __future__ import annotations

import shutil
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_cli import streams
from brushwork_cli.output.table import pairs
from brushwork_runtime import later, series, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_batch.forecast import Forecast
    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Summary
    from brushwork_cli.options.batch import BatchOptions

SHOWN = 10
"""Faulty rows, or keys, that are named one by one."""

WIDE = 120
"""Columns of what is no terminal."""

SECONDS_BETWEEN_LINES = 10.0
"""Without a terminal, progress is a line now and then."""


class Meter:
    """What the progress line says: pictures, money, rate and end."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._began = time.monotonic()
        self._last = float("-inf")
        self.ended = 0

    def due(self, *, live: bool) -> bool:
        """Whether the line is to be renewed."""
        return time.monotonic() - self._last >= (0.5 if live else SECONDS_BETWEEN_LINES)

    def words(self) -> str:
        """The line."""
        self._last = time.monotonic()
        summary = self._journal.summary()
        ended = summary.total - summary.open
        parts = [
            tr("{count:,} pictures", count=summary.images) if summary.images != 1 else tr("1 picture"),
            tr("{count:,} of {all:,} jobs", count=ended, all=summary.total),
        ]
        parts += [_money(each) for each in summary.money]
        elapsed = self._last - self._began
        if self.ended and elapsed > 0:
            rate = self.ended / elapsed
            parts.append(
                tr("{rate:.1f} a second", rate=rate) if rate >= 1 else tr("{rate:.1f} a minute", rate=rate * 60)
            )
            if summary.open:
                left = summary.open / rate
                form = "%H:%M" if left < 12 * 3600 else "%Y-%m-%d %H:%M"
                moment = time.strftime(form, time.localtime(time.time() + left))
                parts.append(tr("done at {moment}", moment=moment))
        return series(parts)


def plain(summary: Summary) -> dict[str, Any]:
    """Where a batch stands, for --json."""
    from brushwork_batch.report import money_of

    return {
        "jobs": summary.total,
        "states": dict(summary.states),
        "models": {model: dict(states) for model, states in summary.by_model.items()},
        "images": summary.images,
        "money": money_of(summary),
        "open": summary.open,
        "paused": summary.paused,
        "stopped": {gate.model: gate.stopped for gate in summary.gates if gate.stopped},
        "working": summary.working,
        "collect_before": summary.collect_before,
    }


def status(summary: Summary) -> str:
    """Where a batch stands, as names and what there is to say about them."""
    counted = tr("{count:,}: {states}", count=summary.total, states=states_of(summary.states))
    lines = [(tr("jobs"), counted if summary.total else tr("none"))]
    if len(summary.by_model) > 1:
        lines += [(model, states_of(states)) for model, states in summary.by_model.items()]
    lines.append((tr("pictures"), f"{summary.images:,}"))
    lines += [(tr("money"), _money(each)) for each in summary.money]
    if summary.paused:
        lines.append((tr("paused"), summary.paused))
    lines += [(tr("stopped"), f"{gate.model}: {gate.stopped}") for gate in summary.gates if gate.stopped]
    if summary.states.get("submitted") and summary.collect_before is not None:
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.collect_before))
        lines.append((tr("collect"), tr("before {moment}, when the service forgets the first task", moment=moment)))
    if summary.working:
        count = summary.working
        lines.append((tr("at work"), tr("{count} processes", count=count) if count > 1 else tr("1 process")))
    return pairs(lines, streams.width(sys.stdout) or WIDE)


def states_of(states: Mapping[Any, int]) -> str:
    """How many jobs are in each state."""
    return series(tr("{count:,} {state}", count=count, state=tr(str(state))) for state, count in states.items())


STATES = (
    *(later("planned"), later("sending"), later("submitted"), later("done"), later("failed")),
    *(later("rejected"), later("expired"), later("skipped"), later("unknown")),
)
"""The states of jobs, as they are said."""


def _money(money: Any) -> str:
    spent = f"{money.spent:f}"
    if money.reserved:
        text = tr(
            "{currency} {spent} spent, {reserved} reserved",
            currency=money.currency,
            spent=spent,
            reserved=format(money.reserved, "f"),
        )
    else:
        text = tr("{currency} {spent} spent", currency=money.currency, spent=spent)
    return text if money.budget is None else tr("{money} of {budget}", money=text, budget=format(money.budget, "f"))


# The plan in words


def by_model(forecast: Forecast) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """What each model has to do, as a table."""
    from brushwork_batch.forecast import duration

    return (tr("model"), tr("calls"), tr("pictures"), tr("cost at most"), tr("time"), tr("limits")), [
        (
            share.model,
            f"{share.calls:,}",
            f"{share.images:,}",
            _amounts(share.upper, share.unpriced),
            duration(share.seconds),
            share.why,
        )
        for share in forecast.models
    ]


def words(forecast: Forecast, region: str | None, options: BatchOptions, limit: int | None) -> str:
    """The lines that say what all of it costs, takes and needs."""
    from brushwork_batch.forecast import duration

    free = ""
    with_folder = next((each for each in Path(options.destination()[0]).absolute().parents if each.exists()), None)
    if with_folder is not None and (left := shutil.disk_usage(with_folder).free) < forecast.bytes:
        free = tr(", and {size} are free", size=_size(left))
    cost = _amounts(forecast.upper, forecast.unpriced)
    if forecast.expected != forecast.upper:
        cost = tr("{cost} at most, {expected} expected", cost=cost, expected=_amounts(forecast.expected, 0))
    jobs, time_of_all = f"{forecast.jobs:,}", tr("none")
    if forecast.again:
        jobs = tr("{count:,}, {again:,} repeated rows left out", count=forecast.jobs, again=forecast.again)
    if forecast.jobs:
        time_of_all = tr("about {time} by the limits of the models", time=duration(forecast.seconds))
    if region:
        cost = tr("{cost}  (list price of {region}, without warranty)", cost=cost, region=region)
    else:
        cost = tr("{cost}  (list price, without warranty)", cost=cost)
    lines = [
        (tr("jobs"), jobs),
        *(
            [(tr("faulty"), tr("{count:,} rows", count=forecast.rejected) if forecast.rejected != 1 else tr("1 row"))]
            if forecast.rejected
            else []
        ),
        (tr("cost"), cost),
        (tr("time"), time_of_all),
        (tr("disk"), tr("about {size}{free}", size=_size(forecast.bytes), free=free)),
        *((tr("advice"), str(advice)) for advice in forecast.advice),
    ]
    budget = options.budget
    for currency, amount in forecast.upper.items():
        if budget is not None and budget.currency in (None, currency) and amount > budget.amount:
            words = tr(
                "{currency} {budget} of {cost}: it may end before the batch does",
                currency=currency,
                budget=amount_of(budget.amount),
                cost=amount_of(amount),
            )
            lines.append((tr("budget"), words))
    return pairs(lines, limit or WIDE)


def amount_of(amount: Decimal) -> str:
    """An amount without zeros at its end."""
    return f"{amount.normalize():f}"


def _amounts(amounts: Mapping[str, Decimal], unpriced: int) -> str:
    parts = [f"{currency} {amount_of(amount)}" for currency, amount in amounts.items()]
    if unpriced:
        parts.append(
            tr("{count:,} calls of unknown price", count=unpriced) if unpriced > 1 else tr("1 call of unknown price")
        )
    return " + ".join(parts) or tr("free of charge")


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def tell_rejected(rejected: Sequence[Any], say: Callable[[str], object] = streams.talk) -> None:
    """The first of the rows that are not valid requests, by their lines."""
    for row in rejected[:SHOWN]:
        say(tr("line {line}: {error}", line=row.line, error=row.error))
    if len(rejected) > SHOWN:
        say(tr("and {count} more", count=len(rejected) - SHOWN))
