"""What an error of a request that starts work says beside what broke: what has become of it and its bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.api.unbilled import joined
from brushwork_runtime.base.errors import (
    MalformedResponse,
    OutcomeUnknown,
    ResultLost,
    ServerError,
    TransportError,
)
from brushwork_runtime.retry.policy import REDIRECTS

if TYPE_CHECKING:
    from brushwork_runtime.base.errors import BrushworkError
    from brushwork_runtime.request.request import Request


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
        error.hint = joined("Images may have been made and billed.", what_now, error.hint)
    elif isinstance(error, (ResultLost, MalformedResponse)) and error.status not in REDIRECTS:
        made = "were probably" if (error.status or 200) < 300 else "may have been"
        error.hint = joined(f"The images {made} made and billed.", what_now, error.hint)
    return error


def _unknown(error: ServerError, prepared: Request, what_now: str) -> OutcomeUnknown:
    """The outcome of a request that the service failed at after taking it: nobody knows."""
    failed = OutcomeUnknown(
        f"the service failed after the request was sent: {error.message}",
        hint=joined("Images may have been made and billed.", what_now),
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
        return f'{name}: task {task_id} was submitted and goes on. client.task("{task_id}").wait() picks it up.'
    look = None
    if prepared.route.protocol == "async":
        look = f'Look for its task with client.tasks.list(model_name="{prepared.model_id}").'
    elif _may_be_task(prepared):
        look = f"It has no task to look for; {_AS_TASK}"
    return joined(f"{name}: the request was on its way; images may have been made and billed.", look)


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
