"""The plan of a batch: every row checked and priced, and what the whole of it will cost, take and need.

    planning = Planning("jobs.jsonl", client)
    journal.add(row for row in planning if isinstance(row, Planned))
    print(planning.forecast().seconds)

Nothing is sent. Rows stream through, whatever their number; what is kept of each is its key.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from brushwork_batch import rows
from brushwork_batch.errors import KeyConflict
from brushwork_batch.expand import Expansion
from brushwork_batch.limits import limit_of, rate_limit
from brushwork_batch.records import Planned, Refused, canonical, digest, fingerprint
from brushwork_runtime import InvalidRequest, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO, TypeAlias

    from brushwork_batch.rows import Row
    from brushwork_runtime import Estimate, Model, Prepared, SyncClient

    Source: TypeAlias = str | os.PathLike[str] | Iterable[Mapping[str, Any] | Planned | Refused]

GUESSED = 30.0
"""Seconds that a call is thought to take where the documents of its model do not say."""

BYTES_PER_PIXEL = 1.5
"""Of a picture as the service sends it, a PNG."""

PIXELS = 1_500_000
"""Of a picture whose size is not said."""

_CHUNK = 200
_IMAGES = ("reference_images", "reference_image", "images", "image", "input_image")


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
        price = "same price" if self.same_price else "at another price"
        return (
            f"{self.model}: n={self.n} instead of {self.before}: {self.calls} calls instead of {self.calls_before}, "
            f"{duration(self.seconds)} instead of {duration(self.seconds_before)}, {price}"
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


def plan(source: Source, client: SyncClient, **options: Any) -> Iterator[Planned | Refused]:
    """The rows of an input, checked; see `Planning`."""
    yield from Planning(source, client, **options)


class Planning:
    """The rows of `source`, a file, a folder, `-` for stdin, or mappings, each checked by the client; nothing is sent.

    Mappings are flat requests as the lines of a file; rows that are planned already go through as they are.

    `known` tells which of some keys are planned already, with their fingerprints: these rows are not checked again, and
    are left out. Images that a row names must lie below the folder of the input unless `anywhere`, since an input may
    come from elsewhere. An iteration raises `InputError`, and `KeyConflict` for a key of two requests.
    """

    def __init__(
        self,
        source: Source,
        client: SyncClient,
        expansion: Expansion | None = None,
        *,
        known: Callable[[Sequence[str]], Mapping[str, str]] | None = None,
        anywhere: bool = False,
        stdin: BinaryIO | None = None,
    ) -> None:
        self._source = source
        self._client = client
        self._expansion = expansion or Expansion()
        self._known = known
        self._stdin = stdin
        self._file = source if isinstance(source, (str, os.PathLike)) else None
        self._anywhere = anywhere or self._file is None
        self._folder = Path.cwd() if self._file is None else rows.folder_of(self._file)
        self._texts = [*self._expansion.values, *self._expansion.matrix]
        self._names: dict[str, frozenset[str]] = {}
        self._deciding: dict[tuple[str, str], tuple[str, ...]] = {}
        self._estimates: dict[object, Estimate] = {}
        self._tables: dict[str, Model | None] = {}
        self._tasks: dict[tuple[str, ...], bool] = {}
        self._seen: dict[str, int] = {}
        self._counts: dict[tuple[str, str, Estimate, object], int] = {}
        self._bad = set[str]()
        self._packing = _Packing()
        self._rejected = self._again = 0

    def __iter__(self) -> Iterator[Planned | Refused]:
        """Each row that is new, in the order of the input."""
        requests = self._requests()
        while chunk := list(islice(requests, _CHUNK)):
            keys = [made[0] for made in chunk if isinstance(made, tuple)]
            found = self._known(keys) if self._known is not None else dict[str, str]()
            for made in chunk:
                if not isinstance(made, tuple):
                    yield made
                    continue
                key, line, request, error = made
                if error is not None:
                    yield self._refused(key, line, request, error)
                elif key in found:
                    self._hold(key, line, request, found[key])
                elif (text := self._new(key, line, request)) is not None:
                    yield self._planned(key, line, request, text)

    def forecast(self) -> Forecast:
        """What the rows that an iteration gave will cost, take and need."""
        by_model = self._shared()
        shares = tuple(by_model.values())
        return Forecast(
            jobs=sum(share.calls for share in shares),
            rejected=self._rejected,
            again=self._again,
            images=sum(share.images for share in shares),
            upper=_summed(share.upper for share in shares),
            expected=_summed(share.expected for share in shares),
            unpriced=sum(share.unpriced for share in shares),
            seconds=max(self._together(shares), default=0.0),
            bytes=sum(share.bytes for share in shares),
            models=shares,
            advice=tuple(self._advice(by_model)),
        )

    # Rows

    def _read(self) -> Iterator[Row | Planned | Refused]:
        if self._file is not None:
            yield from rows.read(self._file, stdin=self._stdin)
            return
        for line, row in enumerate(cast("Iterable[Mapping[str, Any] | Planned | Refused]", self._source), 1):
            yield row if isinstance(row, (Planned, Refused)) else rows.taken(row, line)

    def _requests(self) -> Iterator[tuple[str, int, dict[str, Any], str | None] | Planned | Refused]:
        for row in self._read():
            if isinstance(row, (Planned, Refused)):
                yield row
                continue
            if row.error is not None:
                yield row.key or f"line-{row.line}", row.line, row.request, row.error
                continue
            try:
                for suffix, request in self._expansion.of(row):
                    yield self._made(row, suffix, request)
            except ValueError as error:
                yield row.key or f"line-{row.line}", row.line, row.request, str(error)

    def _made(self, row: Row, suffix: str, request: dict[str, Any]) -> tuple[str, int, dict[str, Any], str | None]:
        """Key, line and flat request of a row, and why it is none."""
        error = None
        model = self._model(request.get("model"))
        if model is not None:
            for name in list(request) if row.texts else self._texts:
                value = request.get(name)
                if isinstance(value, str):
                    request[name] = _of_text(model, name, value, self._images_of(model))
            request, files = rows.local(request, self._images_of(model), self._folder)
            outside = None if self._anywhere else next((p for p in files if not p.is_relative_to(self._folder)), None)
            if outside is not None:
                error = f"the image {outside} is not below the folder of the input; --local-files allows it"
        if row.key is not None:
            return f"{row.key}{suffix}", row.line, request, error
        mark = fingerprint(row.request if suffix else request)[:16]
        return f"{mark}{suffix}", row.line, request, error

    def _model(self, given: object) -> Model | None:
        """The table of a model; None for one that is not known, which the checks refuse."""
        if not isinstance(given, str):
            return None
        if given not in self._tables:
            try:
                self._tables[given] = self._client.models.table(given)
            except InvalidRequest:
                self._tables[given] = None
        return self._tables[given]

    def _images_of(self, model: Model) -> frozenset[str]:
        found = self._names.get(model.id)
        if found is None:
            own = (limits.name for mode in model.modes.values() for limits in mode.inputs)
            found = self._names[model.id] = frozenset((*_IMAGES, *own))
        return found

    def _hold(self, key: str, line: int, request: Mapping[str, Any], mark: str) -> None:
        if fingerprint(request) != mark:
            raise KeyConflict(
                f"the key {key!r} on line {line} stands for another request than the one that the journal has",
                hint="A key names one request for ever: give the changed row a new one. Nothing was planned.",
            )

    def _new(self, key: str, line: int, request: Mapping[str, Any]) -> str | None:
        """The canonical form of a row; None if one before it was the same. Raises `KeyConflict`."""
        text = canonical(request)
        mark = int(digest(text)[:16], 16)
        known = line << 64 | mark
        before = self._seen.setdefault(key, known)
        if before == known:
            return text
        if before & (1 << 64) - 1 != mark:
            raise KeyConflict(
                f"the key {key!r} stands for two different requests, on line {before >> 64} and on line {line}",
                hint="A key names one request for ever: give one of them another. Nothing was planned.",
            )
        self._again += 1
        return None

    def _refused(self, key: str, line: int, request: Mapping[str, Any], error: str) -> Refused:
        self._rejected += 1
        if key in self._seen or key in self._bad:  # another row has this key
            key = f"{key}.line-{line}"
        self._bad.add(key)
        return Refused(key=key, line=line, request=request, error=error)

    def _planned(self, key: str, line: int, request: dict[str, Any], text: str) -> Planned | Refused:
        client = self._client
        try:
            prepared = client.prepare(request, local_files=True)
        except InvalidRequest as error:
            del self._seen[key]
            return self._refused(key, line, request, error.message)
        way = (prepared.model_id, prepared.mode.name, *request)
        task = self._tasks.get(way)
        if task is None:
            task = self._tasks[way] = _becomes_task(prepared, request)
        cost = self._estimate(prepared)
        row = Planned(
            key=key,
            line=line,
            request=request,
            model=prepared.model_id,
            mode=prepared.mode.name,
            route="task" if task else "sync",
            upper=cost.maximum,
            currency=cost.currency,
            images=cost.images_maximum or 1,
            text=text,
        )
        self._count(row, prepared, cost)
        return row

    def _estimate(self, prepared: Prepared[Any, Any]) -> Estimate:
        """The estimate of a request, made once for all that agree in what decides it."""
        model, mode = prepared.model, prepared.mode
        names = self._deciding.get((model.id, mode.name))
        if names is None:
            conditions = {name for price in model.prices for name in price.when}
            counting = {own.name for own in mode.parameters if own.bills is not None or own.kind == "size"}
            names = self._deciding[model.id, mode.name] = tuple(sorted(conditions | counting))
        values = prepared.values
        deciding = (prepared.model_id, mode.name, prepared.route.endpoint, prepared.route.protocol)
        mark = (*deciding, prepared.image_count, *[repr(values.get(name)) for name in names])
        found = self._estimates.get(mark)
        if found is None:
            if len(self._estimates) > 1000:
                self._estimates.clear()
            found = self._estimates[mark] = prepared.estimate()
        return found

    # Sums

    def _count(self, row: Planned, prepared: Prepared[Any, Any], cost: Estimate) -> None:
        same = (row.model, row.route, cost, prepared.values.get("size"))
        self._counts[same] = self._counts.get(same, 0) + 1
        self._packing.add(row, prepared, cost)

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
        about = f"about {each:.0f} s each" + ("" if typical else ", guessed")
        if found is None:
            why = f"no documented limit; {concurrent} at once here, {about}"
        else:
            at_once = f", {found.concurrent} at once" if found.concurrent is not None else ""
            why = f"{found.submits} a {found.per}{at_once}; {about}"
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


def _becomes_task(prepared: Prepared[Any, Any], request: Mapping[str, Any]) -> bool:
    """Whether a request is to be sent as a task, which can be found again: wherever it can, unless it says more."""
    if "protocol" in request or "route" in request:
        return prepared.route.protocol == "async"
    if all(route.protocol != "async" for route in prepared.mode.routes):
        return False
    try:
        return prepared.by("async").route.protocol == "async"
    except InvalidRequest:  # where the region has no such route
        return False


def _packable(row: Planned, prepared: Prepared[Any, Any], cost: Estimate) -> tuple[str, int, int, bool] | None:
    """Model, images of the row, most images of a call, and whether an image costs the same in it."""
    counting = [own for own in prepared.mode.parameters if own.bills is not None]
    if len(counting) != 1 or counting[0].bills != "exactly":
        return None
    most = getattr(counting[0], "maximum", None)
    if not isinstance(most, int) or most <= row.images:
        return None
    return row.model, row.images, most, cost.input_images == 0 or not cost.input_maximum


def _of_text(model: Model, name: str, value: str, images: frozenset[str]) -> object:
    if name in images:  # one, or a JSON array of several
        with suppress(ValueError):
            return json.loads(value) if value.startswith("[") else [value]
    return value if name in ("model", "mode", "prompt", "protocol", "route") else typed(model, name, value)


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
        return f"{max(1, round(seconds))} s"
    minutes = seconds / 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    hours = minutes / 60
    return f"{hours:.0f} h" if hours < 100 else f"{hours / 24:.1f} days"
