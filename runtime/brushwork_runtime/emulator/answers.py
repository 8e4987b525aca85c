"""The documents that the service answers with, by endpoint and by what a family adds to them."""

from __future__ import annotations

import json

from .wire import new_id

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from typing import Literal

    from .orders import Order
    from .wire import Document


class Shape:
    """How a family's answers look.

    `typed`: content items name their type. `usage`: how the size is told, as "size" text, as "sides", or not at all.
    `echo`: a text with the prompt follows the image. `choices`: several images are several choices, else items of one.
    """

    __slots__ = ("choices", "echo", "typed", "usage")

    def __init__(
        self,
        *,
        typed: bool = True,
        usage: Literal["size", "sides", "count"] = "size",
        echo: bool = False,
        choices: bool = True,
    ) -> None:
        self.typed = typed
        self.usage = usage
        self.echo = echo
        self.choices = choices


def generation(order: Order, urls: list[str], shape: Shape) -> Document:
    """A whole answer: `choices` for messages, `results` for the older endpoints."""
    if order.route.payload != "messages":
        output: Document = {
            "results": [{"orig_prompt": order.prompt, "actual_prompt": order.prompt, "url": url} for url in urls],
            "task_metrics": {"TOTAL": len(urls), "SUCCEEDED": len(urls), "FAILED": 0},
        }
        return {"request_id": new_id(), "output": output, "usage": {"image_count": len(urls)}}
    output = {"choices": _choices(order, urls, shape)}
    if shape.typed:
        output["finished"] = True
    return {"output": output, "usage": usage(order, len(urls), shape), "request_id": new_id()}


def _choices(order: Order, urls: list[str], shape: Shape) -> list[object]:
    if order.mode.output == "parts":
        return [_choice(parts(order, urls))]
    items = [_image(url, shape) for url in urls]
    echo: list[Document] = [{"text": order.prompt}] if shape.echo else []
    return [_choice([item, *echo]) for item in items] if shape.choices else [_choice([*items, *echo])]


def _choice(content: list[Document], finish_reason: str = "stop") -> Document:
    return {"finish_reason": finish_reason, "message": {"role": "assistant", "content": content}}


def _image(url: str, shape: Shape) -> Document:
    return {"type": "image", "image": url} if shape.typed else {"image": url}


def parts(order: Order, urls: list[str]) -> list[Document]:
    """Text and images in turns."""
    content: list[Document] = []
    for number, url in enumerate(urls, 1):
        content.append({"type": "text", "text": f"Step {number}: {order.prompt}"})
        content.append({"type": "image", "image": url})
    return content


def usage(order: Order, count: int, shape: Shape) -> Document:
    """What was counted; images only are billed."""
    if shape.usage == "count":
        return {"image_count": count}
    if shape.usage == "sides":
        return {"width": order.width, "height": order.height, "image_count": count}
    size = f"{order.width}*{order.height}" if count else "0*0"
    return {"image_count": count, "size": size, "input_tokens": 0, "output_tokens": 0, "total_tokens": 0}


def events(order: Order, urls: list[str], shape: Shape) -> bytes:
    """The same as server-sent events: increments, texts cut in two, the last frame with content and "stop"."""
    frames: list[Document] = []
    for item in parts(order, urls):
        said = item.get("text")
        if isinstance(said, str):
            half = len(said) // 2
            frames.extend({"type": "text", "text": piece} for piece in (said[:half], said[half:]))
        else:
            frames.append(item)
    request_id, made, lines = new_id(), 0, list[str]()
    for number, item in enumerate(frames, 1):
        made += "image" in item
        document = {
            "output": {"choices": [_choice([item], "stop" if number == len(frames) else "null")], "finished": True},
            "usage": usage(order, made, shape),
            "request_id": request_id,
        }
        lines.append(
            f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps(document, ensure_ascii=False)}\n\n"
        )
    return "".join(lines).encode()
