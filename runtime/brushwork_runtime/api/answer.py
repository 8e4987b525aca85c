"""Any documented answer as one shape: images and texts in their order, what failed, usage, ids, task state.

Images are looked for in every content item of every choice, in `results`, and where the spec of a model says; if none
is there, wherever an address stands under a key that means an image. What is not known is neither refused nor lost: the
document stays whole in `raw`.

Server-sent events of the interleaved mode are joined into the document of a plain answer. They are read as the HTML
standard says (section "Interpreting an event stream"). The frames are the vendor's own: the HTTP status in a comment
(`:HTTP_STATUS/200`), increments of one content item each, `finish_reason` the text "null" until the last frame. It
sends no sentinel at the end; gateways that speak its protocol may send `[DONE]`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import MalformedResponse
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from brushwork_runtime.http.messages import HttpResponse

    Document = dict[str, object]
    Box = tuple[int, int, int, int]


_EXCERPT = 200


class Found:
    """One item of an answer: an image by its URL, a text, or a failure with its code and message."""

    __slots__ = ("code", "item", "message", "text", "url")

    def __init__(
        self,
        item: Document,
        *,
        url: str | None = None,
        text: str | None = None,
        code: str | None = None,
        message: str | None = None,
    ) -> None:
        self.item = item
        self.url = url
        self.text = text
        self.code = code
        self.message = message


class Answer:
    """What an answer says; a field that it does not have is None."""

    __slots__ = ("_header_id", "_output", "found", "raw")

    def __init__(self, raw: Document, request_id: str | None = None) -> None:
        self.raw = raw
        self._header_id = request_id
        self._output = mapping(raw.get("output"))
        self.found = _found(self._output) or ([] if self.code else list(_anywhere(raw)))

    def look(self, places: Iterable[str]) -> None:
        """Look for images where a spec says that they are, too."""
        found = _found(self._output)
        known = {one.url for one in found}
        for url in (one for place in places for one in _each(held(self.raw, place))):
            if isinstance(url, str) and url not in known:
                found.append(Found({"url": url}, url=url))
                known.add(url)
        self.found = found or self.found

    @property
    def request_id(self) -> str | None:
        """The request's id, from the document or else the headers."""
        return said(self.raw.get("request_id")) or self._header_id

    @property
    def task_id(self) -> str | None:
        """The task's id."""
        return said(self._output.get("task_id"))

    @property
    def status(self) -> str | None:
        """The task's state."""
        return said(self._output.get("task_status"))

    def moment(self, name: str) -> str | None:
        """One of the task's times (`submit_time`, `scheduled_time`, `end_time`), a text without a zone."""
        return said(self._output.get(name))

    @property
    def code(self) -> str | None:
        """The error code, at the top level, under `output` or, as OpenAI has it, under `error`."""
        error = mapping(self.raw.get("error"))
        own = said(self.raw.get("code")) or said(self._output.get("code"))
        return own or said(error.get("code")) or said(error.get("type"))

    @property
    def message(self) -> str | None:
        """What the service says about `code`."""
        own = said(self.raw.get("message")) or said(self._output.get("message"))
        return own or said(mapping(self.raw.get("error")).get("message"))

    @property
    def usage(self) -> Document:
        """What was counted."""
        return mapping(self.raw.get("usage"))


def decode(response: HttpResponse) -> Document:
    """The JSON object of an answer. Raises `MalformedResponse` for anything else, and never another error.

    What some JSON parsers refuse is taken, since an image may hang on it: UTF-16 and UTF-32, a byte order mark, NaN, a
    key that comes twice.
    """
    # What the parser raises holds the whole text, so it is not kept, not even as the context of the error.
    try:
        document: object = json.loads(response.body)
        what = "" if isinstance(document, dict) else tr("is not a JSON object")
    except (ValueError, RecursionError) as error:
        document, what = None, tr("is not JSON ({kind})", kind=type(error).__name__)
    if what:
        raise malformed(response, what)
    return mapping(without_secrets(response, response.body, document))


def without_secrets(response: HttpResponse, body: bytes, document: Any) -> Any:
    """`document`, which was read from `body`, as it is or without the secrets that a service repeats in it."""
    if redact.leaks(body, response.secrets):
        return redact.scrubbed(document, response.secrets)
    return document


def malformed(response: HttpResponse, what: str) -> MalformedResponse:
    """The error for an answer that is not what the API documents, with the start of its body."""
    excerpt = redact.shown(response.body[: 4 * _EXCERPT].decode("utf-8", "replace"), response.secrets, _EXCERPT)
    size = len(response.body)
    error = MalformedResponse(
        tr("the answer (HTTP {status}, {size:,} bytes) {what}", status=response.status, size=size, what=what)
        + (tr("; it begins with {start!r}", start=excerpt[:80]) if excerpt else ""),
        status=response.status,
        request_id=response.request_id,
    )
    error.body = excerpt
    return error


