"""Changes to a reply: another body, another status, an edited document. The given reply is not modified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_emulator.wire import Reply, mapping, new_id, sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_emulator.wire import Document


def document_of(reply: Reply) -> object:
    """The JSON of a reply, None where it has none."""
    if not reply.headers.get("Content-Type", "").startswith("application/json"):
        return None
    try:
        found: object = json.loads(reply.content)
    except (ValueError, RecursionError):
        return None
    return found


def edited(reply: Reply, work: Callable[[Document], object]) -> Reply:
    """`reply` with its document changed by `work`; itself where it has no JSON object."""
    document = mapping(document_of(reply))
    if not document:
        return reply
    work(document)
    return with_body(reply, json.dumps(document, ensure_ascii=False).encode())


def with_body(reply: Reply, content: bytes, media_type: str | None = None) -> Reply:
    """`reply` with another body, and its headers as they were."""
    made = Reply(reply.status, content)
    made.headers = {name: value for name, value in reply.headers.items() if name != "Content-Length"}
    if media_type is not None:
        made.headers["Content-Type"] = media_type
    return made


def with_headers(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """`reply` with more headers."""
    made = with_body(reply, reply.content)
    made.headers |= headers
    return made


def refusal(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Reply:
    """The service's error body under a status."""
    request_id = new_id()
    document = {"code": code, "message": message, "request_id": request_id}
    made = Reply(status, json.dumps(document, ensure_ascii=False).encode())
    made.headers |= {"x-request-id": request_id, **(headers or {})}
    return made


def items(document: Document) -> list[Document]:
    """The objects of a document that stand for one image each: of `results`, or of the contents of the choices."""
    output = mapping(document.get("output"))
    found = [mapping(item) for item in sequence(output.get("results"))]
    for choice in sequence(output.get("choices")):
        content = sequence(mapping(mapping(choice).get("message")).get("content"))
        found += [mapping(item) for item in content if "image" in mapping(item)]
    return found
