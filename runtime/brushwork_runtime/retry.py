"""Which failed requests are sent again, when, and how often: the one place that decides it for a client.

`decide` has the table. `Attempts` counts those of one request and says when the next one comes; it never sleeps and
never sends, so that a thread and an event loop can each wait in its own way; `persist` is the way of a thread. Rate
limiters and the quota of repeated attempts are shared by all threads of a client.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ConnectFailed,
    DownloadFailed,
    MalformedResponse,
    OutcomeUnknown,
    RateLimited,
    TransportError,
)
from brushwork_runtime.base.language import sentences, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal, Protocol, TypeAlias

    from brushwork_runtime.base.clock import Clock, Deadline
    from brushwork_runtime.base.events import Hooks
    from brushwork_runtime.tables.spec import Model

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

    class Repeating(Protocol):
        """What repeats requests: a client, or downloads, which may have none."""

        retry_quota: RetryQuota
        clock: Clock
        rate_limits: RateLimits
        hooks: Hooks
        retries: int
        retry_unknown: bool


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


class RateLimiter:
    """Lets at most `per_second` requests through (None: any number), and `burst` at once after a pause.

    No more than `burst` leave in any `burst / per_second` seconds. Safe for threads.

    With `calm` the rate holds only for a minute after each `hold`: nobody waits while the service does not complain.
    It never sleeps itself, so that a thread and an event loop can each wait in its own way.
    """

    CALM = 60.0

    __slots__ = ("_burst", "_calm", "_clock", "_held", "_interval", "_lock", "_slots", "_spread")

    def __init__(self, clock: Clock, per_second: float | None = None, *, burst: int = 1, calm: bool = False) -> None:
        self._clock = clock
        self._calm = calm
        self._burst = burst
        self._interval = burst / per_second if per_second else 0.0
        self._lock = threading.Lock()
        self._slots = deque([-math.inf] * burst, burst)
        """The latest ones, the oldest first."""
        self._held = -math.inf
        self._spread = 0.0

    def slot(self) -> float:
        """Seconds to wait before sending, 0 or more; the slot at their end is the caller's."""
        return self.slot_within(math.inf) or 0.0

    def slot_within(self, seconds: float, *, at_least: float = 0.0) -> float | None:
        """As `slot`, for a request that waits `at_least` so long anyway; None if it stays closed longer.

        Those who come while it is closed leave spread over as long again as it was closed for. Who cannot wait for a
        slot goes without one, since the service may still have room.
        """
        with self._lock:
            now = self._clock.now()
            closed, spread = now < self._held, self._spread
            wait = max(at_least, self._held - now, 0.0)
            if wait > seconds:
                return None
            slot = max(wait, self._slots[0] + self._interval - now)
            if self._interval and slot <= seconds and (not self._calm or now < self._held + self.CALM):
                wait, spread = slot, min(self._interval / len(self._slots), spread)
                self._slots.append(now + slot)
            return wait + self._clock.random() * min(spread, (seconds - wait) / 2) if closed else wait

    def share(self, number: int) -> None:
        """Let only the `number`th part through from now on: so many processes share what the service allows."""
        with self._lock:
            burst = max(1, self._burst // number)
            latest = list(self._slots)[-burst:]
            self._slots = deque([-math.inf] * (burst - len(latest)) + latest, burst)

    def hold(self, seconds: float) -> None:
        """Let nothing through for so many seconds from now; a hold that lasts longer stands."""
        with self._lock:
            end = self._clock.now() + seconds
            if end > self._held:
                self._held, self._spread = end, seconds

    @property
    def closed(self) -> float:
        """Seconds for which it stays closed, 0 where it is open or opens within a millisecond."""
        left = self._held - self._clock.now()
        return left if left > 0.001 else 0.0


class RateLimits:
    """The rate limiters of a client, one for each kind of thing that the service counts by itself. Safe for threads."""

    __slots__ = ("_clock", "_limiters", "_lock")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limiters: dict[str, RateLimiter] = {}
        self._lock = threading.Lock()

    def of(self, name: str, per_second: float | None = None, *, burst: int = 1, calm: bool = False) -> RateLimiter:
        """The rate limiter of this name, made with this rate when it is first asked for."""
        with self._lock:
            if name not in self._limiters:
                self._limiters[name] = RateLimiter(self._clock, per_second, burst=burst, calm=calm)
            return self._limiters[name]

    def met(self, name: str) -> RateLimiter | None:
        """The rate limiter of this name, None where nobody has needed one yet."""
        return self._limiters.get(name)


def documented_rate(model: Model, region: str | None) -> float | None:
    """Requests a second that the documents allow an account for a model, None where they do not say."""
    limits = [limit for limit in model.rate_limits if not limit.regions or region in limit.regions]
    limit = next((limit for limit in limits if limit.regions), limits[0] if limits else None)
    return None if limit is None else limit.submits / {"second": 1.0, "minute": 60.0}[limit.per]


RETRIES = 4
"""How often a request is sent again at most, where that is safe."""


class RetryQuota:
    """How many attempts a client may repeat: a bucket of tokens that all its threads share.

    It holds 500. A repeated attempt takes 5, so a hundred may follow each other; a request that succeeds gives back
    what its attempts took, or 1 if it needed none. When the service is down for long, few requests are repeated.
    """

    CAPACITY = 500
    COST = 5

    __slots__ = ("_lock", "tokens")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.tokens = self.CAPACITY

    def take(self) -> bool:
        """Pay for a repeated attempt; False if there is not enough left."""
        with self._lock:
            if self.tokens < self.COST:
                return False
            self.tokens -= self.COST
            return True

    def give_back(self, repeated: int) -> None:
        """Note that a request succeeded after so many repeated attempts."""
        if self.tokens < self.CAPACITY:
            with self._lock:
                self.tokens = min(self.CAPACITY, self.tokens + (repeated * self.COST or 1))


ValueT = TypeVar("ValueT")


DOWNLOADS = "downloads from "
"""What the scope of downloads begins with; the host follows."""


class Attempts:
    """What has been tried so far; `number` is that of the attempt that is being made, from 1."""

    __slots__ = (
        "_before",
        "_bills",
        "_client",
        "_deadline",
        "_failed",
        "_method",
        "_rate",
        "_ready",
        "_scope",
        "_unsure",
        "_url",
        "number",
    )

    def __init__(
        self,
        client: Repeating,
        method: str,
        url: str,
        *,
        scope: str,
        deadline: Deadline,
        bills: bool,
        rate: float | None = None,
    ) -> None:
        """`scope`: what the service counts together; it has one limiter. `rate`: requests a second, as documented."""
        self._client = client
        self._method = method
        self._url = url
        self._scope = scope
        self._rate = rate
        self._deadline = deadline
        self._bills = bills
        self._failed: BrushworkError | None = None
        self._unsure: BrushworkError | None = None
        """The last failure after which the work may have been done."""
        self._ready = False
        self._before = 0
        self.number = 1

    def to(self, method: str, url: str) -> None:
        """Name the request that the attempts are of from here on, for hooks and logging."""
        self._method, self._url = method, url

    def came_further(self) -> None:
        """Note that the attempt brought a part of what is wanted, so that it counts as the first."""
        self._before = self.number - 1

    def check(self) -> None:
        """Raise what the attempt before failed with, once no other may follow; before the first, only if cancelled.

        Whoever has waited, for a pause to end or for a thread, asks here.
        """
        deadline = self._deadline
        if deadline.left() <= 0 and (self._failed is not None or deadline.cancellation.asked):
            raise self.late()

    def late(self) -> BrushworkError:
        """Why the next attempt is not made."""
        if self._failed is None:
            return self._deadline.refusal()
        why = self._deadline.stopped or tr("the time of the call was over")
        return self._last(self._failed, tr("It was not sent again, since {why}.", why=why))

    def sleep(self, seconds: float) -> None:
        """Let a pause pass; a cancellation ends it early."""
        self._deadline.sleep(seconds)

    def before(self) -> float:
        """Seconds until an attempt may leave: 0, unless the service has throttled this scope a moment ago.

        To be asked again after them, since the scope may have been closed anew. Raises `RateLimited`, or what the
        attempt before failed with, if they are more than the deadline leaves.
        """
        limiter = self._client.rate_limits.met(self._scope)
        if limiter is None or (self._ready and not limiter.closed):
            return 0.0
        self._ready = True
        wait = limiter.slot_within(self._deadline.left())
        if wait is None:
            raise self._last(self._failed or _closed(self._scope, limiter.closed), "")
        return wait

    def after(self, error: BrushworkError) -> float:
        """Seconds until the next attempt. Raises `error` if there is none."""
        client = self._client
        action = decide(error, bills=self._bills, retry_unknown=client.retry_unknown)
        if self._bills and what_happened(error) in ("unknown", "done"):
            self._unsure = error
        if action == "never":
            raise self._last(error, "")
        if self._deadline.stopped:
            self._failed = error
            raise self.late()
        left = self._deadline.left()
        if self._count > client.retries:
            tried = tr("It was tried {count} times.", count=self.number) if client.retries else ""
            raise self._last(error, tried)
        wait = self._soon(error, left) if action == "soon" else self._throttled(error, action, left)
        if wait is None or wait >= left:
            raise self._last(error, _too_late(error, max(left, 0.0)))
        if not client.retry_quota.take():
            why = tr("It was not tried again, since too many requests of this client have failed.")
            raise self._last(error, why)
        self._tell(error, wait)
        self._failed = error
        self._ready = True
        self.number += 1
        return wait

    def _last(self, error: BrushworkError, why: str) -> BrushworkError:
        """What to raise after `error`; an attempt that may have been billed matters more than a later refusal."""
        unsure = self._unsure
        if unsure is None or unsure is error:
            return _given_up(error, why)
        unsure.__cause__ = error
        return _given_up(unsure, tr("A later attempt failed, too: {message}.", message=error.message))

    @property
    def _count(self) -> int:
        """How many attempts there were since one brought a part."""
        return self.number - self._before

    def _soon(self, error: BrushworkError, left: float) -> float | None:
        """After a pause of our own, or one that is longer and was asked for."""
        wait = max(pause(self._client.clock, self._count - 1), getattr(error, "retry_after", None) or 0.0)
        limiter = self._client.rate_limits.met(self._scope)
        return wait if limiter is None else limiter.slot_within(left, at_least=wait)

    def _throttled(self, error: BrushworkError, action: str, left: float) -> float | None:
        """Close the scope for all of the client, and take a moment of one's own after it has opened again."""
        asked: float = getattr(error, "retry_after", None) or 0.0
        limiter = self._client.rate_limits.of(self._scope, self._rate, calm=True)
        limiter.hold(max(asked, QUOTA_PAUSE if action == "slowly" else ceiling(self._count - 1)))
        return limiter.slot_within(left)

    def _tell(self, error: BrushworkError, wait: float) -> None:
        url, reason = redact.url(self._url), redact.shown(error.message)
        log.info("%s %s: attempt %d in %.2f s, after: %s", self._method, url, self.number + 1, wait, reason)
        hooks = self._client.hooks
        if hooks.on_retry is not None:
            from brushwork_runtime.base.events import RetryEvent, tell

            tell(hooks.on_retry, RetryEvent(self._method, url, attempt=self.number, pause=wait, reason=reason))


class Steps(Generic[ValueT]):
    """A request carried out step by step: `once` makes one attempt, given its number. `value` is what it returned."""

    __slots__ = ("_attempts", "_client", "_once", "value")

    def __init__(self, client: Repeating, attempts: Attempts, once: Callable[[int], ValueT]) -> None:
        self._client = client
        self._attempts = attempts
        self._once = once
        self.value: ValueT

    def step(self) -> float | None:
        """Make the next attempt. Seconds to wait before the next step; None once one has succeeded.

        Raises what the last attempt raised, when no other is to follow.
        """
        attempts = self._attempts
        attempts.check()
        if wait := attempts.before():
            return wait
        try:
            self.value = self._once(attempts.number)
        except BrushworkError as error:
            return attempts.after(error)
        self._client.retry_quota.give_back(attempts.number - 1)
        return None


def persist(
    client: Repeating, attempts: Attempts, once: Callable[[int], ValueT], failed: BrushworkError | None = None
) -> ValueT:
    """What the first attempt that succeeds returns; `failed` is how the first one ended, if it was made already."""
    steps = Steps(client, attempts, once)
    wait = steps.step() if failed is None else attempts.after(failed)
    while wait is not None:
        attempts.sleep(wait)
        wait = steps.step()
    return steps.value


def _too_late(error: BrushworkError, left: float) -> str:
    asked: float | None = getattr(error, "retry_after", None)
    if asked is not None and asked >= left:
        return tr(
            "The service asks to wait {asked:,.10g} s, which is more than the {left:.3g} s that were left.",
            asked=asked,
            left=left,
        )
    return tr("The {left:.3g} s that were left did not suffice for another attempt.", left=left)


def _given_up(error: BrushworkError, why: str) -> BrushworkError:
    error.hint = sentences(error.hint, why) or None
    return error


def _closed(scope: str, seconds: float) -> RateLimited:
    if scope.startswith(DOWNLOADS):
        scope = tr("downloads from {host}", host=scope.removeprefix(DOWNLOADS))
    error = RateLimited(
        tr(
            "the service throttles {scope}, for another {seconds:.3g} s at least, which is more than the call has left",
            scope=scope,
            seconds=seconds,
        ),
        hint=tr("Nothing was sent. Make fewer calls at a time, or give this one longer with timeout=."),
    )
    error.retry_after = seconds
    return error
