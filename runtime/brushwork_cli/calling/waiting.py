"""Several tasks at once: each is saved and told when it ends, whatever becomes of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_cli.asking.preparing import told
from brushwork_cli.calling.call import begin, finish
from brushwork_cli.calling.course import following
from brushwork_cli.calling.saving import check
from brushwork_cli.calling.watch import Watch
from brushwork_cli.failure import report
from brushwork_runtime.base.errors import BrushworkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_cli.asking.handling import Handling
    from brushwork_cli.calling.call import Call
    from brushwork_cli.session import Session
    from brushwork_runtime.tasks.task import Task


def wait_for_all(session: Session, ids: Sequence[str], handling: Handling) -> int:
    """Wait for tasks and save their images; returns the exit code of the first that failed, else 0."""
    destination = handling.output or session.configuration["output"] or "."
    check(destination, 1, overwrite=handling.overwrite or len(ids) > 1)
    call = begin(session, handling)
    call.course.tasks, call.course.stage = list(dict.fromkeys(ids)), "waiting"
    first = 0
    with session.client(Watch(session, call.course, call.shown).hooks) as client:
        session.unlock(client)
        tasks = [client.task(task_id) for task_id in call.course.tasks]
        with following(call.course, call.shown), told(session):
            for task in client.as_completed(tasks):
                code = _one(call, task, destination)
                call.course.tasks.remove(task.id)
                first = first or code
    return first


def _one(call: Call, task: Task, destination: str) -> int:
    """Save and tell a task that has ended; returns the exit code that its error has."""
    call.session.beside = None
    try:
        finish(call, task.result, destination)
    except (BrushworkError, OSError) as error:
        return report(call.session, error)
    call.course.stage = "waiting"
    return 0
