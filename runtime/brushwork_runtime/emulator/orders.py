"""What a request for images asks for: its mode, texts, reference images, how many pictures of which size."""

from __future__ import annotations

from brushwork_runtime.spec import Constant, Size

from .wire import Refused, mapping, sequence

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.spec import Mode, Model, Route

    from .wire import Document

_NOMINAL = (1024, 1024)


class Order:
    """One accepted request for images, by the facts of its model's table."""

    __slots__ = ("count", "height", "images", "mode", "model", "model_id", "prompt", "route", "seed", "width")

    def __init__(self, model: Model, model_id: str, route: Route, body: Document) -> None:
        self.model = model
        self.model_id = model_id
        self.route = route
        self.prompt, self.images = _content(route, body)
        values = {**mapping(body.get("input")), **mapping(body.get("parameters"))}
        self.mode = _mode(model, route, values, len(self.images))
        self.count = _count(self.mode, values)
        self.width, self.height = _size(self.mode, values)
        seed = values.get("seed")
        self.seed = seed if isinstance(seed, int) else None


def _content(route: Route, body: Document) -> tuple[str, list[str]]:
    given = mapping(body.get("input"))
    if not given:
        raise Refused(400, "BadRequest.EmptyInput", "Required input parameter missing from request.")
    if route.payload != "messages":
        prompt, images = given.get("prompt"), sequence(given.get("images"))
    else:
        messages = sequence(given.get("messages"))
        content = (
            [mapping(item) for item in sequence(mapping(messages[0]).get("content"))] if len(messages) == 1 else []
        )
        texts = [item["text"] for item in content if "text" in item]
        prompt, images = (texts[0] if len(texts) == 1 else None), [item["image"] for item in content if "image" in item]
    if not isinstance(prompt, str) or not prompt:
        raise Refused(400, "InvalidParameter", "the request needs exactly one text")
    return prompt, [image for image in images if isinstance(image, str)]


def _mode(model: Model, route: Route, values: Document, images: int) -> Mode:
    """The mode whose constants and number of images the request has; the one with most constants wins."""
    fitting: list[tuple[int, Mode]] = []
    for mode in model.modes.values():
        low, high = (mode.images.minimum, mode.images.maximum) if mode.images else (0, 0)
        constants = [parameter for parameter in mode.parameters if isinstance(parameter, Constant)]
        if (
            any(one.path == route.path for one in mode.routes)
            and low <= images <= high
            and all(values.get(constant.name, False) == constant.value for constant in constants)
        ):
            fitting.append((sum(1 for constant in constants if constant.value), mode))
    if not fitting:
        raise Refused(400, "InvalidParameter", f"{model.id} makes nothing of {images} images in this mode")
    return max(fitting, key=lambda pair: pair[0])[1]


def _count(mode: Mode, values: Document) -> int:
    """How many images: the first parameter that the bill goes by, its default where the request leaves it out."""
    counts = [
        values.get(parameter.name, parameter.default)
        for parameter in mode.parameters
        if parameter.bills in ("exactly", "at_most") and not (isinstance(parameter, Constant))
    ]
    return max([count for count in counts if isinstance(count, int)], default=1)


def _size(mode: Mode, values: Document) -> tuple[int, int]:
    for parameter in mode.parameters:
        if isinstance(parameter, Size):
            wanted = values.get(parameter.name, parameter.default)
            if not isinstance(wanted, str):
                return _NOMINAL
            if wanted in parameter.presets:
                return parameter.presets[wanted]
            width, _, height = wanted.partition("*")
            if not (width.isdecimal() and height.isdecimal()):
                raise Refused(400, "InvalidParameter", f"size {wanted} is not valid")
            return int(width), int(height)
    return _NOMINAL
