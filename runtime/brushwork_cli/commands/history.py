"""`brushwork history`: what this machine made, to be looked at, opened and made again."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.options.execution import ExecutionOptions, execution_options
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.output.table import TIED
from brushwork_cli.session import current
from brushwork_cli.settings import records
from brushwork_cli.slips import Slip
from brushwork_runtime import later, series, tr

if TYPE_CHECKING:
    from brushwork_cli.settings.records import Record


@click.group("history", invoke_without_command=True)
@click.option("-n", "most", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many.")
@click.pass_context
@shared
def history(context: click.Context, most: int) -> None:
    """What this machine made: list it, open it, make it again.

    The newest first. It holds prompts and paths, no key, in a file that only you can read. Keep none with
    BRUSHWORK_HISTORY=0 or: brushwork config set history false.
    """
    if context.invoked_subcommand is not None:
        return
    session = current()
    found = records.read()[: -most - 1 : -1]
    if session.json:
        streams.document({"path": str(records.path()), "records": [_plain(each) for each in found]})
        return
    if not found:
        session.say(tr("Nothing yet. brushwork gen PROMPT makes the first picture."))
        return
    from brushwork_cli.output.table import show as table

    head = (later("no"), later("time"), later("model"), later("images"), later("cost"), later("prompt"))
    table(head, map(_row, found), lambda name, _: {"model": "name", "time": "faint", "cost": "good"}.get(name))
    session.say("\n" + tr("brushwork history show, open or rerun N"))


@history.command("show")
@click.argument("number", type=click.IntRange(1), required=False)
@shared
def show(number: int | None) -> None:
    """All that is known of a call; without NUMBER of the last one."""
    import json

    session, record = current(), _find(number)
    if session.json:
        streams.document(_plain(record))
        return
    from brushwork_cli.output.model_text import WIDTH
    from brushwork_cli.output.table import pairs

    rows = [
        (later("number"), str(record.number)),
        (later("time"), when(record.time)),
        (later("model"), f"{record.model} {record.mode}"),
    ]
    rows += [
        (later("prompt"), record.prompt or ""),
        (later("region"), record.region or ""),
        (later("cost"), _cost(record)),
    ]
    rows += [(later("seconds"), f"{record.seconds:.1f}" if record.seconds is not None else "")]
    rows += [(later("task"), record.task_id or ""), (later("request"), record.request_id or "")]
    rows += [(later("sent"), json.dumps(record.request, ensure_ascii=False) if record.request else tr("not kept"))]
    for each in record.paths:
        there = "://" in each or Path(each).exists()
        rows.append((later("file"), each if there else f"{each}  {tr('(gone)')}"))
        rows.append((later("marking"), _marking(each)))
    streams.data(pairs(((tr(name), text) for name, text in rows if text), streams.width(sys.stdout) or WIDTH))


@history.command("open")
@click.argument("number", type=click.IntRange(1), required=False)
@shared
def view(number: int | None) -> None:
    """Open the images of a call in the viewer; without NUMBER of the last one."""
    session, record = current(), _find(number)
    paths = [Path(each) for each in record.paths if Path(each).exists()]
    if not paths:
        gone = later("The images of {number} are no longer there.")
        told = gone if record.paths else later("The images of {number} were not kept in files.")
        raise Slip(tr(told, number=record.number), f"brushwork history rerun {record.number}")
    from brushwork_cli.output.preview import view as launch

    launch(paths)
    if session.json:
        streams.document({"opened": [str(path) for path in paths]})
    else:
        for path in paths:
            streams.data(str(path))


@history.command("rerun")
@click.argument("number", type=click.IntRange(1), required=False)
@request_options
@execution_options
@shared
def rerun(number: int | None, options: RequestOptions, execution: ExecutionOptions) -> None:
    """Make a call again, as it was or with other options; without NUMBER the last one.

    It is a new request, and billed as one. Options and a PROMPT take precedence over what was asked for then.

    \b
      brushwork history rerun 12 --seed 8
      brushwork history rerun 12 "a red cat" -m wan2.7-image --dry-run
    """
    import json

    from brushwork_cli.execution import call

    session, record = current(), _find(number)
    if record.request is None:
        raise Slip(
            tr("The request of {number} was too large to be kept.", number=record.number), tr("It had pictures inside.")
        )
    if options.request is not None or options.file is not None:
        raise click.UsageError(tr("The request comes from the history; --request and --file cannot be given too."))
    request = dict(record.request)
    if options.mode is not None:
        request.pop("mode", None)
    options = replace(options, request=json.dumps(request))
    if execution.dry_run:
        call.dry_run(session, options)
    else:
        call.make(session, options, execution)


@history.command("clear")
@shared
def clear() -> None:
    """Forget all of it; the images stay."""
    session, count = current(), records.clear()
    if session.json:
        streams.document({"removed": count})
    else:
        session.say(tr("Forgotten: {count}.", count=count))


def _find(number: int | None) -> Record:
    """The record of that number, or the last one. Raises `click.UsageError`."""
    found = records.read()
    if not found:
        raise click.UsageError(tr("The history is empty."))
    record = found[-1] if number is None else next((each for each in found if each.number == number), None)
    if record is None:
        raise Slip(
            tr("There is no {number} in the history.", number=number),
            tr("It has {first} to {last}.", first=found[0].number, last=found[-1].number),
        )
    return record


def when(moment: float) -> str:
    """A moment on this machine's clock."""
    return datetime.fromtimestamp(moment).astimezone().strftime(f"%Y-%m-%d{TIED}%H:%M")


def _plain(record: Record) -> dict[str, object]:
    return {**asdict(record), "time": datetime.fromtimestamp(record.time).astimezone().isoformat(timespec="seconds")}


def _marking(path: str) -> str:
    """What a file says of how it was made, in a line; nothing for one that says nothing or is gone."""
    from brushwork_runtime import AiMarking

    try:
        with open(path, "rb") as stream:
            found = AiMarking(stream.read(_LARGEST))
    except OSError:
        return ""
    told = [(found.digital_source_type or "").rpartition("/")[2]]
    told += [f"AIGC {name}={value}" for name, value in (found.aigc or {}).items() if value]
    return series(each for each in (*told, "C2PA" if found.signed else "") if each)


_LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is looked at; one that is longer says nothing."""


def _cost(record: Record) -> str:
    return tr("emulator") if record.emulator else record.cost or record.estimate or ""


def _row(record: Record) -> tuple[str, ...]:
    images = str(record.images) if record.images else tr("task") if record.task_id else ""
    prompt = records.shortened(record.prompt or "")
    return str(record.number), when(record.time), record.model or "", images, _cost(record), prompt
