"""Server-sent events of the interleaved mode, read as they come and joined into the document of a plain answer.

The frames are the vendor's own: no space after the colon, the HTTP status in a comment (`:HTTP_STATUS/200`), increments
of one content item each, `finish_reason` the text "null" until the last frame, no sentinel at the end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from brushwork_runtime import redact
from brushwork_runtime.errors import MalformedResponse
from brushwork_runtime.results.response import mapping, sequence, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.net.wire import HttpResponse
    from brushwork_runtime.results.response import Document

_STATUS = "HTTP_STATUS/"


class Event:
    """One event: its name, the HTTP status of its comment (200 without one), and its JSON object."""

    __slots__ = ("data", "name", "status")

    def __init__(self, name: str, status: int, data: Document) -> None:
        self.name = name
        self.status = status
        self.data = data

    @property
    def failed(self) -> bool:
        """Whether the event reports an error instead of content."""
        return self.name == "error" or self.status >= 400 or ("code" in self.data and "output" not in self.data)


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a body, however it is cut; the last one also without its line end."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r").decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


def events(response: HttpResponse) -> Iterator[Event]:
    """The events of an answer. Raises `MalformedResponse` for data that is no JSON object."""
    name, status, data = "result", 200, list[str]()
    for line in lines(response.chunks if response.chunks is not None else iter((response.body,))):
        field, _, value = line.partition(":")
        if line and not field and value.startswith(_STATUS):
            digits = value[len(_STATUS) :].strip()
            status = int(digits) if digits.isdecimal() and len(digits) == 3 else status
        elif field == "event":
            name = value.strip()
        elif field == "data":
            data.append(value.removeprefix(" "))
        elif not line and data:
            yield Event(name, status, _document(response, "\n".join(data)))
            name, status, data = "result", 200, []
    if data:
        yield Event(name, status, _document(response, "\n".join(data)))


def _document(response: HttpResponse, data: str) -> Document:
    try:
        document: object = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        excerpt = redact.shown(data[:1000], response.secrets, 80)
        raise MalformedResponse(f"an event of the stream is no JSON object: {excerpt!r}")
    return cast("Document", without_secrets(response, data.encode("utf-8", "replace"), document))


class Joined:
    """The content of a stream so far, as the document that the same call would answer without streaming.

    Texts that follow each other are one text; usage is the last one, since the service counts up.
    """

    __slots__ = ("content", "finish_reason", "request_id", "usage")

    def __init__(self) -> None:
        self.content: list[object] = []
        self.usage: object = {}
        self.request_id: object = None
        self.finish_reason: object = None

    def add(self, data: Document) -> None:
        """Take in the data of one event, the last one included."""
        self.usage = data.get("usage") or self.usage
        self.request_id = data.get("request_id") or self.request_id
        for choice in sequence(mapping(data.get("output")).get("choices")):
            self.finish_reason = mapping(choice).get("finish_reason")
            content = mapping(mapping(choice).get("message")).get("content")
            if isinstance(content, str):
                content = [{"type": "text", "text": content}]
            for item in sequence(content):
                self._append(mapping(item))

    def _append(self, item: Document) -> None:
        last = mapping(self.content[-1]) if self.content else {}
        piece, before = item.get("text"), last.get("text")
        if isinstance(piece, str) and isinstance(before, str) and "image" not in item:
            last["text"] = before + piece
        else:
            self.content.append(dict(item))

    @property
    def finished(self) -> bool:
        """Whether the last frame has come: its `finish_reason` is neither missing nor "null"."""
        return self.finish_reason not in (None, "", "null")

    def document(self) -> Document:
        """What has come so far, in the shape of an answer that was not streamed."""
        message = {"role": "assistant", "content": self.content}
        return {
            "output": {
                "choices": [{"finish_reason": self.finish_reason, "message": message}],
                "finished": self.finished,
            },
            "usage": self.usage,
            "request_id": self.request_id,
        }
