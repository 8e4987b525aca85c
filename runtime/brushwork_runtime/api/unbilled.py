"""What an error says of a request that starts no work, such as a query: whatever failed, no bill depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import (
    AccessDenied,
    APIError,
    AuthError,
    ConnectFailed,
    MalformedResponse,
    ModelNotFound,
    OutcomeUnknown,
    RateLimited,
    ResultLost,
    ServerError,
    TransportError,
)

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.errors import BrushworkError

    Purpose = Literal["query", "cancel", "list", "upload"]
    """What a request is for that starts no work: the state of a task, its end, the list of tasks, a reference image."""


def joined(*texts: str | None) -> str:
    """The texts that there are, as one."""
    return " ".join(text for text in texts if text)


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
        return "Only the upload failed: the request for images was not sent, so nothing was billed."
    if purpose == "list":
        return "Only the list could not be read; tasks that were started go on."
    if purpose == "query":
        return f"Only the query failed. {picked_up(task_id)}"
    if isinstance(error, ConnectFailed) or (isinstance(error, APIError) and not isinstance(error, ServerError)):
        return f"The task was not cancelled; one that runs can only be waited for. {picked_up(task_id)}"
    return f'Whether the task was cancelled is not known: client.task("{task_id}").refresh() tells.'


def picked_up(task_id: str | None) -> str:
    """What becomes of a task that is no longer waited for, and how to get at it."""
    return f'It goes on and is not lost: client.task("{task_id}").wait() picks it up, for 24 hours.'


def _advice(error: BrushworkError) -> str:
    """What to do about the failure of a request that starts no work."""
    if isinstance(error, AuthError):
        return error.hint or ""
    if isinstance(error, AccessDenied):
        return "The key, or a gateway, does not allow this; see the message."
    if isinstance(error, RateLimited):
        return "Ask less often."
    if isinstance(error, ModelNotFound) and error.code is not None:
        return "Check the model's name and the region."
    if isinstance(error, (ModelNotFound, MalformedResponse)):
        return "Check the base URL, and whether a gateway or a network login answers in the place of the service."
    if isinstance(error, ConnectFailed):
        said = error.hint or ""
        return said.partition(". ")[2] if said.startswith("Nothing was sent") else said
    return ""


def _as(kind: type[APIError | TransportError], error: BrushworkError) -> BrushworkError:
    """`error` as one of another class."""
    made = kind(error.message)
    made.__dict__.update(error.__dict__)
    made.__cause__ = error.__cause__
    return made
