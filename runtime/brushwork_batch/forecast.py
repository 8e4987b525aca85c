"""What a batch will cost, take and need: sums by list price, times by the limits of the models, and what to pack."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from brushwork_batch.limits import limit_of, rate_limit
from brushwork_runtime import later, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from brushwork_batch.records import Planned
    from brushwork_runtime import Estimate, Prepared, SyncClient

GUESSED = 30.0
"""Seconds that a call is thought to take where the documents of its model do not say."""

BYTES_PER_PIXEL = 1.5
"""Of a picture as the service sends it, a PNG."""

PIXELS = 1_500_000
"""Of a picture whose size is not said."""


@dataclass(slots=True, kw_only=True)
class Share:
    """What one model has to do. `images` is the most that it makes, `unpriced` the calls whose price is not known.

    `seconds` is how long it takes by its limits, which `why` says in words; `guessed` that the time of a call is not
    documented.
    """

    model: str
    calls: int = 0
    images: int = 0
    upper: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    expected: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    unpriced: int = 0
    bytes: int = 0
    tasks: int = 0
    seconds: float = 0.0
    why: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The same pictures in fewer calls: `n` in each instead of `before`, with `seconds` instead of `seconds_before`."""

    model: str
    n: int
    before: int
    calls: int
    calls_before: int
    seconds: float
    seconds_before: float
    same_price: bool

    def __str__(self) -> str:
        return tr(
            "{model}: n={n} instead of {n_before}: {calls} calls instead of {calls_before}, {time} instead of "
            "{time_before}, {price}",
            model=self.model,
            n=self.n,
            n_before=self.before,
            calls=self.calls,
            calls_before=self.calls_before,
            time=duration(self.seconds),
            time_before=duration(self.seconds_before),
            price=tr("same price") if self.same_price else tr("at another price"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a batch will cost, take and need. Amounts are by currency; models run beside each other.

    `upper` is the most that it may cost by list price, `expected` halfway to the least where the number of images or
    the price is not certain.
    """

    jobs: int
    rejected: int
    again: int
    images: int
    upper: Mapping[str, Decimal]
    expected: Mapping[str, Decimal]
    unpriced: int
    seconds: float
    bytes: int
    models: tuple[Share, ...]
    advice: tuple[Advice, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain values, amounts as text."""

        def amounts(given: Mapping[str, Decimal]) -> dict[str, str]:
            return {currency: f"{amount:f}" for currency, amount in given.items()}

        return {
            "jobs": self.jobs,
            "rejected": self.rejected,
            "repeated": self.again,
            "images": self.images,
            "cost": {"upper": amounts(self.upper), "expected": amounts(self.expected), "unpriced": self.unpriced},
            "seconds": round(self.seconds),
            "bytes": self.bytes,
            "models": [
                {
                    "model": share.model,
                    "calls": share.calls,
                    "images": share.images,
                    "cost": {"upper": amounts(share.upper), "expected": amounts(share.expected)},
                    "seconds": round(share.seconds),
                    "limits": share.why,
                }
                for share in self.models
            ],
            "advice": [
                {
                    "model": each.model,
                    "n": each.n,
                    "n_before": each.before,
                    "calls": each.calls,
                    "calls_before": each.calls_before,
                    "seconds": round(each.seconds),
                    "seconds_before": round(each.seconds_before),
                    "same_price": each.same_price,
                }
                for each in self.advice
            ],
        }


class Calls:
    """Counts calls, and tells what all of them will cost, take and need. Those that are alike are counted together."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self._counts: dict[tuple[str, str, Estimate, object], int] = {}
        self._packing = _Packing()

    def add(self, row: Planned, prepared: Prepared[Any, Any], cost: Estimate) -> None:
        """Count one more."""
        same = (row.model, row.route, cost, prepared.values.get("size"))
        self._counts[same] = self._counts.get(same, 0) + 1
        self._packing.add(row, prepared, cost)

    def forecast(self, *, rejected: int = 0, again: int = 0) -> Forecast:
        """What all of them will cost, take and need; `rejected` and `again` are the rows that are none of them."""
        by_model = self._shared()
        shares = tuple(by_model.values())
        return Forecast(
            jobs=sum(share.calls for share in shares),
            rejected=rejected,
            again=again,
            images=sum(share.images for share in shares),
            upper=_summed(share.upper for share in shares),
            expected=_summed(share.expected for share in shares),
            unpriced=sum(share.unpriced for share in shares),
            seconds=max(self._together(shares), default=0.0),
            bytes=sum(share.bytes for share in shares),
            models=shares,
            advice=tuple(self._advice(by_model)),
        )

    def _shared(self) -> dict[str, Share]:
        """What each model has to do, from the counts of calls that are alike."""
        shares: dict[str, Share] = {}
        for (model, route, cost, size), count in self._counts.items():
            share = shares.setdefault(model, Share(model=model))
            images = (cost.images_maximum or 1) * count
            share.calls += count
            share.images += images
            share.tasks += count if route == "task" else 0
            share.bytes += images * _bytes(size)
            if cost.maximum is None or cost.minimum is None:
                share.unpriced += count
            elif cost.currency is not None:
                for sums, each in ((share.upper, cost.maximum), (share.expected, (cost.minimum + cost.maximum) / 2)):
                    sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + each * count
            share.seconds, share.why, share.guessed = self._time(model, share.calls, share.tasks)
        return shares

    def _time(self, model_id: str, calls: int, tasks: int) -> tuple[float, str, bool]:
        """Seconds that so many calls of a model take by its limits, these in words, and whether a part is guessed."""
        table, region = self._client.models.table(model_id), self._client.settings.region
        typical = table.typical_seconds
        each = math.sqrt(typical[0] * typical[1]) if typical else GUESSED
        limit, found = limit_of(self._client, model_id), rate_limit(table, region)
        concurrent = limit.most if found is None or found.concurrent is None else found.concurrent
        by_rate = calls * limit.step
        by_tasks = calls * each / concurrent if found is None or found.concurrent is not None or tasks else 0.0
        about = tr("about {seconds:.0f} s each", seconds=each) + ("" if typical else tr(", guessed"))
        if found is None:
            why = tr("no documented limit; {count} at once here, {about}", count=concurrent, about=about)
        else:
            at_once = tr(", {count} at once", count=found.concurrent) if found.concurrent is not None else ""
            rate = tr("{count} a {unit}", count=found.submits, unit=tr(found.per))
            why = tr("{rate}{at_once}; {about}", rate=rate, at_once=at_once, about=about)
        return max(by_rate, by_tasks) + (each if calls else 0.0), why, typical is None

    def _together(self, shares: Sequence[Share]) -> Iterator[float]:
        """Seconds of each group of models whose calls count together."""
        groups: dict[str, float] = {}
        for share in shares:
            shared = limit_of(self._client, share.model).shared
            groups[shared] = groups.get(shared, 0.0) + share.seconds
        yield from groups.values()

    def _advice(self, shares: Mapping[str, Share]) -> Iterator[Advice]:
        for model, packed in self._packing.found().items():
            share = shares[model]
            calls = share.calls - packed.before + packed.after
            seconds, _, _ = self._time(model, calls, min(share.tasks, calls))
            if seconds < share.seconds * 0.95:
                yield Advice(
                    model=model,
                    n=packed.most,
                    before=packed.n,
                    calls=calls,
                    calls_before=share.calls,
                    seconds=seconds,
                    seconds_before=share.seconds,
                    same_price=packed.same_price,
                )


@dataclass(slots=True)
class _Packed:
    """Calls of a model that make the same: `before` of them with `n` images, `after` with the `most` of one call."""

    n: int
    most: int
    before: int
    after: int
    same_price: bool


class _Packing:
    """Finds rows one after another that ask for the same, which one call could make.

    A seed of its own asks for one picture and no other, so such rows are none of them.
    """

    def __init__(self) -> None:
        self._found: dict[str, _Packed] = {}
        self._last: tuple[object, ...] | None = None
        self._request: Mapping[str, Any] = {}
        self._run = 0
        self._of: tuple[str, int, int, bool] | None = None

    def add(self, row: Planned, prepared: Prepared[Any, Any], cost: Estimate) -> None:
        """Look at one more row."""
        request = row.request
        alike = None if "seed" in request else (row.model, row.mode, request.get("prompt"), row.images, cost.maximum)
        if alike is not None and alike == self._last and request == self._request:
            self._run += 1
            return
        self._close()
        self._last, self._request, self._run = alike, request, 1
        self._of = None if alike is None else _packable(row, prepared, cost)

    def _close(self) -> None:
        if self._of is None or self._run < 2:
            return
        model, n, most, same = self._of
        after = math.ceil(self._run * n / most)
        packed = self._found.setdefault(model, _Packed(n, most, 0, 0, True))
        packed.before += self._run
        packed.after += after
        packed.most = max(packed.most, min(most, self._run * n))
        packed.same_price &= same

    def found(self) -> dict[str, _Packed]:
        """By model, what could be packed."""
        self._close()
        self._run = 0
        return self._found


def _packable(row: Planned, prepared: Prepared[Any, Any], cost: Estimate) -> tuple[str, int, int, bool] | None:
    """Model, images of the row, most images of a call, and whether an image costs the same in it."""
    counting = [own for own in prepared.mode.parameters if own.bills is not None]
    if len(counting) != 1 or counting[0].bills != "exactly":
        return None
    most = getattr(counting[0], "maximum", None)
    if not isinstance(most, int) or most <= row.images:
        return None
    return row.model, row.images, most, cost.input_images == 0 or not cost.input_maximum


def _bytes(size: object) -> int:
    pixels = PIXELS
    if isinstance(size, str):
        width, _, height = size.partition("*")
        if width.isdecimal() and height.isdecimal():
            pixels = int(width) * int(height)
    return int(pixels * BYTES_PER_PIXEL)


def _summed(each: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for amounts in each:
        for currency, amount in amounts.items():
            total[currency] = total.get(currency, Decimal(0)) + amount
    return total


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    minutes = seconds / 60
    if minutes < 90:
        return tr("{minutes:.0f} min", minutes=minutes)
    hours = minutes / 60
    return tr("{hours:.0f} h", hours=hours) if hours < 100 else tr("{days:.1f} days", days=hours / 24)


PERIODS = (later("second"), later("minute"))
"""What limits are counted by, as it is said."""
