"""What an accepted request asks for: model, mode, route, texts, images, how many pictures of which size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_emulator.wire import mapping, sequence
from brushwork_runtime import Constant, Size, Text, parameters_of

if TYPE_CHECKING:
    from typing import Protocol

    from brushwork_emulator.answers import Shape
    from brushwork_emulator.wire import Document
    from brushwork_emulator.world import World
    from brushwork_runtime import Mode, Model, Route

    Pixels = tuple[int, int]

    class Holder(Protocol):
        """What an order needs of the service."""

        @property
        def world(self) -> World:
            """The sides of conflicts that the service takes."""
            ...

        def pixels(self, url: str) -> Pixels | None:
            """The width and height of a reference image by its address, None where nobody knows."""
            ...


_NOMINAL = (1024, 1024)


class Order:
    """One accepted request for images. `prompt` and `values` are as the service keeps them: cut to their limits."""

    __slots__ = (
        "count",
        "height",
        "images",
        "mode",
        "model",
        "model_id",
        "prompt",
        "results",
        "route",
        "seed",
        "values",
        "watermark",
        "width",
    )

    def __init__(
        self, model: Model, model_id: str, mode: Mode, route: Route, body: Document, shape: Shape, service: Holder
    ) -> None:
        self.model = model
        self.model_id = model_id
        self.mode = mode
        self.route = route
        self.results = route.results or mode.results
        prompt, inputs = content(mode, route, body)
        self.images = [url for urls in inputs.values() for url in urls]
        limits = route.prompt or mode.prompt
        self.prompt = prompt if limits is None else prompt[: limits.max_characters]
        self.values = service.world.values(model.id, mode.name, _values(mode, route, body))
        self.count = _count(mode, self.values)
        last = service.pixels(self.images[-1]) if self.images else None
        self.width, self.height = _size(mode, self.values, shape, last)
        seed = self.values.get("seed")
        self.seed = seed if isinstance(seed, int) else None
        self.watermark = self.values.get("watermark") is True

    def value(self, name: str) -> object:
        """What was asked for by this name, else the service's default."""
        if name in self.values:
            return self.values[name]
        return next((parameter.default for parameter in self.mode.parameters if parameter.name == name), None)


def content(mode: Mode, route: Route, body: Document) -> tuple[str, dict[str, list[str]]]:
    """The prompt and the addresses of the images of each input, of a body that its schema takes."""
    given = mapping(body.get("input"))
    messages = sequence(given.get("messages"))
    items = [mapping(item) for message in messages for item in sequence(mapping(message).get("content"))]
    if route.payload == "messages":
        prompt, listed = "".join(_texts([item.get("text") for item in items])), [item.get("image") for item in items]
    elif route.payload == "flat":
        given, image = body, body.get("image")
        prompt, listed = str(body.get("prompt", "")), sequence(image) or [image]
    else:
        key = mode.prompt.key if mode.prompt is not None else "prompt"
        prompt, listed = str(given.get(key, "")), sequence(given.get("images"))
    inputs: dict[str, list[str]] = {}
    for limits in mode.inputs:
        found = listed if limits.place is None else _at(body, limits.place).get(limits.name)
        inputs[limits.name] = _texts(sequence(found) or [found])
    return prompt, inputs


def _at(body: Document, path: str) -> Document:
    """The object at a path in a body, an empty one where there is none."""
    for step in path.split("."):
        body = mapping(body.get(step))
    return body


def _texts(values: list[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _values(mode: Mode, route: Route, body: Document) -> Document:
    """The parameters by name, wherever they stand, sizes as width*height; texts are cut to their limits."""
    given = parameters_of(body, mode, route)
    if route.size_separator != "*":
        for parameter in mode.parameters:
            size = given.get(parameter.name)
            if isinstance(parameter, Size) and isinstance(size, str):
                given[parameter.name] = size.replace(route.size_separator, "*")
    given = {name: value for name, value in given.items() if value not in route.accepts.get(name, ())}
    for parameter in mode.parameters:
        value = given.get(parameter.name)
        if isinstance(parameter, Text) and isinstance(value, str):
            given[parameter.name] = value[: parameter.max_characters]
    return given


def _count(mode: Mode, values: Document) -> int:
    """How many images: the parameters that the bill goes by, their defaults where the request leaves them out."""
    counts = [
        values.get(parameter.name, parameter.default)
        for parameter in mode.parameters
        if parameter.bills in ("exactly", "at_most") and not isinstance(parameter, Constant)
    ]
    return max([count for count in counts if isinstance(count, int)], default=1)


def _size(mode: Mode, values: Document, shape: Shape, last: Pixels | None) -> Pixels:
    """Width and height. A preset, or no size, has the aspect ratio of the last reference image, if that is known."""
    parameter = next((each for each in mode.parameters if isinstance(each, Size)), None)
    area = shape.area or _NOMINAL
    wanted = values.get(parameter.name, parameter.default) if parameter is not None else None
    if parameter is not None and isinstance(wanted, str):
        if wanted not in parameter.presets:
            width, _, height = wanted.partition("*")
            return _rounded((int(width), int(height)), mode, shape)
        area = parameter.presets[wanted]
    return _rounded(_fitted(area, last, mode) if last else area, mode, shape)


def _fitted(area: Pixels, last: Pixels, mode: Mode) -> Pixels:
    """About the pixels of `area`, with the aspect ratio of `last`; stories keep the size of a smaller image."""
    scale = math.sqrt(area[0] * area[1] / (last[0] * last[1]))
    scale = min(scale, 1.0) if mode.output == "parts" else scale
    return max(1, round(last[0] * scale)), max(1, round(last[1] * scale))


def _rounded(pixels: Pixels, mode: Mode, shape: Shape) -> Pixels:
    """Sides of edited images are multiples of a number, where the documents say so."""
    step = shape.rounded if mode.inputs else None
    if step is None:
        return pixels
    return max(step, round(pixels[0] / step) * step), max(step, round(pixels[1] / step) * step)
