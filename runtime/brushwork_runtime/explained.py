"""What an error of sending says beside what broke: the request, and what to do now that it may have been billed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from brushwork_runtime.errors import MalformedResponse, OutcomeUnknown, ResultLost, ServerError, TransportError

if TYPE_CHECKING:
    from brushwork_runtime.errors import BrushworkError
    from brushwork_runtime.request.prepared import Prepared

AnyPrepared: TypeAlias = "Prepared[Any, Any]"
"""A request of either client: what sending it needs does not depend on what it gives back."""


def explained(
    error: BrushworkError, prepared: AnyPrepared, seconds: float | None = None, *, repeated: bool = False
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
    elif isinstance(error, ResultLost) or (isinstance(error, MalformedResponse) and (error.status or 200) < 300):
        error.hint = _joined("The images were probably made and billed.", what_now, error.hint)
    return error


def _unknown(error: ServerError, prepared: AnyPrepared, what_now: str) -> OutcomeUnknown:
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


def interrupted(prepared: AnyPrepared) -> str:
    """What Ctrl-C leaves behind when it comes while a request is on its way."""
    name = f"{prepared.model_id} {prepared.mode.name}"
    look = f" {_tasks_of(prepared)}" if prepared.route.protocol == "async" else ""
    return f"{name}: the request was on its way; images may have been made and billed.{look}"


def _what_now(prepared: AnyPrepared, repeated: bool) -> str:
    if repeated:
        sent = "As retry_unknown=True allows, it may have been sent, and billed, more than once."
    else:
        sent = "It was not sent again."
    if prepared.route.protocol == "async":
        look = "err.recover() looks for the task that it may have started."
    elif any(route.protocol == "async" for route in prepared.mode.routes):
        look = 'This route has no task to look for; protocol="async" leaves one.'
    else:
        look = "This route has no task to look for."
    return f"{sent} {look} To send it again on purpose: client.resend(err.request)."


def _tasks_of(prepared: AnyPrepared) -> str:
    return f'Look for its task with client.tasks.list(model_name="{prepared.model_id}").'


def _joined(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
