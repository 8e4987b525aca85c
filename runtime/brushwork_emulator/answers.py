"""The response documents of the service, by endpoint and by what a family adds to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_emulator.wire import mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from brushwork_emulator.orders import Order
    from brushwork_emulator.wire import Document


class Shape:
    """How a family's answers look.

    `typed`: content items name their type. `usage`: how the size is told, as "size" text, as "sides", or not at all.
    `echo`: a text with the prompt follows the image. `choices`: several images are several choices, else items of one.
    `tokens`: tokens are counted. `metric`: answers of synchronous calls count the images. `rounded`: sides of edited
    images are multiples of it. `area`: width and height of an image for which no size is given. `watermark`: its words.
    """

    __slots__ = ("area", "choices", "echo", "metric", "rounded", "tokens", "typed", "usage", "watermark")

    def __init__(
        self,
        *,
        typed: bool = True,
        usage: Literal["size", "sides", "count"] = "size",
        echo: bool = False,
        choices: bool = True,
        tokens: bool = False,
        metric: bool = False,
        rounded: int | None = None,
        area: tuple[int, int] | None = None,
        watermark: str = "",
    ) -> None:
        self.typed = typed
        self.usage = usage
        self.echo = echo
        self.choices = choices
        self.tokens = tokens
        self.metric = metric
        self.rounded = rounded
        self.area = area
        self.watermark = watermark

    def __repr__(self) -> str:
        return f"Shape({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def generation(order: Order, urls: list[str], shape: Shape) -> Document:
    """The answer to a completed request: what its results declare, `choices` for messages, else `results`."""
    if order.results.images:
        document: Document = {}
        for number, place in enumerate(order.results.images):
            _put(document, place, [*urls[number * order.count : (number + 1) * order.count]])
        return _declared(order, document, order.count, shape)
    if order.route.payload != "messages":
        metrics = _metrics(len(urls), ("TOTAL", "SUCCEEDED", "FAILED"))
        output: Document = {"results": [_result(order, url) for url in urls], "task_metrics": metrics}
        return _declared(order, {"output": output}, len(urls), shape)
    output = {"choices": _choices(order, urls, shape)}
    if shape.metric and order.route.protocol == "sync":
        output["task_metric"] = _metrics(len(urls), ("TOTAL", "FAILED", "SUCCEEDED"))
    if shape.typed:
        output["finished"] = True
    return _declared(order, {"output": output}, len(urls), shape)


def _declared(order: Order, document: Document, made: int, shape: Shape) -> Document:
    """The answer with what was counted, and the other values that its results declare."""
    document["usage"] = usage(order, made, shape)
    for place, sample in order.results.samples.items():
        _put(document, place, [sample])
    return document


def _put(document: Document, place: str, values: list[object]) -> None:
    """Lay values at a place: one, or as many as there are items of the list that it goes through."""
    name, _, rest = place.partition(".")
    key = name.removesuffix("[]")
    if not name.endswith("[]"):
        if rest:
            _put(mapping(document.setdefault(key, {})), rest, values)
        else:
            document[key] = values[0]
        return
    if not rest:
        document[key] = values
        return
    empty: list[Document] = [{} for _ in values]
    items = sequence(document.setdefault(key, empty))
    for item, value in zip(items, values, strict=False):
        _put(mapping(item), rest, [value])


def _metrics(made: int, names: tuple[str, ...]) -> Document:
    return {name: 0 if name == "FAILED" else made for name in names}


def _result(order: Order, url: str) -> Document:
    rewritten: Document = {"actual_prompt": _rewritten(order)} if order.value("prompt_extend") is True else {}
    return {"orig_prompt": order.prompt, **rewritten, "url": url}


def _rewritten(order: Order) -> str:
    """The prompt as a language model might rewrite it."""
    return f"{order.prompt}, in fine detail, in soft light"


def _choices(order: Order, urls: list[str], shape: Shape) -> list[object]:
    if order.mode.output == "parts":
        return [_choice(parts(order, urls))]
    if shape.echo:
        return [_echoing(order, url, shape) for url in urls]
    items = [_image(url, shape) for url in urls]
    return [_choice([item]) for item in items] if shape.choices else [_choice(items)]


def _choice(content: list[Document], finish_reason: str = "stop", **more: str) -> Document:
    return {"finish_reason": finish_reason, "message": {"role": "assistant", "content": content, **more}}


def _echoing(order: Order, url: str, shape: Shape) -> Document:
    """An image and the prompt that it was made from, with the thoughts of the model that rewrote it, if one did."""
    extended = order.value("prompt_extend") is True
    text: Document = {"text": _rewritten(order) if extended else order.prompt}
    return _choice([_image(url, shape), text], reasoning_content="The prompt wants detail." if extended else "")


def _image(url: str, shape: Shape) -> Document:
    return {"type": "image", "image": url} if shape.typed else {"image": url}


def parts(order: Order, urls: list[str]) -> list[Document]:
    """Interleaved text and images."""
    content: list[Document] = []
    for number, url in enumerate(urls, 1):
        content.append({"type": "text", "text": f"Step {number}: {order.prompt}"})
        content.append({"type": "image", "image": url})
    return content


def usage(order: Order, count: int, shape: Shape) -> Document:
    """What was counted: successful images, which are billed, and tokens, which are not; under the declared keys."""
    keys = {_USUAL.get(name, name): key for name, key in order.results.usage.items()}
    counted = _counted(order, count, shape)
    if "input_images" in order.results.usage:
        counted["input_images"] = len(order.images)
    return {keys.get(name, name): value for name, value in counted.items()}


_USUAL = {"images": "image_count"}


def _counted(order: Order, count: int, shape: Shape) -> Document:
    older = order.route.payload != "messages" and not (order.results.images or order.results.usage)
    if shape.usage == "count" or older:
        return {"image_count": count}
    if shape.usage == "size":
        size = f"{order.width}*{order.height}" if count else "0*0"
        return {"image_count": count, "size": size, **_tokens(order, shape)}
    sides: Document = {"width": order.width, "height": order.height, "image_count": count}
    return sides | (_tokens(order, shape) if shape.echo else {})


def _tokens(order: Order, shape: Shape) -> Document:
    """Tokens are 0 where the documents print 0. Where they are counted, it is a guess: no document says how."""
    extended = shape.echo and order.value("prompt_extend") is True
    if not (shape.tokens or extended or order.mode.output == "parts"):
        return {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    given = len(order.prompt) // 3 + 1 + 1000 * len(order.images)
    made = len(_rewritten(order)) // 3 + 8 if extended else 2 if shape.tokens else 0
    details: Document = {"output_tokens_details": {"reasoning_tokens": 8}} if extended else {}
    return {"input_tokens": given, "output_tokens": made, "total_tokens": given + made, **details}


def events(order: Order, urls: list[str], shape: Shape, request_id: str) -> Iterator[bytes]:
    """The same as server-sent events: increments, texts cut in two, the last frame with content and "stop"."""
    increments = [piece for item in parts(order, urls) for piece in _cut(item)]
    made = 0
    for number, item in enumerate(increments, 1):
        made += "image" in item
        reason = "stop" if number == len(increments) else "null"
        output: Document = {"choices": [_choice([item], reason)], "finished": True}
        document = {"output": output, "usage": usage(order, made, shape), "request_id": request_id}
        yield event(number, json.dumps(document, ensure_ascii=False))


def _cut(item: Document) -> list[Document]:
    said = item.get("text")
    if not isinstance(said, str):
        return [item]
    half = len(said) // 2
    return [{"type": "text", "text": piece} for piece in (said[:half], said[half:])]


def event(number: int, data: str, *, name: str = "result", status: int = 200) -> bytes:
    """A frame of a stream: no space after the colons, and the status in a comment."""
    return f"id:{number}\nevent:{name}\n:HTTP_STATUS/{status}\ndata:{data}\n\n".encode()


def task(state: Document, done: Document | None) -> Document:
    """A task's answer: `state` is what the queue says of it, `done` what was made once it has succeeded."""
    done = done or {}
    return {**done, "output": state | mapping(done.get("output"))}


def failed(order: Order, state: Document, code: str, message: str) -> Document:
    """A task that failed: its state with the code for the older endpoints, else an error at the top level."""
    error: Document = {"code": code, "message": message}
    if order.route.payload == "messages":
        return error
    metrics = {"TOTAL": order.count, "SUCCEEDED": 0, "FAILED": order.count}
    return {"output": {**state, **error, "task_metrics": metrics}}
