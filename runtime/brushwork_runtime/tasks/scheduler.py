"""The tasks in flight of a client: which query is worth its cost next. Decides, and neither sends nor waits.

How long a task takes is a guess that every answer makes better. A query before it can have ended is wasted, and one
long after it ended costs the caller that time. So the first one comes when 4 % of such tasks have ended, and from there
on one a second, or one for each fortieth of its age. The guess may be far off, a task that is refused ends in a moment,
and of a task that is picked up by its id neither the kind nor the age is known. Such a task, and those that begin
before one of their kind has ended, are queried early too, at intervals that grow with their age.

Few that are due are queried one by one. Many are looked for in the account's list instead, and queried once the list
says that they ended; those that it does not show are queried at once, and so is one of those that it calls running, so
that a list that is late or wrong is noticed. What the list says is only a reason to query: rows move from page to page
while it is walked through, and the result of a task stands nowhere but in the answer to its own query. Whoever calls
holds the lock.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import mapping, said, sequence, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from brushwork_runtime.api.answer import Answer, Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.tables.spec import Api
    from brushwork_runtime.tasks.taskstate import TaskState

    Step: TypeAlias = "Watch | BulkStatus"


UNKNOWN_MODEL = (3.0, 60.0)
"""Seconds between which nine of ten tasks of a model end of which nothing is known."""

_WEIGHT = 3.0
"""Answers that the first guess is worth."""

_SPREAD = 1.645
"""Standard deviations from the middle to the 5 % and the 95 % quantile."""

_EARLY = 1.74
"""Standard deviations from the middle to the moment of the first query, the 4 % quantile."""

_SHORTEST, _LONGEST = 1.0, 10.0
"""Seconds between two queries of a task that may have ended."""

_OF_AGE = 1 / 40
"""What these seconds are of the task's age, between the two bounds."""

_GLANCE, _PAUSE = 0.1, 0.8
"""Seconds after the submission of the first early query, and between two of them at most.

Each comes after as long again as the task has run, and a glance more.
"""

_CLOSE = 0.125
"""Seconds before the first query that are not worth an early one; clocks are rounded."""


class Timing:
    """Running times, lognormally distributed; `typical` is a first guess of their 5 % and 95 % quantile, in seconds."""

    __slots__ = ("_count", "_guess", "_planned", "_squares", "_sum", "_variance", "first")

    def __init__(self, typical: tuple[float, float] | None = None) -> None:
        low, high = typical or UNKNOWN_MODEL
        self._guess = (math.log(low) + math.log(high)) / 2
        self._variance = (math.log(high / low) / (2 * _SPREAD)) ** 2
        self._count = 0
        self._sum = self._squares = 0.0
        self._settle()
        self._planned = self.first

    def seen(self, seconds: float) -> bool:
        """A task ran for so long. Whether such tasks end so much sooner than was thought that plans have to change."""
        value = math.log(seconds)
        self._count += 1
        self._sum += value
        self._squares += value * value
        self._settle()
        sooner = self.first < 0.95 * self._planned
        self._planned = self.first if sooner else max(self._planned, self.first)
        return sooner

    def _settle(self) -> None:
        weight = _WEIGHT + self._count
        middle = (_WEIGHT * self._guess + self._sum) / weight
        seen = self._squares - 2 * middle * self._sum + self._count * middle * middle
        guessed = _WEIGHT * (self._variance + (self._guess - middle) ** 2)
        deviation = math.sqrt(max(0.0, guessed + seen) / weight)
        self.first = math.exp(middle - _EARLY * deviation)
        """Seconds after the submission of the first query."""

    @property
    def known(self) -> bool:
        """Whether a task of this kind has ended."""
        return self._count > 0

    def interval(self, age: float, *, early: bool = False) -> float:
        """Seconds until the next query of a task that has run for `age` seconds."""
        left = self.first - age
        if left <= _CLOSE:
            return min(_LONGEST, max(_SHORTEST, age * _OF_AGE))
        return min(left, _PAUSE, age + _GLANCE) if early else left


