"""Settings of a scene: the sky and what is below it, or a room, the deep, a studio, space."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from brushwork_emulator.drawing.brush import Brush, gradient
from brushwork_emulator.drawing.palettes import dark, mixed, pale

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.palettes import Palette
    from brushwork_emulator.drawing.reading import Scene


class Land:
    """What a setting is drawn on: the canvas with its sizes, the palette, the scene, and where the horizon is."""

    def __init__(self, canvas: Canvas, scene: Scene, palette: Palette, key: str) -> None:
        self._key = key
        self.canvas = canvas
        self.width, self.height = canvas.size
        self.unit = min(canvas.size)
        self.scene = scene
        self.palette = palette
        self.begin("horizon")
        self.horizon = self.height * self.chance.uniform(0.52, 0.66)
        self.brush = Brush(canvas, 0, 0, self.unit)

    def begin(self, part: str) -> None:
        """Chance that depends on the part alone, so that another hour or another weather moves nothing else."""
        self.chance = random.Random(f"{self._key}\n{part}")

    def oval(self, color: tuple[int, int, int], x: float, y: float, rx: float, ry: float) -> None:
        """An ellipse in pixels."""
        self.brush.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=color)

    def ridge(
        self, color: tuple[int, int, int], base: float, rise: float, waves: float, *, sharp: bool = False
    ) -> None:
        """Land up to a line of hills, or of peaks."""
        phase = self.chance.uniform(0, math.tau)
        steps = max(8, round(7 * waves)) if sharp else 64
        points = list[tuple[float, float]]()
        for step in range(steps + 1):
            x = self.width * step / steps
            swing = math.sin(phase + waves * math.tau * step / steps) * 0.5 + 0.3 * math.sin(
                phase * 2 + waves * 11 * step / steps
            )
            lift = self.chance.uniform(-0.5, 1.0) if sharp else swing
            points.append((x, base - rise * lift))
        self.brush.pen.polygon([(0, self.height), *points, (self.width, self.height)], fill=color)


def sky(land: Land, *, always: bool) -> None:
    """Sun and clouds, or moon and stars: at night, or always."""
    scene, palette, chance, unit = land.scene, land.palette, land.chance, land.unit
    x, y = land.width * chance.uniform(0.16, 0.84), land.horizon * chance.uniform(0.24, 0.6)
    if scene.hour == "night" or always:
        night(land, x, y)
        return
    if not scene.weather:
        low = scene.hour in ("sunset", "dawn")
        radius = unit * chance.uniform(0.09, 0.15) * (1.25 if low else 1)
        y = land.horizon * (0.86 if low else y / land.horizon)
        sun = (255, 240, 200) if scene.hour != "sunset" else (255, 226, 150)
        for ring, strength in ((1.9, 0.16), (1.45, 0.3), (1.0, 1.0)):
            land.oval(
                mixed(mixed(palette.sky, palette.glow, y / land.height), sun, strength),
                x,
                y,
                radius * ring,
                radius * ring,
            )
    for _ in range(chance.randrange(2, 5) + (2 if scene.weather else 0)):
        _cloud(
            land,
            chance.uniform(0, land.width),
            land.horizon * chance.uniform(0.08, 0.62),
            unit * chance.uniform(0.05, 0.09),
        )


def night(land: Land, x: float, y: float) -> None:
    """Stars, and the moon at a place."""
    palette, chance, unit = land.palette, land.chance, land.unit
    for _ in range(70):
        size = unit * chance.uniform(0.001, 0.0035)
        color = mixed(palette.sky, (255, 250, 230), chance.uniform(0.4, 1))
        land.oval(color, chance.uniform(0, land.width), chance.uniform(0, land.horizon), size, size)
    radius = unit * chance.uniform(0.06, 0.09) * (1.7 if land.scene.moon else 1)
    land.oval(mixed(palette.sky, palette.light, 0.18), x, y, radius * 1.45, radius * 1.45)
    land.oval(mixed(palette.light, (255, 250, 232), 0.5), x, y, radius, radius)
    for dx, dy, part in ((-0.3, -0.2, 0.2), (0.25, 0.3, 0.26), (0.3, -0.35, 0.13)):
        land.oval(dark(palette.light, 0.12), x + dx * radius, y + dy * radius, part * radius, part * radius)


def _cloud(land: Land, x: float, y: float, size: float) -> None:
    color = mixed(land.palette.glow, (255, 255, 255), 0.1 if land.scene.weather else 0.55)
    if land.scene.hour == "sunset":
        color = mixed(color, (255, 190, 150), 0.5)
    land.brush.pen.rounded_rectangle((x - size * 1.7, y, x + size * 1.7, y + size * 0.55), size * 0.27, fill=color)
    for dx, up, part in ((-0.7, 0.05, 0.55), (0.05, -0.12, 0.75), (0.8, 0.1, 0.5)):
        land.oval(color, x + dx * size, y + up * size, part * size, part * size * 0.72)


def _ground(land: Land, base: float) -> None:
    land.ridge(land.palette.near, base, land.height * 0.025, 1.1)
    land.ridge(land.palette.ground, base + (land.height - base) * 0.55, land.height * 0.02, 0.8)


def _mountains(land: Land) -> None:
    palette, height = land.palette, land.height
    for color, base, rise in ((palette.far, 0.0, 0.24), (palette.middle, 0.05, 0.15)):
        snow = pale(color, 0.75)
        top = land.horizon + height * base
        for _ in range(4):
            x, half = land.width * land.chance.uniform(-0.05, 1.05), land.unit * land.chance.uniform(0.3, 0.6)
            peak = top - height * rise * land.chance.uniform(0.6, 1.15)
            pen, tall = land.brush.pen, top - peak
            pen.polygon([(x - half, top), (x, peak), (x + half, top)], fill=color)
            pen.polygon([(x, peak), (x + half, top), (x + half * 0.12, top)], fill=dark(color, 0.12))
            cap = 0.26
            pen.polygon(
                [
                    (x, peak),
                    (x + half * cap, peak + tall * cap),
                    (x + half * cap * 0.4, peak + tall * cap * 0.78),
                    (x, peak + tall * cap * 1.15),
                    (x - half * cap * 0.45, peak + tall * cap * 0.75),
                    (x - half * cap, peak + tall * cap),
                ],
                fill=snow,
            )
        land.brush.pen.rectangle((0, top - 1, land.width, height), fill=color)
    _ground(land, land.horizon + height * 0.13)


def _sea(land: Land) -> None:
    palette, chance = land.palette, land.chance
    top = land.horizon
    land.ridge(palette.far, top + land.height * 0.01, land.height * 0.05, 1.4)
    water = gradient(
        (land.width, max(1, land.height - round(top))), mixed(palette.middle, palette.glow, 0.35), palette.near
    )
    land.canvas.paste(water, (0, round(top)))
    for _ in range(46):
        depth = chance.random() ** 1.5
        y = top + (land.height - top) * depth
        long = land.unit * (0.02 + 0.16 * depth) * chance.uniform(0.5, 1)
        x = chance.uniform(0, land.width)
        color = mixed(palette.middle, palette.light, 0.3 + 0.25 * chance.random())
        land.brush.pen.line(
            (x - long, y, x + long, y), fill=color, width=max(1, round(land.unit * (0.002 + 0.004 * depth)))
        )


def _forest(land: Land) -> None:
    palette, chance = land.palette, land.chance
    for layer, color in enumerate((palette.far, palette.middle, palette.near)):
        base = land.horizon + land.height * 0.075 * layer
        tall = land.unit * (0.24 + 0.08 * layer)
        number = max(5, round(land.width / land.unit * (11 - 2.5 * layer)))
        for tree in range(number + 1):
            x = land.width * (tree + chance.uniform(-0.35, 0.35)) / number
            _pine(land, x, base + land.height * 0.05, tall * chance.uniform(0.65, 1.15), color)
        land.brush.pen.rectangle((0, base + land.height * 0.04, land.width, land.height), fill=color)
    land.ridge(palette.ground, land.horizon + land.height * 0.26, land.height * 0.02, 0.9)


def _pine(land: Land, x: float, base: float, tall: float, color: tuple[int, int, int]) -> None:
    for part in range(3):
        top, half = base - tall * (1 - 0.25 * part), tall * (0.13 + 0.07 * part)
        low = top + tall * 0.46
        land.brush.pen.polygon([(x, top), (x + half, low), (x - half, low)], fill=color)
        if land.scene.weather == "snow" or land.scene.season == "winter":
            land.brush.pen.polygon(
                [(x, top), (x + half * 0.5, top + tall * 0.2), (x - half * 0.4, top + tall * 0.2)], fill=(250, 252, 255)
            )


def _city(land: Land) -> None:
    palette, chance, height = land.palette, land.chance, land.height
    lit = land.scene.hour in ("night", "sunset") or land.scene.weather != ""
    for layer, color in enumerate((palette.far, palette.middle)):
        x, base = -land.unit * 0.05, land.horizon + height * 0.16
        while x < land.width:
            wide = land.unit * chance.uniform(0.09, 0.17)
            top = land.horizon - height * chance.uniform(0.0, 0.24) + height * 0.1 * layer
            shade = dark(color, chance.uniform(0, 0.14))
            land.brush.pen.rectangle((x, top, x + wide, base), fill=shade)
            step = land.unit * 0.032
            for row in range(int((base - top) / step) - 1):
                for column in range(int(wide / step) - 1):
                    if chance.random() < (0.42 if lit else 0.3):
                        left, up = x + step * (column + 0.65), top + step * (row + 0.7)
                        glass = mixed(palette.light, (255, 206, 112), 0.4) if lit else pale(shade, 0.35)
                        land.brush.pen.rectangle((left, up, left + step * 0.45, up + step * 0.5), fill=glass)
            x += wide + land.unit * chance.uniform(0, 0.02)
    land.brush.pen.rectangle((0, land.horizon + height * 0.16, land.width, height), fill=palette.near)
    land.brush.pen.rectangle((0, land.horizon + height * 0.2, land.width, height), fill=palette.ground)
    for number in range(6):
        x = land.width * (number + 0.2) / 6
        y = land.horizon + height * 0.335
        land.brush.pen.rectangle((x, y, x + land.width / 12, y + land.unit * 0.008), fill=pale(palette.ground, 0.4))


def _meadow(land: Land) -> None:
    palette, chance = land.palette, land.chance
    land.ridge(palette.far, land.horizon, land.height * 0.07, 1.2)
    land.ridge(palette.middle, land.horizon + land.height * 0.07, land.height * 0.05, 1.6)
    _ground(land, land.horizon + land.height * 0.15)
    for number in range(80):
        depth = (number / 80) ** 1.2
        y = land.horizon + land.height * 0.2 + (land.height * 0.82 - land.horizon) * depth
        x, size = chance.uniform(0, land.width), land.unit * (0.004 + 0.011 * depth)
        brush = Brush(land.canvas, x, y, size)
        brush.line(pale(palette.near, 0.2), 0.3, (0, 0), (0.2, 3.5))
        brush.petals((palette.accent, palette.other, palette.light)[number % 3], 0, 0, 1.4, 5, number)
        brush.oval(palette.light, 0, 0, 0.5)


def _desert(land: Land) -> None:
    palette, sand = land.palette, (236, 188, 120)
    for number, color in enumerate((palette.far, palette.middle, palette.near, palette.ground)):
        base = land.horizon + land.height * 0.105 * number
        land.ridge(mixed(color, sand, 0.6 - 0.14 * number), base, land.height * 0.06, 0.8 + 0.3 * number)


def _room(land: Land) -> None:
    """A wall with a window or a picture, and a table."""
    palette, unit, chance = land.palette, land.unit, land.chance
    wall = mixed(palette.far, palette.glow, 0.55)
    land.canvas.paste(gradient(land.canvas.size, pale(wall, 0.15), wall), (0, 0))
    table = land.height * 0.7
    side = land.width * chance.choice((0.26, 0.74))
    half, top = unit * 0.2, land.height * 0.1
    pen = land.brush.pen
    pen.rectangle(
        (side - half * 1.09, top - half * 0.09, side + half * 1.09, top + half * 2.3), fill=pale(palette.other, 0.6)
    )
    view = gradient((max(1, round(2 * half)), max(1, round(2.2 * half))), palette.sky, palette.glow)
    land.canvas.paste(view, (round(side - half), round(top)))
    sun = half * 0.34
    land.oval(palette.light, side + half * chance.uniform(-0.4, 0.4), top + half * 0.8, sun, sun)
    for color, base in ((palette.middle, 1.6), (palette.near, 1.9)):
        pen.pieslice(
            (side - half * 1.0, top + half * base * 0.8, side + half * 1.0, top + half * 3.6), 180, 360, fill=color
        )
    pen.rectangle((side - half * 1.09, top + half * 2.2, side + half * 1.09, table), fill=wall)
    pen.rectangle(
        (side - half * 1.2, top + half * 2.2, side + half * 1.2, top + half * 2.32), fill=pale(palette.other, 0.45)
    )
    pen.line((side, top, side, top + half * 2.2), fill=pale(palette.other, 0.6), width=max(1, round(unit * 0.012)))
    wood = mixed(palette.near, (150, 96, 62), 0.55)
    land.canvas.paste(
        gradient((land.width, max(1, land.height - round(table))), pale(wood, 0.12), dark(wood, 0.2)), (0, round(table))
    )
    pen.rectangle((0, table, land.width, table + unit * 0.012), fill=pale(wood, 0.4))


def _plain(land: Land) -> None:
    """A studio: a large disc on a plain ground."""
    palette = land.palette
    land.canvas.paste(gradient(land.canvas.size, mixed(palette.far, palette.sky, 0.5), palette.glow), (0, 0))
    radius = land.unit * 0.4
    x = land.width * land.chance.uniform(0.4, 0.6)
    land.oval(mixed(palette.accent, palette.glow, 0.55), x, land.height * 0.45, radius, radius)
    land.brush.pen.rectangle((0, land.height * 0.82, land.width, land.height), fill=palette.middle)


def _water(land: Land) -> None:
    palette, chance = land.palette, land.chance
    deep = mixed(palette.near, (8, 40, 92), 0.6)
    land.canvas.paste(gradient(land.canvas.size, mixed(palette.sky, (90, 200, 226), 0.55), deep), (0, 0))
    for number in range(4):
        x = land.width * (number + chance.random()) / 4
        lit = mixed(mixed(palette.sky, (90, 200, 226), 0.55), (255, 255, 255), 0.16)
        wide = land.unit * 0.06
        land.brush.pen.polygon(
            [(x, 0), (x + wide, 0), (x - wide, land.height * 0.6), (x - 3 * wide, land.height * 0.6)], fill=lit
        )
    land.ridge(mixed(deep, (214, 190, 140), 0.4), land.height * 0.9, land.height * 0.03, 1.3)
    for number in range(9):
        x, tall = land.width * (number + chance.random()) / 9, land.height * chance.uniform(0.08, 0.26)
        color = (palette.accent, palette.other, palette.middle)[number % 3]
        brush = Brush(land.canvas, x, land.height * 0.95 - tall, tall)
        brush.line(mixed(color, deep, 0.35), 0.07, (0, 1), (0.1, 0.66), (-0.05, 0.33), (0.06, 0))
    for _ in range(26):
        size = land.unit * chance.uniform(0.004, 0.014)
        land.oval(
            mixed(palette.sky, (255, 255, 255), 0.6),
            chance.uniform(0, land.width),
            chance.uniform(0, land.height),
            size,
            size,
        )


def _space(land: Land) -> None:
    palette, chance, unit = land.palette, land.chance, land.unit
    land.canvas.paste(gradient(land.canvas.size, (14, 14, 44), mixed((60, 40, 110), palette.near, 0.3)), (0, 0))
    for _ in range(150):
        size = unit * chance.uniform(0.001, 0.004)
        color = mixed((40, 40, 80), (255, 250, 230), chance.random())
        land.oval(color, chance.uniform(0, land.width), chance.uniform(0, land.height), size, size)
    x, y, radius = land.width * chance.choice((0.2, 0.8)), land.height * 0.3, unit * chance.uniform(0.12, 0.2)
    land.oval(palette.other, x, y, radius, radius)
    for number in range(3):
        land.oval(
            mixed(palette.other, palette.light, 0.12 + 0.14 * number),
            x - radius * 0.1 * (number + 1),
            y - radius * 0.1 * (number + 1),
            radius * (0.78 - 0.2 * number),
            radius * (0.7 - 0.2 * number),
        )
    pen = land.brush.pen
    pen.arc(
        (x - radius * 1.8, y - radius * 0.45, x + radius * 1.8, y + radius * 0.45),
        -20,
        200,
        fill=palette.light,
        width=max(1, round(unit * 0.012)),
    )
    land.oval(
        mixed(palette.middle, (30, 26, 70), 0.3),
        land.width * 0.5,
        land.height * 1.35,
        land.width * 0.9,
        land.height * 0.6,
    )


SETTINGS: dict[str, Callable[[Land], None]] = {
    "mountains": _mountains,
    "sea": _sea,
    "forest": _forest,
    "city": _city,
    "meadow": _meadow,
    "desert": _desert,
    "room": _room,
    "plain": _plain,
    "water": _water,
    "space": _space,
}
"""How each is drawn."""
