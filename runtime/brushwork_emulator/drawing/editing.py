"""A reference image as the ground of a picture, altered as the words say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from brushwork_emulator.drawing.brush import stretched
from brushwork_emulator.drawing.land import Land, night
from brushwork_emulator.drawing.lettering import small
from brushwork_emulator.drawing.scenery import palette_of, subjects, weather

if TYPE_CHECKING:
    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.palettes import Palette
    from brushwork_emulator.drawing.pictures import Box
    from brushwork_emulator.drawing.reading import Scene

_TINTS = {
    "night": ((40, 50, 120), 0.12),
    "sunset": ((255, 130, 80), 0.32),
    "dawn": ((255, 196, 170), 0.28),
    "winter": ((214, 230, 250), 0.34),
    "autumn": ((226, 130, 40), 0.34),
    "spring": ((250, 180, 206), 0.28),
    "summer": ((110, 200, 130), 0.2),
    "rain": ((110, 126, 156), 0.34),
    "fog": ((214, 220, 228), 0.5),
}
"""How a word changes the light."""


def altered(base: Canvas, size: tuple[int, int], scene: Scene, model: str, key: str, mask: Canvas | None) -> Canvas:
    """The base, filling the size, changed by the scene's words; only where the mask is white, if there is one."""
    palette = palette_of(model, scene, key)
    whole = ImageOps.fit(base, size, Image.Resampling.BILINEAR)
    made = _effects(whole, scene, palette)
    made = _widened(whole, made) if "wider" in scene.effects else made
    made = _lit(made, scene, palette)
    land = Land(made, scene, palette, key)
    if scene.hour == "night":
        night(land, land.width * land.chance.uniform(0.3, 0.9), land.height * land.chance.uniform(0.1, 0.25))
    subjects(land, small=True)
    weather(land)
    if mask is None:
        return made
    area = stretched(mask.convert("L"), size, Image.Resampling.BILINEAR)
    return Image.composite(made, whole, area)


def _effects(made: Canvas, scene: Scene, palette: Palette) -> Canvas:
    for effect in scene.effects:
        if effect == "cartoon":
            made = ImageOps.posterize(ImageEnhance.Color(made).enhance(1.5), 3)
            made = ImageChops.multiply(made, _edges(made, 90))
        elif effect == "sketch":
            made = ImageOps.colorize(_edges(made, 40).convert("L"), palette.ink, (252, 250, 244))
        elif effect == "grey":
            made = made.convert("L").convert("RGB")
        elif effect == "colors":
            made = ImageOps.colorize(made.convert("L"), palette.ink, palette.light, palette.accent)
        elif effect == "sharper":
            made = ImageEnhance.Contrast(made.filter(ImageFilter.UnsharpMask(3, 160, 2))).enhance(1.12)
        elif effect == "blurred":
            made = stretched(
                stretched(made, (max(1, made.width // 24), max(1, made.height // 24)), Image.Resampling.BOX),
                made.size,
                Image.Resampling.BICUBIC,
            )
        elif effect == "letters":
            made = _relettered(made, palette)
    return made


def _relettered(image: Canvas, palette: Palette) -> Canvas:
    """With a label in the place of letters."""
    made, unit = image.copy(), min(image.size) / 100
    middle, top = image.width / 2, image.height * 0.6
    pen = ImageDraw.Draw(made)
    card, thick = (middle - 34 * unit, top, middle + 34 * unit, top + 15 * unit), max(1, round(unit))
    pen.rounded_rectangle(card, 7.5 * unit, fill=palette.light, outline=palette.accent, width=thick)
    text, font = small("translated", max(9, round(9 * unit)))
    pen.text((middle - font.getlength(text) / 2, top + 1.6 * unit), text, fill=palette.ink, font=font)
    return made


def _edges(image: Canvas, strength: int) -> Canvas:
    """Dark lines on white where the image changes."""
    small = image.convert("L").filter(ImageFilter.FIND_EDGES)
    ImageDraw.Draw(small).rectangle((0, 0, small.width - 1, small.height - 1), outline=0, width=2)  # the filter's rim
    table = [255 - min(255, value * 255 // strength) for value in range(256)]
    return small.point(table).convert("RGB")  # pyright: ignore[reportUnknownMemberType] - Pillow's hint names ImageQt


def _lit(made: Canvas, scene: Scene, palette: Palette) -> Canvas:
    """In the light of the hour and the season, or in the model's colours where the words name nothing else."""
    tints = [_TINTS[word] for word in (scene.hour, scene.season, scene.weather) if word in _TINTS]
    if scene.color is not None:
        tints.append((scene.color, 0.3))
    if not tints and not scene.effects:
        toned = ImageOps.colorize(made.convert("L"), palette.ink, palette.light, palette.accent)
        made = Image.blend(made, toned, 0.5)
    if scene.hour == "night":
        made = ImageChops.multiply(made, Image.new("RGB", made.size, (86, 98, 178)))
    for color, strength in tints:
        made = Image.blend(made, Image.new("RGB", made.size, color), strength)
    return ImageEnhance.Contrast(made).enhance(1.25) if tints else made


def _widened(whole: Canvas, made: Canvas) -> Canvas:
    """The whole smaller in the middle of what was made, which is soft, in a frame that tells where it ended."""
    (width, height), step = whole.size, max(4, min(whole.size) // 40)
    soft = stretched(made, (max(1, width // 32), max(1, height // 32)), Image.Resampling.BOX)
    made = stretched(soft, whole.size, Image.Resampling.BICUBIC)
    inner = stretched(whole, (max(1, width * 5 // 8), max(1, height * 5 // 8)), Image.Resampling.BILINEAR)
    left, top = (width - inner.width) // 2, (height - inner.height) // 2
    made.paste(inner, (left, top))
    pen, thick = ImageDraw.Draw(made), max(1, step // 5)
    for x in range(left, left + inner.width, 2 * step):
        for y in (top, top + inner.height):
            pen.line((x, y, min(x + step, left + inner.width), y), fill=(255, 255, 255), width=thick)
    for y in range(top, top + inner.height, 2 * step):
        for x in (left, left + inner.width):
            pen.line((x, y, x, min(y + step, top + inner.height)), fill=(255, 255, 255), width=thick)
    return made


def fitted_box(box: Box, original: tuple[int, int], size: tuple[int, int]) -> Box:
    """A box of the original, on the picture that it fills."""
    scale = max(size[0] / max(1, original[0]), size[1] / max(1, original[1]))
    left, top = (original[0] * scale - size[0]) / 2, (original[1] * scale - size[1]) / 2
    x0, x1 = sorted((box[0] * scale - left, box[2] * scale - left))
    y0, y1 = sorted((box[1] * scale - top, box[3] * scale - top))
    return round(x0), round(y0), round(x1), round(y1)
