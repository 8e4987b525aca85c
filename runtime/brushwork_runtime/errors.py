"""Everything that Brushwork raises or warns with.

BrushworkError                what all have: hint, code, status, request_id, task_id
├── ConfigError               key, region, workspace or base URL is missing or malformed; nothing was sent
├── InvalidRequest            the rules refuse the request (also a ValueError); nothing was sent; .faults
├── APIError                  the service refused; .retry, .body
│   ├── AuthError             the key is not valid here
│   ├── AccessDenied          the key may not use this model or endpoint
│   ├── ModelNotFound         no such model in this region
│   ├── OutOfCredit           unpaid account, or quota used up
│   ├── ContentRejected       moderation refused the text or the picture
│   ├── RateLimited           too many requests; .retry_after in seconds
│   ├── BadRequest            a parameter or an input image was refused
│   └── ServerError           the service failed
├── TransportError            no answer, or not a whole one; .request
│   ├── ConnectFailed         the request never left; nothing was billed
│   ├── OutcomeUnknown        it left and no answer came: perhaps billed; .recover()
│   └── ResultLost            the answer broke off: probably billed
├── MalformedResponse         the answer is not what the API documents; .body
├── TaskFailed, TaskExpired, TaskCanceled
├── WaitTimeout               the task goes on; .task_id
├── PartialResult             some images were made, some failed; .result
├── ResultExpired             the result's URL no longer works
└── DownloadFailed            the image could not be fetched; it may be tried again

BrushworkWarning (UserWarning)
├── DisputedWarning           the vendor's documents disagree about what was asked for
└── TruncationWarning         the service will cut this text
"""

from __future__ import annotations

TYPE_CHECKING = bool()
if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.faults import Fault


class BrushworkError(Exception):
    """Base of all errors. `hint` says what to do next; what is not known is None."""

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        task_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.status = status
        self.request_id = request_id
        self.task_id = task_id

    def __str__(self) -> str:
        ids = [f"{name} {found}" for name in ("task_id", "request_id") if (found := getattr(self, name))]
        return "\n  ".join(line for line in (self.message, self.hint, ", ".join(ids)) if line)


class ConfigError(BrushworkError):
    """A setting is missing or malformed; nothing was sent."""


class InvalidRequest(BrushworkError, ValueError):
    """The rules refuse the request; nothing was sent. `faults` holds every fault of it."""

    def __init__(self, message: str, *, faults: tuple[Fault, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.faults = faults


class APIError(BrushworkError):
    """The service refused. `retry` is the class of the error code, `body` what the service answered."""

    retry: str = "never"
    body: object = None
    retry_after: float | None = None


class AuthError(APIError):
    """The key is missing, wrong, or of another region."""


class AccessDenied(APIError):
    """The key may not use this model, workspace or endpoint."""


class ModelNotFound(APIError):
    """The service knows no such model in this region."""


class OutOfCredit(APIError):
    """The account is unpaid or its quota is used up."""


class ContentRejected(APIError):
    """Moderation refused the text, a reference image, or the picture made."""


class RateLimited(APIError):
    """Too many requests; `retry_after` in seconds where the service said."""


class BadRequest(APIError):
    """The service refused a parameter or an input image."""


class ServerError(APIError):
    """The service failed; whether an image was made and billed may be unknown."""


class TransportError(BrushworkError):
    """No answer, or not a whole one. `request` is what was sent."""

    request: object = None


class ConnectFailed(TransportError):
    """The request never left: name lookup, refused, connect timeout or TLS. Nothing was billed.

    `lasting` tells that another try would fail as this one did: a certificate that is not trusted, a proxy that wants
    another password.
    """

    lasting: bool = False


class OutcomeUnknown(TransportError):
    """The request left and no answer came: an image may have been made and billed. It is not sent again."""

    recovery: Callable[[], object] | None = None

    def recover(self) -> object:
        """Look for the task that the request may have started.

        Raises this error again where the route has no tasks to look among.
        """
        if self.recovery is None:
            raise self
        return self.recovery()


class ResultLost(TransportError):
    """The answer broke off: the image was made and probably billed."""


class MalformedResponse(BrushworkError):
    """The answer is not what the API documents; `body` holds the start of it."""

    body: object = None


class TaskFailed(BrushworkError):
    """The service gave the task up."""


class TaskExpired(BrushworkError):
    """The service no longer knows the task."""


class TaskCanceled(BrushworkError):
    """The task was cancelled."""


class WaitTimeout(BrushworkError, TimeoutError):
    """The wait ended before the task did; the task goes on, under `task_id`."""


class PartialResult(BrushworkError):
    """Some images were made and some failed; `result` holds the good ones."""

    result: object = None


class ResultExpired(BrushworkError):
    """The result's URL no longer works."""


class DownloadFailed(BrushworkError):
    """The image could not be fetched; its URL may still work."""


class BrushworkWarning(UserWarning):
    """Base of all warnings."""


class DisputedWarning(BrushworkWarning):
    """The vendor's documents disagree about what was asked for; it names both and the decision."""


class TruncationWarning(BrushworkWarning):
    """The text is longer than the service reads."""
