"""One exchange with the API: its answer decoded, its refusal raised as the exception that status and code mean.

A GET or a cancel bills nothing and may be sent any number of times, so a failed one is sent again, with pauses, while
its deadline lasts. Whatever failed, no bill depends on it, and its error says so.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import Answer, decode, malformed, mapping, said, sequence, text
from brushwork_runtime.base import errors
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
from brushwork_runtime.base.language import chinese, later, sentences, tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, GET_TIMEOUT, HttpRequest, HttpResponse
from brushwork_runtime.retry import REDIRECTS, Attempts, decide, persist, retry_after, seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session
    from brushwork_runtime.tables.spec import Api, ErrorCode

    Purpose = Literal["query", "cancel", "list", "upload", "quotas"]
    """What a request is for that starts no work: the state of a task, its end, the list of tasks, a reference image,
    the limits of the account."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequest,
    401: AuthError,
    403: AccessDenied,
    404: ModelNotFound,
    408: ServerError,
    429: RateLimited,
}

_HINTS: dict[type[APIError], str] = {
    BadRequest: later("Nothing was made. Read the message; the code is not among those that the documents list."),
    AccessDenied: later("Nothing was made. The key may not do this here; see the message."),
    ModelNotFound: later("Nothing was made. Check the model's name, the region and the base URL."),
    RateLimited: later("Nothing was made. Make fewer calls at a time."),
    ServerError: later("Images may have been made and billed; look at the usage before it is sent again."),
    APIError: later("Read the message; the code is not among those that the documents list."),
}
"""What to do about an answer whose code is not listed, by what its status makes of it."""


def from_api(api: Api, status: int, answer: Answer, *, task_id: str | None = None, where: str = "") -> APIError:
    """The exception for an answer with an error code; `where` says what was asked of which host.

    A code that the tables do not know is judged by its first parts, then by `status`.
    """
    code, message = answer.code, answer.message
    known = find(api, code, status)
    kind = _class(known, status)
    what = " ".join(part for part in (str(status), code, f'"{message}"' if message else "", where) if part)
    error = kind(
        what,
        hint=_hint(known) if known else tr(_HINTS[kind]) if kind in _HINTS else None,
        code=code,
        status=status,
        request_id=answer.request_id,
        task_id=task_id,
    )
    error.retry = known.retry if known else _retry(status)
    error.body = answer.raw
    return error


def _hint(known: ErrorCode) -> str:
    """What the specs advise, which say it in both languages."""
    return (chinese() and known.hint_zh) or known.hint


def find(api: Api, code: str | None, status: int) -> ErrorCode | None:
    """The table's entry for a code, in any of its spellings; else for the parts of it before its dots."""
    rest = _plain(code or "")
    while rest:
        same = [entry for entry in api.errors if _plain(entry.code) == rest]
        if same:
            return next((entry for entry in same if status in entry.status), same[0])
        rest = rest.rpartition(".")[0]
    return None


def _plain(code: str) -> str:
    return code.replace("_", "").replace(" ", "").lower()


def _class(known: ErrorCode | None, status: int) -> type[APIError]:
    if known is not None:
        named = getattr(errors, known.error, None)
        if isinstance(named, type) and issubclass(named, APIError):
            return named
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, BadRequest if 400 <= status < 500 else APIError)


def _retry(status: int) -> str:
    if status == 429:
        return "after_delay"
    return "unknown_outcome" if status >= 500 or status == 408 else "never"


def accepted(session: Session, response: HttpResponse, *, task_id: str | None = None) -> Document:
    """The document of an answer of any status 2xx. Raises what the error code means, also where it stands alone."""
    document = _read(session, response, task_id)
    if text(document.get("code")) and not any(name in document for name in ("output", "data", "tasks")):
        raise from_document(session, response.status, document, task_id=task_id, request_id=response.request_id)
    return document


def listed(session: Session, response: HttpResponse) -> Document:
    """The document of an answer that lists tasks; what is no list does not say that there are none."""
    document = accepted(session, response)
    if not any(isinstance(document.get(name), list) for name in ("data", "tasks")) and document.get("total") != 0:
        raise malformed(response, tr("is not a list of tasks"))
    return document