def running_time(answer: Answer) -> float | None:
    """Seconds that a task ran, from the times in its answer; None where they are missing or make no sense.

    The times have no zone, which only their difference does not need. Waiting for a free place does not count.
    """
    begun, ended = answer.moment("scheduled_time") or answer.moment("submit_time"), answer.moment("end_time")
    if begun is None or ended is None:
        return None
    from datetime import datetime

    try:
        seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()
    except (ValueError, TypeError):
        return None
    return seconds if 0.05 <= seconds <= 86400 else None


RESTING, OVERDUE, LISTED, WANTED, ASKING, GONE = range(6)
"""Where a watch is: until its next query, past it, looked for in the list, next to be queried, being queried, ended."""


class Watch:
    """A task that somebody waits for, and what is known of when it ends."""

    __slots__ = (
        "asked",
        "begun",
        "doubted",
        "due",
        "early",
        "failures",
        "found",
        "id",
        "kept",
        "last",
        "listed",
        "model",
        "place",
        "refusals",
        "timing",
        "waits",
    )

    def __init__(self, task: TaskState, timing: Timing, begun: float) -> None:
        self.id = task.id
        self.model = task.model
        self.waits: list[Wait] = []
        self.timing = timing
        self.begun = begun
        """The moment from which its running time is counted."""
        self.early = task.submitted is None or not timing.known
        """Whether it may end long before the guess says."""
        self.asked = -math.inf
        """The moment of the last query."""
        self.due = 0.0
        self.place = GONE
        self.failures = 0
        self.refusals = 0
        """How many of the failures one after another were refusals, which another query hardly mends."""
        self.doubted: str | None = None
        """The code that the last answer gave instead of a state."""
        self.last: Exception | None = None
        """Why the last query had no answer; None if it had one."""
        self.listed: float | None = None
        """The moment at which the list last called it running."""
        self.found = False
        """Whether the list says that it has ended."""
        self.kept: tuple[Document | BrushworkError, float] | None = None
        """The outcome of a query that came, and when, while nobody waited; it is for the next who does."""

    def moved(self, now: float) -> None:
        """It has gone on to another state: if it has waited for its place, its running time counts from here."""
        self.begun = max(self.begun, now - self.timing.first)

    @property
    def tasks(self) -> list[TaskState]:
        """Its objects: a task may be picked up by its id more than once."""
        return [task for wait in self.waits for task in wait.open[self.id]]

    def next(self, now: float) -> float:
        """The moment of the next query after one at the moment `now`, or at which a task began that is new."""
        return self.before_the_end(now, now + self.timing.interval(now - self.begun, early=self.early))

    def before_the_end(self, now: float, due: float) -> float:
        """`due`, or the moment shortly before the end of a wait, in which one more query is worth it."""
        return min([due, *(wait.look for wait in self.waits if wait.look > now)])


class Wait:
    """A wait for some tasks until a deadline. `ended` are those that have ended since they were last taken from it.

    `wake` is called, from any thread, when there is something to see: a task, an error, or the client's end.
    """

    __slots__ = ("closed", "deadline", "ended", "error", "look", "open", "refused", "wake")

    def __init__(self, deadline: Deadline, wake: Callable[[], object]) -> None:
        self.deadline = deadline
        self.wake = wake
        self.look = deadline.end - min(0.5, deadline.seconds / 10)
        """The moment of one more query before the deadline."""
        self.open: dict[str, list[TaskState]] = {}
        self.ended: list[TaskState] = []
        self.refused: list[TaskState] = []
        """Tasks that go on, and whose queries are refused for good."""
        self.error: Exception | None = None
        """What broke the polling itself."""
        self.closed = False

    @property
    def settled(self) -> bool:
        """Whether waiting any longer is of no use."""
        return bool(self.ended or self.error or self.closed or not self.open)

    @property
    def over(self) -> bool:
        """Whether all tasks have ended and been taken: some may end while the caller is busy with another one."""
        # In this order, since a task is in `ended` or `refused` before it leaves `open`.
        return not self.open and not self.refused and not self.ended

    def taken(self) -> list[TaskState]:
        """The tasks that have ended, once."""
        ended, self.ended = self.ended, []
        return ended


