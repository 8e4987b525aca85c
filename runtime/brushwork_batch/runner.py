"""Runs a batch: first what is submitted is collected, then what is in doubt reconciled, then the rest is sent.

Each model has a feeder, which asks admission for its next job; each job under way has a thread, which waits for its
task and saves its pictures. With an executor the jobs are carried by whoever that is, and the journal tells how they
ended. Several runners, in any number of processes, may share a journal: whatever is decided is decided in it.
"""

from __future__ import annotations

import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from brushwork_batch import admission, leases
from brushwork_batch.carrier import SETTLE, Carrier
from brushwork_batch.limits import limit_of
from brushwork_runtime import session_of, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

    from brushwork_batch.admission import Admission
    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Event, Job
    from brushwork_runtime import SyncClient

LOOK = 2.0
"""Seconds from one look for jobs of processes that died to the next."""

SOON = 1.0
"""Seconds after which whoever waits looks again, since another process may have changed something."""

FIRST = 120.0
"""Seconds at most that what is submitted is looked at before anything new is sent."""

PATIENCE = 5.0
"""Seconds that leaving waits for requests that are on their way."""


class Runner:
    """One run of a batch by this process. `run` yields the jobs that it ended; `stop` and `leave` end it sooner.

    `work` is called in the executor, by path of the journal and key, where there is one.
    """

    def __init__(
        self,
        journal: Journal,
        client: SyncClient,
        *,
        names: str,
        executor: Executor | None = None,
        work: Callable[[str, str], str] | None = None,
        unpriced: bool = False,
        settle: float = SETTLE,
        told: Callable[[Event], object] | None = None,
    ) -> None:
        self.journal = journal
        self._executor = executor
        self._work = work
        self._ended: queue.SimpleQueue[Job | BaseException | None] = queue.SimpleQueue()
        self._news = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._feeders: dict[str, threading.Thread] = {}
        self._closed: dict[str, str] = {}
        """Models of which this run sends nothing more, and why."""
        self._futures: dict[str, Future[str]] = {}
        self._told = set[str]()
        self._broken: BaseException | None = None
        self.stopping = False
        self._lease = leases.Lease(journal)
        self.carrier = Carrier(
            journal,
            client,
            self._lease.owner,
            names=names,
            unpriced=unpriced,
            settle=settle,
            told=told,
            changed=self._changed,
        )

    def run(self) -> Iterator[Job]:
        """Yield each job once it has ended, in the order of the ends.

        A first Ctrl-C stops the sending, and what is under way is collected; a second one is raised, with a note of
        what runs on.
        """
        conductor = threading.Thread(target=self._conduct, name="brushwork-batch", daemon=True)
        conductor.start()
        interrupted = False
        try:
            while True:
                try:
                    ended = self._next()
                except KeyboardInterrupt:
                    if interrupted or self.stopping:
                        raise
                    interrupted = True
                    why = tr("interrupted; what is under way is collected. Interrupt again to leave it.")
                    # not in this thread, which the second one may reach in the middle of a change of the journal
                    threading.Thread(target=self.stop, args=(why,), daemon=True).start()
                    continue
                if ended is None:
                    break
                if isinstance(ended, BaseException):
                    raise ended
                yield ended
            if self._broken is not None:
                raise self._broken
        except KeyboardInterrupt as stop:  # the second, or one in the middle of stopping
            stop.add_note(left_behind(self.journal))
            raise
        finally:
            self._leave(conductor)

    def stop(self, why: str | None = None) -> None:
        """Send nothing more; what is under way is collected."""
        if not self.stopping:
            self.stopping = True
            self.carrier.tell("stopping", why or tr("told to stop"))
            self._changed()

    def _next(self) -> Job | BaseException | None:
        while True:
            try:
                return self._ended.get(timeout=SOON)  # not for ever: some systems let no signal through meanwhile
            except queue.Empty:
                continue

    # The conductor

    def _conduct(self) -> None:
        try:
            self._begin()
            looked = time.monotonic()
            while not self.carrier.leaving:
                self._feed()
                with self._news:
                    idle = not self._busy()
                    if not idle:
                        self._news.wait(SOON)
                if idle and not self._more():  # in this order, since whatever ran may have planned a job again
                    break
                if time.monotonic() - looked >= LOOK:
                    self._adopt()
                    looked = time.monotonic()
        except BaseException as error:
            self._ended.put(error)
        self._ended.put(None)

    def _begin(self) -> None:
        admission.open_gates(self.journal, [limit_of(self.carrier.client, model) for model in self.journal.models()])
        if not leases.others(self.journal, self._lease.owner):
            admission.reopened(self.journal)
        looks = self._adopt()
        end = time.monotonic() + FIRST
        for look in looks:
            while not look.wait(SOON) and time.monotonic() < end and not self.carrier.leaving:
                continue

    def _adopt(self) -> list[threading.Event]:
        """Take over the jobs under way whose worker has died; an event for each, set once it is known how it stands."""
        looks: list[threading.Event] = []
        found = leases.orphans(self.journal)
        self.carrier.share()
        for key, before in found:
            if self.carrier.adopt(key, before):
                job = self.journal.get(key)
                submitted = job is not None and job.state == "submitted"
                look = threading.Event()
                self.carrier.tell("adopted", tr("its worker has ended"), key)
                self._spawn(self._carry, key, look.set if submitted else None)
                if submitted:
                    looks.append(look)
        return looks

    def _busy(self) -> bool:
        return bool(self._threads or self._futures or any(feeder.is_alive() for feeder in self._feeders.values()))

    def _more(self) -> bool:
        """Whether there is something to send."""
        over = self.stopping or self.carrier.leaving or self._broken is not None
        return not over and bool(self._models_to_send())

    def _feed(self) -> None:
        if not self._more():
            if self.stopping:
                for future in self._futures.values():
                    future.cancel()  # those that have not begun; a worker that has a job carries it to its end
            self._take_back()
            return
        if self._executor is not None:
            self._dispatch(self._executor)
            return
        for model in self._models_to_send():
            feeder = self._feeders.get(model)
            if feeder is None or not feeder.is_alive():
                self._feeders[model] = threading.Thread(
                    target=self._guarded, args=(partial(self._feed_model, model),), name="brushwork-feed", daemon=True
                )
                self._feeders[model].start()

    def _models_to_send(self) -> list[str]:
        return [model for model in self.journal.planned_models() if model not in self._closed]

    def _feed_model(self, model: str) -> None:
        """Send the jobs of a model, one after another, until there are none or none may be sent."""
        own = set[threading.Thread]()
        while not (self.stopping or self.carrier.leaving):
            admitted = admission.admit(self.journal, self._lease.owner, model=model, unpriced=self.carrier.unpriced)
            if admitted.key is not None and admitted.admitted:
                own.add(self._send(admitted.key))
            elif admitted.why in admission.WAITS:
                self._wait(admitted.wait)
            elif admitted.why == "unpriced" and admitted.key is not None:
                self.skip_unpriced(admitted.key)
            elif admitted.why == "none" and any(thread.is_alive() for thread in own):
                self._wait(None)  # one of them may yet come back
            else:
                if admitted.why != "none":
                    self._close(model, admitted)
                return
            own = {thread for thread in own if thread.is_alive()}

    def _send(self, key: str) -> threading.Thread:
        """Send an admitted job: here where it becomes a task, as no other may leave meanwhile; else in its thread."""
        job = self.journal.get(key)
        if job is None or job.route != "task":
            return self._spawn(self._sent, key)
        self.carrier.send(key)
        job = self.journal.get(key)
        submitted = job is not None and job.state == "submitted"
        return self._spawn(self._carry if submitted else self._tell_end, key)

    def _sent(self, key: str) -> None:
        self.carrier.send(key)
        self._tell_end(key)

    def _carry(self, key: str, looked: Callable[[], object] | None = None) -> None:
        self.carrier.carry(key, looked)
        self._tell_end(key)

    def _tell_end(self, key: str) -> None:
        job = self.journal.get(key)
        with self._news:
            if job is not None and job.ended and key not in self._told:
                self._told.add(key)
                self._ended.put(job)

    def skip_unpriced(self, key: str) -> None:
        """A job whose price nobody knows is not sent where there is a budget."""
        skip_unpriced(self.carrier, key)
        self._tell_end(key)

    def _close(self, model: str, admitted: Admission) -> None:
        self._closed[model] = admitted.why
        if admitted.why == "budget":
            self.carrier.tell(
                "budget", tr("the budget does not allow another job of {model}", model=model), admitted.key
            )

    def _wait(self, seconds: float | None) -> None:
        """Until something has changed, or so many seconds have passed."""
        if seconds is not None and not self.passes:
            self.carrier.pause(seconds)
            return
        with self._news:
            self._news.wait(SOON if seconds is None else min(seconds, SOON))

    @property
    def passes(self) -> bool:
        """Whether the client's clock is one that passes by itself."""
        return bool(getattr(session_of(self.carrier.client).clock, "real", True))

    # An executor

    def _dispatch(self, executor: Executor) -> None:
        """Hand planned jobs to the executor, as many as may be under way at once."""
        assert self._work is not None
        self._take_back()
        room = sum(gate.limit for gate in self.journal.gates()) - len(self._futures)
        for job in self.journal.jobs("planned"):
            if room <= 0 or self._broken is not None:
                return
            if job.key in self._futures or job.model in self._closed:
                continue
            try:
                future = executor.submit(self._work, self.journal.place, job.key)
            except BaseException as error:
                self._breaks(error)
                return
            self._futures[job.key] = future
            future.add_done_callback(lambda _: self._changed())
            room -= 1

    def _take_back(self) -> None:
        for key, future in list(self._futures.items()):
            if not future.done():
                continue
            del self._futures[key]
            job = self.journal.get(key)
            error = None if future.cancelled() else future.exception()
            if error is not None:
                self._breaks(error)
            elif job is not None and job.state == "planned" and not future.cancelled():
                self._closed[job.model] = future.result()
            self._tell_end(key)

    def _breaks(self, error: BaseException) -> None:
        """The executor, or what ran in it, failed: nothing more is handed to it, and its jobs are taken over here."""
        self._broken, why = self._broken or error, f"{type(error).__name__}: {error}"
        self.carrier.tell("stopping", tr("the executor failed: {error}", error=why))

    # Threads

    def _spawn(self, target: Callable[..., object], *arguments: object) -> threading.Thread:
        thread = threading.Thread(
            target=self._threaded, args=(partial(target, *arguments),), name="brushwork-job", daemon=True
        )
        with self._news:
            self._threads.add(thread)
        thread.start()
        return thread

    def _threaded(self, call: Callable[[], object]) -> None:
        try:
            self._guarded(call)
        finally:
            with self._news:
                self._threads.discard(threading.current_thread())
                self._news.notify_all()

    def _guarded(self, call: Callable[[], object]) -> None:
        try:
            call()
        except BaseException as error:
            self._ended.put(error)

    def _changed(self) -> None:
        with self._news:
            self._news.notify_all()

    def _leave(self, conductor: threading.Thread) -> None:
        """Let go of everything: what is under way goes on at the service."""
        self.stopping = True
        self.carrier.leave()
        for future in self._futures.values():
            future.cancel()
        self._changed()
        end = time.monotonic() + PATIENCE
        with self._news:
            threads = [conductor, *self._feeders.values(), *self._threads]
        for thread in threads:
            if thread.ident is not None:
                thread.join(max(0.0, end - time.monotonic()))
        self._lease.close(busy=any(thread.is_alive() for thread in threads))


