"""Polling: which queries to send, and what an answer means for each waiter; `Poller` is the way of threads.

All queries of a client share one rate limit, nine tenths of the account's, so that waits, refreshes and lists together
stay below it. If the service throttles a query all the same, queries pause for a while and no task is lost.

Of threads, whoever waits first polls for all, in its own thread; the others sleep until they are woken. One wait needs
no thread but its own: when it ends, the next one that waits takes over. Where answers take so long that one thread
cannot use the rate that is allowed, a few helpers come and go with the work; and so does one for a query that may
outlast the wait, so that its answer is there for the next. On a clock of a test, which jumps instead of passing, there
are none, and everything happens in the order of the moments.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from brushwork_runtime import retry
from brushwork_runtime.api.answer import Answer
from brushwork_runtime.api.exchange import REFUSALS, ask, of_the_key, temporary
from brushwork_runtime.base import log
from brushwork_runtime.base.clock import Cancellation, Deadline, Obeyed, passes
from brushwork_runtime.base.errors import BadRequest, BrushworkError, RateLimited
from brushwork_runtime.tasks.scheduler import BulkStatus, Scheduler, Timing, Wait, Watch, running_time
from brushwork_runtime.tasks.taskstate import given_up, too_late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.session import Session
    from brushwork_runtime.tasks.scheduler import Step
    from brushwork_runtime.tasks.taskstate import TaskState


QUERY_TIMEOUT = 10.0
"""Seconds of silence after which a query is given up and sent again."""


class Polls:
    """The tasks that a client waits for, and who waits. Not safe for threads: whoever calls holds the lock."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.passes = passes(session.clock)
        self.clock: Clock = session.clock if self.passes else Obeyed(session.clock)
        self.limiter = session.rate_limits.of("tasks")
        self.rate = session.query_rate
        self.scheduler = Scheduler(session.api)
        self.waits: dict[int, Wait] = {}
        self._timings: dict[tuple[str | None, str | None], Timing] = {}
        self._refusals = 0
        self._untold: list[TaskState] = []
        self._cancellation = Cancellation()

    def begin(self, tasks: Iterable[TaskState], deadline: Deadline, wake: Callable[[], object]) -> Wait:
        """Watch `tasks` for whoever `wake` wakes."""
        wait = Wait(deadline, wake)
        now = self.clock.now()
        for task in tasks:
            task.stopped = None
            if task.done:
                wait.ended.append(task)
            else:
                self._watch(task, wait, now)
        self.waits[id(wait)] = wait
        return wait

    def end(self, wait: Wait) -> None:
        """Nobody waits there any more."""
        self.waits.pop(id(wait), None)
        for task_id in wait.open:
            watch = self.scheduler.find(task_id)
            if watch is not None:
                watch.waits.remove(wait)
                if not watch.waits:
                    self.scheduler.leave(watch, self.clock.now())
        wait.open = {}

    def close(self) -> None:
        """End every wait, and every query: the client is being closed."""
        self._cancellation.ask()
        self._cancellation = Cancellation()
        for wait in self.waits.values():
            wait.closed = True
            wait.wake()

    def fetch(self, step: Step, timeout: float) -> Document | BrushworkError:
        """Do what was decided, in any thread: the answer, or why there is none."""
        paths, deadline = self.session.api.paths, Deadline(self.session.clock, timeout, self._cancellation)
        try:
            if isinstance(step, BulkStatus):
                return ask(self.session, f"{paths['task-list']}?{step.query()}", deadline=deadline)
            path = paths["task"].replace("{task_id}", step.id)
            return ask(self.session, path, task_id=step.id, deadline=deadline)
        except BrushworkError as error:
            return error

    def settle(self, step: Step, outcome: Document | BrushworkError) -> None:
        """What became of a step: who waits for it is woken, and its next query is planned."""
        self._settled(step, outcome, self.clock.now())

    def _settled(self, step: Step, outcome: Document | BrushworkError, now: float) -> None:
        if isinstance(outcome, RateLimited):
            self._refused(outcome)
        elif not isinstance(outcome, BrushworkError):
            self._refusals = 0
        if isinstance(step, BulkStatus):
            self._listed(step, outcome, now)
        elif not step.waits:
            if isinstance(outcome, RateLimited):
                self.scheduler.put_back(step)
            else:
                step.kept = outcome, now
        elif not isinstance(outcome, BrushworkError):
            self._answered(step, Answer(outcome), now)
        elif of_the_key(outcome):
            for watch in self.scheduler.watches:
                self._give_up(watch, outcome)
        else:
            self._failed(step, outcome, now)

    def fail(self, error: Exception) -> None:
        """What is no error of a query ends every wait, so that it is seen."""
        for wait in self.waits.values():
            wait.error = error
            wait.wake()

    def tell(self) -> None:
        """Tell the hooks what has been seen; without the lock, since a hook may do anything."""
        untold, self._untold = self._untold, []
        for task in untold:
            task.tell()

    def over(self, wait: Wait) -> Exception:
        """The error of a wait that ended before its tasks; each of them keeps why it is no longer waited for."""
        if wait.error is not None:
            return wait.error
        seconds = None if wait.closed else wait.deadline.seconds
        late: list[TaskState] = []
        lasts: list[Exception | None] = []
        for name, tasks in wait.open.items():
            watch = self.scheduler.find(name)
            last = watch.last if watch is not None else None
            for task in tasks:
                task.stopped = too_late((task,), seconds, last)
                late.append(task)
                lasts.append(last)
        return too_late(late, seconds, lasts[0]) if late else given_up(wait.refused)

    def _watch(self, task: TaskState, wait: Wait, now: float) -> None:
        known = wait.open.get(task.id)
        if known is not None:
            known.append(task)
            return
        wait.open[task.id] = [task]
        watch = self.scheduler.find(task.id)
        left = self.scheduler.returned(task.id) if watch is None else None
        if left is not None:  # a wait that follows another does not put off its query
            watch, due = left, left.due
        elif watch is None:
            watch = Watch(task, self._timing(task), now if task.submitted is None else task.submitted)
            due = now if task.submitted is None else max(now, watch.next(watch.begun))
        else:
            due = now if task.submitted is None else watch.next(now)
        watch.waits.append(wait)
        self.scheduler.add(watch, now if wait.look <= now else watch.before_the_end(now, due))
        if watch.kept is not None:
            (outcome, came), watch.kept = watch.kept, None
            self._settled(watch, outcome, came)

    def _timing(self, task: TaskState) -> Timing:
        key = (task.model, task.mode)
        if key not in self._timings:
            self._timings[key] = Timing(task.typical)
        return self._timings[key]

    def _answered(self, watch: Watch, answer: Answer, now: float) -> None:
        watch.failures, watch.refusals, watch.last = 0, 0, None
        doubted, watch.doubted = watch.doubted, None if answer.status else answer.code
        if watch.doubted != doubted and watch.doubted is not None:
            # A failed task may be told without its state, and so may be a passing failure of the query alone.
            self.scheduler.again(watch, watch.before_the_end(now, now + retry.ceiling(1)))
            return
        tasks = watch.tasks
        for task in tasks:
            if task.take(answer):
                watch.moved(now)
        self._untold.extend(tasks[:1])
        if not tasks or not tasks[0].done:
            self.scheduler.again(watch, watch.next(now))
            return
        seconds = running_time(answer)
        sooner = seconds is not None and watch.timing.seen(seconds)
        self.scheduler.landed(watch, now)
        if sooner:
            self.scheduler.plan(watch.timing, now)
        for wait in watch.waits:
            wait.ended.extend(wait.open[watch.id])
            del wait.open[watch.id]
            wait.wake()

    def _failed(self, watch: Watch, error: BrushworkError, now: float) -> None:
        """A query that brought no state is sent again; a task whose queries are refused on and on is given up."""
        log.debug("querying task %s failed: %s", watch.id, error)
        watch.failures += 1
        watch.refusals += not temporary(error)
        watch.last = error
        if watch.refusals >= REFUSALS:
            self._give_up(watch, error)
            return
        due = now + retry.ceiling(watch.failures) * (0.5 + 0.5 * self.clock.random())
        self.scheduler.again(watch, watch.before_the_end(now, due))

    def _give_up(self, watch: Watch, error: BrushworkError) -> None:
        """The service refuses the queries of a task: whoever waits for it is told, and it goes on."""
        self.scheduler.drop(watch)
        waits, watch.waits = watch.waits, []
        for wait in waits:
            for task in wait.open[watch.id]:
                task.refuse(error)
                wait.refused.append(task)
            del wait.open[watch.id]
            wait.wake()

    def _listed(self, bulk: BulkStatus, outcome: Document | BrushworkError, now: float) -> None:
        if not isinstance(outcome, BrushworkError):
            for watch, status in self.scheduler.page(bulk, outcome, now):
                for task in watch.tasks:
                    if task.listed(status):
                        watch.moved(now)
                        self._untold.append(task)
        elif isinstance(outcome, RateLimited):
            self.scheduler.put_back(bulk)
        else:
            log.debug("the list of tasks is not available; they are queried one by one: %s", outcome)
            shorter = self.session.api.limits.get("task_list_page_size") if isinstance(outcome, BadRequest) else None
            self.scheduler.refused(bulk, now, shorter=shorter)

    def _refused(self, error: RateLimited) -> None:
        """Too many queries, perhaps of another program: nothing is sent for a while."""
        self._refusals += 1
        self.limiter.hold(max(retry.ceiling(self._refusals), error.retry_after or 0.0))


