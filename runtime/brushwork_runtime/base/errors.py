"""Everything that Brushwork raises or warns with.

BrushworkError                what all have: hint, code, status, request_id, task_id, result
├── ConfigError               key, region, workspace or base URL is missing or malformed; nothing was sent
├── InvalidRequest            the rules refuse the request (also a ValueError); nothing was sent; .violations
│   └── InvalidArguments      the call has no such argument, or lacks one (also a TypeError)
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
│   │   ├── NoTaskFound       recover() found no task that it can have started
│   │   └── SeveralTasksFound recover() found more than one; .candidates
│   └── ResultLost            the answer broke off: probably billed
├── MalformedResponse         the answer is not what the API documents; .body
├── TaskFailed, TaskExpired, TaskCanceled
├── WaitTimeout               the task goes on; .task_id
├── PartialResult             some images were made, some failed; .result
├── ResultExpired             the result's URL no longer works
└── DownloadFailed            the image could not be fetched; it may be tried again

BrushworkWarning (UserWarning)
├── DisputedWarning           the vendor's documents disagree about what was asked for
├── RetirementWarning         the model is announced to retire, or to have retired
└── TruncationWarning         the service will cut this text

A traceback ends at the public method that was called, without the frames of the core below it; with
BRUSHWORK_TRACEBACK=full in the environment it has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

    from brushwork_runtime.base.violations import Violation


class BrushworkError(Exception):
    """Base of all errors. `hint` says what to do next; what is not known is None.

    `result`: what had come before the error, a `Result`; None if nothing had.
    """

    result: object = None

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

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle holds no key: see `pickled`."""
        from brushwork_runtime.base.pickled import packed, unpacked

        return unpacked, (type(self), self.args, packed(self))

    def __copy__(self) -> Self:
        made = type(self)(*self.args)
        made.__dict__.update(self.__dict__)
        return made

    def __str__(self) -> str:
        ids = [f"{name} {found}" for name in ("task_id", "request_id") if (found := getattr(self, name))]
        return "\n  ".join(line for line in (self.message, self.hint, ", ".join(ids)) if line)


class Sent(BrushworkError):
    """What may have become of a request is not known. `request` is that `Prepared`, None where it starts no work."""

    request: Any = None
    recovery: Callable[[float], Any] | None = None

    def recover(self, timeout: float = 30.0) -> Any:
        """Look among the account's tasks for the one that the request started, for at most `timeout` seconds.

        Returns that `Task`; with `AsyncClient`, await it for an `AsyncTask`. Raises `NoTaskFound` if there is none,
        `SeveralTasksFound` rather than guess, and this error again where the route has no tasks to look among.
        """
        from brushwork_runtime.base.redact import short

        with short:
            if self.recovery is None:
                raise self
            return self.recovery(timeout)


class ConfigError(BrushworkError):
    """A setting is missing or malformed; nothing was sent."""


class InvalidRequest(BrushworkError, ValueError):
    """The rules refuse the request; nothing was sent. `violations` holds everything that is wrong with it."""

    def __init__(
        self, message: str | Callable[[], str], *, violations: tuple[Violation, ...] = (), hint: str | None = None
    ) -> None:
        super().__init__("", hint=hint)
        self._message = message
        self.violations = violations

    @property
    def message(self) -> str:
        """The statement of everything that is wrong."""
        if not isinstance(self._message, str):
            self._message = self._message()
        return self._message

    @message.setter
    def message(self, message: str) -> None:
        self._message = message

    @property
    def args(self) -> tuple[Any, ...]:
        """The message, as other exceptions have it."""
        return (self.message,)

    @args.setter
    def args(self, args: tuple[Any, ...]) -> None:  # pyright: ignore[reportIncompatibleVariableOverride] - made when read
        self._message = str(args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r})"

    @property
    def faults(self) -> tuple[Violation, ...]:
        """`violations` by the name that they had before."""
        return self.violations


class InvalidArguments(InvalidRequest, TypeError):  # pyright: ignore[reportIncompatibleVariableOverride] - as above
    """A call was given an argument that it does not have, too many by their places, or lacks one; nothing was sent."""


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


class TransportError(Sent):
    """No answer, or not a whole one."""


class ConnectFailed(TransportError):
    """The request never left: name lookup, refused, connect timeout or TLS. Nothing was billed.

    `lasting` tells that another attempt would fail, too: a certificate that is not trusted, a proxy that wants
    another password.
    """

    lasting: bool = False


class OutcomeUnknown(TransportError):
    """The request left and no answer came: an image may have been made and billed. It is not sent again."""


class NoTaskFound(OutcomeUnknown):
    """The account has no task that the request can have started: most likely none was made, and nothing billed."""


class SeveralTasksFound(OutcomeUnknown):
    """The account has several tasks that the request may have started: `candidates`, the newest first."""

    candidates: tuple[Any, ...] = ()


class ResultLost(TransportError):
    """The answer broke off: the image was made and probably billed."""


class MalformedResponse(Sent):
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


class ResultExpired(BrushworkError):
    """The result's URL no longer works."""


class DownloadFailed(BrushworkError):
    """The image could not be fetched; its URL may still work. `retry` and `retry_after` as of `APIError`."""

    retry: str = "never"
    retry_after: float | None = None


class BrushworkWarning(UserWarning):
    """Base of all warnings."""


class DisputedWarning(BrushworkWarning):
    """The vendor's documents disagree about what was asked for; it names both and the decision."""


class TruncationWarning(BrushworkWarning):
    """The text is longer than the service reads."""


class RetirementWarning(BrushworkWarning):
    """The model is announced to retire, or the date is past; it names date, source and replacement."""


for _each in (*globals().values(),):
    if isinstance(_each, type) and issubclass(_each, (BrushworkError, BrushworkWarning)):
        _each.__module__ = "brushwork"  # where its users find it
