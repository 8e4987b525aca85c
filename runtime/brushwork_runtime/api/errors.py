"""From an error code of the API to the exception that it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import errors

if TYPE_CHECKING:
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
    errors.BadRequest: "Nothing was made. Read the message; the code is not among those that the documents list.",
    errors.AccessDenied: "Nothing was made. The key may not do this here; see the message.",
    errors.ModelNotFound: "Nothing was made. Check the model's name, the region and the base URL.",
    errors.RateLimited: "Nothing was made. Make fewer calls at a time.",
    errors.ServerError: "Images may have been made and billed; look at the usage before it is sent again.",
    errors.APIError: "Read the message; the code is not among those that the documents list.",
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
        hint=known.hint if known else _HINTS.get(kind),
        code=code,
        status=status,
        request_id=request_id,
        task_id=task_id,
    )
    error.retry = known.retry if known else _retry(status)
    error.body = body
    return error


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