def state_of(session: Session, response: HttpResponse, task_id: str) -> Document:
    """The document of an answer that tells the state of this task, and of no other.

    A `code` in the place of the output is that of a task that failed, unless it is about the query itself.
    """
    document = _read(session, response, task_id)
    answer = Answer(document)
    named = mapping(document.get("output")).get("task_id")
    if named not in (None, task_id):
        raise malformed(response, tr("is not about task {id}", id=task_id))
    if answer.status is None and not (answer.found and named):
        if not answer.code:
            raise malformed(response, tr("tells no state of the task"))
        refused = from_document(session, response.status, document, task_id=task_id, request_id=response.request_id)
        if isinstance(refused, (AuthError, RateLimited)):
            raise refused
    return document


def answer_of(session: Session, response: HttpResponse) -> Answer:
    """The answer of status 2xx; a `code` without any output is a refusal all the same."""
    document = _document(session, response)
    answer = Answer(document, None if text(document.get("request_id")) else response.request_id)
    if not answer.found and answer.code and not answer.task_id:
        raise from_document(session, response.status, document, request_id=response.request_id)
    return answer


def _read(session: Session, response: HttpResponse, task_id: str | None) -> Document:
    if 200 <= response.status < 300:
        return _document(session, response)
    raise refusal(session, response, task_id=task_id)


def _document(session: Session, response: HttpResponse) -> Document:
    """The JSON object of an answer, in which the key never stands, though a service may repeat it."""
    key = session.settings.api_key
    if key is not None and key not in response.secrets:  # what a transport of somebody's own was asked directly
        response.secrets = (key, *response.secrets)
    return decode(response)


def refusal(session: Session, response: HttpResponse, *, task_id: str | None = None) -> APIError | MalformedResponse:
    """The error of an answer whose status is not 2xx; one that is no JSON, as of a gateway, goes by its status."""
    if 300 <= response.status < 400:
        if response.status in REDIRECTS:
            return _redirect(response)
        return malformed(response, tr("is neither an answer nor a redirect"))
    try:
        document = _document(session, response)
    except MalformedResponse:
        document = {}
    refused = from_document(session, response.status, document, task_id=task_id, request_id=response.request_id)
    refused.retry_after = retry_after(response.headers)
    return refused


def holds_images(session: Session, response: HttpResponse) -> bool:
    """Whether an answer names images, whatever its status says."""
    try:
        found = Answer(_document(session, response)).found
    except MalformedResponse:
        return False
    return any(one.url is not None for one in found)


def _redirect(response: HttpResponse) -> MalformedResponse:
    return MalformedResponse(
        tr(
            "the answer is a redirect (HTTP {status}), which is not followed: the key would go along",
            status=response.status,
        ),
        hint=tr("Nothing was made. Check the base URL, and whether a network in between asks for a login."),
        status=response.status,
        request_id=response.request_id,
    )


def from_document(
    session: Session,
    status: int,
    document: Document,
    *,
    task_id: str | None = None,
    request_id: str | None = None,
) -> APIError:
    """The error that a document with `code` and `message` means, at the top level or under `output`."""
    error = from_api(session.api, status, Answer(document, request_id), task_id=task_id, where=_where(session))
    if isinstance(error, AuthError):
        error.hint = _region_hint(session)
    return error


def _where(session: Session) -> str:
    """Which host answers, of which region."""
    if not session.settings.region:
        return tr("from {host}", host=session.host)
    return tr("from {host} (region {region})", host=session.host, region=session.settings.region)


def _region_hint(session: Session) -> str:
    """Which region was tried with which key, and which other one the key may belong to."""
    tried, key = session.settings.region, session.settings.shown_key
    if tried is None:  # a base URL of somebody's own, such as a proxy's, belongs to no region
        return tr(
            "The key {key} was tried on {host}, which is of no known region. Check that it is meant for it.",
            key=key,
            host=session.host,
        )
    others = [region for region in session.api.regions if region.id != tried and region.host]
    if not others:
        return tr("The key {key} was tried on {host}. Keys belong to one region.", key=key, host=session.host)
    other = others[0].id
    variables = session.api.environment.get("region") or ("BRUSHWORK_REGION",)
    return tr(
        "Keys belong to one region, and {key} was tried in {tried}. If it was made in {other}: "
        'Client(region="{other}"), or export {variable}={other}.',
        key=key,
        tried=tried,
        other=other,
        variable=variables[min(1, len(variables) - 1)],
    )


REFUSALS = 5
"""Refusals one after another that are believed: a gateway in between may refuse what the service does not."""


def get(session: Session, path: str, *, task_id: str | None = None, deadline: Deadline | None = None) -> Document:
    """The JSON object at `path` below the base path, with as many attempts as the client has, in 60 seconds."""
    return _persistently(session, _Question("GET", path, task_id), deadline)[0]


