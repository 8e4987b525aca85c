"""One exchange with the API that bills nothing: a GET or a cancel, its answer decoded, its refusals raised.

These may be sent any number of times, so a failed one is sent again, with pauses, while its deadline lasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.errors import accepted, listed, state_of
from brushwork_runtime.base.errors import AuthError, BadRequest, BrushworkError, ConfigError
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, GET_TIMEOUT, HttpRequest, HttpResponse
from brushwork_runtime.retry.policy import seconds_of

if TYPE_CHECKING:
    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.api.unbilled import Purpose
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session

REFUSALS = 5
"""Refusals one after another that are believed: a gateway in between may refuse what the service does not."""


def get(session: Session, path: str, *, task_id: str | None = None, deadline: Deadline | None = None) -> Document:
    """The JSON object at `path` below the base path, with as many attempts as the client has, in 60 seconds."""
    return _persistently(session, "GET", path, task_id, deadline)[0]


def get_dated(session: Session, path: str, *, deadline: Deadline) -> tuple[Document, float | None]:
    """As `get`, with the moment of the answer by the server's own clock, in seconds since 1970, where it says it."""
    document, response = _persistently(session, "GET", path, None, deadline)
    return document, seconds_of(response.headers.get("date", ""))


def cancel(session: Session, task_id: str, *, deadline: Deadline | None = None) -> None:
    """Ask for a task to be cancelled, which bills nothing and so is tried as a GET is. Raises `BadRequest`.

    An attempt may have worked without its answer coming back, and then the next one is refused: that is no error.
    """
    path = session.api.paths["task-cancel"].replace("{task_id}", task_id)
    _persistently(session, "POST", path, task_id, deadline, harmless=BadRequest)


def ask(
    session: Session,
    method: str,
    path: str,
    *,
    deadline: Deadline,
    task_id: str | None = None,
    attempt: int = 1,
) -> Document:
    """One request without a body, sent once, the `attempt`th time.

    Raises `APIError`, `TransportError`, `MalformedResponse`.
    """
    return _asked(session, method, path, task_id, deadline, attempt)[0]


def temporary(error: BrushworkError) -> bool:
    """Whether another attempt of a request that bills nothing may mend `error`."""
    from brushwork_runtime.retry.policy import decide

    return decide(error, bills=False) != "never"


def of_the_key(error: BrushworkError) -> bool:
    """Whether every query would meet `error`: the service itself says that the key is not valid, or there is none."""
    return isinstance(error, ConfigError) or (isinstance(error, AuthError) and error.code is not None)


def _persistently(
    session: Session,
    method: str,
    path: str,
    task_id: str | None,
    given: Deadline | None,
    *,
    harmless: type[BrushworkError] | None = None,
) -> tuple[Document, HttpResponse]:
    """Ask until an answer comes, by the rules of `retry.decide`; after a failure, `harmless` is success too."""
    from brushwork_runtime.retry.attempts import Attempts, persist

    deadline = given or session.for_query()
    scope = path.lstrip("/").partition("/")[0].partition("?")[0]
    attempts = Attempts(session, method, session.url_of(path), scope=scope, deadline=deadline, bills=False)

    def once(number: int) -> tuple[Document, HttpResponse]:
        try:
            return _asked(session, method, path, task_id, deadline, number)
        except BrushworkError as error:
            if number > 1 and harmless is not None and isinstance(error, harmless):
                return {}, HttpResponse(200, {})
            raise

    try:
        return persist(session, attempts, once)
    except BrushworkError as error:
        raise _told(session, error, method, path, task_id) from error.__cause__


def _told(session: Session, error: BrushworkError, method: str, path: str, task_id: str | None) -> BrushworkError:
    """`error` in the words of what was asked for."""
    from brushwork_runtime.api.unbilled import unbilled

    purpose: Purpose = "list" if task_id is None else "query" if method == "GET" else "cancel"
    if path.startswith(session.api.paths["upload-policy"]):
        purpose = "upload"
    return unbilled(error, purpose, task_id)


def _asked(
    session: Session, method: str, path: str, task_id: str | None, deadline: Deadline, number: int
) -> tuple[Document, HttpResponse]:
    timeout = min(deadline.seconds, max(1.0, deadline.left()))
    headers = session.headers()
    if method == "POST":
        headers["Content-Length"] = "0"
    request = HttpRequest(
        method,
        session.url_of(path),
        headers,
        connect_timeout=min(CONNECT_TIMEOUT, timeout),
        read_timeout=min(timeout, GET_TIMEOUT),
        total_timeout=timeout,
        leaves=deadline.check if method == "POST" else None,
        cancellation=deadline.cancellation,
    )
    try:
        response = session.send(request, attempt=number)
        if task_id is not None and method == "GET":
            return state_of(session, response, task_id), response
        if path.startswith(f"{session.api.paths['task-list']}?"):
            return listed(session, response), response
        return accepted(session, response, task_id=task_id), response
    except BrushworkError as error:
        raise _told(session, error, method, path, task_id) from error.__cause__
