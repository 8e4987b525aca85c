"""What an error of sending says beside what broke: the request, and what to do now that it may have been billed."""

from __future__ import annotations

from typing import Any, TypeAlias

from brushwork_runtime.errors import OutcomeUnknown, ResultLost, ServerError, TransportError

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.request.prepared import Prepared

AnyPrepared: TypeAlias = "Prepared[Any, Any]"
"""A request of either client: what sending it needs does not depend on what it gives back."""


def explained(error: TransportError, prepared: AnyPrepared) -> TransportError:
    """`error` with what was sent and what to do."""
    error.request = prepared
    if isinstance(error, (OutcomeUnknown, ResultLost)):
        error.hint = _what_now(prepared)
    return error


def unknown(error: ServerError, prepared: AnyPrepared) -> OutcomeUnknown:
    """The outcome of a request that the service failed at after taking it: nobody knows."""
    failed = OutcomeUnknown(
        f"the service failed after the request was sent: {error.message}",
        hint=_what_now(prepared),
        code=error.code,
        status=error.status,
        request_id=error.request_id,
    )
    failed.request = prepared
    return failed


def _what_now(prepared: AnyPrepared) -> str:
    if prepared.route.protocol == "async":
        look = f'Look for its task with client.tasks.list(model_name="{prepared.model_id}").'
    elif any(route.protocol == "async" for route in prepared.mode.routes):
        look = 'This route has no task to look for; protocol="async" leaves one.'
    else:
        look = "This route has no task to look for."
    return f"Images may have been made and billed. It was not sent again. {look} To send it again: err.request.send()."
