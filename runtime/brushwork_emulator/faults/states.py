"""What can become of a task. A fault at its submission is its fate; a fault at a query changes that one answer.

At a submission "task-failed" strikes the task: it queues and runs like any other, and has failed in the end, for every
query and in the list. At the endpoint "task" it changes so many answers as the rule says, and the task itself goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator.wire import mapping, sequence

from .edits import edited, items, refusal
from .kinds import kind

if TYPE_CHECKING:
    from brushwork_emulator.wire import Document

    from .kinds import Hit, Made

_RESULT = ("choices", "results", "finished", "usage")
_TIMEOUT = "An internal timeout error has occured during execution, please try again later or contact service support."


@kind("task-failed", default="InternalError.Timeout", fate="in-the-end", lost="all")
def task_failed(hit: Hit) -> Made:
    """FAILED with the code (the argument) inside `output`, as older pages print it; nothing is billed."""
    return edited(hit.reply, lambda document: _failed(document, hit.argument))


@kind("task-failed-flat", default="InternalError.Timeout", fate="in-the-end", lost="all")
def task_failed_flat(hit: Hit) -> Made:
    """FAILED as newer pages print it: 200 with `code` and `message` at the top and no `output`; nothing is billed."""
    return refusal(200, hit.argument, _TIMEOUT)


@kind("task-unknown", fate="at-once")
def task_unknown(hit: Hit) -> Made:
    """The service does not know the task: UNKNOWN, though it was submitted."""
    return edited(hit.reply, lambda document: _state(document, "UNKNOWN"))


@kind("task-canceled", default="CANCELED", fate="at-once", lost="all")
def task_canceled(hit: Hit) -> Made:
    """The task was cancelled by another key of the account: CANCELED, or CANCELLED by argument."""
    return edited(hit.reply, lambda document: _state(document, hit.argument))


@kind("task-state", default="PAUSED", fate="at-once")
def task_state(hit: Hit) -> Made:
    """The task is in a state that nobody has heard of (the argument)."""
    return edited(hit.reply, lambda document: _state(document, hit.argument))


@kind("task-never-ends", default="RUNNING", fate="in-the-end")
def task_never_ends(hit: Hit) -> Made:
    """The task runs on and on; PENDING by argument for one that is never begun."""
    return edited(hit.reply, lambda document: _state(document, hit.argument))


@kind("task-id", default="../../x?y#z")
def task_id(hit: Hit) -> Made:
    """The answer names a task id (the argument) that would lead to another address."""
    return edited(hit.reply, lambda document: mapping(document.get("output")).update(task_id=hit.argument))


@kind("partial-failure", default="1", fate="in-the-end", lost="argument")
def partial_failure(hit: Hit) -> Made:
    """SUCCEEDED, but the last k (1) images have a code and a message in place of their address and are not billed."""
    return edited(hit.reply, lambda document: _part(document, int(hit.number)))


@kind("list-rows-move", default="1")
def list_rows_move(hit: Hit) -> Made:
    """k (1) tasks leave the list while it is read, so that the rows behind move up: page 2 and on begin k rows late."""
    if hit.call.query.get("page_no", "1") == "1":
        return hit.reply
    moved = int(hit.number)
    return edited(hit.reply, lambda document: document.update(data=sequence(document.get("data"))[moved:]))


def _state(document: Document, state: str) -> None:
    output = mapping(document.get("output"))
    for name in _RESULT:
        output.pop(name, None)
        document.pop(name, None)
    output["task_status"] = state


def _failed(document: Document, code: str) -> None:
    images = max(1, len(items(document)))
    _state(document, "FAILED")
    metrics = {"TOTAL": images, "SUCCEEDED": 0, "FAILED": images}
    mapping(document.get("output")).update(code=code, message=_TIMEOUT, task_metrics=metrics)


def _part(document: Document, count: int) -> None:
    found = items(document)
    failed = found[max(0, len(found) - count) :]
    for item in failed:
        item.clear()
        item.update(code="InternalError.Timeout", message=_TIMEOUT)
    made = len(found) - len(failed)
    output, usage = mapping(document.get("output")), mapping(document.get("usage"))
    if "task_metrics" in output:
        output["task_metrics"] = {"TOTAL": len(found), "SUCCEEDED": made, "FAILED": len(failed)}
    for name in usage:
        if name.endswith("image_count") and not name.startswith("input"):
            usage[name] = made