def left_behind(journal: Journal) -> str:
    """In words, what goes on at the service when the run is left now."""
    ids = [job.task_id or job.key for job in journal.jobs("sending", "submitted")]
    if not ids:
        return tr("Nothing is under way. Run the batch again to go on.")
    shown = ", ".join(ids[:20]) + (", …" if len(ids) > 20 else "")
    return tr(
        "{count} jobs are under way and go on: {jobs}. Resume the batch within 24 hours to collect them.",
        count=len(ids),
        jobs=shown,
    )


def skip_unpriced(carrier: Carrier, key: str) -> None:
    """Skip a job whose price nobody knows in the currency of the budget."""
    text = tr(
        "its price is not known in the currency of the budget; allow it with --allow-unknown-price or unpriced=True"
    )
    carrier.journal.move(
        key,
        "skipped",
        expect=("planned",),
        event=("skipped", text),
        error=text,
        error_code="UnknownPrice",
        finished_at=carrier.journal.now(),
    )


def work(carrier: Carrier, key: str, *, tries: int | None = None) -> str:
    """Carry one job to its end, wherever it stands; the state that it is in then, or why it was not sent.

    Called again for the same job, by a scheduler that lost it, it goes on where the first call was, and sends nothing
    a second time. One that was sent `tries` times to no effect stays planned. While it waits for its turn, jobs of
    workers that died are carried on: one in doubt lets no other of its model be sent.
    """
    journal, looked = carrier.journal, float("-inf")
    carrier.share()
    while not carrier.leaving:
        job = journal.get(key)
        if job is None:
            return "none"
        if job.ended:
            return job.state
        if job.state == "planned" and tries is not None and job.attempts >= tries:
            return job.state
        if job.state != "planned":
            before = dict(leases.orphans(journal)).get(key, carrier.owner)
            if before == carrier.owner or not carrier.adopt(key, before):
                return job.state  # of somebody who lives
            carrier.carry(key)
            if journal.get(key) == job:
                return job.state
            continue
        admitted = admission.admit(journal, carrier.owner, key=key, unpriced=carrier.unpriced)
        if admitted.admitted:
            carrier.send(key)
            job = journal.get(key)
            if job is not None and job.state == "submitted":
                carrier.carry(key)
        elif admitted.why in admission.WAITS:
            if time.monotonic() - looked >= LOOK:
                for other, before in leases.orphans(journal):
                    if carrier.adopt(other, before):
                        carrier.carry(other)
                looked = time.monotonic()
                continue
            carrier.pause(min(SOON / 4 if admitted.wait is None else admitted.wait, SOON))
        elif admitted.why == "unpriced":
            skip_unpriced(carrier, key)
        elif admitted.why != "taken":
            return admitted.why
    return "planned"
