"""Several tasks at once: each is saved and reported when it ends, whatever happens to the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brushwork_cli.execution.call import begin, finish
from brushwork_cli.execution.hooks import Hooks
from brushwork_cli.execution.prepare import log_to_stderr
from brushwork_cli.execution.state import interruptible
from brushwork_cli.failure import report
from brushwork_cli.output.saving import check, check_streamed
from brushwork_cli.settings import records
from brushwork_runtime import BrushworkError, exact, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_cli.execution.call import Call
    from brushwork_cli.options.execution import ExecutionOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Pixels, Task


def wait_for_all(session: Session, ids: Sequence[str], execution: ExecutionOptions) -> int:
    """Wait for tasks and save their images; returns the exit code of the first that failed, else 0."""
    destination = execution.output or session.configuration["output"] or "."
    check(destination, 1, replace(execution, overwrite=execution.overwrite or len(ids) > 1))
    check_streamed(session, execution, destination, len(set(ids)))
    call = begin(session, execution)
    call.state.tasks, call.state.stage = list(dict.fromkeys(ids)), "waiting"
    first = 0
    with session.client(Hooks(session, call.state, call.shown).hooks) as client:
        session.unlock(client)
        tasks = [client.task(task_id) for task_id in call.state.tasks]
        with interruptible(call.state, call.shown), log_to_stderr(session):
            for task in client.as_completed(tasks):
                code = _one(call, task, destination)
                call.state.tasks.remove(task.id)
                first = first or code
    return first


def _one(call: Call, task: Task, destination: str) -> int:
    """Save and report a task that has ended; returns the exit code of its error, or 0."""
    call.session.beside = None
    try:
        finish(call, task.result, destination, _size(task.id))
    except (BrushworkError, OSError) as error:
        return report(call.session, error)
    call.state.stage = "waiting"
    return 0


def _size(task_id: str) -> Pixels | None:
    """The `output_size` that the task was submitted with, as the history of this machine has it."""
    return exact(named(records.of_task(task_id).get("request")).get("output_size"))
