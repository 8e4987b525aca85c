"""The threads of an asynchronous client by what they do, and how its calls wait for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from brushwork_runtime.base.clock import passes
from brushwork_runtime.base.threads import NotBegun, Threads

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from brushwork_runtime.api.unbilled import Purpose
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.session.session import Session

    Late = Callable[[], BaseException]

ValueT = TypeVar("ValueT")

SHORT_THREADS = 5
"""Threads for submissions, refreshes and lists, which take a moment."""

MAX_CONCURRENCY = 32
"""Threads for synchronous calls and downloads, unless the client is given another number."""

AT_ONCE = 3
"""Queries of the polling under way at a time, and so the threads for them."""


class Workers:
    """Of one session: `short` for what takes a moment, `long` for what takes as long as a picture, and for queries."""

    __slots__ = ("_queries", "_session", "long", "short")

    def __init__(self, session: Session) -> None:
        self._session = session
        self.short = Threads(SHORT_THREADS, "brushwork-task")
        self.long = Threads(MAX_CONCURRENCY, "brushwork-call")
        self._queries = Threads(AT_ONCE, "brushwork-poll")

    async def briefly(
        self, purpose: Purpose, task: str | None, function: Callable[..., ValueT], *arguments: Any, **keywords: Any
    ) -> ValueT:
        """Run what takes a moment and a `deadline`, and starts no work, on one of the five threads for such."""

        def late() -> BrushworkError:
            from brushwork_runtime.api.unbilled import unbilled

            return unbilled(deadline.refusal(), purpose, task)

        with self._session.for_query() as deadline:
            query = partial(function, *arguments, deadline=deadline, **keywords)
            return await self.on(self.short, deadline, query, late=late, sends=False)

    def polling(self, function: Callable[..., ValueT], *arguments: Any) -> asyncio.Future[ValueT]:
        """Run a query of the polling, which no submission holds up, on one of the three threads for it."""
        return self._queries.start(function, *arguments)

    async def at_length(
        self, deadline: Deadline, function: Callable[..., ValueT], *arguments: Any, late: Late | None = None
    ) -> ValueT:
        """Run what takes as long as a picture."""
        return await self.on(self.long, deadline, function, *arguments, late=late)

    async def on(
        self,
        threads: Threads,
        deadline: Deadline,
        function: Callable[..., ValueT],
        *arguments: Any,
        late: Late | None = None,
        sends: bool = True,
    ) -> ValueT:
        """Run it on one of `threads`. If no thread is free before the deadline, raise what `late` gives.

        So do, with `sends`, if no request that bills has left before it, whatever keeps the thread.
        """
        within = deadline.left() if passes(self._session.clock) else None
        try:
            return await threads.start(function, *arguments, within=within, give_up=deadline.give_up if sends else bool)
        except NotBegun:
            raise (late or deadline.refusal)() from None

    def close(self) -> None:
        """Let the threads end; what is run from then on has a thread of its own."""
        for threads in (self.short, self.long, self._queries):
            threads.close()

    def after_fork(self) -> None:
        """In a child process, which has none of these threads."""
        for threads in (self.short, self.long, self._queries):
            threads.after_fork()