PAGE = 100
"""Rows to ask for; how many a page may have is not documented, so the answer decides."""

FEW = 20
"""Tasks that are due at once and still queried one by one, which takes about a second."""

_DOUBT = 30.0
"""Seconds without the list once it has been wrong."""

_RECENT = 3.0
"""Seconds for which the list is expected to be right."""

_SURPRISES = 3
"""Tasks that had ended although the list called them running, before it is no longer believed."""


class BulkStatus:
    """One walk through the list, for `targets`; `model` is the only model among them, or None."""

    __slots__ = ("busy", "ended", "found", "model", "most", "page", "size", "sought", "targets")

    def __init__(self, targets: dict[str, Watch], size: int) -> None:
        self.targets = targets
        self.sought = len(targets)
        self.found = 0
        """Tasks that it found to have ended."""
        self.size = size
        self.page = 1
        self.most = 4 * (1 + self.sought // size) + 4
        """Pages after which the list is taken for somebody else's."""
        self.busy = False
        self.ended = False
        models = {watch.model for watch in targets.values()}
        self.model = models.pop() if len(models) == 1 else None

    def query(self) -> str:
        """The query of its next page."""
        fields: dict[str, str | int] = {"page_no": self.page, "page_size": self.size}
        if self.model is not None:
            fields["model_name"] = self.model
        return urlencode(fields)

    def rows(self, document: Document) -> Iterator[tuple[str, str]]:
        """Id and state of each task on a page; once they are taken, `ended` tells whether it was the last."""
        count = 0
        for entry in sequence(document.get("data")) or sequence(document.get("tasks")):
            row = mapping(entry)
            count += 1
            name, status = text(row.get("task_id")), said(row.get("status"))
            if name is not None and status is not None:
                yield name, status
        pages = document.get("total_page")
        last = self.page >= pages if isinstance(pages, int) else count < self.size
        self.ended = last or not count or not self.targets or self.page >= self.most
        self.page += 1


class Trust:
    """Whether the list is worth its cost just now: how long it is, and how far it has been right."""

    __slots__ = ("_blind", "_pages", "_surprises", "between", "size")

    def __init__(self) -> None:
        self.size = PAGE
        self.between = 0.0
        """Seconds from one walk to the next."""
        self._pages = 0
        self._blind = 0.0
        self._surprises = 0

    def worth(self, now: float, due: int, watched: int) -> bool:
        """Whether to walk through the list when so many of the tasks watched are due."""
        pages = self._pages or 1 + watched // self.size
        return now >= self._blind and due > max(FEW, 2 * pages)

    def wrong(self, now: float) -> None:
        """Do without the list for a while."""
        self._blind = now + _DOUBT
        self._surprises = 0

    def checked(self, watch: Watch, now: float) -> None:
        """A task has ended by its own query: compare that with what the list said of it."""
        if watch.found:
            self._surprises = 0
        elif watch.listed is not None and now - watch.listed < _RECENT:
            self._surprises += 1
            if self._surprises >= _SURPRISES:
                self.wrong(now)

    def landed(self, bulk: BulkStatus, now: float) -> None:
        """A walk is over."""
        self._pages = bulk.page - 1
        self.between = max(1.0, 0.25 * self._pages)
        if len(bulk.targets) > max(3, bulk.sought // 5):
            self.wrong(now)

    def refused(self, now: float, *, shorter: int | None) -> None:
        """The list could not be had: do without, unless a `shorter` page may help."""
        if shorter is not None and shorter < self.size:
            self.size = shorter
        else:
            self.wrong(now)


LEFT = 10_000
"""Tasks that nobody waits for and whose next query is remembered, the latest ones."""


class Scheduler:
    """What is watched, and what to do next: `Watch` is a task to query, `BulkStatus` a page of the list to get."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._watches: dict[str, Watch] = {}
        self._told: dict[str, bool] = {}
        """Tasks that an event calls ended while nobody waits for them or a query of them is under way."""
        self._left: dict[str, Watch] = {}
        """Watches that nobody waits for: what is due or under way stays so until somebody does again."""
        self._resting: list[tuple[float, int, Watch]] = []
        self._overdue: dict[str, Watch] = {}
        self._wanted: deque[Watch] = deque()
        self._order = count()
        self._bulk: BulkStatus | None = None
        self._trust = Trust()
        self._page_next = True

    def find(self, task_id: str) -> Watch | None:
        """The watch of a task."""
        return self._watches.get(task_id)

    def returned(self, task_id: str) -> Watch | None:
        """The watch of a task that somebody waits for again, to be added anew."""
        return self._left.pop(task_id, None)

    @property
    def watches(self) -> list[Watch]:
        """All that are watched."""
        return list(self._watches.values())

    def add(self, watch: Watch, due: float) -> None:
        """Watch a task from now on, or query one sooner that is watched already."""
        known = watch.id in self._watches
        self._watches[watch.id] = watch
        if not known and watch.place != ASKING and (self._told.pop(watch.id, False) or watch.found):
            self._want(watch)
        elif (not known and watch.place != ASKING) or (watch.place == RESTING and due < watch.due):
            self._rest(watch, due)

    def told(self, task_id: str) -> None:
        """An event calls a task ended, which may be so: its own query is next, or follows the one that runs."""
        watch = self._watches.get(task_id)
        if watch is None or watch.place == ASKING:
            self._told[task_id] = True
            if len(self._told) > LEFT:
                del self._told[next(iter(self._told))]
        elif watch.place != WANTED:
            self.drop(watch)
            self._watches[task_id] = watch
            self._want(watch)

    def inherit(self, other: Scheduler) -> None:
        """Take over what nobody waits for, from the polling of an event loop that has ended with its queries."""
        self._left = other._left
        for watch in self._left.values():
            if watch.kept is None:
                watch.place = GONE

    def leave(self, watch: Watch, now: float) -> None:
        """Nobody waits for it any more, and perhaps somebody soon will: a query under way goes on."""
        asking = watch.place == ASKING
        if watch.place != RESTING:
            watch.due = now
        self.drop(watch)
        if asking:
            watch.place = ASKING
        self._left[watch.id] = watch
        if len(self._left) > LEFT:
            del self._left[next(iter(self._left))]

    def drop(self, watch: Watch) -> None:
        """It has ended, or cannot be queried."""
        self._watches.pop(watch.id, None)
        self._overdue.pop(watch.id, None)
        bulk = self._bulk
        if bulk is not None:
            bulk.targets.pop(watch.id, None)
            if not bulk.targets and not bulk.busy:
                self._bulk = None
        watch.place = GONE

    def rest(self, now: float) -> float | None:
        """Seconds until there is something to do, 0 for now; None where nothing is but what is under way."""
        self._collect(now)
        if self._wanted or (self._bulk is not None and not self._bulk.busy) or (self._overdue and not self._bulk):
            return 0.0
        return self._resting[0][0] - now if self._resting else None

    @property
    def backlog(self) -> int:
        """Queries that could be sent at once."""
        return len(self._wanted) + (0 if self._bulk else len(self._overdue))

    def next(self, now: float) -> Step | None:
        """What to do now, which is then under way until it is told how it went; None for nothing."""
        self._collect(now)
        if self._bulk is None and self._trust.worth(now, self._served(), len(self._watches)):
            targets, self._overdue = self._overdue, {}
            for watch in targets.values():
                watch.place = LISTED
            self._bulk = BulkStatus(targets, self._trust.size)
        bulk = self._bulk
        if bulk is not None and not bulk.busy and (self._page_next or not self._wanted):
            self._page_next = False
            bulk.busy = True
            return bulk
        self._page_next = True
        first = self._first()
        if first is not None:
            first.place, first.asked = ASKING, now
        return first

    def plan(self, timing: Timing, now: float) -> None:
        """Tasks of this kind end sooner than was thought: those that rest are due sooner."""
        for watch in self._watches.values():
            if watch.timing is timing and watch.place == RESTING:
                due = max(now, watch.next(max(watch.begun, watch.asked)))
                if due < watch.due:
                    self._rest(watch, due)

    def again(self, watch: Watch, due: float) -> None:
        """A query of the task is over and it goes on: the next one is due then."""
        if watch.place == ASKING:
            if self._told.pop(watch.id, False):
                self._want(watch)
            else:
                self._rest(watch, due)

    def landed(self, watch: Watch, now: float) -> None:
        """The task has ended, by its own query."""
        self._trust.checked(watch, now)
        self.drop(watch)

    def page(self, bulk: BulkStatus, document: Document, now: float) -> list[tuple[Watch, str]]:
        """The watched tasks on a page, each with its state; then comes the next page, or the walk is over."""
        seen: list[tuple[Watch, str]] = []
        for name, status in bulk.rows(document):
            watch = self._watches.get(name)
            if watch is not None:
                seen.append((watch, status))
                bulk.targets.pop(name, None)
                if self._api.states.get(status.upper(), "running") == "running":
                    self._runs(watch, now)
                else:
                    bulk.found += 1
                    self._ended(watch)
        bulk.busy = False
        if bulk.ended or not bulk.targets:
            self._over(bulk, now)
        return seen

    def put_back(self, step: Step) -> None:
        """What was under way was not done."""
        if isinstance(step, BulkStatus):
            step.busy = False
        elif step.place == ASKING:
            if step.id in self._watches:
                self._want(step)
            else:
                step.place = GONE  # and due, since `leave`

    def refused(self, bulk: BulkStatus, now: float, *, shorter: int | None) -> None:
        """The list could not be had: its tasks are due for a query of their own; a `shorter` page may yet help."""
        self._trust.refused(now, shorter=shorter)
        self._bulk = None
        for watch in bulk.targets.values():
            watch.place = OVERDUE
        self._overdue = {**bulk.targets, **self._overdue}

    def _runs(self, watch: Watch, now: float) -> None:
        """The list calls it running: that is as good as a query."""
        watch.listed = now
        if watch.place in (RESTING, OVERDUE, LISTED):
            self._overdue.pop(watch.id, None)
            self._rest(watch, watch.before_the_end(now, max(watch.next(now), now + self._trust.between)))

    def _ended(self, watch: Watch) -> None:
        """The list says that it has ended: its own query will tell how."""
        if watch.place in (RESTING, OVERDUE, LISTED):
            watch.found = True
            self._overdue.pop(watch.id, None)
            self._want(watch)

    def _over(self, bulk: BulkStatus, now: float) -> None:
        """The walk is over: query what it did not show, or, if it found nothing new, one of what it calls running."""
        self._bulk = None
        self._trust.landed(bulk, now)
        for watch in bulk.targets.values():
            self._want(watch)
        if not bulk.targets and not bulk.found:
            oldest = next((watch for watch in self._watches.values() if watch.listed == now), None)
            if oldest is not None and oldest.place == RESTING:
                self._want(oldest)

    def _served(self) -> int:
        """Tasks whose query a walk through the list would save: those that are due, and those that it showed before."""
        due = len(self._overdue)
        if not due or self._wanted or due > FEW:
            return due
        return max(due, sum(watch.listed is not None for watch in self._watches.values()))

    def _first(self) -> Watch | None:
        if self._wanted:
            return self._wanted.popleft()
        if self._overdue and self._bulk is None:
            return self._overdue.pop(next(iter(self._overdue)))
        return None

    def _want(self, watch: Watch) -> None:
        watch.place = WANTED
        self._wanted.append(watch)

    def _rest(self, watch: Watch, due: float) -> None:
        watch.place, watch.due = RESTING, due
        heapq.heappush(self._resting, (due, next(self._order), watch))

    def _collect(self, now: float) -> None:
        """What is due becomes overdue; what was rescheduled since stands in the heap twice, and once in vain."""
        resting = self._resting
        while resting and (resting[0][0] <= now or not _stands(resting[0])):
            entry = heapq.heappop(resting)
            if _stands(entry):
                entry[2].place = OVERDUE
                self._overdue[entry[2].id] = entry[2]
        while self._wanted and self._wanted[0].place != WANTED:
            self._wanted.popleft()


def _stands(entry: tuple[float, int, Watch]) -> bool:
    due, _, watch = entry
    return watch.place == RESTING and watch.due == due
