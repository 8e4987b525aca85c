"""The attempts of one request: when the next one comes, or that there is none. It never sleeps and never sends.

So a thread and an event loop can each wait in its own way; `persist` is the way of a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import BrushworkError, RateLimited
from brushwork_runtime.base.language import sentences, tr
from brushwork_runtime.retry import policy as retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.retry.limits import Repeating

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
        action = retry.decide(error, bills=self._bills, retry_unknown=client.retry_unknown)
        if self._bills and retry.what_happened(error) in ("unknown", "done"):
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
        wait = max(retry.pause(self._client.clock, self._count - 1), getattr(error, "retry_after", None) or 0.0)
        limiter = self._client.rate_limits.met(self._scope)
        return wait if limiter is None else limiter.slot_within(left, at_least=wait)

    def _throttled(self, error: BrushworkError, action: str, left: float) -> float | None:
        """Close the scope for all of the client, and take a moment of one's own after it has opened again."""
        asked: float = getattr(error, "retry_after", None) or 0.0
        limiter = self._client.rate_limits.of(self._scope, self._rate, calm=True)
        limiter.hold(max(asked, retry.QUOTA_PAUSE if action == "slowly" else retry.ceiling(self._count - 1)))
        return limiter.slot_within(left)

    def _tell(self, error: BrushworkError, wait: float) -> None:
        url, reason = redact.url(self._url), redact.shown(error.message)
        log.info("%s %s: attempt %d in %.2f s, after: %s", self._method, url, self.number + 1, wait, reason)
        hooks = self._client.hooks
        if hooks.on_retry is not None:
            from brushwork_runtime.base.events import RetryEvent

            hooks.retry(RetryEvent(self._method, url, attempt=self.number, pause=wait, reason=reason))


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
