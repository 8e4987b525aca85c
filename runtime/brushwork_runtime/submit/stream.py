"""A streamed call as its user sees it: parts one after the other while the service makes them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from brushwork_runtime.base.errors import BrushworkError, ResultLost

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
    from types import TracebackType
    from typing import TypeAlias

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.parts import ImagePart, TextPart
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session.session import Session
    from brushwork_runtime.submit.streaming import Reading

    AtLength: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]
    Part: TypeAlias = TextPart | ImagePart
    Now: TypeAlias = "Stream[Result]"
    Later: TypeAlias = "Stream[Coroutine[Any, Any, Result]]"

ResultT = TypeVar("ResultT")


class Stream(Generic[ResultT]):
    """Texts, piece by piece, and images as they come: iterate over it, with `async for` if the client is asynchronous.

        with client.wan2_6_image.interleave.stream("latte art in three steps", max_images=3) as stream:
            for part in stream:
                print(part)
        stream.result.save("latte/")

    The request is sent, and billed, when the iteration begins. If the stream breaks off, or the service ends it with an
    error after an image, the iteration gives what came and then raises `PartialResult`, whose `result` holds it too;
    `ResultLost`, or that error, if nothing had come. Leaving the `with`
    block early drops the connection, but what the service has begun is billed. The whole of it may take the timeout of
    the call or the client, 600 seconds unless given.
    """

    __slots__ = ("_at_length", "_begun", "_call", "_closed", "_prepared", "_running", "_steps")

    def __init__(
        self, session: Session, prepared: Request, timeout: float | None, at_length: AtLength | None = None
    ) -> None:
        """`at_length` runs what waits for a part, beside the event loop; None for a client whose calls return."""
        self._at_length = at_length
        self._prepared = prepared
        self._begun: list[Reading] = []
        self._call = partial(_call, session, timeout, [])
        # without self: who drops a stream ends it at once
        self._steps = _parts(session, prepared, self._call, self._begun)
        self._running = False
        self._closed = False

    @property
    def result(self) -> Result:
        """Everything that has come so far, texts joined; `result.complete` tells whether it is all.

        Raises `BrushworkError` if the iteration has not begun.
        """
        if not self._begun:
            raise BrushworkError("nothing has come yet", hint="Iterate over the stream first; that sends the request.")
        return self._begun[0].result

    def _next(self) -> Part | None:
        """The next part; None after the last."""
        self._running = True
        try:
            return next(self._steps, None)
        except KeyboardInterrupt as stop:
            self._call().interrupted(stop)
            raise
        except BrushworkError:
            if self._closed:  # from another thread, which wants nothing more of it
                return None
            raise
        finally:
            self._running = False
            if self._closed:
                self._steps.close()

    def _late(self) -> BaseException:
        """What becomes of it if no thread is free for the next part before its time is over."""
        if not self._begun:
            return self._call().refusal()
        try:
            self._steps.throw(ResultLost("the time of the call was over", status=200))
        except BrushworkError as error:
            return error
        return self._call().refusal()

    def _end(self) -> None:
        self._closed = True
        self._call().cancellation.ask()
        if not self._running:
            with suppress(ValueError):  # it has just begun to, and closes it itself
                self._steps.close()

    def __iter__(self: Now) -> Iterator[Part]:
        if self._at_length is not None:
            raise TypeError("the stream of an AsyncClient is iterated over with `async for`")
        while (part := self._next()) is not None:
            yield part

    async def __aiter__(self: Later) -> AsyncIterator[Part]:
        if self._at_length is None:
            raise TypeError("the stream of a Client is iterated over with `for`")
        deadline = self._call()
        while not self._closed:
            try:
                part = await self._at_length(deadline, self._next, late=self._late)
            except BaseException as stop:
                if not isinstance(stop, Exception):
                    deadline.interrupted(stop)
                    self._end()
                raise
            if part is None:
                return
            yield part

    def close(self: Now) -> None:
        """Stop: the connection is dropped. What has come stays in `result`."""
        self._end()

    async def aclose(self: Later) -> None:
        """Stop: the connection is dropped. What has come stays in `result`."""
        self._end()

    def __enter__(self: Now) -> Now:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    async def __aenter__(self: Later) -> Later:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __repr__(self) -> str:
        state = repr(self._begun[0].result) if self._begun else "not sent yet"
        return f"<Stream of {self._prepared.model_id}: {state}>"


def _call(session: Session, timeout: float | None, begun: list[Deadline]) -> Deadline:
    """The time of the whole of a call, which begins when somebody first asks for it and goes to `begun`."""
    if not begun:
        begun.append(session.within(session.wait_timeout if timeout is None else timeout))
    return begun[0]


def _parts(
    session: Session, prepared: Request, call: Callable[[], Deadline], begun: list[Reading]
) -> Generator[Part, None, None]:
    """Send, and give the parts as they come; the reading of the answer goes to `begun`."""
    from brushwork_runtime.submit.send import stream
    from brushwork_runtime.submit.streaming import Reading

    start = session.clock.now()
    response = stream(session, prepared, call())
    begun.append(Reading(session, prepared, response, start, call()))
    yield from begun[0].parts()
