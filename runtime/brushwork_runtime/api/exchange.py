"""One exchange with the API that bills nothing: a GET or a cancel, its answer decoded, its refusals raised.

These may be sent any number of times, so a failed one is sent again, with pauses, while its deadline lasts. Whatever
failed, no bill depends on it, and its error says so.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import mapping, said, sequence, text
from brushwork_runtime.api.errors import accepted, listed, state_of
from brushwork_runtime.base.errors import (
    AccessDenied,
    APIError,
    AuthError,
    BadRequest,
    BrushworkError,
    ConfigError,
    ConnectFailed,
    MalformedResponse,
    ModelNotFound,
    OutcomeUnknown,
    RateLimited,
    ResultLost,
    ServerError,
    TransportError,
)
from brushwork_runtime.base.language import sentences, tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, GET_TIMEOUT, HttpRequest, HttpResponse
from brushwork_runtime.retry.policy import seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session

    Purpose = Literal["query", "cancel", "list", "upload", "quotas"]
    """What a request is for that starts no work: the state of a task, its end, the list of tasks, a reference image,
    the limits of the account."""

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
    purpose: Purpose = "list" if task_id is None else "query" if method == "GET" else "cancel"
    if path.startswith(session.api.paths["upload-policy"]):
        purpose = "upload"
    elif path.partition("?")[0] in (session.api.paths.get("quotas"), session.api.paths.get("quotas-first-edition")):
        purpose = "quotas"
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


_LATEST = 10**14
"""Milliseconds since 1970; nothing later is a moment."""

PAGES = 50
"""Pages that are read at most."""


class Row:
    """A task of the list. `moment` is when it was created, on the client's clock; None where the row is silent."""

    __slots__ = ("model_id", "moment", "request_id", "status", "task_id")

    def __init__(self, document: Document, offset: float) -> None:
        created = document.get("gmt_create")
        self.task_id = text(document.get("task_id")) or ""
        self.model_id = text(document.get("model_name"))
        self.request_id = said(document.get("request_id"))
        self.status = said(document.get("status"))
        if isinstance(created, (int, float)) and abs(created) < _LATEST:
            self.moment: float | None = created / 1000 + offset
        else:
            self.moment = None


class Page:
    """Some rows. `dated`: whether the answer said what the service's clock shows; else this machine's is believed."""

    __slots__ = ("dated", "rows")

    def __init__(self, document: Document, now: float, date: float | None) -> None:
        offset = now - (time.time() if date is None else date)
        self.dated = date is not None
        self.rows = [Row(mapping(row), offset) for row in sequence(document.get("data") or document.get("tasks"))]


def pages(session: Session, model_id: str, deadline: Deadline) -> Iterator[Page]:
    """The pages of a model's tasks, each fetched when it is asked for. Raises what reading the list raises."""
    for number in range(1, PAGES + 1):
        query = urlencode({"model_name": model_id, "page_no": number})
        path = f"{session.api.paths['task-list']}?{query}"
        document, date = get_dated(session, path, deadline=deadline.part(1.0))
        yield Page(document, session.clock.now(), date)
        last = document.get("total_page")
        if isinstance(last, int) and number >= last:
            return


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_task_id(text: object) -> bool:
    """Whether `text` can be the id of a task; nothing else is ever made part of an address."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def joined(*texts: str | None) -> str:
    """The texts that there are, as one."""
    return sentences(*texts)


def unbilled(error: BrushworkError, purpose: Purpose, task_id: str | None = None) -> BrushworkError:
    """`error` of a request that starts no work, with words of its own: what the tables say is of a generation.

    It never is `OutcomeUnknown` or `ResultLost`, since no bill depends on it, nor `ModelNotFound` where no code says
    so. Other errors than those of an answer, or of none, stay as they are.
    """
    if not isinstance(error, (APIError, TransportError, MalformedResponse)):
        return error
    aside = aside_for(error, purpose, task_id)
    if error.hint is None or aside not in error.hint:
        error.hint = joined(_advice(error), aside)
    error.task_id = error.task_id or task_id
    if isinstance(error, (OutcomeUnknown, ResultLost)):
        return _as(TransportError, error)
    return _as(APIError, error) if isinstance(error, ModelNotFound) and error.code is None else error


def aside_for(error: BrushworkError, purpose: Purpose, task_id: str | None) -> str:
    """What the failure of a request that starts no work leaves as it was."""
    if purpose == "upload":
        return tr("Only the upload failed: the request for images was not sent, so nothing was billed.")
    if purpose == "list":
        return tr("Only the list could not be read; tasks that were started go on.")
    if purpose == "quotas":
        return tr("Only the rate limits could not be read.")
    if purpose == "query":
        return joined(tr("Only the query failed."), picked_up(task_id))
    if isinstance(error, ConnectFailed) or (isinstance(error, APIError) and not isinstance(error, ServerError)):
        return joined(tr("The task was not cancelled; one that runs can only be waited for."), picked_up(task_id))
    return tr('Whether the task was cancelled is not known: client.task("{task_id}").refresh() tells.', task_id=task_id)


def picked_up(task_id: str | None) -> str:
    """What becomes of a task that is no longer waited for, and how to get at it."""
    return tr('It goes on and is not lost: client.task("{task_id}").wait() picks it up, for 24 hours.', task_id=task_id)


def _advice(error: BrushworkError) -> str:
    """What to do about the failure of a request that starts no work."""
    if isinstance(error, AuthError):
        return error.hint or ""
    if isinstance(error, AccessDenied):
        return tr("The key, or a gateway, does not allow this; see the message.")
    if isinstance(error, RateLimited):
        return tr("Ask less often.")
    if isinstance(error, ModelNotFound) and error.code is not None:
        return tr("Check the model's name and the region.")
    if isinstance(error, (ModelNotFound, MalformedResponse)):
        return tr("Check the base URL, and whether a gateway or a network login answers in the place of the service.")
    if isinstance(error, ConnectFailed):
        said = error.hint or ""
        return said.partition(tr(". "))[2] if said.startswith(tr("Nothing was sent")) else said
    return ""


def _as(kind: type[APIError | TransportError], error: BrushworkError) -> BrushworkError:
    """`error` as one of another class."""
    made = kind(error.message)
    made.__dict__.update(error.__dict__)
    made.__cause__ = error.__cause__
    return made
