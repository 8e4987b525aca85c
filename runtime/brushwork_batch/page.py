"""The page of a report: one file that opens from the disk, asks nobody for anything, and runs no script."""

from __future__ import annotations

from datetime import datetime
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from brushwork_batch.forecast import duration
from brushwork_batch.report import matrix_columns
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brushwork_batch.records import Summary
    from brushwork_batch.report import OfModel, Report, Shown

_WRONG = {
    "failed": "The service, or the checks before the request, refused it; there is no picture.",
    "rejected": "A row of the input that is no valid request. Mend rejected.jsonl, and give it as an input.",
    "unknown": "Nobody can tell whether it was made and billed. Sent again only by name: "
    "brushwork batch resume FILE --resend KEY.",
    "expired": "Made and billed, and not fetched in time: its task, or its pictures, are gone.",
    "skipped": "Not sent, by decision.",
}


def page(report: Report) -> str:
    """The page as HTML; pictures are named relative to it."""
    template = files("brushwork_batch").joinpath("report.html").read_text("utf-8")
    title = f"{report.name}: {_count(report.summary.images, 'picture')}"
    sections = (
        _figures(report.summary),
        _models(list(report.models.values())),
        _matrix(report),
        _contact_sheet(report),
        _wrong(report),
        _slow(report),
        _happened(report),
    )
    body = "\n".join(section for section in sections if section)
    return (
        template.replace("<!--title-->", escape(title))
        .replace("<!--name-->", escape(report.name))
        .replace("<!--when-->", escape(_when(report.summary)))
        .replace("<!--body-->", body)
    )


def _when(summary: Summary) -> str:
    if summary.started is None:
        return "Nothing was sent yet."
    began = datetime.fromtimestamp(summary.started).astimezone()
    moment = f"{began:%Y-%m-%d %H:%M}"
    if summary.ended is None:
        return f"Begun {moment}; not finished: {_count(summary.open, 'job')} to go."
    return tr("Begun {moment}, took {time}.", moment=moment, time=duration(max(0.0, summary.ended - summary.started)))


def _figures(summary: Summary) -> str:
    entries = [(f"{summary.images:,}", "pictures"), (f"{summary.total:,}", "jobs")]
    entries += [(f"{count:,}", state) for state, count in summary.states.items()]
    for money in summary.money:
        budget = "spent" if money.budget is None else f"spent of {money.budget:f}"
        entries.append((f"{money.currency} {money.spent:f}", budget))
        if money.reserved:
            entries.append((f"{money.currency} {money.reserved:f}", "reserved, not settled"))
    cards = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for value, name in entries)
    paused = f'<p class="alarm">Paused: {escape(summary.paused)}</p>' if summary.paused else ""
    return f'<dl class="figures">{cards}</dl>{paused}'


def _models(models: Sequence[OfModel]) -> str:
    if not models:
        return ""
    head = ("model", "jobs", "done", "pictures", "cost", "p50", "p90", "p99")
    rows = [
        (
            each.model,
            f"{sum(each.states.values()):,}",
            f"{each.states.get('done', 0):,}",
            f"{each.images:,}",
            ", ".join(f"{currency} {amount:f}" for currency, amount in each.cost.items()) or "–",
            *(_seconds(each.percentile(share)) for share in (0.5, 0.9, 0.99)),
        )
        for each in models
    ]
    note = "p50, p90, p99: seconds within which that share of the finished jobs was done, from submission to saved."
    return _section("Models", _table(head, rows, numbers=True), note)


def _matrix(report: Report) -> str:
    variants = matrix_columns(report)
    if len(variants) < 2:
        return ""
    names = ", ".join(report.matrix)
    head = "".join(f'<th scope="col">{escape(" · ".join(variant))}</th>' for variant in variants)
    rows: list[str] = []
    for (line, prompt), found in report.cells.items():
        cells = "".join(f"<td>{_thumbs(found.get(variant, ()))}</td>" for variant in variants)
        rows.append(f'<tr><th scope="row">{escape(prompt) or f"line {line}"}</th>{cells}</tr>')
    table = f'<div class="wide"><table class="matrix"><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'
    return _section("Side by side", table, f"Each row of the input by {names}.")


def _thumbs(pictures: Iterable[Shown]) -> str:
    return "".join(_image(picture) for picture in pictures) or '<span class="none">no picture</span>'


def _image(picture: Shown) -> str:
    place = picture.file if picture.file.startswith("file:") else quote(picture.file)
    sides = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    alt = escape(picture.prompt or picture.key, quote=True)
    return f'<a href="{place}"><img src="{place}" alt="{alt}" loading="lazy" decoding="async"{sides}></a>'


def _contact_sheet(report: Report) -> str:
    if not report.pictures:
        return ""
    cards = "".join(
        f"<figure>{_image(picture)}<figcaption><b>{escape(picture.key)}</b> {escape(picture.model)}"
        f"<span>{escape(picture.prompt)}</span></figcaption></figure>"
        for picture in report.pictures
    )
    total = sum(each.images for each in report.models.values())
    shown = len(report.pictures)
    note = "" if shown == total else f"The first {shown:,} of {total:,}; metadata.jsonl lists all of them."
    return _section("Pictures", f'<div class="sheet">{cards}</div>', note)


def _wrong(report: Report) -> str:
    parts: list[str] = []
    for state, words in _WRONG.items():
        kinds = sorted((each for (of, _), each in report.faults.items() if of == state), key=lambda each: -each.count)
        if not kinds:
            continue
        total = sum(each.count for each in kinds)
        counted = _table(("code", "jobs", "the first of them", "says"), [_kind(each) for each in kinds])
        jobs = [(job, prompt) for job, prompt in report.troubled if job.state == state]
        listed = _table(
            ("key", "line", "prompt", "error"),
            [(job.key, str(job.line), prompt, job.error or "") for job, prompt in jobs],
        )
        details = f"<details><summary>{len(jobs):,} of {total:,}, by key</summary>{listed}</details>"
        parts.append(f"<h3>{escape(state)} <small>{total:,}</small></h3><p>{escape(words)}</p>{counted}{details}")
    return _section("What went wrong", "".join(parts)) if parts else ""


def _kind(fault: object) -> tuple[str, str, str, str]:
    from brushwork_batch.report import Fault

    assert isinstance(fault, Fault)
    return fault.code, f"{fault.count:,}", fault.key, fault.text


def _slow(report: Report) -> str:
    rows = [(job.key, job.model, _seconds(job.seconds), str(job.attempts)) for job in report.slowest]
    return _section("Slowest", _table(("key", "model", "seconds", "requests"), rows)) if rows else ""


def _happened(report: Report) -> str:
    if not report.retries:
        return ""
    counted = _table(("what", "times"), [(kind, f"{count:,}") for kind, count in report.retries.items()])
    rows = [
        (f"{datetime.fromtimestamp(event.at).astimezone():%H:%M:%S}", event.key or "", event.kind, event.text)
        for event in report.retried
    ]
    total = sum(report.retries.values())
    listed = _table(("time", "key", "what", "says"), rows)
    details = f"<details><summary>{len(rows):,} of {total:,}, one by one</summary>{listed}</details>"
    return _section("Retries and pauses", counted + details)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool = False) -> str:
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    kind = ' class="numbers"' if numbers else ""
    return f'<div class="wide"><table{kind}><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def _section(title: str, content: str, note: str = "") -> str:
    return f"<section><h2>{escape(title)}</h2>{f'<p>{escape(note)}</p>' if note else ''}{content}</section>"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} s"


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
