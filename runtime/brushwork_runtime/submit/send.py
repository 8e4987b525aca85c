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

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import AccessDenied, BrushworkError, InvalidRequest, MalformedResponse, ServerError
from brushwork_runtime.results.outcome import Origin, finish
from brushwork_runtime.submit.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from brushwork_runtime.api.answer import Answer
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session.session import Session

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
            from brushwork_runtime.submit.streaming import joined

            return joined(session, prepared, came, begun, sending.deadline)
        return finish(session, came, Origin(prepared, begun))
    except (MalformedResponse, ServerError) as error:
        raise sending.explained(error) from error.__cause__


def stream(session: Session, prepared: Request, deadline: Deadline) -> HttpResponse:
    """Send on a stream route and return the answer as soon as its head has come. Raises as the table says."""
    sending = Sending(session, prepared, deadline)
    try:
        return cast("HttpResponse", _carried_out(sending, sending.once))
    except (MalformedResponse, ServerError) as error:
        raise sending.explained(error) from error.__cause__


def task(session: Session, prepared: Request, deadline: Deadline) -> Answer:
    """Send on an async route and return the answer, which names the task. Raises as the table says."""
    sending = Sending(session, prepared, deadline)
    return cast("Answer", _carried_out(sending, sending.once))


def sendable(request: RequestT | None) -> RequestT:
    """`request`, which an error may not have. Raises `InvalidRequest` if there is none."""
    if request is None:
        raise InvalidRequest("there is no request to send again", hint="Only what may start work has err.request.")
    from brushwork_runtime.request.request import Request

    if not isinstance(request, Request):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(f"request is {redact.value(request)}; it must be one that was prepared, such as err.request")
    return request


def _carried_out(sending: Sending, once: Callable[[int], ValueT]) -> ValueT:
    """What `once` returns, given the number of the try; the tries are counted from 1."""
    failed = None
    try:
        if sending.open:
            value = once(1)
            sending.session.budget.give_back(0)
            return value
    except BrushworkError as error:
        failed = error
    from brushwork_runtime.retry.attempts import persist

    try:
        return persist(sending.session, sending.tries(), once, failed)
    except BrushworkError as error:
        raise sending.explained(error) from error.__cause__


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
