"""From an answer of the API to its document, or to the exception that its status and its code mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.answer import Answer, decode, malformed, mapping, text
from brushwork_runtime.base import errors
from brushwork_runtime.base.errors import AuthError, MalformedResponse, RateLimited
from brushwork_runtime.base.language import chinese, later, tr

if TYPE_CHECKING:
    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.errors import APIError
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.session import Session
    from brushwork_runtime.tables.spec import Api, ErrorCode

_BY_STATUS: dict[int, type[errors.APIError]] = {
    400: errors.BadRequest,
    401: errors.AuthError,
    403: errors.AccessDenied,
    404: errors.ModelNotFound,
    408: errors.ServerError,
    429: errors.RateLimited,
}

_HINTS: dict[type[errors.APIError], str] = {
    errors.BadRequest: later(
        "Nothing was made. Read the message; the code is not among those that the documents list."
    ),
    errors.AccessDenied: later("Nothing was made. The key may not do this here; see the message."),
    errors.ModelNotFound: later("Nothing was made. Check the model's name, the region and the base URL."),
    errors.RateLimited: later("Nothing was made. Make fewer calls at a time."),
    errors.ServerError: later("Images may have been made and billed; look at the usage before it is sent again."),
    errors.APIError: later("Read the message; the code is not among those that the documents list."),
}
"""What to do about an answer whose code is not listed, by what its status makes of it."""


def from_api(
    api: Api,
    status: int,
    code: str | None,
    message: str | None,
    request_id: str | None = None,
    *,
    task_id: str | None = None,
    body: object = None,
    where: str = "",
) -> errors.APIError:
    """The exception for an answer with an error code.

    `code`, `message` and `request_id` are fit to be shown (`redact.shown`); `where` says what was asked of which host.
    A code that the tables do not know is judged by its first parts, then by `status`.
    """
    known = find(api, code, status)
    kind = _class(known, status)
    what = " ".join(part for part in (str(status), code, f'"{message}"' if message else "", where) if part)
    error = kind(
        what,
        hint=_hint(known) if known else tr(_HINTS[kind]) if kind in _HINTS else None,
        code=code,
        status=status,
        request_id=request_id,
        task_id=task_id,
    )
    error.retry = known.retry if known else _retry(status)
    error.body = body
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


def _class(known: ErrorCode | None, status: int) -> type[errors.APIError]:
    if known is not None:
        named = getattr(errors, known.error, None)
        if isinstance(named, type) and issubclass(named, errors.APIError):
            return named
    if status >= 500:
        return errors.ServerError
    return _BY_STATUS.get(status, errors.BadRequest if 400 <= status < 500 else errors.APIError)


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
    from brushwork_runtime.retry.policy import retry_after

    if 300 <= response.status < 400:
        from brushwork_runtime.retry.policy import REDIRECTS

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
    answer = Answer(document, request_id)
    error = from_api(
        session.api,
        status,
        answer.code,
        answer.message,
        answer.request_id,
        task_id=task_id,
        body=document,
        where=_where(session),
    )
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
