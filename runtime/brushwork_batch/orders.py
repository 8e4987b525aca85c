"""Single paid calls: what a server buys for the people and agents that ask it, over the journal and its admission.

Who asks may lose the answer, give up, or ask again; a call is paid for once all the same. Its work runs in a thread of
its own, which no client's time-out ends, and its identity tells a repeat from a new wish:

    orders = Orders(journal, client, out="pictures")
    job = orders.place({"model": "wan2.6-t2i", "prompt": "a cat"}, identity="agent-7:3f2a")
    job = orders.wait(job.key, 45)      # done, or not yet: ask again by the key
    job.state, job.paths, job.cost
"""

from __future__ import annotations

import contextvars
import threading
import time
from itertools import count
from typing import TYPE_CHECKING

from brushwork_batch import admission, leases, saving
from brushwork_batch.admission import open_gates
from brushwork_batch.batch import hold_region
from brushwork_batch.carrier import SETTLE, Carrier
from brushwork_batch.limits import limit_of
from brushwork_batch.planning import row_of
from brushwork_batch.records import fingerprint
from brushwork_batch.runner import work
from brushwork_runtime import errors, log, tr

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Any, Self

    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Event, Job, Planned
    from brushwork_runtime import SyncClient

DAY = 24 * 3600.0
"""Seconds in which asking for the same again gives the first one's pictures."""

TRIES = 3
"""How often a call is sent whose request provably came to nothing."""

LOOK = 0.5
"""Seconds from one look into the journal to the next, for what other processes change."""

PATIENCE = 5.0
"""Seconds that closing waits for requests that are on their way."""


def identity(*parts: object) -> str:
    """The identity of a wish: the same for the same parts, such as who asks, for what, and which variation of it."""
    return fingerprint({"": parts})[:20]


