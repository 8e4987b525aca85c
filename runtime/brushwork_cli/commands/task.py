"""`brushwork task`: wait for tasks, show, list and cancel them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.completers import models as model_names
from brushwork_cli.options.common import shared
from brushwork_cli.options.execution import ExecutionOptions, file_options
from brushwork_cli.session import current

if TYPE_CHECKING:
    from collections.abc import Generator

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
    if session.json:
        rows = [{"task_id": each.id, "status": each.status, "model": each.model} for each in found]
        streams.document({"total": found.total, "page": found.page_no, "tasks": rows})
        return
    _tell(session, list(found))
    session.say(f"{len(found)} of {found.total} tasks")


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


def _tell(session: Session, tasks: list[Task]) -> None:
    from brushwork_cli.output.table import columns

    if session.json:
        rows = [{"task_id": each.id, "status": each.status, "model": each.model} for each in tasks]
        streams.document(rows[0] if len(rows) == 1 else {"tasks": rows})
    elif tasks:
        streams.data(columns([(each.id, each.status or "", each.model or "") for each in tasks]))
