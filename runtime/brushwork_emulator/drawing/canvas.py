"""Draws a picture: the scene of its prompt or its reference image altered, the tiles, the caption, the mark."""

from __future__ import annotations

import io
import math
import random
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageDraw

from brushwork_emulator.drawing.brush import stretched
from brushwork_emulator.drawing.editing import altered, fitted_box
from brushwork_emulator.drawing.lettering import fitted, small
from brushwork_emulator.drawing.reading import read
from brushwork_emulator.drawing.scenery import backdrop, subjects, weather
from brushwork_emulator.drawing.tiles import decoded, tile

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.pictures import Picture
    from brushwork_emulator.drawing.reading import Scene

_PAPER, _SOFT, _INK, _CARD, _BOX = (255, 255, 255), (206, 210, 220), (24, 28, 36), (18, 22, 30), (255, 64, 64)
_DOUBLED, _MOST_DRAWN = 2_200_000, 4_000_000
"""Up to so many pixels a scene is drawn at twice its size, for smooth edges; a larger one with so many in all."""


def paint(wanted: Picture, form: str) -> bytes:
    """The file, as PNG, JPEG or WEBP."""
    canvas = _ground(wanted)
    unit = max(1, min(wanted.width, wanted.height) // 100)
    _references(canvas, wanted, unit)
    if wanted.step:
        _step(canvas, wanted.step, unit)
    _caption(canvas, wanted, unit)
    if wanted.watermark:
        _mark(canvas, wanted.watermark, unit)
    buffer = io.BytesIO()
    canvas.save(buffer, form, **({"compress_level": 1} if form == "PNG" else {}))
    return buffer.getvalue()


def _ground(wanted: Picture) -> Canvas:
    """What fills the picture. In a series only the moment changes, else every picture is composed anew."""
    size = (wanted.width, wanted.height)
    if wanted.colors:
        return _bands(wanted)
    scene = read(f"{wanted.prompt}\n{wanted.mode.replace('_', ' ')}")
    if wanted.series:
        scene = scene.at(wanted.index)
    key = f"{wanted.model}\n{wanted.prompt}\n{wanted.seed}\n{0 if wanted.series else wanted.index}"
    found = [(each, decoded(each.content)) for each in wanted.references]
    bases = [image for each, image in found if image is not None and not each.mask]
    masks = [image for each, image in found if image is not None and each.mask]
    if bases:
        return altered(bases[-1][0], size, scene, wanted.model, key, masks[0][0] if masks else None)
    return _scene(wanted, scene, key)


def _scene(wanted: Picture, scene: Scene, key: str) -> Canvas:
    if not scene.hour and not scene.weather:
        scene = scene.hinted(random.Random(key))
    area = wanted.width * wanted.height
    scale = 2.0 if area <= _DOUBLED else math.sqrt(_MOST_DRAWN / area)
    size = max(1, round(wanted.width * scale)), max(1, round(wanted.height * scale))
    land = backdrop(size, scene, wanted.model, key)
    subjects(land)
    weather(land)
    if size == (2 * wanted.width, 2 * wanted.height):
        return land.canvas.reduce(2)
    return stretched(land.canvas, (wanted.width, wanted.height), Image.Resampling.BILINEAR)


def _bands(wanted: Picture) -> Canvas:
    """Every colour in a band as high as its share; the bands' edges are waves, which takes nothing from any."""
    canvas = Image.new("RGB", (wanted.width, wanted.height), ImageColor.getrgb(wanted.colors[0][0]))
    pen, top = ImageDraw.Draw(canvas), 0.0
    total = sum(share for _, share in wanted.colors) or 1.0
    swing = wanted.height * min(0.03, 0.3 * min(share for _, share in wanted.colors) / total)
    for number, (color, share) in enumerate(wanted.colors):
        edge = [
            (wanted.width * step / 60, top + swing * math.sin(number * 1.7 + 2 * math.tau * step / 60) * (number > 0))
            for step in range(61)
        ]
        pen.polygon([(0, wanted.height), *edge, (wanted.width, wanted.height)], fill=color)
        top += wanted.height * share / total
    return canvas


def _shade(canvas: Canvas, box: tuple[int, int, int, int], color: tuple[int, int, int], strength: float) -> None:
    """Lay a colour over a part of the picture."""
    part = canvas.crop(box)
    canvas.paste(Image.blend(part, Image.new("RGB", part.size, color), strength), box[:2])


def _references(canvas: Canvas, wanted: Picture, unit: int) -> None:
    """The reference images as small tiles in rows at the top, and the boxes of the one that fills the picture."""
    if not wanted.references:
        return
    shown = [None if each.mask else decoded(each.content) for each in wanted.references]
    base = next((number for number in range(len(shown) - 1, -1, -1) if shown[number] is not None), -1)
    found = shown[base] if base >= 0 else None
    if found is not None:
        for box in wanted.references[base].boxes:
            _box(canvas, fitted_box(box, found[1], canvas.size), unit)
    number, gap = len(wanted.references), 2 * unit
    side = max(8, min(18 * unit, (canvas.width - gap) // min(number, 5) - gap))
    columns = max(1, (canvas.width - gap) // (side + gap))
    for index, reference in enumerate(wanted.references):
        row, column = divmod(index, columns)
        place = (gap + column * (side + gap), gap + row * (side + gap))
        canvas.paste(tile(reference, index + 1, side, boxed=index != base), place)


def _box(canvas: Canvas, box: tuple[int, int, int, int], unit: int) -> None:
    pen = ImageDraw.Draw(canvas)
    for color, width in ((_PAPER, max(3, unit)), (_BOX, max(1, unit // 2))):
        pen.rectangle(box, outline=color, width=width)


def _step(canvas: Canvas, number: int, unit: int) -> None:
    """The number of a step in a disc, upper right."""
    size, radius = max(9, 9 * unit), 8 * unit
    text, font = small(str(number), size)
    x, y = canvas.width - radius - 3 * unit, radius + 3 * unit
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_PAPER)
    pen.text((x - font.getlength(text) / 2, y - size * 0.62), text, fill=_INK, font=font)


def _caption(canvas: Canvas, wanted: Picture, unit: int) -> None:
    """The prompt in at most two lines, and who made it, along the lower edge."""
    size = max(9, unit * 3)
    inside, room = max(2, 2 * unit), canvas.width - 4 * unit
    if wanted.watermark:
        room -= int(small(wanted.watermark, max(9, unit * 4))[1].getlength(wanted.watermark)) + 2 * unit
    if room < 8 or canvas.height < 3 * size:
        return
    lines, font, step = fitted(wanted.prompt, room, size * 5 // 2, size) if wanted.prompt.strip() else ([], None, 0)
    facts, smaller = small(f"{wanted.model}  {wanted.width}x{wanted.height}  seed {wanted.seed}", max(8, size * 3 // 4))
    top = canvas.height - step * len(lines) - size - 2 * inside
    if not wanted.colors:  # which are to be measured
        _shade(canvas, (0, max(0, top), canvas.width, canvas.height), _CARD, 0.94 if wanted.references else 0.62)
    pen = ImageDraw.Draw(canvas)
    for number, line in enumerate(lines):
        pen.text((2 * unit, top + inside + number * step), line, fill=_INK if wanted.colors else _PAPER, font=font)
    if smaller.getlength(facts) <= canvas.width:
        pen.text(
            (2 * unit, top + inside + step * len(lines)), facts, fill=_INK if wanted.colors else _SOFT, font=smaller
        )


def _mark(canvas: Canvas, words: str, unit: int) -> None:
    """The watermark, lower right."""
    size = max(9, unit * 4)
    text, font = small(words, size)
    left = max(0, canvas.width - int(font.getlength(text)) - 3 * unit)
    place = (left, max(0, canvas.height - size * 3 // 2))
    pen = ImageDraw.Draw(canvas)
    pen.text((place[0] + max(1, unit // 3), place[1] + max(1, unit // 3)), text, fill=_INK, font=font)
    pen.text(place, text, fill=_PAPER, font=font)
