"""Server-sent events of the interleaved mode, read as they come and joined into the document of a plain answer.

They are read as the HTML standard says (section "Interpreting an event stream"). The frames are the vendor's own: the
HTTP status in a comment (`:HTTP_STATUS/200`), increments of one content item each, `finish_reason` the text "null"
until the last frame. It sends no sentinel at the end; gateways that speak its protocol may send `[DONE]`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from brushwork_runtime.api.answer import mapping, sequence, without_secrets
from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import MalformedResponse
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.http.messages import HttpResponse

_STATUS = "HTTP_STATUS/"
_DONE = "[DONE]"
_BOM = b"\xef\xbb\xbf"


class Event:
    """One event: its name, the HTTP status of its comment (200 without one), and its JSON object."""

    __slots__ = ("data", "name", "status")

    def __init__(self, name: str, status: int, data: Document) -> None:
        self.name = name
        self.status = status
        self.data = data

    @property
    def ends(self) -> bool:
        """Whether it says that the stream is over, and nothing else."""
        return self.name == _DONE

    @property
    def failed(self) -> bool:
        """Whether the event reports an error instead of content."""
        return self.name == "error" or self.status >= 400 or ("code" in self.data and "output" not in self.data)


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a body, however it is cut; they end with CR LF, LF or CR, and what follows the last end is none.

    A line is there as soon as its CR has come, which need not wait for an LF.
    """
    held: list[bytes] = []
    after_return, first = False, True
    for chunk in chunks:
        fresh = chunk[1:] if after_return and chunk.startswith(b"\n") else chunk
        after_return = chunk.endswith(b"\r") if chunk else after_return
        for piece in fresh.splitlines(keepends=True):
            held.append(piece)
            if piece.endswith((b"\n", b"\r")):
                line = b"".join(held)
                held.clear()
                if first:
                    line, first = line.removeprefix(_BOM), False
                yield line.rstrip(b"\r\n").decode("utf-8", "replace")


def events(response: HttpResponse, chunks: Iterable[bytes] | None = None) -> Iterator[Event]:
    """The events of an answer, up to `[DONE]` if that comes; one that the end of the body cuts off is none.

    `chunks` is its body, unless it is read as it is. Raises `MalformedResponse` for data that is not a JSON object.
    """
    name, status, data = "", 200, list[str]()
    if chunks is None:
        chunks = response.chunks if response.chunks is not None else (response.body,)
    for line in lines(chunks):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            text = "\n".join(data)
            if text.strip() == _DONE:
                yield Event(_DONE, 200, {})
                return
            if data:
                yield Event(name, status, _document(response, text) if text.strip() else {})
            name, status, data = "", 200, []
        elif not field and value.startswith(_STATUS):
            digits = value[len(_STATUS) :].strip()
            status = int(digits) if len(digits) == 3 and digits.isascii() and digits.isdecimal() else status
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)


def _document(response: HttpResponse, data: str) -> Document:
    try:
        document: object = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        excerpt = redact.shown(data[:1000], response.secrets, 80)
        raise MalformedResponse(tr("an event of the stream is not a JSON object: {excerpt!r}", excerpt=excerpt))
    return cast("Document", without_secrets(response, data.encode("utf-8", "replace"), document))


class Joined:
    """The content of a stream so far, as the document that the same call would answer without streaming.

    Texts that follow each other are one text; usage is the last one, since the service counts up.
    """

    __slots__ = ("content", "ended", "finish_reason", "request_id", "usage")

    def __init__(self) -> None:
        self.content: list[object] = []
        self.usage: object = {}
        self.request_id: object = None
        self.finish_reason: object = None
        self.ended = False
        """Whether the service has said that nothing more comes, in other words than by `finish_reason`."""

    def add(self, data: Document) -> None:
        """Take in the data of one event, the last one included."""
        self.usage = data.get("usage") or self.usage
        self.request_id = data.get("request_id") or self.request_id
        choices = sequence(mapping(data.get("output")).get("choices"))
        reasons = [mapping(choice).get("finish_reason") for choice in choices]
        if reasons:  # all of them must have come to their end
            self.finish_reason = next((reason for reason in reasons if not _final(reason)), reasons[-1])
        for choice in choices:
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
        return self.ended or _final(self.finish_reason)

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


def _final(reason: object) -> bool:
    return reason not in (None, "", "null")
