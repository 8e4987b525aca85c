"""What a fault at the submission of a task makes of it: every later look at the task shows it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from brushwork_emulator.wire import answer, mapping, sequence

from .edits import document_of, edited

if TYPE_CHECKING:
    from brushwork_emulator.wire import Call, Document, Reply
    from brushwork_runtime import Clock

    from .kinds import Fault

_ALIVE = ("PENDING", "RUNNING", "SUCCEEDED")


class Fates:
    """The tasks that a fault has struck, by their ids. Safe for threads."""

    __slots__ = ("_lock", "_struck")

    def __init__(self) -> None:
        self._struck: dict[str, Fault] = {}
        self._lock = threading.Lock()

    def take(self, call: Call, reply: Reply) -> bool:
        """Whether the fault of `call` is the fate of the task that `reply` has just made."""
        fault = call.fault
        if fault is None or fault.kind.fate is None or call.method != "POST":
            return False
        task_id = mapping(mapping(document_of(reply)).get("output")).get("task_id")
        if not isinstance(task_id, str):
            return False
        with self._lock:
            self._struck[task_id] = fault
        return True

    def show(self, call: Call, reply: Reply, clock: Clock) -> Reply:
        """`reply` as it is for tasks with a fate: a query of one, or the rows of the list."""
        if not self._struck or call.method != "GET":
            return reply
        found = mapping(document_of(reply))
        task_id = mapping(found.get("output")).get("task_id")
        if isinstance(task_id, str):
            return self._shown(task_id, call, reply, clock)
        rows = [mapping(row) for row in sequence(found.get("data"))]
        if not any(row.get("task_id") in self._struck for row in rows):
            return reply
        return edited(reply, lambda document: document.update(data=[self._row(row, call, clock) for row in rows]))

    def _shown(self, task_id: str, call: Call, reply: Reply, clock: Clock) -> Reply:
        fault = self._struck.get(task_id)
        status = mapping(mapping(document_of(reply)).get("output")).get("task_status")
        due = ("SUCCEEDED",) if fault and fault.kind.fate == "in-the-end" else _ALIVE
        if fault is None or status not in due:
            return reply
        return cast("Reply", fault.apply(call, reply, clock))  # every kind with a fate edits a document

    def _row(self, row: Document, call: Call, clock: Clock) -> Document:
        task_id = row.get("task_id")
        if not isinstance(task_id, str) or task_id not in self._struck:
            return row
        query = answer({"output": {"task_id": task_id, "task_status": row.get("status")}})
        shown = mapping(mapping(document_of(self._shown(task_id, call, query, clock))).get("output"))
        return {**row, "status": shown.get("task_status", "FAILED")}
