"""The list of tasks: filters, a window of time, pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import invalid
from brushwork_emulator.tasks.moments import parsed
from brushwork_emulator.wire import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brushwork_emulator.tasks.queue import Job
    from brushwork_emulator.wire import Document


def page(jobs: Sequence[Job], query: Mapping[str, str], now: float, window: float, page_size: int) -> Document:
    """The answer to a list query. The window is the last `window` seconds unless the query says otherwise."""
    number, size = counted(query, "page_no", 1), counted(query, "page_size", page_size)
    start, end = _window(query, now, window)
    found = [job for job in jobs if start <= job.submitted <= end and _fits(job, query)]
    rows = found[(number - 1) * size : number * size]
    return {
        "total": len(found),
        "data": [_row(job) for job in rows],
        "total_page": math.ceil(len(found) / size),
        "page_no": number,
        "page_size": size,
        "request_id": new_id(),
    }


def counted(query: Mapping[str, str], name: str, default: int) -> int:
    """A number of a query, from 1. Raises `Refused` for anything else."""
    given = query.get(name, str(default))
    if not (given.isascii() and given.isdecimal() and len(given) < 11 and 0 < int(given) < 2**31):
        raise invalid(f"{name} is not valid: {given[:40]}")
    return int(given)


def _window(query: Mapping[str, str], now: float, window: float) -> tuple[float, float]:
    """The moments from and to which tasks are wanted, both included; one alone brings the other with it."""
    given = {name: parsed(query[name]) for name in ("start_time", "end_time") if query.get(name)}
    for name, value in given.items():
        if value is None:
            raise invalid(f"{name} is not valid, expected YYYYMMDDhhmmss: {query[name][:40]}")
    start, end = given.get("start_time"), given.get("end_time")
    if start is None:
        end = now if end is None else end
        start = end - window
    end = start + window if end is None else end
    if not 0 <= end - start <= window:
        raise invalid(f"the time between start_time and end_time must not be longer than {window / 3600:g} hours")
    return start, end + 1  # a stamp stands for the whole of its second


def _fits(job: Job, query: Mapping[str, str]) -> bool:
    wanted = {"task_id": job.id, "model_name": job.order.model_id, "status": job.status}
    return all(query.get(name) in (None, "", value) for name, value in wanted.items())


def unique_key(job: Job) -> str:
    """What the service calls the key, the endpoint and the model of a task, in one."""
    return ":".join(["apikey:v1", *job.order.route.path.split("/")[-3:], job.order.model_id])


def _row(job: Job) -> Document:
    """One task, with the fields that the documents print; times in milliseconds, the end once it is reached."""
    created, start = int(job.submitted * 1000), job.start if job.start is not None else job.submitted
    row: Document = {
        "api_key_id": "1",
        "caller_parent_id": "1",
        "caller_uid": "1",
        "gmt_create": created,
        "start_time": int(start * 1000),
        "model_name": job.order.model_id,
        "region": job.region,
        "request_id": job.entry["request_id"],
        "status": job.status,
        "task_id": job.id,
        "user_api_unique_key": unique_key(job),
    }
    return row if job.end is None else row | {"end_time": int(job.end * 1000)}
