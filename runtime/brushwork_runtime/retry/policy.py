"""Which failed requests are retried, after how long, and how often: the one place that decides it for a client."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import (
    APIError,
    ConnectFailed,
    DownloadFailed,
    MalformedResponse,
    OutcomeUnknown,
    TransportError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from brushwork_runtime.base.clock import Clock

    Happened: TypeAlias = Literal[
        "not connected",
        "permanently unreachable",
        "throttled",
        "quota",
        "conflict",
        "refused",
        "unknown",
        "redirected",
        "done",
    ]
    Action: TypeAlias = Literal["never", "soon", "throttled", "slowly"]

BASE = 0.25
"""Seconds: the longest first pause; the limit doubles with every attempt."""

CAP = 8.0
"""Seconds: the longest pause that the client chooses itself."""

REDIRECTS = (301, 302, 303, 307, 308)
"""Statuses that lead elsewhere; what another 3xx means for a request is not known."""

QUOTA_PAUSE = 60.0
"""Seconds to wait at least when the account's current quota is used up."""


def decide(error: Exception, *, bills: bool, retry_unknown: bool = False) -> Action:
    """What to do about a request that failed with `error`: send it again, and how, or "never".

    `bills`: whether the request starts paid work. The service has no idempotency key, so such a request is sent again
    only if none of the work was started.

        what happened                                      the work was  paid work      other
        -------------------------------------------------  ------------  -------------  ---------
        not connected: lookup, refused, timeout, TLS       not started   soon           soon
        permanently unreachable: certificate, proxy login  not started   never          never
        throttled: 429, Throttling*                        refused       throttled      throttled
        quota: Throttling.AllocationQuota                  refused       slowly         slowly
        conflict: 409; a store that wants a new policy     refused       never          soon
        refused: 400, 401, 403, 404, 413, unpaid (429)     refused       never          never
        redirected: 301 to 308, which is not followed      not started   never          never
        unknown: sent, no answer; 408, 5xx, gateway        perhaps done  never, or (1)  soon
        done: 200 that breaks off or cannot be read        done          never          soon

    (1) "soon" with `retry_unknown`, at the risk of paying twice.
    """
    happened = what_happened(error)
    if happened == "unknown":
        return "soon" if retry_unknown or not bills else "never"
    return (_BILLS if bills else _FREE)[happened]


_BILLS: dict[Happened, Action] = {
    "not connected": "soon",
    "permanently unreachable": "never",
    "throttled": "throttled",
    "quota": "slowly",
    "conflict": "never",
    "refused": "never",
    "redirected": "never",
    "done": "never",
}
_FREE: dict[Happened, Action] = {**_BILLS, "conflict": "soon", "done": "soon"}
_BY_CLASS: dict[str, Happened] = {
    "after_delay": "throttled",
    "slowly": "quota",
    "unknown_outcome": "unknown",
    "policy": "conflict",
    "broken": "done",
}


def what_happened(error: Exception) -> Happened:
    """The row of `decide`'s table. A refusal is classed by its code in errors.yaml, a file transfer by its `retry`."""
    status: int = getattr(error, "status", None) or 200
    if status in REDIRECTS:
        return "redirected"
    if isinstance(error, (APIError, DownloadFailed)):
        return _BY_CLASS.get(getattr(error, "retry", ""), "conflict" if status == 409 else "refused")
    if isinstance(error, ConnectFailed):
        return "permanently unreachable" if error.lasting else "not connected"
    if isinstance(error, OutcomeUnknown):
        return "unknown"
    return "done" if isinstance(error, (TransportError, MalformedResponse)) else "refused"


def ceiling(attempt: int) -> float:
    """The longest pause in seconds after attempt number `attempt`, counted from 0."""
    return min(CAP, BASE * 2.0 ** min(attempt, 32))


def pause(clock: Clock, attempt: int) -> float:
    """Seconds to wait after attempt number `attempt`, counted from 0: anything up to the ceiling ("full jitter")."""
    return clock.random() * ceiling(attempt)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, 0 for a moment that has passed; None where it says nothing sensible.

    A date is read by the server's own clock, which stands in the header Date; only without that by ours.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.replace(".", "", 1).isdigit():
        seconds = float(said)
        return seconds if math.isfinite(seconds) else None
    return _until(said, headers.get("date", "")) if said else None


def _until(said: str, date: str) -> float | None:
    moment = seconds_of(said)
    if moment is None:
        return None
    now = seconds_of(date)
    if now is None:
        import time

        now = time.time()
    return max(0.0, moment - now)


def seconds_of(date: str) -> float | None:
    """Seconds since 1970 of a date as HTTP writes it, None for anything else."""
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
