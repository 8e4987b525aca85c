"""`brushwork batch`: plan, run, resume and report many requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from brushwork_cli.options.batch import LOOKING, PLANNING, RESUMING, RUNNING, WRITING, BatchOptions, batch_options
from brushwork_cli.options.common import shared
from brushwork_cli.session import current

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group("batch")
@shared
def batch() -> None:
    """Make thousands of pictures: plan, run, resume, report.

    FILE holds a request on each line (JSON lines), or is CSV, Parquet, a file of OpenAI's batches, or a folder of
    images. What was sent and what it cost stands in FILE.journal, so that a run that is killed goes on, and pays
    nothing twice.

    \b
      brushwork batch plan jobs.jsonl                        what it costs, how long it takes; nothing is sent
      brushwork batch run jobs.jsonl -o pictures --budget 20
      brushwork batch status jobs.jsonl                      also while it runs
      brushwork batch resume jobs.jsonl
      brushwork batch run photos/ -m wan2.7-image --set prompt="make it night"
      brushwork batch run jobs.jsonl --matrix model=wan2.6-t2i,z-image-turbo --emulator
    """


@batch.command("plan")
@batch_options(*PLANNING)
@shared
def plan(options: BatchOptions) -> int:
    """Check every row, and tell what the batch costs and how long it takes.

    Nothing is sent. The cost is by list price, the time by the limits of the models, both without warranty. Rows that
    are no valid requests are listed; with some, the exit code is 3.
    """
    from brushwork_cli.execution import batch as execution

    return execution.plan(current(), options)


@batch.command("run")
@batch_options(*RUNNING)
@shared
def run(options: BatchOptions) -> int:
    """Check every row, then send them all, and save the pictures.

    Prints the paths, one a line. Called again it goes on where it was. Rows that are not valid requests are written to
    rejected.jsonl and stop no others. Without --budget, what may cost more than 5 of the currency is asked about at a
    terminal, and needs --yes elsewhere. Ctrl-C stops the sending and collects what is under way; a second leaves it.

    Exit codes: 0 all done, 3 no row is valid, 7 budget, credit or quota, 9 the outcome of some is not known, 10 some
    failed, 130 interrupted.
    """
    from brushwork_cli.execution import batch as execution

    return execution.run(current(), options)


@batch.command("resume")
@batch_options(*RESUMING)
@shared
def resume(options: BatchOptions) -> int:
    """Go on with a batch by its journal, without its input.

    What was submitted is collected first: the service forgets it after 24 hours. A job whose outcome is not known is
    sent again only with --resend KEY, and may be billed twice then. Exit codes as those of run.
    """
    from brushwork_cli.execution import batch as execution

    return execution.resume(current(), options)


@batch.command("status")
@batch_options(*LOOKING)
@shared
def status(options: BatchOptions) -> None:
    """Where a batch stands, also while it runs."""
    from brushwork_cli.execution import batch as execution

    execution.status(current(), options)


@batch.command("report")
@batch_options(*WRITING)
@shared
def report(options: BatchOptions) -> None:
    """Write report.html, metadata.jsonl, output.jsonl and errors.jsonl beside the pictures.

    Prints their paths; with --json the figures. `brushwork batch run OUT/errors.jsonl` sends again what failed.
    """
    from brushwork_cli.execution import batch as execution

    execution.report(current(), options)


@batch.command("cancel")
@batch_options(*LOOKING)
@click.option("--pending", is_flag=True, help="Cancel tasks that wait at the service, too.")
@shared
def cancel(options: BatchOptions, pending: bool) -> None:
    """Send nothing more of a batch: what was not sent is skipped.

    What runs at the service cannot be cancelled, and is billed; `resume` collects it.
    """
    from brushwork_cli.execution import batch as execution

    execution.cancel(current(), options, pending=pending)


@batch.command("work")
@batch_options(*LOOKING)
@click.option("--key", "keys", multiple=True, metavar="KEY", help="Only this job; may be repeated.")
@shared
def work(options: BatchOptions, keys: Sequence[str]) -> int:
    """Work on a batch that was planned, beside other processes.

    For cron, Kubernetes and task queues: any number of processes share a journal on one machine, and each job is sent
    once, however often a scheduler starts it. Plan it first, with `run` or in Python. Exit codes as those of run.
    """
    from brushwork_cli.execution import batch as execution

    return execution.work(current(), options, keys)
