"""A request as the emulator sees it, its reply, and what can replace a reply."""

from __future__ import annotations

import enum
import json
import uuid
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from brushwork_emulator.faults.kinds import Fault

    Document = dict[str, object]
    Step: TypeAlias = "bytes | Pause | Ending"


class Call:
    """One request: `path` without the query, header names in lower case.

    `fault` is what is to go wrong with it, if anything, once that is `decided`. The service sets `refund` when it
    accepts a request for images: a fault that lets some of them fail calls it with their number, None for all.
    """

    __slots__ = ("content", "decided", "fault", "headers", "method", "path", "query", "refund", "target")

    def __init__(self, method: str, target: str, headers: Mapping[str, str], content: bytes = b"") -> None:
        parts = urlsplit(target)
        self.method = method
        self.target = target
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query))
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.content = content
        self.decided = False
        self.fault: Fault | None = None
        self.refund: Callable[[int | None], None] | None = None


class Seen:
    """A request that arrived whole. `endpoint` is its name among the API's paths, "upload" or "result"."""

    __slots__ = ("endpoint", "method", "target", "time")

    def __init__(self, method: str, endpoint: str, target: str, time: float) -> None:
        self.method = method
        self.endpoint = endpoint
        self.target = target
        self.time = time

    def __repr__(self) -> str:
        return f"<{self.method} {self.endpoint or self.target}>"


class Reply:
    """One answer: a body with its media type. A stream also has its `frames`, which go out one by one."""

    __slots__ = ("content", "frames", "headers", "status")

    def __init__(
        self, status: int, content: bytes = b"", media_type: str = "application/json", *, frames: Iterable[bytes] = ()
    ) -> None:
        self.status = status
        self.frames = tuple(frames)
        self.content = b"".join(self.frames) or content
        self.headers = {"Content-Type": media_type}


class Pause:
    """Seconds of real time in which nothing is sent."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Ending(enum.Enum):
    """What becomes of the connection: closed, reset, held in silence until the client goes, or kept for more."""

    CLOSE = "close"
    RESET = "reset"
    STALL = "stall"
    KEEP = "keep"


class Action:
    """Steps on the connection in place of a reply: bytes to send, pauses, an ending (closed if none is named).

    `reply` is the reply that would have gone out had the fault not been.
    """

    __slots__ = ("reply", "steps")

    def __init__(self, steps: Iterable[Step], reply: Reply | None = None) -> None:
        self.steps = steps
        self.reply = reply


def answer(document: Mapping[str, object], status: int = 200) -> Reply:
    """A JSON answer."""
    reply = Reply(status, json.dumps(document, ensure_ascii=False).encode())
    request_id = document.get("request_id")
    if isinstance(request_id, str):
        reply.headers["x-request-id"] = request_id
    return reply


def xml_error(status: int, code: str, message: str) -> Reply:
    """An error of the object store, in XML."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Reply(status, body.encode(), "application/xml")


def new_id() -> str:
    """An id in the service's format."""
    return str(uuid.uuid4())


def mapping(value: object) -> Document:
    """`value` if it is a JSON object, else an empty one."""
    return cast("Document", value) if isinstance(value, dict) else {}


def sequence(value: object) -> list[object]:
    """`value` if it is a JSON array, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []
