"""Rate limits of an account: so many requests a second or minute for each model, so many queries, by the clock."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import rate_limited
from brushwork_emulator.tasks.tasklists import counted
from brushwork_emulator.wire import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brushwork_emulator.tasks.schedules import Now
    from brushwork_emulator.wire import Document
    from brushwork_runtime import Api, Model, RateLimit

_SECONDS = {"second": 1.0, "minute": 60.0}


class Limits:
    """What the account has asked for lately. A refused request does not count. Safe for threads.

    Submissions count per model and region whatever the endpoint; task queries, lists and cancels count each for itself;
    upload policies count per model.
    """

    __slots__ = ("_api", "_clock", "_lock", "_seen")

    def __init__(self, api: Api, clock: Now) -> None:
        self._api = api
        self._clock = clock
        self._seen: dict[tuple[str, str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def admit(self, endpoint: str, model: Model | None, region: str) -> None:
        """Count a request. Raises `Refused` (429 Throttling.RateQuota) where it is one too many."""
        most, seconds = self._rate(endpoint, model, region)
        if most is None:
            return
        what = endpoint if endpoint.startswith(("task", "upload")) else "submit"
        key = (what, "" if model is None else model.id, region)
        now = self._clock.now()
        with self._lock:
            seen = self._seen.setdefault(key, deque())
            while seen and seen[0] <= now - seconds:
                seen.popleft()
            if len(seen) >= most:
                raise rate_limited()
            seen.append(now)

    def concurrent(self, model: Model, region: str) -> int | None:
        """How many tasks of a model run at once, None for any number; more wait as PENDING."""
        limit = _limit(model, region)
        return limit.concurrent if limit else None

    def _rate(self, endpoint: str, model: Model | None, region: str) -> tuple[int | None, float]:
        """How many requests in how many seconds; None for any number."""
        if endpoint.startswith("task"):
            return self._api.limits.get("task_requests_per_second"), 1.0
        if endpoint == "upload-policy":
            return self._api.limits.get("upload_policies_per_second"), 1.0
        limit = _limit(model, region) if model else None
        return (limit.submits, _SECONDS[limit.per]) if limit else (None, 0.0)


def told(models: Iterable[Model], region: str, query: Mapping[str, str]) -> Document:
    """A page of the limits of models in a region, as the account's list of them has it."""
    number, size = counted(query, "page_no", 1), counted(query, "page_size", 20)
    rows: list[Document] = []
    for model in models:
        limit, name = _limit(model, region), model.id_in(region, model.id)
        if limit is None or query.get("model", name) != name or query.get("name", "") not in name:
            continue
        period, waiting = int(_SECONDS[limit.per]), {"async_user_queue_limit": None}
        running = {"async_user_concurrency_limit": limit.concurrent}
        rate = {"request_limit": limit.submits, "request_limit_period": period}
        usage = dict.fromkeys(("usage_limit", "usage_limit_field", "usage_limit_period"))
        rows.append({"model": name, "model_limit": rate | usage | waiting | running, "workspace_limit": None})
    page = rows[(number - 1) * size : number * size]
    output = {"quotas": page, "total": len(rows), "page_no": number, "page_size": size}
    return {"code": None, "message": None, "success": True, "output": output, "request_id": new_id()}


def _limit(model: Model, region: str) -> RateLimit | None:
    """The limit of a region: one that names it, else one for all."""
    named = [limit for limit in model.rate_limits if region in limit.regions]
    return next(iter(named + [limit for limit in model.rate_limits if not limit.regions]), None)