HELPERS = 3
"""Threads that help the one that polls."""

_PATIENCE = 2.0
"""Seconds that closing waits for a helper whose query is under way."""


class Poller(Polls):
    """The polling of a `Client`, safe for threads."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._news = threading.Condition(threading.Lock())
        self._leader: Wait | None = None
        self._followers: dict[int, Wait] = {}
        self._helpers: list[threading.Thread] = []
        self._seconds = 0.0
        """What a query takes, of late."""

    def ended(self, tasks: Iterable[TaskState], deadline: Deadline) -> Iterator[TaskState]:
        """Yield each task once it has ended. Raises `WaitTimeout` at the deadline, or what refuses the queries."""
        event = threading.Event()
        with self._news:
            wait = self.begin(tasks, deadline, event.set)
            self._news.notify_all()
        self.tell()
        try:
            while True:
                with self._news:
                    taken = wait.taken()
                yield from taken
                if wait.over:
                    return
                self._await(wait, event)
                with self._news:  # a task may have ended in this very moment
                    error = None if wait.ended else self.over(wait)
                if error is not None:
                    raise error
        finally:
            with self._news:
                self.end(wait)
                self._news.notify_all()

    def told(self, task_id: str) -> None:
        """Query a task next that an event calls ended, if somebody waits for it, or as soon as somebody does."""
        with self._news:
            self.scheduler.told(task_id)
            self._news.notify_all()

    def close(self) -> None:
        """Wake everyone who waits, and let the helpers end."""
        with self._news:
            super().close()
            self._news.notify_all()
            helpers = list(self._helpers)
        for helper in helpers:
            helper.join(_PATIENCE)

    def _await(self, wait: Wait, event: threading.Event) -> None:
        """Return when the wait is settled or its time is up; poll for all until then, if nobody does."""
        try:
            while not wait.settled and wait.deadline.left() > 0:
                with self._news:
                    event.clear()
                    if self._leader is None:
                        self._leader = wait
                    if self._leader is not wait:
                        self._followers[id(wait)] = wait
                    settled = wait.settled
                if self._leader is wait:
                    self._turn(wait)
                elif not settled:
                    event.wait(wait.deadline.left() if self.passes else None)
        finally:
            with self._news:
                self._followers.pop(id(wait), None)
                if self._leader is wait:
                    self._leader = None
                if self._leader is None and self._followers:
                    next(iter(self._followers.values())).wake()

    def _turn(self, wait: Wait) -> None:
        """One query, or the pause until one is due."""
        if not self._due(wait):
            return
        with self._news:
            left = wait.deadline.left()
            outlasting = self.passes and left < QUERY_TIMEOUT
            if outlasting and len(self._helpers) > HELPERS:
                self._pause(wait, left)
                return
            step = self.scheduler.next(self.clock.now())
            if step is None:
                return
            if outlasting or self._useful():
                self._help_with(step if outlasting else None)
        if not outlasting:
            self._do(step, max(0.1, min(QUERY_TIMEOUT, left)))

    def _due(self, wait: Wait) -> bool:
        """Wait until there is something to do and the limiter is open; False where something happened meanwhile."""
        with self._news:
            rest = self.scheduler.rest(self.clock.now())
            if rest is None or rest > 0:
                self._pause(wait, min(wait.deadline.left() if rest is None else rest, wait.deadline.left()))
                return False
            end = self.clock.now() + self.limiter.slot()
            while (left := min(end - self.clock.now(), wait.deadline.left())) > 0 and not wait.settled:
                self._pause(wait, left)
            return not wait.settled and wait.deadline.left() > 0

    def _pause(self, wait: Wait, seconds: float) -> None:
        """Let time pass, with the lock given up for it; news end it early."""
        if wait.settled:
            return
        if self.passes:
            self._news.wait(seconds)
            return
        self._news.release()
        try:
            self.clock.sleep(seconds)
        finally:
            self._news.acquire()
        for other in self.waits.values():
            if other.deadline.left() <= 0:
                other.wake()

    def _do(self, step: Step, timeout: float) -> None:
        begun = self.clock.now()
        try:
            outcome = self.fetch(step, timeout)
        except BaseException:
            with self._news:
                self.scheduler.put_back(step)
            raise
        with self._news:
            took = self.clock.now() - begun
            self._seconds += (0.2 if self._seconds else 1.0) * (took - self._seconds)
            self.settle(step, outcome)
            self._news.notify_all()
        self.tell()

    def _useful(self) -> bool:
        """Whether the threads that poll would take longer than a moment for what could be sent at once."""
        busy = 1 + len(self._helpers)
        slow = self._seconds * self.scheduler.backlog > 0.1 * busy
        return self.passes and slow and busy <= HELPERS and self.scheduler.backlog > busy

    def _help_with(self, step: Step | None) -> None:
        """Begin another thread, which does `step` first."""
        helper = threading.Thread(target=self._help, args=(step,), name="brushwork-poll", daemon=True)
        self._helpers.append(helper)
        try:
            helper.start()
        except BaseException:
            if not helper.ident:
                self._helpers.remove(helper)
                if step is not None:
                    self.scheduler.put_back(step)
            raise

    def _help(self, step: Step | None) -> None:
        """Poll as long as something is due."""
        try:
            if step is not None:
                self._do(step, QUERY_TIMEOUT)
            while True:
                with self._news:
                    if not self.waits or self.scheduler.rest(self.clock.now()) != 0:
                        return
                    end = self.clock.now() + self.limiter.slot()
                    while self.waits and (left := end - self.clock.now()) > 0:
                        self._news.wait(left)
                    step = self.scheduler.next(self.clock.now())
                if step is None:
                    return
                self._do(step, QUERY_TIMEOUT)
        except Exception as error:
            with self._news:
                self.fail(error)
                self._news.notify_all()
        finally:
            with self._news:
                self._helpers.remove(threading.current_thread())