class Orders:
    """Places single calls, each admitted and carried as a job of the journal. Safe for threads.

    `out` is the folder of the pictures and `names` the template of their names below it. The budget is that of the
    journal (`Journal.set_budget`); with `unpriced`, what has no known price is sent in spite of it. `told` is called
    with each event. What a process that died has left under way is collected from the beginning on; what it had not
    sent is sent when somebody asks for it again, and not before.

    Raises `JournalError` for a client of another region than the journal's.
    """

    def __init__(
        self,
        journal: Journal,
        client: SyncClient,
        *,
        out: str | os.PathLike[str],
        names: str = saving.TEMPLATE,
        unpriced: bool = False,
        settle: float = SETTLE,
        told: Callable[[Event], object] | None = None,
    ) -> None:
        hold_region(journal, client)
        self.journal = journal
        self.client = client
        self._news = threading.Condition()
        self._closed = False
        self._threads: dict[str, threading.Thread] = {}
        self._broken = set[str]()
        """Keys whose threads an error ended, so that nobody waits for them."""
        self._lease = leases.Lease(journal)
        self._carrier = Carrier(
            journal,
            client,
            self._lease.owner,
            names=saving.template(out, names),
            unpriced=unpriced,
            settle=settle,
            told=told,
            changed=self._changed,
        )
        open_gates(journal, [limit_of(client, model) for model in journal.models()])
        for key, _ in leases.orphans(journal):
            self._start(key)

    def check(self, request: Mapping[str, Any], *, key: str = "") -> Planned:
        """What a flat request would be as a job, with the most that it may cost; free. Raises `InvalidRequest`."""
        return row_of(request, self.client, key)

    def place(self, request: Mapping[str, Any], identity: str, *, within: float = DAY) -> Job:
        """Buy what a flat request asks for, or find what was bought for this identity, and return at once.

        A repeat `within` so many seconds gives the first one's job, wherever that stands, also if its outcome is not
        known; one that ended without a bill is tried anew. Raises `InvalidRequest`, and `KeyConflict` where the
        identity stands for another request; nothing is sent then.
        """
        key = self._key(identity, within)
        job = self.journal.get(key)
        if job is None or job.fingerprint != fingerprint(request):
            row = self.check(request, key=key)
            admission.reopened(self.journal, held=False)  # somebody wants it now, whatever stopped others before
            open_gates(self.journal, [limit_of(self.client, row.model)])
            self.journal.add([row])
            job = self.journal.get(key)
        assert job is not None
        if not job.ended:
            self._start(key)
        return job

    def find(self, identity: str, *, within: float = DAY) -> Job | None:
        """What a repeat of this identity would be given; None where it would be bought."""
        return self.journal.get(self._key(identity, within))

    def wait(self, key: str, seconds: float) -> Job | None:
        """The job once it has ended, or as it stands after so many seconds; None if there is none of that key."""
        end = time.monotonic() + seconds
        while True:
            with self._news:
                job, left = self.journal.get(key), end - time.monotonic()
                if job is None or job.ended or left <= 0 or key in self._broken or self._carrier.leaving:
                    return job
                self._news.wait(min(left, LOOK))

    def cancel(self, key: str) -> bool:
        """Give up a call that was not sent, or whose task still waits; whether it is given up.

        What runs at the service cannot be stopped, and is billed.
        """
        job, text = self.journal.get(key), tr("cancelled")
        if job is None:
            return False
        ended: dict[str, Any] = {"finished_at": self.journal.now(), "error": text, "error_code": "Cancelled"}
        if self.journal.move(key, "skipped", expect=("planned",), event=("skipped", text), **ended):
            self._changed()
            return True
        if job.state != "submitted" or job.task_id is None:
            return False
        try:
            self.client.task(job.task_id).cancel()
        except (errors.BadRequest, errors.TaskExpired):
            return False
        self.journal.note("cancelled", tr("task {id} was cancelled while it waited", id=job.task_id), key)
        return True

    def collect(self, key: str) -> None:
        """Fetch what a call made that was sent and that nobody carries any more; one that was not sent stays so."""
        job = self.journal.get(key)
        if job is not None and job.state in ("sending", "submitted"):
            self._start(key)

    def carries(self, key: str) -> bool:
        """Whether a call is being carried on here now."""
        return key in self._threads

    def close(self, patience: float = 0.0) -> None:
        """Send nothing more. What is under way goes on at the service, and is collected by the next `Orders`.

        First, its end is waited for, so many seconds at most.
        """
        end = time.monotonic() + patience
        with self._news:
            self._closed = True
            self._news.wait_for(lambda: not self._threads, max(0.0, end - time.monotonic()))
        self._carrier.leave()
        self._changed()
        end = time.monotonic() + PATIENCE
        with self._news:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._lease.close(busy=any(thread.is_alive() for thread in threads))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _key(self, identity: str, within: float) -> str:
        """The key of an identity: a number follows it where the ones before are no answer to a repeat."""
        now = self.journal.now()
        for number in count(1):
            key = identity if number == 1 else f"{identity}.{number}"
            job = self.journal.get(key)
            if job is None or not _over(job, now - within):
                return key
        raise AssertionError("numbers do not end")

    def _start(self, key: str) -> None:
        with self._news:
            if key in self._threads or self._closed:
                return
            self._broken.discard(key)
            context = contextvars.copy_context()  # the language of whoever asks is that of what goes wrong
            self._threads[key] = threading.Thread(
                target=context.run, args=(self._carried, key), name="brushwork-order", daemon=True
            )
            self._threads[key].start()

    def _carried(self, key: str) -> None:
        try:
            why = work(self._carrier, key, tries=TRIES)
            if not self._carrier.leaving:
                self._given_up(key, why)
        except Exception as error:  # a thread has nobody to raise to; the journal says where the job stands
            log.warning("order %s: %s: %s", key, type(error).__name__, error)
            self._broken.add(key)
        finally:
            with self._news:
                self._threads.pop(key, None)
                self._news.notify_all()

    def _given_up(self, key: str, why: str) -> None:
        """End a job that is not to be sent as things are."""
        job = self.journal.get(key)
        if job is None or job.state != "planned":
            return
        code, text = self._reason(job, why)
        ended: dict[str, Any] = {"finished_at": self.journal.now(), "error": text, "error_code": code}
        self.journal.move(key, "skipped", expect=("planned",), event=("skipped", text), **ended)

    def _reason(self, job: Job, why: str) -> tuple[str, str]:
        if why == "budget":
            sums = next((each for each in self.journal.money() if each.currency == job.currency), None)
            left = None if sums is None or sums.budget is None else sums.budget - sums.spent - sums.reserved
            return "BudgetExceeded", tr(
                "it may cost {upper} {currency}; {left} {currency} of the budget are left",
                upper=job.upper,
                currency=job.currency,
                left=left,
            )
        if why == "paused":
            return "Paused", self.journal.meta("paused") or job.error or tr("the service takes no calls")
        if why == "stopped":
            stopped = (gate.stopped for gate in self.journal.gates() if gate.model == job.model)
            return "Stopped", next(filter(None, stopped), None) or job.error or tr("the service takes no calls")
        return "NotSent", job.error or tr("the service takes no calls")

    def _changed(self) -> None:
        with self._news:
            self._news.notify_all()


def _over(job: Job, since: float) -> bool:
    """Whether a job is no answer to a repeat: it ended before the moment `since`, or without a bill."""
    if not job.ended:
        return False
    if job.state in ("failed", "skipped", "rejected") and not job.cost:
        return True
    return (job.finished_at or 0.0) < since
