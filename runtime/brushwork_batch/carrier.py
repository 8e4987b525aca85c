"""One job carried from its admission to its end: sent once, its task waited for, its pictures saved.

What happened is in the journal before anything follows from it, so that whoever comes after a death at any moment finds
where to go on:

    planned ─admit─▶ sending ─submit─▶ submitted ─wait, save─▶ done
       ▲               │ refused before any work                failed, expired
       └───────────────┤
                       └ in doubt ─reconcile─▶ submitted, planned (no task was made), unknown
"""

from __future__ import annotations

import dataclasses
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from brushwork_batch import admission, leases, saving
from brushwork_batch.records import Event
from brushwork_runtime import (
    BrushworkError,
    ConnectFailed,
    Image,
    InvalidRequest,
    PartialResult,
    Result,
    TextPart,
    begun_nothing,
    created_since,
    errors,
    log,
    sentences,
    session_of,
    tr,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal
    from typing import Any, TypeAlias

    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Job, Picture, Route, State
    from brushwork_runtime import Prepared, SyncClient, Task

    Request: TypeAlias = Prepared[Result, Task]

SETTLE = 10.0
"""Seconds in which a task may still turn up in the list of one whose answer was lost."""

LOOK = 1.0
"""Seconds from one look at that list to the next."""

TRIES = 5
"""How often a job whose request left no task is sent anew, and a download is tried."""

SLOWEST = 60.0
"""Seconds of the longest pause after errors that may pass."""

WARN = 3600.0
"""Seconds before the end of a task's life at which it is told that its pictures are about to be lost."""


class Carrier:
    """Carries jobs of a journal with a client, for the worker `owner`. Safe for threads.

    `told` is called with each event; `changed` whenever a job has moved on. `leave` ends every wait.
    """

    def __init__(
        self,
        journal: Journal,
        client: SyncClient,
        owner: str,
        *,
        names: str,
        unpriced: bool = False,
        settle: float = SETTLE,
        told: Callable[[Event], object] | None = None,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self.journal = journal
        self.owner = owner
        self.unpriced = unpriced
        self.client = client.with_options()
        self._sends = client.with_options(retries=0, retry_unknown=False)
        """Sends what is billed: the journal decides what is sent again, and when."""
        self._names = names
        self._settle = settle
        self._told = told
        self._changed = changed
        self._leaving = threading.Event()
        self._workers = 1
        self._adopted = set[str]()
        self._lifetime = float(client.models.api.lifetimes.get("task", 24 * 3600))

    @property
    def leaving(self) -> bool:
        """Whether nothing is waited for any more."""
        return self._leaving.is_set()

    def leave(self) -> None:
        """Wait for nothing any more; what is under way goes on at the service, and the journal knows of it."""
        self._leaving.set()
        self._take_part(1)  # the limits are those of the client, which may live on
        self._sends.close()
        self.client.close()

    def pause(self, seconds: float) -> None:
        """Let time pass on the client's clock; leaving ends it early."""
        if not self.leaving:
            session_of(self.client).within(seconds + 1).sleep(seconds)

    def share(self) -> None:
        """Ask no more often for the state of tasks than is this worker's part of what the account may."""
        self._take_part(max(1, leases.number(self.journal)))

    def _take_part(self, workers: int) -> None:
        if workers != self._workers:
            self._workers = workers
            session_of(self.client).rate_limits.of("tasks").share(workers)

    def adopt(self, key: str, before: str | None) -> bool:
        """Take over a job under way from a worker that died; False if somebody else was faster."""
        if not leases.adopt(self.journal, key, before, self.owner):
            return False
        self._adopted.add(key)
        return True

    # From the claim to the submission

    def carry(self, key: str, looked: Callable[[], object] | None = None) -> None:
        """Carry a job of this worker on from where it stands, as far as it goes.

        One that is `sending` must have been adopted: nothing else may be about to send it.

        `looked` is called once it is known where a submitted one stands, which is asked first then.
        """
        try:
            job = self._own(key)
            if job is not None and job.state == "sending":
                self._reconcile(job)
                job = self._own(key)
            if job is not None and job.state == "submitted":
                self._collect(job, looked)
        finally:
            if looked is not None:
                looked()
            self._changed()

    def _own(self, key: str) -> Job | None:
        job = self.journal.get(key)
        return job if job is not None and job.owner == self.owner else None

    def send(self, key: str) -> None:
        """Send a job that was just admitted for this worker. Once it is submitted as a task, `carry` goes on."""
        job = self._own(key)
        if job is None or job.state != "sending":  # taken over meanwhile, as from a worker that is believed dead
            return
        try:
            prepared = self._prepared(job, self._sends)
        except (BrushworkError, OSError, ValueError, TypeError, Warning) as error:
            self._fail(job, error)
            return
        try:
            if job.route == "task":
                task = prepared.submit()
                self._submitted(job, task.id)
            else:
                self._answered(job, prepared.send())
        except BrushworkError as error:
            self._unsent(job, error)
        finally:
            self._changed()

    def _prepared(self, job: Job, client: SyncClient) -> Request:
        prepared = client.prepare(job.request, local_files=True)
        protocol = "async" if job.route == "task" else "sync"
        return prepared if prepared.route.protocol == protocol else prepared.by(protocol)

    def _submitted(self, job: Job, task_id: str) -> None:
        moment = self.journal.now()
        self._move(job, "submitted", ("sending",), task_id=task_id, submitted_at=moment)
        admission.answered(self.journal, job.model)
        self.tell("submitted", tr("task {task_id}", task_id=task_id), job.key, keep=False)

    def _unsent(self, job: Job, error: BrushworkError) -> None:
        """What an error of sending means for the job, its model, and the whole batch."""
        if isinstance(error.result, Result) and error.result.images:
            self._answered(job, error.result, error)
        elif _in_doubt(error):
            if not self.leaving:  # else it stays in doubt, and is reconciled by whoever comes next
                self._doubt(job, error)
        elif self.leaving:
            self._again(job, error)
        elif _of_everything(error):
            self._again(job, error)
            self.stop_all(_line(error))
        elif isinstance(error, errors.RateLimited):
            seconds = max(error.retry_after or 0.0, 1.0)
            slower = admission.throttled(self.journal, job.model, seconds)
            self._again(job, error)
            text = tr(
                "{model} is throttled: {seconds:g} s of pause, then {times:g} times slower",
                model=job.model,
                seconds=seconds,
                times=slower,
            )
            self.tell("slower", text, job.key)
        elif isinstance(error, errors.AccessDenied) and self._other_route(job, error):
            return
        elif _passes(error):
            self._again(job, error)
            self._backs_off(job, error)
        else:
            self._fail(job, error)

    def _again(self, job: Job, error: BaseException, **columns: Any) -> None:
        """The job was not begun: it is planned again."""
        self._move(job, "planned", ("sending",), owner=None, error=_line(error), **columns)

    def _backs_off(self, job: Job, error: BrushworkError) -> None:
        """After an error that may pass, hold the model a while, longer each time; ten of them stop it."""
        failures = next((gate.failures for gate in self.journal.gates() if gate.model == job.model), 0)
        seconds = min(SLOWEST, 2.0**failures * (0.5 + session_of(self.client).clock.random()))
        admission.held(self.journal, job.model, seconds)
        self.tell(
            "retry",
            tr("to be sent again in {seconds:.1f} s at the earliest: {error}", seconds=seconds, error=_line(error)),
            job.key,
        )
        self._counts(job.model, type(error).__name__)

    def _other_route(self, job: Job, error: BrushworkError) -> bool:
        """Plan it for the mode's other route, once: a refusal of the one is no work."""
        if any(True for _ in self.journal.events(job.key, kinds=("rerouted",))):
            return False
        other: Route = "sync" if job.route == "task" else "task"
        try:
            self._prepared(dataclasses.replace(job, route=other), self.client)
        except BrushworkError:
            return False
        self._again(job, error, route=other)
        self.tell("rerouted", tr("to be sent by its other route: {error}", error=_line(error)), job.key)
        return True

    def _doubt(self, job: Job, error: BrushworkError) -> None:
        if job.route == "task":
            self.tell("retry", tr("to be looked for in the list of tasks: {error}", error=_line(error)), job.key)
            self._reconcile(job, error)
            return
        text = sentences(
            _line(error), tr("It may have been made and billed; nobody can tell, since this route has no tasks.")
        )
        self._end(job, "unknown", ("sending",), error_code=_code(error), error=text, request_id=error.request_id)
        self._counts(job.model, _code(error))

    # In doubt

    def _reconcile(self, job: Job, error: BrushworkError | None = None) -> None:
        """Find out what became of a request in doubt, by the list of the account's tasks.

        No other submission of the model can be on its way meanwhile, so that a task that no job explains is its own.
        """
        if job.route == "sync":
            text = tr("its process died while the request was on its way; it may have been made and billed")
            self._end(job, "unknown", ("sending",), error_code="OutcomeUnknown", error=text)
            return
        begun, sent, failures = self.journal.now(), job.sending_at or 0.0, 0
        while not self.leaving:
            now = self.journal.now()
            if now - sent > self._lifetime:
                text = tr(
                    "it was sent {hours:.1f} hours ago, and the list of tasks no longer tells of it",
                    hours=(now - sent) / 3600,
                )
                self._end(job, "unknown", ("sending",), error_code="OutcomeUnknown", error=text)
                return
            try:
                rows = created_since(session_of(self.client), job.model, now - sent)
            except BrushworkError as refused:
                if _of_everything(refused):
                    self.stop_all(_line(refused))
                    return
                failures += 1
                self.pause(min(SLOWEST, 2.0**failures))
                begun = self.journal.now()
                continue
            strange = [row for row in rows if not self.journal.knows_task(row.task_id)]
            own = [row for row in strange if error is not None and row.request_id in (error.request_id or "",)]
            found = own or strange
            if len(found) == 1:
                self._found(job, found[0].task_id)
                return
            if found:
                self._several(job, [row.task_id for row in found])
                return
            if self.journal.now() - begun >= self._settle:
                self._made_nothing(job, error)
                return
            self.pause(min(LOOK, self._settle / 4))

    def _found(self, job: Job, task_id: str) -> None:
        self._move(job, "submitted", ("sending",), task_id=task_id, submitted_at=job.sending_at)
        admission.answered(self.journal, job.model)
        self.tell("reconciled", tr("its task is {task_id}", task_id=task_id), job.key)

    def _several(self, job: Job, ids: Sequence[str]) -> None:
        text = tr(
            "the account lists {count} tasks that it may have started, of other programs too: {ids}",
            count=len(ids),
            ids=", ".join(ids[:5]),
        )
        self._end(job, "unknown", ("sending",), error_code="SeveralTasksFound", error=text)

    def _made_nothing(self, job: Job, error: BrushworkError | None) -> None:
        """The account has no task of it, so that none was made."""
        text = tr("no task was made of it")
        if error is not None and job.attempts >= TRIES:
            self._fail(job, error)
            return
        self._move(job, "planned", ("sending",), owner=None, error=None if error is None else _line(error))
        self.tell("reconciled", tr("{text}; to be sent again", text=text), job.key)
        if error is not None:
            self._counts(job.model, _code(error))

    # From the submission to the end

    def _answered(self, job: Job, result: Result, error: BrushworkError | None = None) -> None:
        """A synchronous answer: its URLs are kept before they are fetched."""
        files = _told(result)
        cost, billed = _bill(job, result)
        columns: dict[str, Any] = {"files": files, "request_id": result.request_id, "cost": cost, "billed": billed}
        moment = self.journal.now()
        self._move(job, "submitted", ("sending",), submitted_at=moment, error=_part(error), **columns)
        if job.route == "task":
            admission.answered(self.journal, job.model)
        self._save(job, result.images, files, result.fields(), cost, billed, result.request_id, error)

    def _collect(self, job: Job, looked: Callable[[], object] | None = None) -> None:
        """Wait for the task of a job and save what it made."""
        if job.task_id is None:
            images = [Image(picture["url"], self.client.downloads) for picture in job.files]
            self._save(job, images, job.files, _fields(job), job.cost, job.billed or len(images), job.request_id, None)
            return
        prepared = None
        try:
            prepared = self._prepared(job, self.client)
        except (
            BrushworkError,
            OSError,
            ValueError,
            TypeError,
            Warning,
        ) as error:  # a local image is gone: its task is there
            log.debug("job %s: its request cannot be built any more: %s", job.key, error)
        task, warned, failures = self.client.task(job.task_id, request=prepared), False, 0
        if looked is not None:
            with suppress(BrushworkError):
                task.refresh()
            if not task.done:
                looked()
            warned = self._warns(job)
        while not self.leaving:
            try:
                result = task.wait()
            except PartialResult as error:
                if isinstance(error.result, Result):
                    self._made(job, error.result, error)
                return
            except BrushworkError as error:
                if task.done and not (isinstance(error, errors.MalformedResponse) and failures < TRIES):
                    self._lost(job, error)
                    return
                if _of_everything(error) and not task.done:
                    self.stop_all(_line(error))
                    return
                failures += not isinstance(error, errors.WaitTimeout)
                if not isinstance(error, errors.WaitTimeout):
                    self.pause(min(SLOWEST, 2.0**failures))
                    task = self.client.task(job.task_id, request=prepared)
                warned = warned or self._warns(job)
                continue
            self._made(job, result, None)
            return

    def _warns(self, job: Job) -> bool:
        left = (job.submitted_at or 0.0) + self._lifetime - self.journal.now()
        if left > WARN:
            return False
        text = tr("task {id} is forgotten in {minutes:.0f} minutes", id=job.task_id, minutes=max(0.0, left) / 60)
        self.tell("expiring", text, job.key)
        return True

    def _made(self, job: Job, result: Result, error: BrushworkError | None) -> None:
        cost, billed = _bill(job, result)
        self._save(job, result.images, _told(result), result.fields(), cost, billed, result.request_id, error)

    def _lost(self, job: Job, error: BrushworkError) -> None:
        """A task that ended without a picture."""
        if isinstance(error, errors.TaskExpired):
            lost = tr("What it made was billed and is lost: nobody fetched it within 24 hours.")
            text = sentences(_line(error), lost)
            self._end(job, "expired", ("submitted",), error_code="TaskExpired", error=text, cost=job.upper)
        elif isinstance(error, errors.MalformedResponse):
            self._fail(job, error, cost=job.upper)
        else:
            self._fail(job, error)

    def _save(
        self,
        job: Job,
        images: Sequence[Image],
        told: Sequence[Picture],
        fields: Mapping[str, str],
        cost: Decimal | None,
        billed: int,
        request_id: str | None,
        error: BrushworkError | None,
    ) -> None:
        """Save the pictures, each once, however often it takes."""
        saved: dict[int, Picture] = {}
        named = {**fields, "key": job.key}
        problem: Exception | None = None
        for attempt in range(TRIES):
            left = [index for index in range(len(images)) if index not in saved]
            with session_of(self.client).within(3600) as deadline:
                again = job.key in self._adopted
                outcomes = saving.save(images, self._names, named, deadline.cancellation, left, again=again)
            problem = None
            for index, outcome in zip(left, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    problem = outcome
                else:
                    saved[index] = {**told[index], **outcome}
            if (
                problem is None
                or self.leaving
                or not isinstance(problem, (errors.DownloadFailed, errors.TransportError))
            ):
                break
            self.pause(min(SLOWEST, 2.0**attempt))
        files = [saved[index] for index in sorted(saved)]
        columns: dict[str, Any] = {"files": files, "cost": cost, "billed": billed, "request_id": request_id}
        if problem is None:
            seconds = max(0.0, self.journal.now() - (job.sending_at or job.submitted_at or self.journal.now()))
            code = None if error is None else error.code or type(error).__name__
            self._end(job, "done", ("submitted",), seconds=seconds, error_code=code, error=_part(error), **columns)
            admission.went_well(self.journal, job.model)
        elif isinstance(problem, errors.ResultExpired):
            lost = tr(
                "{count} of {all} pictures, made and billed, are lost: nobody fetched them while their URLs lived.",
                count=len(images) - len(files),
                all=len(images),
            )
            text = sentences(_line(problem), lost)
            self._end(job, "expired", ("submitted",), error_code="ResultExpired", error=text, **columns)
        elif isinstance(problem, OSError):
            self.stop_all(tr("the pictures of {job} cannot be saved: {error}", job=job.key, error=_line(problem)))
        elif not self.leaving:
            self.tell(
                "retry",
                tr("its pictures could not be fetched; resume tries again: {problem}", problem=_line(problem)),
                job.key,
            )

    # What is told

    def _move(self, job: Job, to: State, expect: tuple[State, ...], **columns: Any) -> bool:
        return self.journal.move(job.key, to, expect=expect, of=self.owner, **columns)

    def _end(self, job: Job, to: State, expect: tuple[State, ...], **columns: Any) -> None:
        text = str(columns.get("error") or "")
        kept = to in ("unknown", "expired")
        event = (to, text) if kept else None
        if self._move(job, to, expect, finished_at=self.journal.now(), event=event, **columns):
            self._tells(Event(at=self.journal.now(), key=job.key, kind=to, text=text))

    def _fail(self, job: Job, error: BaseException, cost: Decimal | None = None) -> None:
        code = _code(error)
        columns: dict[str, Any] = {"error_code": code, "error": _line(error), "billed": 0 if cost is None else None}
        columns["request_id"] = getattr(error, "request_id", None) or job.request_id
        self._end(job, "failed", ("sending", "submitted"), cost=cost, **columns)
        if not isinstance(error, (errors.ContentRejected, InvalidRequest)):  # faults of the row, not of the model
            self._counts(job.model, code)

    def _counts(self, model: str, code: str) -> None:
        if admission.went_wrong(self.journal, model, code):
            text = tr(
                "{model} is stopped after {count} equal errors in a row: {code}",
                model=model,
                count=admission.EQUAL,
                code=code,
            )
            self.tell("stopped", text)

    def stop_all(self, reason: str) -> None:
        """Send nothing more of the whole batch, until it is run again."""
        if admission.paused(self.journal, reason):
            self.tell("paused", reason)
        self._changed()

    def tell(self, kind: str, text: str, key: str | None = None, *, keep: bool = True) -> None:
        """Tell an event, and `keep` it in the journal."""
        if keep:
            self.journal.note(kind, text, key)
        self._tells(Event(at=self.journal.now(), key=key, kind=kind, text=text))

    def _tells(self, event: Event) -> None:
        if self._told is None:
            return
        try:
            self._told(event)
        except Exception as error:  # a progress bar must not cost a picture
            log.warning("the callback of the batch raised %s; it was ignored (%r)", type(error).__name__, event)


def _in_doubt(error: BrushworkError) -> bool:
    """Whether the request may have started work. An error of an upload before it has no request."""
    return getattr(error, "request", None) is not None and not begun_nothing(error)


def _of_everything(error: BrushworkError) -> bool:
    """Whether every other job would meet the error as well: key, quota, arrears, a connection that cannot be made."""
    if isinstance(error, ConnectFailed):
        return error.lasting
    quota = isinstance(error, errors.APIError) and error.retry == "slowly"
    return quota or isinstance(error, (errors.OutOfCredit, errors.AuthError, errors.ConfigError))


def _passes(error: BrushworkError) -> bool:
    """Whether another attempt may mend an error after which nothing was begun."""
    return isinstance(error, (errors.TransportError, errors.ServerError, errors.MalformedResponse))


def _bill(job: Job, result: Result) -> tuple[Decimal | None, int]:
    """What a result cost by the list price, else the most that it may; and how many images were billed."""
    billed = result.usage.image_count
    cost = result.cost
    return (job.upper if cost is None else cost.maximum), len(result.images) if billed is None else billed


def _told(result: Result) -> list[Picture]:
    """The pictures of an answer before they are fetched, each with the text that stands before it."""
    files: list[Picture] = []
    texts: list[str] = []
    for part in result.parts:
        if isinstance(part, TextPart):
            texts.append(part.text)
            continue
        files.append({"url": part.image.url, "before": "\n".join(texts)} if texts else {"url": part.image.url})
        texts.clear()
    if files and texts:
        files[-1]["after"] = "\n".join(texts)
    return files


def _fields(job: Job) -> dict[str, str]:
    seed = job.request.get("seed")
    return {
        "model": job.model,
        "mode": job.mode,
        "seed": "random" if seed is None else str(seed),
        "id": (job.task_id or job.request_id or "")[:8] or "result",
        "request_id": job.request_id or "none",
        "task_id": job.task_id or "none",
    }


def _code(error: BaseException) -> str:
    return getattr(error, "code", None) or type(error).__name__


def _line(error: BaseException) -> str:
    """The error in one line, its hint included."""
    hint = getattr(error, "hint", None)
    text = " ".join(str(getattr(error, "message", None) or error or type(error).__name__).split())
    ended = text if text.endswith((".", "!", "?", "。")) else text + tr(".")
    return sentences(ended, hint)


def _part(error: BrushworkError | None) -> str | None:
    return None if error is None else error.message
