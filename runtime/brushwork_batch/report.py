"""What a batch leaves behind: its pictures as a data set, its answers as JSON lines, and a page to look at.

    metadata.jsonl  a line for each picture, as Hugging Face's `imagefolder` reads it
    output.jsonl    a line for each job, in the shape of OpenAI's batches
    errors.jsonl    the requests that were refused or not sent, each a line of an input, with a note of why
    rejected.jsonl  the rows of the input that are not valid requests, likewise
    report.html     contact sheet, cost, times, refusals, retries; it opens from the disk and asks for nothing

Jobs stream through, whatever their number; the page shows the first few hundred pictures.
"""

from __future__ import annotations

import heapq
import json
import os
from array import array
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_batch.records import Event, Job, State

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from typing import TextIO

    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Picture, Summary

SHOWN = 400
"""Pictures of the contact sheet."""

SIDE_BY_SIDE = 60
"""Rows of a matrix that the page shows."""

SLOWEST = 10
LISTED = 200
"""Jobs that the page names where something went wrong."""

AGAIN: tuple[State, ...] = ("failed", "skipped", "rejected")
"""States of jobs that can be sent again without a doubt about what was billed."""


@dataclass(slots=True)
class Fault:
    """A kind of error: how often it came, what it says, and the first job that met it."""

    code: str
    text: str
    key: str
    count: int = 0


@dataclass(slots=True)
class OfModel:
    """What the jobs of one model came to."""

    model: str
    states: dict[State, int] = field(default_factory=dict[State, int])
    images: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    seconds: array[float] = field(default_factory=lambda: array("d"))

    def percentile(self, share: float) -> float | None:
        """The seconds within which this share of its jobs was done."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of the page: its file, relative to the page, and the job."""

    key: str
    file: str
    model: str
    prompt: str
    width: int | None
    height: int | None


@dataclass(slots=True, kw_only=True)
class Report:
    """The figures of a batch, and the files that were written of it."""

    name: str
    out: Path
    summary: Summary
    models: dict[str, OfModel] = field(default_factory=dict[str, OfModel])
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict[tuple[str, str], Fault])
    unclear: list[Job] = field(default_factory=list[Job])
    troubled: list[tuple[Job, str]] = field(default_factory=list[tuple[Job, str]])
    slowest: list[Job] = field(default_factory=list[Job])
    retries: dict[str, int] = field(default_factory=dict[str, int])
    retried: list[Event] = field(default_factory=list[Event])
    pictures: list[Shown] = field(default_factory=list[Shown])
    matrix: tuple[str, ...] = ()
    cells: dict[tuple[int, str], dict[tuple[str, ...], list[Shown]]] = field(
        default_factory=dict[tuple[int, str], dict[tuple[str, ...], list[Shown]]]
    )
    files: dict[str, Path] = field(default_factory=dict[str, Path])

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain values, amounts as text."""
        summary = self.summary
        return {
            "jobs": summary.total,
            "states": dict(summary.states),
            "images": summary.images,
            "money": money_of(summary),
            "seconds": _elapsed(summary),
            "models": [
                {
                    "model": each.model,
                    "states": dict(each.states),
                    "images": each.images,
                    "cost": {currency: f"{amount:f}" for currency, amount in each.cost.items()},
                    "latency": {f"p{share}": each.percentile(share / 100) for share in (50, 90, 99)},
                }
                for each in self.models.values()
            ],
            "errors": [
                {"code": each.code, "message": each.text, "count": each.count, "key": each.key}
                for each in sorted(self.faults.values(), key=lambda fault: -fault.count)
            ],
            "unknown": [job.key for job in self.unclear],
            "retries": dict(self.retries),
            "slowest": [{"key": job.key, "model": job.model, "seconds": job.seconds} for job in self.slowest],
            "files": {name: str(path) for name, path in self.files.items()},
        }


def money_of(summary: Summary) -> dict[str, dict[str, str | None]]:
    """The sums of a batch by currency, amounts as text."""
    return {
        money.currency: {
            "spent": f"{money.spent:f}",
            "reserved": f"{money.reserved:f}",
            "budget": None if money.budget is None else f"{money.budget:f}",
        }
        for money in summary.money
    }


def write(journal: Journal, out: str | os.PathLike[str] | None = None) -> Report:
    """Write the files of a batch into `out`, by default the folder of its pictures, and return its figures.

    It may be done at any time, also while the batch runs; each file is there whole or as it was.
    """
    folder = Path(out if out is not None else journal.meta("out") or ".").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    matrix: list[str] = json.loads(journal.meta("matrix") or "[]")
    report = Report(
        name=Path(journal.meta("source") or journal.name).name,
        out=folder,
        summary=journal.summary(),
        matrix=tuple(matrix),
    )
    with ExitStack() as stack:
        opened: dict[str, TextIO] = {}

        def line(name: str, value: Mapping[str, Any]) -> None:
            if name not in opened:
                opened[name] = stack.enter_context(_whole(folder / name))
                report.files[name] = folder / name
            opened[name].write(json.dumps(value, ensure_ascii=False) + "\n")

        for job in journal.jobs():
            _add(report, job)
            for value in _metadata(job, folder):
                line("metadata.jsonl", value)
            if job.ended and job.state != "rejected":
                line("output.jsonl", answered(job))
            if job.state in AGAIN:
                line("rejected.jsonl" if job.state == "rejected" else "errors.jsonl", again(job))
    for name in ("errors.jsonl", "rejected.jsonl"):  # of an earlier look, and mended since
        if name not in report.files:
            (folder / name).unlink(missing_ok=True)
    for event in journal.events(kinds=("retry", "slower", "rerouted", "reconciled", "adopted", "paused", "stopped")):
        report.retries[event.kind] = report.retries.get(event.kind, 0) + 1
        if len(report.retried) < LISTED:
            report.retried.append(event)
    from brushwork_batch.page import page

    with _whole(folder / "report.html") as file:
        file.write(page(report))
    report.files["report.html"] = folder / "report.html"
    return report


def again(job: Job) -> dict[str, Any]:
    """The line of an input that asks for a job once more, with a note of what became of it."""
    note = {"state": job.state, "line": job.line, "code": job.error_code, "error": job.error}
    return {"key": job.key, **job.request, "_error": note}


def answered(job: Job) -> dict[str, Any]:
    """The line of OpenAI's batches that tells how a job ended."""
    line: dict[str, Any] = {"id": f"batch_req_{job.fingerprint[:24]}", "custom_id": job.key}
    if job.state == "done":
        data = [
            {"url": picture.get("url"), "file": picture.get("file"), "b64_json": None, "revised_prompt": None}
            for picture in job.files
        ]
        body = {"created": int(job.finished_at or 0), "model": job.model, "data": data}
        response = {"status_code": 200, "request_id": job.request_id, "body": body}
        return {**line, "response": response, "error": None}
    return {**line, "response": None, "error": {"code": job.error_code or job.state, "message": job.error or job.state}}


