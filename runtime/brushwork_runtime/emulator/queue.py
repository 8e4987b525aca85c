"""Tasks: PENDING when submitted, RUNNING and then SUCCEEDED as they are queried."""

from __future__ import annotations

import threading
import time

from .wire import Refused, Reply, answer, new_id

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from .wire import Call, Document

_TIME = "%Y-%m-%d %H:%M:%S.000"


class Job:
    """One task and what it will answer."""

    __slots__ = ("created", "id", "model", "queries", "request_id", "result", "status")

    def __init__(self, model: str, result: Document) -> None:
        self.id = new_id()
        self.request_id = new_id()
        self.model = model
        self.result = result
        self.status = "PENDING"
        self.queries = 0
        self.created = time.time()


class Queue:
    """The tasks of the account. A task has succeeded at its query number `polls` (0 or 1: at the first)."""

    def __init__(self, polls: int) -> None:
        self.polls = polls
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def submit(self, model: str, result: Document) -> Reply:
        """Take a task in and answer with its id."""
        job = Job(model, result)
        with self._lock:
            self._jobs[job.id] = job
        return answer({"output": {"task_status": job.status, "task_id": job.id}, "request_id": job.request_id})

    def query(self, task_id: str) -> Reply:
        """The state of a task, and its result once it has succeeded; UNKNOWN for any other id."""
        job = self._jobs.get(task_id)
        if job is None:
            return answer({"request_id": new_id(), "output": {"task_id": task_id, "task_status": "UNKNOWN"}})
        with self._lock:
            self._advance(job)
        moment = time.strftime(_TIME, time.gmtime(job.created))
        output: Document = {"task_id": job.id, "task_status": job.status, "submit_time": moment}
        if job.status != "SUCCEEDED":
            return answer({"request_id": new_id(), "output": output})
        output |= {"scheduled_time": moment, "end_time": time.strftime(_TIME, time.gmtime())}
        made = job.result["output"]
        output |= made if isinstance(made, dict) else {}
        return answer({"request_id": new_id(), "output": output, "usage": job.result["usage"]})

    def _advance(self, job: Job) -> None:
        job.queries += 1
        if job.status not in ("PENDING", "RUNNING"):
            return
        if job.queries >= self.polls:
            job.status = "SUCCEEDED"
        elif job.queries * 2 >= self.polls:
            job.status = "RUNNING"

    def cancel(self, task_id: str) -> Reply:
        """Cancel a task that is PENDING."""
        job = self._jobs.get(task_id)
        with self._lock:
            if job is None or job.status != "PENDING":
                message = "Failed to cancel the task, please confirm if the task is in PENDING status."
                raise Refused(400, "UnsupportedOperation", message)
            job.status = "CANCELED"
        return answer({"request_id": new_id()})

    def listing(self, call: Call) -> Reply:
        """A page of the tasks, the newest first."""
        query = call.query
        page_no, page_size = int(query.get("page_no", "1")), int(query.get("page_size", "10"))
        found = [
            job
            for job in reversed(self._jobs.values())
            if query.get("model_name", job.model) == job.model and query.get("status", job.status) == job.status
        ]
        rows = found[(page_no - 1) * page_size : page_no * page_size]
        return answer(
            {
                "total": len(found),
                "data": [_row(job) for job in rows],
                "total_page": -(-len(found) // page_size),
                "page_no": page_no,
                "page_size": page_size,
                "request_id": new_id(),
            }
        )


def _row(job: Job) -> Document:
    created = int(job.created * 1000)
    return {
        "api_key_id": "1",
        "caller_uid": "1",
        "gmt_create": created,
        "start_time": created,
        "model_name": job.model,
        "region": "emulator",
        "request_id": job.request_id,
        "status": job.status,
        "task_id": job.id,
    }
