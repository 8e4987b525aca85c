"""A request in progress, for hooks and logging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import BrushworkError

if TYPE_CHECKING:
    from brushwork_runtime.http.messages import HttpRequest, HttpResponse
    from brushwork_runtime.http.protocol import Transport
    from brushwork_runtime.session.session import Session


def send(
    session: Session,
    request: HttpRequest,
    *,
    attempt: int = 1,
    starts: tuple[str, str] | None = None,
    transport: Transport | None = None,
) -> HttpResponse:
    """Send `request` once, for the `attempt`th time; `starts` is the model and mode of the work that it starts.

    `transport` carries it instead of the client's.
    """
    transport = transport or session.transport
    if session.hooks.watching or log.wanted():
        return _watched(session, request, attempt, starts, transport)
    return _sent(transport, request)


def _sent(transport: Transport, request: HttpRequest) -> HttpResponse:
    if request.leaves is not None and not hasattr(transport, "calls_leaves"):
        request.leaves()
    response = transport.send(request)
    response.secrets = request.secrets
    return response


def _watched(
    session: Session, request: HttpRequest, attempt: int, starts: tuple[str, str] | None, transport: Transport
) -> HttpResponse:
    from brushwork_runtime.base.events import RequestEvent, ResponseEvent

    hooks, clock = session.hooks, session.clock
    method, url = request.method, redact.url(request.url)
    model, mode = starts or (None, None)
    hooks.request(RequestEvent(method, url, attempt=attempt, model=model, mode=mode))
    log.debug("%s %s%s, attempt %d", method, url, f" ({model} {mode})" if model else "", attempt)
    begun = clock.now()
    try:
        response = _sent(transport, request)
    except BrushworkError as error:
        log.info("%s %s: no answer after %.3f s: %s", method, url, clock.now() - begun, error.message)
        raise
    seconds, request_id = clock.now() - begun, response.request_id
    tell = log.debug if starts is None and response.status < 400 else log.info
    tell("%s %s: %d after %.3f s, request_id %s", method, url, response.status, seconds, request_id)
    hooks.response(ResponseEvent(method, url, status=response.status, seconds=seconds, request_id=request_id))
    return response
