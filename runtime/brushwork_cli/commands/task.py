"""`brushwork task`: wait for tasks, show, list and cancel them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.completers import models as model_names
from brushwork_cli.options.common import shared
from brushwork_cli.options.execution import ExecutionOptions, file_options
from brushwork_cli.output.table import TIED
from brushwork_cli.session import current
from brushwork_cli.settings.records import shortened
from brushwork_runtime import items, later, named, tr

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from brushwork_cli.session import Session
    from brushwork_runtime import SyncClient, Task

_STATES = ("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN")


@click.group("task")
@shared
def task() -> None:
    """Wait for tasks, show, list and cancel them.

    A task can be found by its id for 24 hours, from any process of the account. Queries cost nothing.
    """


@task.command("wait")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@file_options
@shared
def wait(ids: tuple[str, ...], execution: ExecutionOptions) -> int:
    """Wait for tasks and save their images.

    Prints the paths; with --json one object per line and task, as they end. One that fails does not stop the others;
    the exit code is then that of the first failure.
    """
    from brushwork_cli.execution.wait import wait_for_all

    return wait_for_all(current(), ids, execution)


@task.command("show")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@shared
def show(ids: tuple[str, ...]) -> None:
    """The current state of tasks."""
    session = current()
    with _client(session) as client:
        _tell(session, [client.task(task_id).refresh() for task_id in dict.fromkeys(ids)])


@task.command("list")
@click.option("-m", "--model", metavar="MODEL", shell_complete=model_names, help="Tasks of this model.")
@click.option("--status", type=click.Choice(_STATES, case_sensitive=False), help="Tasks in this state.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="The page to show.")
@click.option("--page-size", type=click.IntRange(1, 100), default=20, show_default=True, metavar="N", help="How many.")
@shared
def listing(model: str | None, status: str | None, page: int, page_size: int) -> None:
    """The account's tasks of the last 24 hours, the newest first."""
    session = current()
    with _client(session) as client:
        found = client.tasks.list(model_name=model, status=status, page_no=page, page_size=page_size)
    begun = {
        str(row.get("task_id")): moment(row.get("gmt_create")) for row in map(named, items(found.raw.get("data")) or ())
    }
    if session.json:
        rows = [_plain(session, each, begun.get(each.id)) for each in found]
        streams.document({"total": found.total, "page": found.page_no, "tasks": rows})
        return
    _tell(session, list(found), begun)
    session.say(tr("{count} of {all} tasks", count=len(found), all=found.total))


@task.command("cancel")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@shared
def cancel(ids: tuple[str, ...]) -> None:
    """Cancel tasks. The service does so only while they are PENDING."""
    session = current()
    with _client(session) as client:
        tasks = [client.task(task_id) for task_id in dict.fromkeys(ids)]
        for each in tasks:
            each.cancel()
        _tell(session, tasks)


@contextmanager
def _client(session: Session) -> Generator[SyncClient]:
    from brushwork_cli.execution.prepare import log_to_stderr

    with log_to_stderr(session), session.client() as client:
        session.unlock(client)
        yield client


HEADS = (later("status"), later("prompt"))
"""What stands above columns here, and nowhere else."""


def _tell(session: Session, tasks: list[Task], begun: Mapping[str, datetime | None] | None = None) -> None:
    from brushwork_cli.output.table import show as table

    begun = begun or {}
    if session.json:
        rows = [_plain(session, each, begun.get(each.id)) for each in tasks]
        streams.document(rows[0] if len(rows) == 1 else {"tasks": rows})
        return
    if not tasks:
        return
    shown = [_plain(session, each, begun.get(each.id)) for each in tasks]
    names = [name for name in _COLUMNS if name in ("task_id", "status") or any(each[name] for each in shown)]
    head = tuple("task" if name == "task_id" else name for name in names)
    table(head, [tuple(_cell(each, name) for name in names) for each in shown], _style)


def _style(name: str, cell: str) -> str | None:
    if name == "status":
        return {"SUCCEEDED": "good", "FAILED": "bad", "CANCELED": "faint"}.get(cell, "doubt")
    return {"model": "name", "time": "faint", "cost": "good"}.get(name)


_COLUMNS = ("task_id", "status", "time", "model", "cost", "prompt")


def _cell(row: Mapping[str, str | None], name: str) -> str:
    value = row[name] or ""
    if name == "time":
        return value[5:16].replace("T", TIED)
    return shortened(value) if name == "prompt" else value


def _plain(session: Session, task: Task, begun: datetime | None) -> dict[str, str | None]:
    """What is known of a task: by the service, and by the history of this machine."""
    record = next((each for each in reversed(session.records()) if each.task_id == task.id), None)
    model = task.model or (record.model if record is not None else None)
    cost = record.cost if record is not None else None
    if record is not None and record.cost is None and record.estimate is not None:
        cost = record.estimate
    return {
        "task_id": task.id,
        "status": task.status,
        "model": model,
        "time": begun.isoformat(timespec="seconds") if begun is not None else None,
        "cost": cost,
        "prompt": record.prompt if record is not None else None,
    }


def moment(milliseconds: object) -> datetime | None:
    """A time of the list, on this machine's clock; None for what is none."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