def get_dated(session: Session, path: str, *, deadline: Deadline) -> tuple[Document, float | None]:
    """As `get`, with the moment of the answer by the server's own clock, in seconds since 1970, where it says it."""
    document, response = _persistently(session, _Question("GET", path), deadline)
    return document, seconds_of(response.headers.get("date", ""))


def cancel(session: Session, task_id: str, *, deadline: Deadline | None = None) -> None:
    """Ask for a task to be cancelled, which bills nothing and so is tried as a GET is. Raises `BadRequest`.

    An attempt may have worked without its answer coming back, and then the next one is refused: that is no error.
    """
    path = session.api.paths["task-cancel"].replace("{task_id}", task_id)
    _persistently(session, _Question("POST", path, task_id), deadline, harmless=BadRequest)


def ask(session: Session, path: str, *, deadline: Deadline, task_id: str | None = None, attempt: int = 1) -> Document:
    """One GET, sent once, the `attempt`th time. Raises `APIError`, `TransportError`, `MalformedResponse`."""
    return _asked(session, _Question("GET", path, task_id), deadline, attempt)[0]


class _Question:
    """A request without a body that starts no work: `path` below the base path, about a task if `task_id` says so."""

    __slots__ = ("method", "path", "task_id")

    def __init__(self, method: str, path: str, task_id: str | None = None) -> None:
        self.method = method
        self.path = path
        self.task_id = task_id

    def failed(self, api: Api, error: BrushworkError) -> BrushworkError:
        """`error` in the words of what was asked for."""
        purpose: Purpose = "list" if self.task_id is None else "query" if self.method == "GET" else "cancel"
        if self.path.startswith(api.paths["upload-policy"]):
            purpose = "upload"
        elif self.path.partition("?")[0] in (api.paths.get("quotas"), api.paths.get("quotas-first-edition")):
            purpose = "quotas"
        return unbilled(error, purpose, self.task_id)


def temporary(error: BrushworkError) -> bool:
    """Whether another attempt of a request that bills nothing may mend `error`."""
    return decide(error, bills=False) != "never"


def of_the_key(error: BrushworkError) -> bool:
    """Whether every query would meet `error`: the service itself says that the key is not valid, or there is none."""
    return isinstance(error, ConfigError) or (isinstance(error, AuthError) and error.code is not None)


def _persistently(
    session: Session, question: _Question, given: Deadline | None, *, harmless: type[BrushworkError] | None = None
) -> tuple[Document, HttpResponse]:
    """Ask until an answer comes, by the rules of `retry.decide`; after a failure, `harmless` is success too."""
    deadline = given or session.for_query()
    scope = question.path.lstrip("/").partition("/")[0].partition("?")[0]
    url = session.url_of(question.path)
    attempts = Attempts(session, question.method, url, scope=scope, deadline=deadline, bills=False)

    def once(number: int) -> tuple[Document, HttpResponse]:
        try:
            return _asked(session, question, deadline, number)
        except BrushworkError as error:
            if number > 1 and harmless is not None and isinstance(error, harmless):
                return {}, HttpResponse(200, {})
            raise

    try:
        return persist(session, attempts, once)
    except BrushworkError as error:
        raise question.failed(session.api, error) from error.__cause__


def _asked(session: Session, question: _Question, deadline: Deadline, number: int) -> tuple[Document, HttpResponse]:
    timeout = min(deadline.seconds, max(1.0, deadline.left()))
    headers, cancels = session.headers(), question.method == "POST"
    if cancels:
        headers["Content-Length"] = "0"
    request = HttpRequest(
        question.method,
        session.url_of(question.path),
        headers,
        connect_timeout=min(CONNECT_TIMEOUT, timeout),
        read_timeout=min(timeout, GET_TIMEOUT),
        total_timeout=timeout,
        leaves=deadline.check if cancels else None,
        cancellation=deadline.cancellation,
    )
    try:
        response = session.send(request, attempt=number)
        if question.task_id is not None and not cancels:
            return state_of(session, response, question.task_id), response
        if question.path.startswith(f"{session.api.paths['task-list']}?"):
            return listed(session, response), response
        return accepted(session, response, task_id=question.task_id), response
    except BrushworkError as error:
        raise question.failed(session.api, error) from error.__cause__


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


_ID = r"[A-Za-z0-9_-]{1,64}"


def is_task_id(text: object) -> bool:
    """Whether `text` can be the id of a task; nothing else is ever made part of an address."""
    return isinstance(text, str) and re.fullmatch(_ID, text) is not None


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
