"""What is to be drawn for an order: size, words, reference images with their boxes, colours. Drawing needs Pillow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from brushwork_emulator.store.references import References, shown
from brushwork_emulator.wire import mapping, sequence
from brushwork_runtime import Boxes, Palette

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from brushwork_runtime import Mode, Model, Results

    Box = tuple[int, int, int, int]

    class Ordered(Protocol):
        """What a picture needs of an order."""

        @property
        def model(self) -> Model:
            """The model's table."""
            ...

        @property
        def model_id(self) -> str:
            """The model by the id it was called by."""
            ...

        @property
        def mode(self) -> Mode:
            """The mode, whose parameters tell which value is a palette and which are boxes."""
            ...

        @property
        def results(self) -> Results:
            """What its answers hold: the format of the files, and how long they live."""
            ...

        @property
        def prompt(self) -> str:
            """The text."""
            ...

        @property
        def images(self) -> Sequence[str]:
            """The addresses of the reference images."""
            ...

        @property
        def values(self) -> Mapping[str, object]:
            """The parameters as they were sent."""
            ...

        @property
        def width(self) -> int:
            """Pixels."""
            ...

        @property
        def height(self) -> int:
            """Pixels."""
            ...

        @property
        def count(self) -> int:
            """How many pictures."""
            ...

        @property
        def seed(self) -> int | None:
            """The seed, if one was sent."""
            ...

        @property
        def watermark(self) -> bool:
            """Whether a mark was asked for."""
            ...


_MARK = "watermark"
"""The mark of a family whose words are not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference image: its bytes if they are at hand, words in their place if not, and the boxes drawn on it.

    `mask`: it only tells where another one is to change.
    """

    words: str
    content: bytes | None
    boxes: tuple[Box, ...] = ()
    mask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to draw. `colors` are pairs of a colour (#RRGGBB) and its share; `watermark` is the mark's text.

    `index` counts the pictures of one order from 0; in a `series` they show one scene, else each its own. `mode` says
    what it is made by, in a word or two. `step` is its number in a text with pictures, 0 elsewhere.
    """

    width: int
    height: int
    prompt: str
    model: str
    seed: int
    index: int = 0
    references: tuple[Reference, ...] = ()
    colors: tuple[tuple[str, float], ...] = ()
    watermark: str | None = None
    mode: str = ""
    series: bool = False
    step: int = 0


def picture(order: Ordered, seed: int, index: int, references: References, mark: str | None = None) -> Picture:
    """The picture number `index` of an order. `mark` are the words of its watermark, if it asks for one."""
    boxes = [_boxes(entry) for entry in sequence(_of_kind(order, Boxes))]
    boxes += [()] * (len(order.images) - len(boxes))
    counted = any(parameter.bills == "at_most" for parameter in order.mode.parameters)
    inputs, parts = order.mode.inputs, order.mode.output == "parts"
    masks = [
        len(inputs) == len(order.images) and inputs[number].same_size_as is not None for number in range(len(boxes))
    ]
    return Picture(
        width=order.width,
        height=order.height,
        prompt=order.prompt,
        model=order.model_id,
        seed=seed,
        index=index,
        references=tuple(
            Reference(words=shown(url), content=references.content(url), boxes=marked, mask=mask)
            for url, marked, mask in zip(order.images, boxes, masks, strict=False)
        ),
        colors=tuple(_colors(_of_kind(order, Palette))),
        watermark=(mark or _MARK) if order.watermark else None,
        mode=order.mode.name,
        series=order.mode.name == "sequence" or (counted and not parts),
        step=index + 1 if parts else 0,
    )


def _of_kind(order: Ordered, kind: type[Boxes] | type[Palette]) -> object:
    """The value of the parameter of a kind; None if the mode has none or it was not sent."""
    names = [parameter.name for parameter in order.mode.parameters if isinstance(parameter, kind)]
    return order.values.get(names[0]) if names else None


def _boxes(entry: object) -> tuple[Box, ...]:
    """The boxes of one reference image."""
    found = [sequence(box) for box in sequence(entry)]
    return tuple(
        cast("Box", tuple(box)) for box in found if len(box) == 4 and all(isinstance(side, int) for side in box)
    )


def _colors(value: object) -> list[tuple[str, float]]:
    """The colours of a palette with their shares."""
    found = [mapping(item) for item in sequence(value)]
    return [(str(item["hex"]), float(str(item["ratio"]).rstrip("%"))) for item in found if {"hex", "ratio"} <= {*item}]


def draw(wanted: Picture, form: str = "PNG") -> bytes:
    """The file of a picture; the same picture gives the same bytes. Needs Pillow, which is imported here."""
    from brushwork_emulator.drawing.canvas import paint

    return paint(wanted, form)
