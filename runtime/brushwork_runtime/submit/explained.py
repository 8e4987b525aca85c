"""What an error says beside what broke: what has become of the generation and its bill, and what to do next.

`explained` is for a request that starts work; `unbilled` is for all others, whose failure changes no bill.
"""

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
from brushwork_runtime.retry.policy import REDIRECTS

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.request.request import Request

    Purpose = Literal["query", "cancel", "list", "upload"]
    """What a request is for that starts no work: the state of a task, its end, the list of tasks, a reference image."""


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
    if not isinstance(error, (TransportError, MalformedResponse)) or error.request is not None:
        return error
    error.request = prepared
    if isinstance(error, OutcomeUnknown):
        if seconds is not None and seconds >= 1:
            error.message += f" ({seconds:.1f} s after it was sent)"
        error.hint = _joined("Images may have been made and billed.", what_now, error.hint)
    elif isinstance(error, (ResultLost, MalformedResponse)) and error.status not in REDIRECTS:
        made = "were probably" if (error.status or 200) < 300 else "may have been"
        error.hint = _joined(f"The images {made} made and billed.", what_now, error.hint)
    return error


def _unknown(error: ServerError, prepared: Request, what_now: str) -> OutcomeUnknown:
    """The outcome of a request that the service failed at after taking it: nobody knows."""
    failed = OutcomeUnknown(
        f"the service failed after the request was sent: {error.message}",
        hint=_joined("Images may have been made and billed.", what_now),
        code=error.code,
        status=error.status,
        request_id=error.request_id,
    )
    failed.request = prepared
    failed.__cause__ = error
    return failed


def unbilled(error: BrushworkError, purpose: Purpose, task_id: str | None = None) -> BrushworkError:
    """`error` of a request that starts no work, with words of its own: what the tables say is of a generation.

    It never is `OutcomeUnknown` or `ResultLost`, since no bill depends on it, nor `ModelNotFound` where no code says
    so. Other errors than those of an answer, or of none, stay as they are.
    """
    if not isinstance(error, (APIError, TransportError, MalformedResponse)):
        return error
    aside = aside_for(error, purpose, task_id)
    if error.hint is None or aside not in error.hint:
        error.hint = _joined(_advice(error), aside)
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


def interrupted(prepared: Request, task_id: str | None = None) -> str:
    """What a call leaves behind that is interrupted while its request is on its way, or once its task is submitted."""
    name = f"{prepared.model_id} {prepared.mode.name}"
    if task_id is not None:
        return f'{name}: task {task_id} was submitted and goes on. client.task("{task_id}").wait() picks it up.'
    look = None
    if prepared.route.protocol == "async":
        look = f'Look for its task with client.tasks.list(model_name="{prepared.model_id}").'
    elif _may_be_task(prepared):
        look = f"It has no task to look for; {_AS_TASK}"
    return _joined(f"{name}: the request was on its way; images may have been made and billed.", look)


_AS_TASK = 'protocol="async" leaves one.'


def _may_be_task(prepared: Request) -> bool:
    """Whether the same call could have been made as a task."""
    return any(route.protocol == "async" for route in prepared.mode.routes)


def _what_now(prepared: Request, repeated: bool) -> str:
    if repeated:
        sent = "As retry_unknown=True allows, it may have been sent, and billed, more than once."
    else:
        sent = "It was not sent again."
    if prepared.route.protocol == "async":
        look = "err.recover() looks for the task that it may have started."
    elif _may_be_task(prepared):
        look = f"This route has no task to look for; {_AS_TASK}"
    else:
        look = "This route has no task to look for."
    return f"{sent} {look} To send it again on purpose: client.resend(err.request)."


def _joined(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