def _metadata(job: Job, folder: Path) -> Generator[dict[str, Any], None, None]:
    """A line for each picture of a job; every line has the same fields, of the same types."""
    for number, picture in enumerate(job.files):
        name = _relative(picture, folder)
        if name is None:
            continue
        prompt = prompt_of(job.request)
        yield {
            "file_name": name,
            "text": prompt,
            "key": job.key,
            "index": number,
            "model": job.model,
            "mode": job.mode,
            "width": picture.get("width"),
            "height": picture.get("height"),
            "sha256": picture.get("sha256"),
            "cost": None if job.cost is None or not job.billed else float(job.cost / job.billed),
            "currency": job.currency,
            "request_id": job.request_id,
            "request": json.dumps(job.request, ensure_ascii=False),
        }


def prompt_of(request: Mapping[str, Any]) -> str:
    """The prompt of a flat request, or of a body of the documents; "" where there is none."""
    prompt = request.get("prompt")
    if isinstance(prompt, str):
        return prompt
    found = _texts(request.get("input"))
    return next(found, "")


def _texts(value: Any) -> Generator[str, None, None]:
    if isinstance(value, dict):
        for name, each in value.items():  # pyright: ignore[reportUnknownVariableType]
            if name in ("text", "prompt") and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _texts(each)


def _relative(picture: Picture, folder: Path) -> str | None:
    """The file of a picture below the folder; None for one that was not saved, or lies elsewhere."""
    file = picture.get("file")
    if file is None or not Path(file).is_relative_to(folder):
        return None
    return Path(file).relative_to(folder).as_posix()


def _add(report: Report, job: Job) -> None:
    if job.state != "rejected":
        of = report.models.setdefault(job.model, OfModel(job.model))
        of.states[job.state] = of.states.get(job.state, 0) + 1
        of.images += len(job.paths)
        if job.cost is not None and job.currency is not None:
            of.cost[job.currency] = of.cost.get(job.currency, Decimal(0)) + job.cost
        if job.state == "done" and job.seconds is not None:
            of.seconds.append(job.seconds)
            report.slowest = heapq.nlargest(SLOWEST, [*report.slowest, job], key=lambda each: each.seconds or 0.0)
    if job.state == "unknown" and len(report.unclear) < LISTED:
        report.unclear.append(job)
    if job.state in ("failed", "rejected", "unknown", "expired", "skipped"):
        code = job.error_code or job.state
        fault = report.faults.setdefault((job.state, code), Fault(code, job.error or job.state, job.key))
        fault.count += 1
        if len(report.troubled) < LISTED:
            report.troubled.append((job, prompt_of(job.request)))
    if job.files:
        _picture(report, job)


def _picture(report: Report, job: Job) -> None:
    shown = [_shown(report, job, picture) for picture in job.files if "file" in picture]
    report.pictures += shown[: max(0, SHOWN - len(report.pictures))]
    if not report.matrix or (len(report.cells) >= SIDE_BY_SIDE and (job.line, _base(report, job)) not in report.cells):
        return
    variant = tuple(_text(job.request.get(name)) for name in report.matrix)
    report.cells.setdefault((job.line, _base(report, job)), {}).setdefault(variant, []).extend(shown)


def _base(report: Report, job: Job) -> str:
    """What the jobs of one row of a matrix have in common, to be read: its prompt, unless that is what varies."""
    return "" if "prompt" in report.matrix else prompt_of(job.request)


def _shown(report: Report, job: Job, picture: Picture) -> Shown:
    file = picture.get("file", "")
    try:
        place = Path(os.path.relpath(file, report.out)).as_posix()
    except ValueError:  # another drive
        place = Path(file).as_uri()
    return Shown(
        key=job.key,
        file=place,
        model=job.model,
        prompt=prompt_of(job.request),
        width=picture.get("width"),
        height=picture.get("height"),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _elapsed(summary: Summary) -> float | None:
    if summary.started is None or summary.ended is None:
        return None
    return max(0.0, summary.ended - summary.started)


class _whole:  # noqa: N801 - it reads as a function
    """A text file that is there whole once it is closed without an error, and as it was before otherwise."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> TextIO:
        self._file = open(self._part, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            os.replace(self._part, self._path)
        else:
            self._part.unlink(missing_ok=True)


def matrix_columns(report: Report) -> Sequence[tuple[str, ...]]:
    """The variants of a matrix, in the order in which they come."""
    return list(dict.fromkeys(variant for row in report.cells.values() for variant in row))
