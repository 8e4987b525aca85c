"""One prepared request on its way: a single try of it, and the words for its end. How often it is tried: `tries`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.refusals import answer_of, holds_images, refusal
from brushwork_runtime.base import log
from brushwork_runtime.base.errors import BrushworkError, MalformedResponse, TransportError
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.session import instrumentation as observed
from brushwork_runtime.submit.submissions import Submissions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from brushwork_runtime.api.answer import Answer
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.retry.attempts import Tries
    from brushwork_runtime.session.session import Session
    from brushwork_runtime.submit.submissions import Submission


class Sending:
    """A request with what is local uploaded; it is built once, however often it is tried."""

    __slots__ = ("begun", "deadline", "prepared", "request", "session", "submission", "task_id")

    def __init__(self, session: Session, prepared: Request, deadline: Deadline) -> None:
        self.session = session
        self.prepared = prepared
        self.deadline = deadline
        self.begun = 0.0
        self.submission: Submission | None = None
        self.task_id: str | None = None
        if prepared.local:
            headers, body = with_images(session, prepared, deadline)
        else:
            headers, body = prepared.sent_headers(), prepared.content
        headers["User-Agent"] = session.agent
        self.request = HttpRequest(
            "POST", prepared.url, headers, body, read_timeout=session.read_timeout, leaves=self._leaves
        )

    @property
    def open(self) -> bool:
        """Whether the first try may leave at once, since nothing has throttled this model."""
        return self.session.gates.met(self.prepared.model.id) is None

    def tries(self) -> Tries:
        """The count of its tries."""
        from brushwork_runtime.retry.attempts import Tries
        from brushwork_runtime.retry.rate_limit import documented_rate

        session, model = self.session, self.prepared.model
        rate = documented_rate(model, session.settings.region)
        return Tries(session, "POST", self.request.url, lane=model.id, deadline=self.deadline, bills=True, rate=rate)

    @property
    def once(self) -> Callable[[int], Any]:
        """What one try is on its route: an answer that is yet to be read, one that names a task, or a whole one."""
        protocol = self.prepared.route.protocol
        return self.response if protocol == "stream" else self.task if protocol == "async" else self.answer

    def response(self, attempt: int) -> HttpResponse:
        """Send once; the answer, its status 2xx and its body perhaps still to be read. Raises what went wrong."""
        session, request = self.session, self.request
        self.begun = session.clock.now()
        left = self.deadline.left()
        if left <= 0:
            raise self.deadline.refusal()
        request.read_timeout = min(session.read_timeout, left)
        request.connect_timeout = min(CONNECT_TIMEOUT, request.read_timeout)
        request.total_timeout = left
        request.stream = self.prepared.route.protocol == "stream"
        try:
            starts = self.prepared.model_id, self.prepared.mode.name
            response = observed.send(session, request, attempt=attempt, starts=starts)
            if 200 <= response.status < 300:
                return response
            response.body = response.read()
            response.chunks = None
            if not request.stream and holds_images(session, response):
                log.warning("an answer of status %s holds images, and is taken for what it holds", response.status)
                return response
            raise refusal(session, response)
        except BrushworkError as error:
            if begun_nothing(error) and not session.retry_unknown:  # an earlier try may have begun something then
                self.deadline.sent = None
            raise

    def _leaves(self) -> None:
        """The request is about to leave, or may no longer."""
        self.deadline.leaves(self._left_behind)

    def _left_behind(self) -> str:
        from brushwork_runtime.submit.explained import interrupted

        return interrupted(self.prepared, self.task_id)

    def answer(self, attempt: int) -> Answer:
        """Send once; the answer, read and decoded."""
        return answer_of(self.session, self.response(attempt))

    def task(self, attempt: int) -> Answer:
        """Send once; the answer, which names the task that was started."""
        submissions = self.session.one(Submissions.of)
        submission = self.submission = self.submission or submissions.begin(self.prepared.model_id)
        try:
            answer = self.answer(attempt)
            if answer.task_id is None and answer.found:
                raise self._images_instead(answer)
            answer = named(answer)
        except BaseException as error:
            if begun_nothing(error):
                submissions.explained(submission, None)
                self.submission = None
            else:
                submissions.lost(submission)
            raise
        submissions.explained(submission, answer.task_id)
        self.task_id = answer.task_id
        log.info("task %s of %s submitted", answer.task_id, self.prepared.model_id)
        return answer

    def _images_instead(self, answer: Answer) -> BrushworkError:
        from brushwork_runtime.results.outcome import Origin, untasked

        return untasked(self.session, answer, Origin(self.prepared, self.begun))

    def explained(self, error: BrushworkError) -> BrushworkError:
        """`error` with the request, what may have become of it, and what to do."""
        from brushwork_runtime.submit.explained import explained

        session = self.session
        told = explained(error, self.prepared, session.clock.now() - self.begun, repeated=session.retry_unknown)
        if self.submission is not None and isinstance(told, (TransportError, MalformedResponse)):
            from brushwork_runtime.submit.recovery import Recovery

            told.recovery = Recovery(self.session, self.prepared, self.submission, told)
        return told


def begun_nothing(error: BaseException) -> bool:
    """Whether a request that failed with `error` is known to have started no work."""
    if not isinstance(error, BrushworkError):
        return False
    from brushwork_runtime.retry.policy import what_happened

    return what_happened(error) not in ("unknown", "done")


def named(answer: Answer) -> Answer:
    """`answer`, which has to name the task that it started."""
    from brushwork_runtime.api.task_ids import is_task_id
    from brushwork_runtime.base import redact

    if answer.task_id and is_task_id(answer.task_id):
        return answer
    said = f"no task but {redact.value(answer.task_id)}" if answer.task_id else "no task"
    raise MalformedResponse(f"the answer to a submission names {said}", request_id=answer.request_id, status=200)


def with_images(
    session: Session, prepared: Request, deadline: Deadline
) -> tuple[dict[str, str], bytes | Iterable[bytes]]:
    """Headers and body once the local images are uploaded, or with them inlined."""
    if prepared.inline:
        from brushwork_runtime.uploads.inlined import Inlined

        inlined = Inlined(prepared.segments(), prepared.reference_images, deadline)
        return {**prepared.sent_headers(), "Content-Length": str(inlined.length)}, inlined
    from brushwork_runtime.uploads.upload import put_all

    prepared.sent_headers()  # without a key nothing is uploaded
    local = [(index, prepared.reference_images[index]) for index in prepared.local]
    urls = put_all(session, prepared.model_id, local, deadline)
    return prepared.sent_headers(tuple(urls.values())), prepared.filled(urls)
