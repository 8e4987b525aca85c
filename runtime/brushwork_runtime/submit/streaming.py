"""The answer of a stream route, part by part: to its end, or to where it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.answer import Answer, mapping
from brushwork_runtime.api.event_stream import Joined, events
from brushwork_runtime.api.refusals import answer_of, from_document
from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import APIError, MalformedResponse, ResultLost, TransportError
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.outcome import Origin, finish, image_of, so_far
from brushwork_runtime.results.parts import ImagePart, TextPart
from brushwork_runtime.results.provenance import Provenance
from brushwork_runtime.submit.explained import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session.session import Session


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
        finish(self._session, self.answer, self._origin, broken=broken, handed=self._handed)

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
            raise ResultLost("the stream ended before its last event", status=200, request_id=response.request_id)

    def _chunks(self, response: HttpResponse) -> Iterator[bytes]:
        """The body as it comes; one that goes on for ever ends with the time of the call."""
        for chunk in response.chunks if response.chunks is not None else iter((response.body,)):
            yield chunk
            if self._deadline.left() <= 0:
                raise ResultLost(
                    "the time of the call was over before the stream was", status=200, request_id=response.request_id
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
        return so_far(self._session, self.answer, self._origin, complete=self.complete, handed=self._handed)


def joined(session: Session, prepared: Request, response: HttpResponse, begun: float, deadline: Deadline) -> Result:
    """The result of a whole stream. Raises `PartialResult` with what came, if it broke off after something had."""
    reading = Reading(session, prepared, response, begun, deadline)
    for _ in reading.parts():
        pass
    return reading.result
