"""What the service says when it refuses: status, code and sentence, as the vendor's pages print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator.wire import answer, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_emulator.wire import Reply


class Refused(Exception):
    """A request that the service refuses, with its code and message; `headers` go out beside the ordinary ones."""

    def __init__(self, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers: Mapping[str, str] = headers or {}

    def reply(self, *, flat: bool = False) -> Reply:
        """The service's error body; with `flat` as OpenAI writes it, the id of the request in a header alone."""
        request_id = new_id()
        document: dict[str, object] = {"code": self.code, "message": self.message, "request_id": request_id}
        if flat:
            error = {"message": self.message, "type": "invalid_request_error", "param": None, "code": self.code}
            document = {"error": error}
        reply = answer(document, self.status)
        reply.headers |= {"x-request-id": request_id, **self.headers}
        return reply


def invalid(message: str) -> Refused:
    """A parameter, or its value, that the model does not take."""
    return Refused(400, "InvalidParameter", message)


def bad_body() -> Refused:
    """A body that is not a JSON object."""
    return invalid("Required body invalid, please check the request body format.")


def url_error() -> Refused:
    """A model that has nothing at this path."""
    return invalid("url error, please check url!")


def empty_model() -> Refused:
    """A body without a model."""
    return Refused(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')


def empty_input() -> Refused:
    """A body without an input."""
    return Refused(400, "BadRequest.EmptyInput", 'Required parameter "input" missing from request.')


def empty_parameters() -> Refused:
    """A body without parameters, where the model needs some."""
    return Refused(400, "BadRequest.EmptyParameters", 'Required parameter "parameters" missing from request.')


def not_fetched() -> Refused:
    """An input image that cannot be read; also `oss://` without its header or under another model."""
    return Refused(400, "InvalidParameter.DataInspection", "Unable to download the media resource during inspection.")


def bad_image(how: str, message: str) -> Refused:
    """An image that the model does not take, for its "FileFormat" or its "ImageSize"."""
    return Refused(400, f"InvalidImage.{how}", message)


def not_pending() -> Refused:
    """A task that can no longer be cancelled."""
    message = "Failed to cancel the task, please confirm if the task is in PENDING status."
    return Refused(400, "UnsupportedOperation", message)


def no_key() -> Refused:
    """No key."""
    return Refused(401, "InvalidApiKey", "No API-key provided.")


def wrong_key() -> Refused:
    """A key that does not exist in this region, or a header that is not "Bearer" and a key."""
    return Refused(401, "InvalidApiKey", "Invalid API-key provided.")


def sync_refused() -> Refused:
    """A call without the header of asynchronous calls, where only those are taken."""
    return Refused(403, "AccessDenied", "current user api does not support synchronous calls")


def async_refused() -> Refused:
    """A call with the header of asynchronous calls, where those are not taken."""
    return Refused(403, "AccessDenied", "Current user api does not support asynchronous calls.")


def not_found() -> Refused:
    """A path that the service does not have."""
    return Refused(404, "NotFound", "Not found")


def unknown_model(model: str) -> Refused:
    """A model that does not exist, or not in this region."""
    return Refused(404, "ModelNotFound", f"Model can not be found: {model}.")


def rate_limited(code: str = "Throttling.RateQuota") -> Refused:
    """Too many requests."""
    return Refused(429, code, "Requests rate limit exceeded, please try again later.")