def _found(output: Document) -> list[Found]:
    found: list[Found] = []
    for entry in sequence(output.get("choices")):
        choice = mapping(entry)
        content = mapping(choice.get("message")).get("content")
        if isinstance(content, str):
            content = [{"text": content}]
        _collect(sequence(content), found)
        if "code" in choice:
            _collect([choice], found)
    results = output.get("results")
    if results is not None:
        _collect(sequence(results), found)
        _count_failures(output, found)
    return found


def _collect(items: list[object], found: list[Found]) -> None:
    for entry in items:
        item = mapping(entry)
        url = item.get("image") or item.get("url")
        if isinstance(url, str):
            found.append(Found(item, url=url))
        elif isinstance(item.get("text"), str):
            found.append(Found(item, text=text(item["text"])))
        elif item.get("code"):
            found.append(Found(item, code=said(item["code"]), message=said(item.get("message"))))


def _count_failures(output: Document, found: list[Found]) -> None:
    """Failures that the task counts without listing them."""
    counted = mapping(output.get("task_metrics")).get("FAILED")
    missing = (counted if isinstance(counted, int) else 0) - sum(1 for one in found if one.code)
    for _ in range(min(missing, 100)):
        found.append(Found({}, code="", message=tr("counted as failed by the service, without a reason")))


def held(document: object, place: str) -> Any:
    """What stands at a place of an answer: keys from its top, `[]` for each item of a list; None for nothing."""
    name, _, rest = place.partition(".")
    found = mapping(document).get(name.removesuffix("[]"))
    if name.endswith("[]"):
        return [held(one, rest) if rest else one for one in sequence(found)]
    return held(found, rest) if rest else found


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of a type that a spec declares (see `Results`); null may stand in lists and in objects."""
    if isinstance(kind, list):
        return isinstance(value, list) and all(one is None or fits(one, kind[0]) for one in sequence(value))
    if isinstance(kind, dict):
        told, members = mapping(value), mapping(kind)
        return value is told and all(told.get(name) is None or fits(told[name], of) for name, of in members.items())
    if kind == "boxes":
        return isinstance(value, list) and all(one is None or _box(one) for one in sequence(value))
    if isinstance(value, bool) or kind == "boolean":
        return isinstance(value, bool) and kind == "boolean"
    if kind == "number" and isinstance(value, (int, float)):
        return value - value == 0  # neither infinite nor no number at all
    return isinstance(value, str if kind == "text" else int)


def boxes_of(value: object, kind: Any) -> Iterator[Box]:
    """The boxes of a value of such a type, without those that are null."""
    for one in sequence(value):
        if isinstance(kind, list):
            yield from boxes_of(one, kind[0])
        elif kind == "boxes" and (box := _box(one)) is not None:
            yield box


def _box(value: object) -> Box | None:
    sides = sequence(value)
    if len(sides) != 4 or not all(fits(side, "number") for side in sides):
        return None
    left, top, right, bottom = (round(side) for side in sides if isinstance(side, (int, float)))
    return left, top, right, bottom


def _each(value: object) -> Iterator[object]:
    """A value, or the values of a list and of the lists in it."""
    if isinstance(value, list):
        for one in sequence(value):
            yield from _each(one)
    else:
        yield value


_PICTURE = r"(?i)(?:^|_)(?:image|img|picture|url)s?$"
_DEPTH = 8


def _anywhere(raw: Document) -> Iterator[Found]:
    """The addresses under any key that means a picture, in an answer of a shape that nobody knows."""
    for top in ("output", "data"):
        yield from _addresses(raw.get(top), "", _DEPTH)


def _addresses(value: object, key: str, depth: int) -> Iterator[Found]:
    if isinstance(value, str):
        if value[:8].lower().startswith(("http://", "https://")) and re.search(_PICTURE, key):
            yield Found({key: value}, url=value)
    elif depth:
        for one in sequence(value):
            yield from _addresses(one, key, depth - 1)
        for name, one in mapping(value).items():
            yield from _addresses(one, name, depth - 1)


def said(value: object) -> str | None:
    """A text of the service that people may see, such as a code; None for anything else."""
    return redact.shown(value) if isinstance(value, str) else None


def mapping(value: Any) -> Document:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]  # a `cast` is a call


def sequence(value: Any) -> list[object]:
    """`value` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]  # a `cast` is a call


def text(value: object) -> str | None:
    """`value` if it is a text, else None."""
    return value if isinstance(value, str) else None


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
