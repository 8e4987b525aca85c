"""The page of a report: one file that opens from the disk, asks nobody for anything, and runs no script."""

from __future__ import annotations

from datetime import datetime
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from brushwork_batch.forecast import duration
from brushwork_batch.report import matrix_columns
from brushwork_runtime import later, localized, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brushwork_batch.records import Summary
    from brushwork_batch.report import OfModel, Report, Shown

_WRONG = {
    "failed": later("The service, or the checks before the request, refused it; there is no picture."),
    "rejected": later("A row of the input that is not a valid request. Mend rejected.jsonl, and give it as an input."),
    "unknown": later(
        "Nobody can tell whether it was made and billed. Sent again only by name: brushwork "
        "batch resume FILE --resend KEY."
    ),
    "expired": later("Made and billed, and not fetched in time: its task, or its pictures, are gone."),
    "skipped": later("Not sent, by decision."),
}


def page(report: Report) -> str:
    """The page as HTML; pictures are named relative to it."""
    template = localized(files("brushwork_batch").joinpath("report.html").read_text("utf-8"))
    title = tr("{name}: {count:,} pictures", name=report.name, count=report.summary.images)
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
        return tr("Nothing was sent yet.")
    began = datetime.fromtimestamp(summary.started).astimezone()
    moment = f"{began:%Y-%m-%d %H:%M}"
    if summary.ended is None:
        return tr("Begun {moment}; not finished: {count:,} to go.", moment=moment, count=summary.open)
    return tr("Begun {moment}, took {time}.", moment=moment, time=duration(max(0.0, summary.ended - summary.started)))


def _figures(summary: Summary) -> str:
    entries = [(f"{summary.images:,}", tr("pictures")), (f"{summary.total:,}", tr("jobs"))]
    entries += [(f"{count:,}", tr(str(state))) for state, count in summary.states.items()]
    for money in summary.money:
        budget = tr("spent") if money.budget is None else tr("spent of {budget:f}", budget=money.budget)
        entries.append((f"{money.currency} {money.spent:f}", budget))
        if money.reserved:
            entries.append((f"{money.currency} {money.reserved:f}", tr("reserved, not settled")))
    cards = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for value, name in entries)
    paused = f'<p class="alarm">{escape(tr("Paused: {why}", why=summary.paused))}</p>' if summary.paused else ""
    return f'<dl class="figures">{cards}</dl>{paused}'


def _models(models: Sequence[OfModel]) -> str:
    if not models:
        return ""
    head = (tr("model"), tr("jobs"), tr("done"), tr("pictures"), tr("cost"), "p50", "p90", "p99")
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
    note = tr("p50, p90, p99: seconds within which that share of the finished jobs was done, from submission to saved.")
    return _section(tr("Models"), _table(head, rows, numbers=True), note)


def _matrix(report: Report) -> str:
    variants = matrix_columns(report)
    if len(variants) < 2:
        return ""
    names = ", ".join(report.matrix)
    head = "".join(f'<th scope="col">{escape(" · ".join(variant))}</th>' for variant in variants)
    rows: list[str] = []
    for (line, prompt), found in report.cells.items():
        cells = "".join(f"<td>{_thumbs(found.get(variant, ()))}</td>" for variant in variants)
        rows.append(f'<tr><th scope="row">{escape(prompt or tr("line {line}", line=line))}</th>{cells}</tr>')
    table = f'<div class="wide"><table class="matrix"><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'
    return _section(tr("Side by side"), table, tr("Each row of the input by {names}.", names=names))


def _thumbs(pictures: Iterable[Shown]) -> str:
    return "".join(_image(picture) for picture in pictures) or f'<span class="none">{tr("no picture")}</span>'


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
    note = (
        ""
        if shown == total
        else tr("The first {shown:,} of {total:,}; metadata.jsonl lists all of them.", shown=shown, total=total)
    )
    return _section(tr("Pictures"), f'<div class="sheet">{cards}</div>', note)


def _wrong(report: Report) -> str:
    parts: list[str] = []
    for state, words in _WRONG.items():
        kinds = sorted((each for (of, _), each in report.faults.items() if of == state), key=lambda each: -each.count)
        if not kinds:
            continue
        total = sum(each.count for each in kinds)
        counted = _table((tr("code"), tr("jobs"), tr("the first of them"), tr("says")), [_kind(each) for each in kinds])
        jobs = [(job, prompt) for job, prompt in report.troubled if job.state == state]
        listed = _table(
            (tr("key"), tr("line"), tr("prompt"), tr("error")),
            [(job.key, str(job.line), prompt, job.error or "") for job, prompt in jobs],
        )
        details = _details(tr("{shown:,} of {total:,}, by key", shown=len(jobs), total=total), listed)
        parts.append(
            f"<h3>{escape(tr(state))} <small>{total:,}</small></h3><p>{escape(tr(words))}</p>{counted}{details}"
        )
    return _section(tr("What went wrong"), "".join(parts)) if parts else ""


def _kind(fault: object) -> tuple[str, str, str, str]:
    from brushwork_batch.report import Fault

    assert isinstance(fault, Fault)
    return fault.code, f"{fault.count:,}", fault.key, fault.text


def _slow(report: Report) -> str:
    rows = [(job.key, job.model, _seconds(job.seconds), str(job.attempts)) for job in report.slowest]
    return (
        _section(tr("Slowest"), _table((tr("key"), tr("model"), tr("seconds"), tr("requests")), rows)) if rows else ""
    )


def _happened(report: Report) -> str:
    if not report.retries:
        return ""
    counted = _table((tr("what"), tr("times")), [(kind, f"{count:,}") for kind, count in report.retries.items()])
    rows = [
        (f"{datetime.fromtimestamp(event.at).astimezone():%H:%M:%S}", event.key or "", event.kind, event.text)
        for event in report.retried
    ]
    total = sum(report.retries.values())
    listed = _table((tr("time"), tr("key"), tr("what"), tr("says")), rows)
    details = _details(tr("{shown:,} of {total:,}, one by one", shown=len(rows), total=total), listed)
    return _section(tr("Retries and pauses"), counted + details)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool = False) -> str:
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    kind = ' class="numbers"' if numbers else ""
    return f'<div class="wide"><table{kind}><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def _details(summary: str, content: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def _section(title: str, content: str, note: str = "") -> str:
    return f"<section><h2>{escape(title)}</h2>{f'<p>{escape(note)}</p>' if note else ''}{content}</section>"


def _seconds(value: float | None) -> str:
    return "–" if value is None else tr("{seconds:.1f} s", seconds=value)
