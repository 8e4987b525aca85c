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
        parts = [f"{summary.images:,} pictures", f"{summary.total - summary.open:,} of {summary.total:,} jobs"]
        parts += [_money(each) for each in summary.money]
        elapsed = self._last - self._began
        if self.ended and elapsed > 0:
            rate = self.ended / elapsed
            parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{rate * 60:.1f} a minute")
            if summary.open:
                left = summary.open / rate
                form = "%H:%M" if left < 12 * 3600 else "%Y-%m-%d %H:%M"
                parts.append(f"done at {time.strftime(form, time.localtime(time.time() + left))}")
        return ", ".join(parts)


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
    lines = [("jobs", f"{summary.total:,}: {states_of(summary.states)}" if summary.total else "none")]
    if len(summary.by_model) > 1:
        lines += [(model, states_of(states)) for model, states in summary.by_model.items()]
    lines.append(("pictures", f"{summary.images:,}"))
    lines += [("money", _money(each)) for each in summary.money]
    if summary.paused:
        lines.append(("paused", summary.paused))
    lines += [("stopped", f"{gate.model}: {gate.stopped}") for gate in summary.gates if gate.stopped]
    if summary.states.get("submitted") and summary.collect_before is not None:
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.collect_before))
        lines.append(("collect", f"before {moment}, when the service forgets the first task"))
    if summary.working:
        lines.append(("at work", f"{summary.working} process{'es' if summary.working > 1 else ''}"))
    return pairs(lines, streams.width(sys.stdout) or WIDE)


def states_of(states: Mapping[Any, int]) -> str:
    """How many jobs are in each state."""
    return ", ".join(f"{count:,} {state}" for state, count in states.items())


def _money(money: Any) -> str:
    text = f"{money.currency} {money.spent:f} spent"
    if money.reserved:
        text += f", {money.reserved:f} reserved"
    return text + (f" of {money.budget:f}" if money.budget is not None else "")


# The plan in words


def by_model(forecast: Forecast) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """What each model has to do, as a table."""
    from brushwork_batch.forecast import duration

    return ("model", "calls", "pictures", "cost at most", "time", "limits"), [
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
        free = f", and {_size(left)} are free"
    cost = _amounts(forecast.upper, forecast.unpriced)
    if forecast.expected != forecast.upper:
        cost += f" at most, {_amounts(forecast.expected, 0)} expected"
    lines = [
        ("jobs", f"{forecast.jobs:,}" + (f", {forecast.again:,} repeated rows left out" if forecast.again else "")),
        *([("faulty", f"{forecast.rejected:,} rows")] if forecast.rejected else []),
        ("cost", f"{cost}  (list price{f' of {region}' if region else ''}, without warranty)"),
        ("time", f"about {duration(forecast.seconds)} by the limits of the models" if forecast.jobs else "none"),
        ("disk", f"about {_size(forecast.bytes)}{free}"),
        *(("advice", str(advice)) for advice in forecast.advice),
    ]
    budget = options.budget
    for currency, amount in forecast.upper.items():
        if budget is not None and budget.currency in (None, currency) and amount > budget.amount:
            words = f"{currency} {amount_of(budget.amount)} of {amount_of(amount)}: it may end before the batch does"
            lines.append(("budget", words))
    return pairs(lines, limit or WIDE)


def amount_of(amount: Decimal) -> str:
    """An amount without zeros at its end."""
    return f"{amount.normalize():f}"


def _amounts(amounts: Mapping[str, Decimal], unpriced: int) -> str:
    parts = [f"{currency} {amount_of(amount)}" for currency, amount in amounts.items()]
    if unpriced:
        parts.append(f"{unpriced:,} calls of unknown price")
    return " + ".join(parts) or "free of charge"


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def tell_rejected(rejected: Sequence[Any], say: Callable[[str], object] = streams.talk) -> None:
    """The first of the rows that are no valid requests, by their lines."""
    for row in rejected[:SHOWN]:
        say(f"line {row.line}: {row.error}")
    if len(rejected) > SHOWN:
        say(f"and {len(rejected) - SHOWN} more")
