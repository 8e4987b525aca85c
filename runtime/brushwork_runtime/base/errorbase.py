"""What the errors of `errors` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self


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
        if self.recovery is None:
            raise self
        return self.recovery(timeout)
