"""The plan of a batch: every row of the input checked and priced; nothing is sent.

    planning = Planning("jobs.jsonl", client)
    journal.add(row for row in planning if isinstance(row, Planned))
    print(planning.forecast().seconds)

Rows stream through, whatever their number; what is kept of each is its key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from brushwork_batch import rows
from brushwork_batch.errors import KeyConflict
from brushwork_batch.expand import Expansion
from brushwork_batch.forecast import Calls
from brushwork_batch.records import Planned, Refused, canonical, digest, fingerprint
from brushwork_runtime import InvalidRequest, tr, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO, TypeAlias

    from brushwork_batch.forecast import Forecast
    from brushwork_batch.rows import Row
    from brushwork_runtime import Estimate, Model, Prepared, SyncClient

    Source: TypeAlias = str | os.PathLike[str] | Iterable[Mapping[str, Any] | Planned | Refused]

_CHUNK = 200
_IMAGES = ("reference_images", "reference_image", "images", "image", "input_image")


def plan(source: Source, client: SyncClient, **options: Any) -> Iterator[Planned | Refused]:
    """The rows of an input, checked; see `Planning`."""
    yield from Planning(source, client, **options)


def row_of(request: Mapping[str, Any], client: SyncClient, key: str) -> Planned:
    """One flat request as a row, checked and priced; nothing is sent. Raises `InvalidRequest`."""
    prepared = client.prepare(request, local_files=True)
    task = _becomes_task(prepared, request)
    return _row(key, 1, request, canonical(request), prepared, prepared.estimate(), task=task)


def _row(
    key: str,
    line: int,
    request: Mapping[str, Any],
    text: str,
    prepared: Prepared[Any, Any],
    cost: Estimate,
    *,
    task: bool,
) -> Planned:
    return Planned(
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
        self._calls = Calls(client)
        self._bad = set[str]()
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
        return self._calls.forecast(rejected=self._rejected, again=self._again)

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
                error = tr(
                    "the image {image} is not below the folder of the input; --local-files allows it", image=outside
                )
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
                tr(
                    "the key {key!r} on line {line} stands for another request than the one that the journal has",
                    key=key,
                    line=line,
                ),
                hint=tr("A key names one request for ever: give the changed row a new one. Nothing was planned."),
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
                tr(
                    "the key {key!r} stands for two different requests, on line {line} and on line {other}",
                    key=key,
                    line=before >> 64,
                    other=line,
                ),
                hint=tr("A key names one request for ever: give one of them another. Nothing was planned."),
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
        row = _row(key, line, request, text, prepared, cost, task=task)
        self._calls.add(row, prepared, cost)
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


def _of_text(model: Model, name: str, value: str, images: frozenset[str]) -> object:
    if name in images:  # one, or a JSON array of several
        with suppress(ValueError):
            return json.loads(value) if value.startswith("[") else [value]
    return value if name in ("model", "mode", "prompt", "protocol", "route") else typed(model, name, value)
