"""A streamed call as its user sees it: parts one after the other while the service makes them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from brushwork_runtime.api.answer import Answer, Joined, events, mapping
from brushwork_runtime.api.exchange import answer_of, from_document
from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    MalformedResponse,
    ResultLost,
    TransportError,
)
from brushwork_runtime.base.language import tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Provenance
from brushwork_runtime.results.result import ImagePart, Origin, TextPart, checked, image_of, so_far
from brushwork_runtime.submit.send import explained, stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
    from types import TracebackType
    from typing import TypeAlias

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session

    AtLength: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]
    Part: TypeAlias = TextPart | ImagePart
    Now: TypeAlias = "Stream[Result]"
    Later: TypeAlias = "Stream[Coroutine[Any, Any, Result]]"

ResultT = TypeVar("ResultT", covariant=True)  # noqa: PLC0105 - named in each generated class


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

    __module__ = "brushwork"
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

    def _through(self, way: Callable[[Generator[Part], list[Reading]], Generator[Part]]) -> None:
        """Have its parts come by way of another generator, which is given the parts and where their reading will be."""
        self._steps = way(self._steps, self._begun)

    @property
    def result(self) -> Result:
        """Everything that has come so far, texts joined; `result.complete` tells whether it is all.

        Raises `BrushworkError` if the iteration has not begun.
        """
        if not self._begun:
            raise BrushworkError(
                tr("nothing has come yet"), hint=tr("Iterate over the stream first; that sends the request.")
            )
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
            self._steps.throw(ResultLost(tr("the time of the call was over"), status=200))
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
        with short:
            if self._at_length is not None:
                raise TypeError(tr("the stream of an AsyncClient is iterated over with `async for`"))
            while (part := self._next()) is not None:
                yield part

    async def __aiter__(self: Later) -> AsyncIterator[Part]:
        with short:
            if self._at_length is None:
                raise TypeError(tr("the stream of a Client is iterated over with `for`"))
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
    start = session.clock.now()
    response = stream(session, prepared, call())
    begun.append(Reading(session, prepared, response, start, call()))
    yield from begun[0].parts()


class Reading:
    """The content of one streamed answer so far, which must have come whole before `deadline`."""

    __slots__ = ("_answer", "_content", "_deadline", "_handed", "_origin", "_prepared", "_response", "_session")

    def __init__(
        self, session: Session, prepared: Request, response: HttpResponse, begun: float, deadline: Deadline
    ) -> None:
        self._session = session
        self._prepared = prepared
        self._response = response
        self._deadline = deadline
        self._origin = Origin(prepared, begun)
        self._content = Joined()
        self._answer: Answer | None = None
        self._handed: list[Image] = []

    def parts(self) -> Iterator[TextPart | ImagePart]:
        """Texts, piece by piece, and images as they come.

        Raises at the end of what came: `PartialResult` if images had come and then an error, or anything and then the
        connection broke; otherwise that error, what had come being its `result`; and what `finish` raises.
        """
        response, broken = self._response, None
        try:
            with self._deadline.cancellation.waking(response.abort or response.close):
                if "json" in response.headers.get("content-type", "").lower():
                    response.body, response.chunks = response.read(), None
                    self._answer = answer_of(self._session, response)
                    yield from self._parts_of(self._answer)
                else:
                    yield from self._streamed(response)
        except (APIError, TransportError, MalformedResponse) as error:
            broken = explained(error, self._prepared)
            if not self._content.content:
                raise broken from broken.__cause__
            broken.result = self.result
            if isinstance(error, APIError) and not self._handed:
                raise broken from broken.__cause__
        finally:
            response.close()
        checked(self._session, self.answer, self.result, broken=broken)

    def _streamed(self, response: HttpResponse) -> Iterator[TextPart | ImagePart]:
        content = self._content
        for event in events(response, self._chunks(response)):
            if event.failed:
                status = event.status if event.status >= 400 else 400
                raise from_document(self._session, status, event.data, request_id=response.request_id)
            content.add(event.data)
            content.ended = event.ends
            yield from self._parts_of(Answer(event.data))
            if content.finished:  # the server may keep the connection, and nothing more is to come
                return
        if not content.finished:
            raise ResultLost(tr("the stream ended before its last event"), status=200, request_id=response.request_id)

    def _chunks(self, response: HttpResponse) -> Iterator[bytes]:
        """The body as it comes; one that goes on for ever ends with the time of the call."""
        for chunk in response.chunks if response.chunks is not None else iter((response.body,)):
            yield chunk
            if self._deadline.left() <= 0:
                raise ResultLost(
                    tr("the time of the call was over before the stream was"),
                    status=200,
                    request_id=response.request_id,
                )

    def _parts_of(self, answer: Answer) -> Iterator[TextPart | ImagePart]:
        for found in answer.found:
            if found.url is not None:
                request_id = self.answer.request_id
                provenance = Provenance(self._session.api, self._origin, request_id=request_id, task_id=None)
                image = image_of(self._session.one(Downloads.of), found, found.url, provenance)
                self._handed.append(image)
                yield ImagePart(image)
            elif found.text:
                yield TextPart(found.text)

    @property
    def answer(self) -> Answer:
        """What has come, as the answer that the same call would give without streaming."""
        if self._answer is not None:
            return self._answer
        whole = redact.scrubbed(self._content.document(), self._response.secrets)  # what came in pieces, joined
        return Answer(mapping(whole), self._response.request_id)

    @property
    def complete(self) -> bool:
        """Whether the whole answer has come."""
        return self._answer is not None or self._content.finished

    @property
    def result(self) -> Result:
        """What has come, as a result; its images are those that `parts` gave."""
        result = so_far(self._session, self.answer, self._origin, handed=self._handed)
        result.complete = self.complete
        return result


def joined(session: Session, prepared: Request, response: HttpResponse, begun: float, deadline: Deadline) -> Result:
    """The result of a whole stream. Raises `PartialResult` with what came, if it broke off after something had."""
    reading = Reading(session, prepared, response, begun, deadline)
    for _ in reading.parts():
        pass
    return reading.result
