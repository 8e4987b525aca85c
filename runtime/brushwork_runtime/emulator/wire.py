"""A request as the emulator sees it, and its reply."""

from __future__ import annotations

import json
import uuid
from typing import cast
from urllib.parse import parse_qsl, urlsplit

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Mapping

    Document = dict[str, object]


class Call:
    """One request: `path` without the query, header names in lower case."""

    __slots__ = ("content", "headers", "method", "path", "query")

    def __init__(self, method: str, target: str, headers: Mapping[str, str], content: bytes) -> None:
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query))
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.content = content

    def document(self) -> Document:
        """The JSON object of the body; refuses anything else as the service does."""
        try:
            found: object = json.loads(self.content)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Refused(400, "InvalidParameter", "Required body invalid, please check the request body format.")
        return cast("Document", found)


class Reply:
    """One answer: a body with its media type."""

    __slots__ = ("content", "headers", "status")

    def __init__(self, status: int, content: bytes, media_type: str = "application/json") -> None:
        self.status = status
        self.content = content
        self.headers = {"Content-Type": media_type}


class Refused(Exception):
    """A request that the service refuses, with its code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message

    def reply(self) -> Reply:
        """The service's error body."""
        request_id = new_id()
        reply = answer({"code": self.code, "message": self.message, "request_id": request_id}, self.status)
        reply.headers["x-request-id"] = request_id
        return reply


def answer(document: Mapping[str, object], status: int = 200) -> Reply:
    """A JSON answer."""
    reply = Reply(status, json.dumps(document, ensure_ascii=False).encode())
    request_id = document.get("request_id")
    if isinstance(request_id, str):
        reply.headers["x-request-id"] = request_id
    return reply


def xml_error(status: int, code: str, message: str) -> Reply:
    """An error of the object store, which speaks XML."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Reply(status, body.encode(), "application/xml")


def new_id() -> str:
    """An id as the service makes them."""
    return str(uuid.uuid4())


def mapping(value: object) -> Document:
    """`value` if it is a JSON object, else an empty one."""
    return cast("Document", value) if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    """`value` if it is a JSON array, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []
