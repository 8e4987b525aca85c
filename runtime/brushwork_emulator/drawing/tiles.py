"""Reference images in a picture: a thumbnail with its boxes, or words where the bytes are not at hand."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from brushwork_emulator.drawing.brush import stretched
from brushwork_emulator.drawing.lettering import fitted, small
from brushwork_runtime import sniff

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.pictures import Box, Reference

_FRAME, _GROUND, _WORDS, _BOX = (255, 255, 255), (72, 80, 96), (236, 240, 246), (255, 64, 64)
_MOST_PIXELS = 64_000_000
"""A larger picture is not decoded: it is a tile with words."""


def tile(reference: Reference, number: int, side: int, *, boxed: bool = True) -> Canvas:
    """A square of `side` pixels: the reference image number `number`, with its boxes unless they are elsewhere."""
    field = Image.new("RGB", (side, side), _GROUND)
    inside = max(1, side - 2 * max(1, side // 40))
    shown = decoded(reference.content)
    if shown is None:
        _describe(field, reference.words, number)
        _outline(field, reference.boxes, _bounds(reference.boxes), (0, 0, side, side))
    else:
        image, size = shown
        scale = inside / max(image.size)
        width, height = (max(1, round(pixels * scale)) for pixels in image.size)
        place = ((side - width) // 2, (side - height) // 2)
        field.paste(stretched(image, (width, height), Image.Resampling.BILINEAR), place)
        _outline(field, reference.boxes if boxed else (), size, (*place, width, height))
        _number(field, number)
    ImageDraw.Draw(field).rectangle((0, 0, side - 1, side - 1), outline=_FRAME, width=max(1, side // 60))
    return field


@lru_cache(maxsize=8)
def decoded(content: bytes | None) -> tuple[Canvas, tuple[int, int]] | None:
    """The pixels of an image file and its own size; None where there are no pixels, or too many."""
    header = sniff(io.BytesIO(content)) if content else None
    if header is None or header.width * header.height > _MOST_PIXELS:
        return None
    try:
        with Image.open(io.BytesIO(content or b"")) as image:
            image.draft("RGB", (1024, 1024))  # a large JPEG is read at a fraction of its size
            return image.convert("RGB"), (header.width, header.height)
    except Exception:  # Pillow's decoders raise nearly anything over a file that is broken
        return None


def _outline(field: Canvas, boxes: tuple[Box, ...], size: tuple[int, int], place: tuple[int, int, int, int]) -> None:
    """The boxes, from pixels of the original to pixels of the tile."""
    pen = ImageDraw.Draw(field)
    for left, top, right, bottom in boxes:
        xs = sorted(place[0] + x * place[2] // max(1, size[0]) for x in (left, right))
        ys = sorted(place[1] + y * place[3] // max(1, size[1]) for y in (top, bottom))
        pen.rectangle((xs[0], ys[0], xs[1], ys[1]), outline=_BOX, width=max(1, field.width // 50))


def _bounds(boxes: tuple[Box, ...]) -> tuple[int, int]:
    """A size that holds all boxes of an image whose own size is not known."""
    return (
        max((max(box[0], box[2]) for box in boxes), default=1) * 10 // 9,
        max((max(box[1], box[3]) for box in boxes), default=1) * 10 // 9,
    )


def _describe(field: Canvas, words: str, number: int) -> None:
    edge = max(2, field.width // 12)
    lines, font, step = fitted(f"image {number}\n{words}", field.width - 2 * edge, field.height - 2 * edge, edge)
    pen = ImageDraw.Draw(field)
    for index, line in enumerate(lines):
        pen.text((edge, edge + index * step), line, fill=_WORDS, font=font)


def _number(field: Canvas, number: int) -> None:
    size = max(9, field.width // 8)
    text, font = small(str(number), size)
    pen = ImageDraw.Draw(field)
    pen.rectangle((0, 0, int(font.getlength(text)) + size // 2, size * 5 // 4), fill=_GROUND)
    pen.text((size // 4, 0), text, fill=_WORDS, font=font)
