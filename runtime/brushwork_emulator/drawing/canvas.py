"""Draws a picture: a landscape by seed, the reference images, the prompt on a card, the model in a corner."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from brushwork_emulator.drawing.landscape import landscape
from brushwork_emulator.drawing.lettering import fitted, small
from brushwork_emulator.drawing.tiles import tile

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.pictures import Picture

_LEAST = 12
"""Hundredths of the shorter side that a prompt may always take."""

_PAPER, _INK, _CARD = (255, 255, 255), (24, 28, 36), (18, 22, 30)


def paint(wanted: Picture, form: str) -> bytes:
    """The file, as PNG, JPEG or WEBP."""
    canvas = landscape(wanted)
    unit = max(1, min(wanted.width, wanted.height) // 100)
    top = _corner(canvas, wanted, unit)
    top = _references(canvas, wanted, unit, top)
    _prompt(canvas, wanted, unit, top)
    if wanted.watermark:
        _mark(canvas, wanted.watermark, unit)
    buffer = io.BytesIO()
    canvas.save(buffer, form, **({"compress_level": 1} if form == "PNG" else {}))
    return buffer.getvalue()


def _shade(canvas: Canvas, box: tuple[int, int, int, int], color: tuple[int, int, int], strength: float) -> None:
    """Lay a colour over a part of the picture."""
    part = canvas.crop(box)
    canvas.paste(Image.blend(part, Image.new("RGB", part.size, color), strength), box[:2])


def _corner(canvas: Canvas, wanted: Picture, unit: int) -> int:
    """Model, size and seed, upper left. Returns where the room below begins."""
    words = f"{wanted.model}  {wanted.width}x{wanted.height}  seed {wanted.seed}  #{wanted.index + 1}"
    size = max(9, unit * 3)
    width = canvas.width - 4 * unit
    while size > 9 and small(words, size)[1].getlength(words) > width:
        size -= 1
    text, font = small(words, size)
    right = min(canvas.width, int(font.getlength(text)) + 4 * unit)
    bottom = min(canvas.height, size * 2)
    _shade(canvas, (0, 0, right, bottom), _CARD, 0.65)
    ImageDraw.Draw(canvas).text((2 * unit, size // 3), text, fill=_PAPER, font=font)
    return bottom


def _references(canvas: Canvas, wanted: Picture, unit: int, top: int) -> int:
    """The reference images in rows of tiles, at most as high as a third of the picture."""
    if not wanted.references:
        return top
    number, gap = len(wanted.references), 2 * unit
    columns = min(number, 5 if canvas.width >= canvas.height else 3)
    rows = -(-number // columns)
    room = canvas.height // 3 - gap
    side = max(8, min((canvas.width - gap * (columns + 1)) // columns, room // rows - gap, canvas.width // 3))
    for index, reference in enumerate(wanted.references):
        row, column = divmod(index, columns)
        place = (gap + column * (side + gap), top + gap + row * (side + gap))
        canvas.paste(tile(reference, index + 1, side), place)
    return top + rows * (side + gap)


def _prompt(canvas: Canvas, wanted: Picture, unit: int, top: int) -> None:
    """The prompt on a card that is as high as its lines, in the lower part."""
    edge, inside = 4 * unit, 3 * unit
    foot = 7 * unit if wanted.watermark else edge
    width, height = canvas.width - 2 * (edge + inside), canvas.height - top - edge - foot - 2 * inside
    if width < 8 or height < 8 or not wanted.prompt.strip():
        return
    lines, font, step = fitted(wanted.prompt, width, min(height, max(canvas.height // 2, _LEAST * unit)), 7 * unit)
    bottom = canvas.height - foot
    card = (edge, max(top, bottom - step * len(lines) - 2 * inside), canvas.width - edge, bottom)
    _shade(canvas, card, _PAPER, 0.86)
    pen = ImageDraw.Draw(canvas)
    for number, line in enumerate(lines):
        pen.text((card[0] + inside, card[1] + inside + number * step), line, fill=_INK, font=font)


def _mark(canvas: Canvas, words: str, unit: int) -> None:
    """The watermark, lower right."""
    text, font = small(words, max(9, unit * 4))
    size = max(9, unit * 4)
    left = max(0, canvas.width - int(font.getlength(text)) - 3 * unit)
    place = (left, max(0, canvas.height - size * 3 // 2))
    pen = ImageDraw.Draw(canvas)
    pen.text((place[0] + max(1, unit // 3), place[1] + max(1, unit // 3)), text, fill=_INK, font=font)
    pen.text(place, text, fill=_PAPER, font=font)
