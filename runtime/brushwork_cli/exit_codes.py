"""Exit codes: how a command ended, for a script to branch on."""

from __future__ import annotations

from brushwork_runtime import errors

OK = 0
FAILED = 1
USAGE = 2
INVALID = 3
KEY = 4
REFUSED = 5
RATE = 6
CREDIT = 7
NETWORK = 8
UNKNOWN = 9
PARTIAL = 10
TIMEOUT = 124
INTERRUPTED = 130

MEANINGS = {
    OK: "done",
    FAILED: "failed for another reason: the task failed or no longer exists, a file could not be written",
    USAGE: "the command line is wrong, or an extra is missing; nothing was sent",
    INVALID: "the request is invalid: found before anything was sent, or refused by the service",
    KEY: "key, region or configuration",
    REFUSED: "refused by moderation",
    RATE: "rate limit",
    CREDIT: "out of credit, or over --max-cost (nothing was sent)",
    NETWORK: "network: no connection, no valid response, or no download",
    UNKNOWN: "outcome unknown: sent, but no valid response; images may have been made and billed",
    PARTIAL: "some images were made or saved, not all",
    TIMEOUT: "the wait timed out; the task is still running",
    INTERRUPTED: "interrupted",
}
"""Every exit code with its meaning."""

BRIEFLY = (
    "Exit codes: 0 done, 2 usage, 3 invalid request, 4 key or region, 5 refused by moderation, 6 rate limit, 7 credit "
    "or budget, 8 network, 9 outcome unknown (maybe billed), 10 partial, 124 timeout, 130 interrupted, 1 anything else."
)
"""The same at the end of every help."""


class OverBudget(errors.BrushworkError):
    """The estimate exceeds what the caller allows; nothing was sent."""


_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (OverBudget, CREDIT),
    (errors.InvalidRequest, INVALID),
    (errors.BadRequest, INVALID),
    (errors.ModelNotFound, INVALID),
    (errors.ConfigError, KEY),
    (errors.AuthError, KEY),
    (errors.AccessDenied, KEY),
    (errors.ContentRejected, REFUSED),
    (errors.RateLimited, RATE),
    (errors.OutOfCredit, CREDIT),
    (errors.PartialResult, PARTIAL),
    (errors.WaitTimeout, TIMEOUT),
    (errors.TransportError, NETWORK),
    (errors.ServerError, NETWORK),
    (errors.DownloadFailed, NETWORK),
    (ImportError, USAGE),
    (KeyboardInterrupt, INTERRUPTED),
)


_UNANSWERED = (errors.OutcomeUnknown, errors.ResultLost, errors.MalformedResponse)
"""Errors of a request without a valid response: serious only if the request is billed."""


def exit_code(error: BaseException, *, sent: bool = False) -> int:
    """The exit code of an error; `sent` says whether a request that is billed has gone out."""
    if isinstance(error, _UNANSWERED):
        return UNKNOWN if sent else NETWORK
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
