"""Reports an error: its message and a hint on stderr, or with --json one object on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brushwork_cli import streams
from brushwork_cli.exit_codes import exit_code
from brushwork_cli.hints import hint_of
from brushwork_runtime import BrushworkError, InvalidRequest, log, plain, reason_of, tr

if TYPE_CHECKING:
    from brushwork_cli.session import Session

IDS = ("code", "status", "request_id", "task_id")
"""Fields of a service error; in JSON every error has these keys, so that a program need not test for them."""


def report(session: Session, error: BaseException) -> int:
    """Report `error` and return its exit code."""
    code = exit_code(error, sent=session.sent)
    if isinstance(error, InvalidRequest):
        from brushwork_cli.slips import unknown_model

        error = unknown_model(error, session)
    if session.json:
        try:
            streams.document({**(session.beside or {}), "error": as_json(error, code)})
        except OSError:  # nobody reads stdout any more; what the error means stays as it is
            streams.mute()
    else:
        for line in words(error):
            streams.talk(line)
    if session.verbose and not _expected(error):
        import traceback

        streams.talk(log.redact("".join(traceback.format_exception(error))).rstrip())
    return code


def words(error: BaseException) -> list[str]:
    """The lines of an error: what happened, what to do, and the ids to ask about."""
    lines = [tr("error: {message}", message=_unfolded(error) or _message(error))]
    if hint := hint_of(error):
        lines += [tr("  hint: {hint}", hint=hint).replace("\n", "\n        ")]
    ids = [f"{name} {found}" for name in ("task_id", "request_id") if (found := getattr(error, name, None))]
    return [*lines, f"  {', '.join(ids)}"] if ids else lines


def as_json(error: BaseException, code: int) -> dict[str, object]:
    """An error as plain values."""
    known: dict[str, object] = {
        "type": "Interrupted" if isinstance(error, KeyboardInterrupt) else type(error).__name__,
        "message": _message(error),
        "hint": hint_of(error),
        "exit_code": code,
    }
    known |= {name: getattr(error, name, None) for name in IDS}
    if isinstance(error, InvalidRequest):
        known["faults"] = [_fault(fault) for fault in error.violations]
    return known


def _fault(fault: Any) -> dict[str, object]:
    nearest = plain(fault.nearest)
    return {
        "parameter": fault.parameter,
        "rule": fault.rule,
        "message": fault.message,
        "nearest": nearest if isinstance(nearest, (str, int, float, bool, list, dict)) else None,
        "accepted_by": list(fault.accepted_by),
    }


def _unfolded(error: BaseException) -> str | None:
    """The statement of a request that is refused, where its own lines are wider than the terminal; else None."""
    limit = streams.watched()
    if limit is None or not isinstance(error, InvalidRequest) or not error.violations:
        return None
    first = error.message.partition("\n")[0]
    if max(map(len, error.message.splitlines())) + len("error: ") <= limit:
        return None
    if len(error.violations) == 1:
        subject = first.partition(": ")[0]
        head, *more = error.violations[0].lines()
        lines = [head if subject in ("client.models", first) else f"{subject}: {head}", *(f"  {line}" for line in more)]
    else:
        lines = [first]
        for violation in error.violations:
            head, *more = violation.lines()
            lines += [f"  - {head}", *(f"    {line}" for line in more)]
    return log.redact("\n".join(lines))


def _message(error: BaseException) -> str:
    if isinstance(error, BrushworkError):
        return log.redact(error.message.removeprefix("client.models: "))
    if isinstance(error, KeyboardInterrupt):
        return tr("interrupted")
    if isinstance(error, FileExistsError) and error.filename:
        return tr("{file} exists", file=error.filename)
    if isinstance(error, OSError) and error.strerror:
        return tr("{file}: {why}", file=error.filename, why=reason_of(error)) if error.filename else reason_of(error)
    return log.redact(f"{type(error).__name__}: {error}" if not _expected(error) else str(error))


def _expected(error: BaseException) -> bool:
    return isinstance(error, (BrushworkError, OSError, ImportError, KeyboardInterrupt))
