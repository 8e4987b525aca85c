"""Sending a prepared request: the one place where a request that starts work, and is billed, goes out.

It goes out again only if `retry.decide` says that none of the work was begun, and once more by the mode's other route
on the vendor's 403 for a sync/async mismatch, which is answered before any work. The error says what may have happened:

    never connected                        ConnectFailed      nothing left, nothing billed
    403 for the protocol                   (the other route)  refused before any work
    other 4xx                              APIError           refused
    no answer, or a 5xx after sending      OutcomeUnknown     perhaps made and billed
    200, then the body breaks off          ResultLost         made and billed
    200 with a body that is no answer      MalformedResponse  probably made and billed
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from brushwork_runtime.api.exchange import answer_of, holds_images, is_task_id, joined, refusal
from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import (
    AccessDenied,
    BrushworkError,
    InvalidRequest,
    MalformedResponse,
    ModelNotFound,
    OutcomeUnknown,
    ResultLost,
    ServerError,
    TransportError,
)
from brushwork_runtime.base.language import tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.results.result import Origin, finish, untasked
from brushwork_runtime.retry import REDIRECTS, Attempts, documented_rate, persist, what_happened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeVar

    from brushwork_runtime.api.answer import Answer
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session
    from brushwork_runtime.submit.recovery import Submission

    RequestT = TypeVar("RequestT", bound=Request)
    ValueT = TypeVar("ValueT")

_MISMATCH = "does not support"


def result(session: Session, prepared: Request, deadline: Deadline) -> Result:
    """Send on a sync or stream route and return the result. Raises as the table says."""
    begun = session.clock.now()
    sending = Sending(session, prepared, deadline)
    return finished(begun, sending, _carried_out(sending, sending.once))


def finished(begun: float, sending: Sending, came: Any) -> Result:
    """The result of a call on a sync or stream route, of which `sending.once` gave what came."""
    session, prepared = sending.session, sending.prepared
    try:
        if prepared.route.protocol == "stream":
            from brushwork_runtime.submit.stream import joined

            return joined(session, prepared, came, begun, sending.deadline)
        return finish(session, came, Origin(prepared, begun))
    except (MalformedResponse, ServerError) as error:
        raise (told := sending.explained(error)) from told.__cause__


def stream(session: Session, prepared: Request, deadline: Deadline) -> HttpResponse:
    """Send on a stream route and return the answer as soon as its head has come. Raises as the table says."""
    sending = Sending(session, prepared, deadline)
    try:
        return cast("HttpResponse", _carried_out(sending, sending.once))
    except (MalformedResponse, ServerError) as error:
        raise (told := sending.explained(error)) from told.__cause__


def task(session: Session, prepared: Request, deadline: Deadline) -> Answer:
    """Send on an async route and return the answer, which names the task. Raises as the table says."""
    sending = Sending(session, prepared, deadline)
    return cast("Answer", _carried_out(sending, sending.once))


def sendable(request: RequestT | None) -> RequestT:
    """`request`, which an error may not have. Raises `InvalidRequest` if there is none."""
    if request is None:
        raise InvalidRequest(
            tr("there is no request to send again"), hint=tr("Only what may start work has err.request.")
        )
    from brushwork_runtime.request.request import Request

    if not isinstance(request, Request):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(
            tr(
                "request is {request}; it must be one that was prepared, such as err.request",
                request=redact.value(request),
            )
        )
    return request


def _carried_out(sending: Sending, once: Callable[[int], ValueT]) -> ValueT:
    """What `once` returns, given the number of the attempt; the attempts are counted from 1."""
    failed = None
    try:
        if sending.open:
            value = once(1)
            sending.session.retry_quota.give_back(0)
            return value
    except BrushworkError as error:
        failed = error
    try:
        return persist(sending.session, sending.attempts(), once, failed)
    except BrushworkError as error:
        raise (told := sending.explained(error)) from told.__cause__


def fallback(prepared: RequestT, error: AccessDenied) -> RequestT | None:
    """The same call on the mode's other route, if `error` is the refusal of this route's protocol.

    None if it is another error, such as one about a task that has been started, if the caller chose the protocol, or if
    there is no other route.
    """
    if error.task_id is not None or _MISMATCH not in str(error).lower() or "chronous call" not in str(error).lower():
        return None
    refused = prepared.route
    for route in prepared.mode.routes:
        if route.protocol != refused.protocol:
            other = prepared.rerouted(route)
            if other is not None:
                log.warning(
                    "%s: %s refuses %s calls; using its %s route instead, once",
                    prepared.model_id,
                    refused.endpoint,
                    refused.protocol,
                    route.protocol,
                )
            return other
    return None


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
        self.request = HttpRequest("POST", prepared.url, headers, body)

    @property
    def open(self) -> bool:
        """Whether the first attempt may leave at once, since nothing has throttled this model."""
        return self.session.rate_limits.met(self.prepared.model.id) is None

    def attempts(self) -> Attempts:
        """The count of its attempts."""
        session, model = self.session, self.prepared.model
        rate = documented_rate(model, session.settings.region)
        return Attempts(
            session, "POST", self.request.url, scope=model.id, deadline=self.deadline, bills=True, rate=rate
        )

    @property
    def once(self) -> Callable[[int], Any]:
        """What one attempt is on its route: an answer that is yet to be read, one that names a task, or a whole one."""
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
        request.leaves = self._leaves
        try:
            starts = self.prepared.model_id, self.prepared.mode.name
            response = session.send(request, attempt=attempt, starts=starts)
            if 200 <= response.status < 300:
                return response
            response.body = response.read()
            response.chunks = None
            if not request.stream and holds_images(session, response):
                log.warning("an answer of status %s holds images, and is taken for what it holds", response.status)
                return response
            raise refusal(session, response)
        except BrushworkError as error:
            if begun_nothing(error) and not session.retry_unknown:  # an earlier attempt may have begun something then
                self.deadline.sent = None
            raise
        finally:
            request.leaves = None  # a ring would keep the call, key and all, until the garbage collector comes

    def _leaves(self) -> None:
        """The request is about to leave, or may no longer."""
        self.deadline.leaves(self._left_behind)

    def _left_behind(self) -> str:
        return interrupted(self.prepared, self.task_id)

    def answer(self, attempt: int) -> Answer:
        """Send once; the answer, read and decoded."""
        return answer_of(self.session, self.response(attempt))

    def task(self, attempt: int) -> Answer:
        """Send once; the answer, which names the task that was started."""
        from brushwork_runtime.submit.recovery import Submissions  # no call without a task needs it

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
        return untasked(self.session, answer, Origin(self.prepared, self.begun))

    def explained(self, error: BrushworkError) -> BrushworkError:
        """`error` with the request, what may have become of it, and what to do."""
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
    return what_happened(error) not in ("unknown", "done")


def named(answer: Answer) -> Answer:
    """`answer`, which has to name the task that it started."""
    if answer.task_id and is_task_id(answer.task_id):
        return answer
    if answer.task_id:
        what = tr("the answer to a submission names no task but {value}", value=redact.value(answer.task_id))
    else:
        what = tr("the answer to a submission names no task")
    raise MalformedResponse(what, request_id=answer.request_id, status=200)


def with_images(
    session: Session, prepared: Request, deadline: Deadline
) -> tuple[dict[str, str], bytes | Iterable[bytes]]:
    """Headers and body once the local images are uploaded, or with them inlined."""
    if prepared.inline:
        from brushwork_runtime.uploads import Inlined

        inlined = Inlined(prepared.segments(), prepared.images, deadline)
        return {**prepared.sent_headers(), "Content-Length": str(inlined.length)}, inlined
    from brushwork_runtime.uploads import Uploads

    prepared.sent_headers()  # without a key nothing is uploaded
    put = session.one(Uploads).put
    urls = {index: put(prepared.model_id, prepared.images[index], deadline) for index in prepared.local}
    return prepared.sent_headers(tuple(urls.values())), prepared.filled(urls)


def explained(
    error: BrushworkError, prepared: Request, seconds: float | None = None, *, repeated: bool = False
) -> BrushworkError:
    """`error` with what was sent and what to do; one that the service failed with becomes `OutcomeUnknown`.

    `seconds`: how long after it was sent the request failed; `repeated`: whether it may have been sent again although
    its outcome was unknown. An error that is explained already stays as it is.
    """
    what_now = _what_now(prepared, repeated)
    if isinstance(error, ServerError):
        return _unknown(error, prepared, what_now)
    if isinstance(error, (AccessDenied, ModelNotFound)):
        model = prepared.model
        error.hint = joined(error.hint, model.activation, model.lifecycle.said if model.lifecycle else None)
    if not isinstance(error, (TransportError, MalformedResponse)) or error.request is not None:
        return error
    error.request = prepared
    if isinstance(error, OutcomeUnknown):
        if seconds is not None and seconds >= 1:
            error.message += tr(" ({seconds:.1f} s after it was sent)", seconds=seconds)
        error.hint = joined(tr("Images may have been made and billed."), what_now, error.hint)
    elif isinstance(error, (ResultLost, MalformedResponse)) and error.status not in REDIRECTS:
        probably = (error.status or 200) < 300
        bill = (
            tr("The images were probably made and billed.")
            if probably
            else tr("The images may have been made and billed.")
        )
        error.hint = joined(bill, what_now, error.hint)
    return error


def _unknown(error: ServerError, prepared: Request, what_now: str) -> OutcomeUnknown:
    """The outcome of a request that the service failed at after taking it: nobody knows."""
    failed = OutcomeUnknown(
        tr("the service failed after the request was sent: {message}", message=error.message),
        hint=joined(tr("Images may have been made and billed."), what_now),
        code=error.code,
        status=error.status,
        request_id=error.request_id,
    )
    failed.request = prepared
    failed.__cause__ = error
    return failed


def interrupted(prepared: Request, task_id: str | None = None) -> str:
    """What a call leaves behind that is interrupted while its request is on its way, or once its task is submitted."""
    name = f"{prepared.model_id} {prepared.mode.name}"
    if task_id is not None:
        return tr(
            '{name}: task {task_id} was submitted and goes on. client.task("{task_id}").wait() picks it up.',
            name=name,
            task_id=task_id,
        )
    look = None
    if prepared.route.protocol == "async":
        code = f'client.tasks.list(model_name="{prepared.model_id}")'
        look = tr("Look for its task with {code}.", code=code)
    elif _may_be_task(prepared):
        look = tr("It has no task to look for; {code} leaves one.", code=_AS_TASK)
    told = tr("{name}: the request was on its way; images may have been made and billed.", name=name)
    return joined(told, look)


_AS_TASK = 'protocol="async"'


def _may_be_task(prepared: Request) -> bool:
    """Whether the same call could have been made as a task."""
    return any(route.protocol == "async" for route in prepared.mode.routes)


def _what_now(prepared: Request, repeated: bool) -> str:
    if repeated:
        sent = tr("As retry_unknown=True allows, it may have been sent, and billed, more than once.")
    else:
        sent = tr("It was not sent again.")
    if prepared.route.protocol == "async":
        look = tr("err.recover() looks for the task that it may have started.")
    elif _may_be_task(prepared):
        look = tr("This route has no task to look for; {code} leaves one.", code=_AS_TASK)
    else:
        look = tr("This route has no task to look for.")
    return joined(sent, look, tr("To send it again on purpose: client.resend(err.request)."))
