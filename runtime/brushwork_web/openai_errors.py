"""What went wrong, in the shape that clients of OpenAI know, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brushwork_batch.errors import KeyConflict
from brushwork_runtime import BrushworkError, InvalidRequest, log, plain, sentences
from brushwork_web.errors import OverLimit, UnknownPicture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_batch.records import Job
    from brushwork_runtime import Api, Violation

NO_RETRY = {"x-should-retry": "false"}
"""Tells the SDKs of OpenAI that the same again would end the same."""

_THEIRS = {"reference_images": "image", "image_url": "image", "base_image_url": "image"}
"""What an argument is called by their clients."""


class Failed(Exception):
    """An answer that is an error: its `status` and the `document`."""

    def __init__(
        self, status: int, code: str, message: str, *, param: str | None = None, kind: str | None = None, **more: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        told = {"message": log.redact(message), "type": kind or _kind(status), "param": param, "code": code}
        self.document: dict[str, Any] = {"error": {**told, **more}}


def refused(error: BrushworkError, given: Mapping[str, Any]) -> Failed:
    """What the checks refused before anything was sent; `given` is the request."""
    if isinstance(error, InvalidRequest) and error.violations:
        return _invalid(error, given)
    if isinstance(error, KeyConflict):
        text = "This Idempotency-Key stands for another request. Give each request a key of its own."
        return Failed(409, "idempotency_key_reused", text)
    text = sentences(str(error.message).rstrip(".") + ".", error.hint)
    if isinstance(error, OverLimit):
        return Failed(400, "cost_limit", text)
    return Failed(400, "invalid_image" if isinstance(error, UnknownPicture) else "invalid_value", text)


def _invalid(error: InvalidRequest, given: Mapping[str, Any]) -> Failed:
    first = error.violations[0]
    told = [" ".join(each.lines()) for each in error.violations]
    message = told[0] if len(told) == 1 else " ".join(f"({number}) {text}" for number, text in enumerate(told, 1))
    if first.argument == "model" and first.value is not None:
        text = sentences(message, "GET /v1/models lists the models.")
        return Failed(404, "model_not_found", text, param="model", violations=list(map(_fault, error.violations)))
    code = "invalid_value" if first.argument in given else "missing_required_parameter"
    param = _THEIRS.get(first.argument, first.argument)
    return Failed(400, code, message, param=param, violations=list(map(_fault, error.violations)))


def _fault(fault: Violation) -> dict[str, object]:
    nearest = plain(fault.nearest)
    simple = isinstance(nearest, (str, int, float, bool, list, dict))
    return {
        "parameter": fault.parameter,
        "message": log.redact(fault.message),
        "nearest": nearest if simple else None,
        "accepted_by": list(fault.accepted_by),
    }


def ended(job: Job, api: Api) -> Failed:
    """What became of an order that made no picture, or is not done yet."""
    text = job.error or job.state
    if not job.ended:
        more = f"It is still being made, as order {job.key}: ask again in the same words, which costs nothing more."
        return Failed(504, "still_running", more, order=job.key)
    if job.state == "unknown":
        more = "Asked again in the same words it is not sent again; with another Idempotency-Key it is, and is billed."
        return Failed(502, "outcome_unknown", sentences(text, more), order=job.key)
    if job.state == "expired":
        return Failed(502, "result_expired", text, order=job.key)
    if job.error_code == "BudgetExceeded":
        return Failed(429, "insufficient_quota", text, kind="insufficient_quota", order=job.key)
    known = next((each.error for each in api.errors if each.code == job.error_code), job.error_code or "")
    status, code = _STATUSES.get(known, (502, job.error_code or "upstream_error"))
    kind = "image_generation_user_error" if code == "moderation_blocked" else None
    return Failed(status, code, text, kind=kind, order=job.key, upstream_code=job.error_code)


_STATUSES = {
    "ContentRejected": (400, "moderation_blocked"),
    "BadRequest": (400, "invalid_value"),
    "InvalidRequest": (400, "invalid_value"),
    "ModelNotFound": (404, "model_not_found"),
    "RateLimited": (429, "rate_limit_exceeded"),
    "OutOfCredit": (429, "insufficient_quota"),
    "Cancelled": (409, "cancelled"),
}
"""What the class of an error is to their clients; all else is a fault of what stands behind this server."""


def _kind(status: int) -> str:
    return {429: "rate_limit_error"}.get(status, "invalid_request_error" if status < 500 else "server_error")
