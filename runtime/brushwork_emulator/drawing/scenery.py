"""A scene on a canvas: its sky, its setting, its subjects and its weather, composed by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from brushwork_emulator.drawing.brush import gradient
from brushwork_emulator.drawing.land import SETTINGS, Land, sky
from brushwork_emulator.drawing.palettes import PALETTES, dark, graded, pale
from brushwork_emulator.drawing.subjects import DRAWN, FIXED, FLYING, LARGE, Sketch

if TYPE_CHECKING:
    from brushwork_emulator.drawing.palettes import Palette
    from brushwork_emulator.drawing.reading import Scene

_COMPANY = {
    "mountains": "house",
    "sea": "boat",
    "meadow": "tree",
    "city": "car",
    "forest": "fox",
    "desert": "balloon",
}
"""Settings for words that name nothing known, and what stands there then."""
_HOMES = {
    "boat": "sea",
    "lighthouse": "sea",
    "cup": "room",
    "bouquet": "room",
    "bottle": "room",
    "clock": "room",
    "apple": "room",
    "crane": "room",
    "poster": "room",
    "portrait": "plain",
    "robot": "plain",
    "fish": "water",
    "rocket": "space",
    "shop": "city",
    "car": "city",
    "temple": "mountains",
    "lantern": "city",
}
"""Where a subject is if the words do not tell."""


def _small(subject: str) -> bool:
    return subject not in LARGE


def palette_of(model: str, scene: Scene, key: str) -> Palette:
    """A model's palette in the light of a scene."""
    return graded(PALETTES[random.Random(f"palette {model}").randrange(len(PALETTES))], scene, random.Random(key))


def backdrop(size: tuple[int, int], scene: Scene, model: str, key: str) -> Land:
    """The canvas with its setting, before any subject stands in it; `key` decides what is left to chance."""
    palette = palette_of(model, scene, key)
    home = next((_HOMES[name] for name in sorted(scene.subjects, key=_small) if name in _HOMES), "")
    setting = scene.setting or home or random.Random(key).choice([*_COMPANY])
    if not (scene.setting or scene.subjects):
        scene = replace(scene, subjects=(_COMPANY[setting],))
    land = Land(gradient(size, palette.sky, palette.glow), scene, palette, key)
    if setting not in ("room", "water", "plain"):
        land.begin("sky")
        sky(land, always=setting == "space")
    land.begin("land")
    SETTINGS[setting](land)
    return land


def subjects(land: Land, *, small: bool = False) -> None:
    """The subjects of the scene: the large one behind, at most two small ones before it.

    `small` draws only what may be added to a picture that is there already.
    """
    land.begin("subjects")
    names = [name for name in land.scene.subjects if not (small and name in FIXED)]
    large = next((name for name in names if name in LARGE), None)
    others = [name for name in names if name != large and name not in LARGE][: 2 if large else 3]
    side = 1 if land.chance.random() < 0.5 else -1
    ratio = land.width / land.height
    room = min(land.width * 0.86, land.height * 0.72)
    scale = 0.5 if small else 1.0
    if large is not None:
        size = room * scale * (0.92 if others else 1.0)
        ground = land.height * (0.84 if others else 0.87)
        if large == "portrait" and not small:
            size, ground = min(land.width, land.height) * 0.82, land.height * 0.97
        _put(land, large, size, land.width / 2 + side * land.width * (0.08 if others or ratio > 1.5 else 0.0), ground)
    size = room * scale * (0.5 if large else 0.84 if len(others) == 1 else 0.6)
    for number, name in enumerate(others):
        if large:
            x = land.width / 2 - side * min(land.width * 0.3, room * 0.55) * (1 if number == 0 else -1.15)
        else:
            x = land.width * (number + 1) / (len(others) + 1) + side * (land.width * 0.06 if len(others) == 1 else 0)
        x = max(size * 0.5, min(land.width - size * 0.5, x))
        ground = land.height * (0.9 if large else 0.87)
        if name in FLYING and not small:
            ground -= land.height * (0.3 if large else 0.16)
        _put(land, name, size, x, ground)


def _put(land: Land, name: str, size: float, x: float, ground: float) -> None:
    """A subject that stands at a place, with its shadow."""
    if name not in FLYING and name not in ("boat", "portrait", "lighthouse"):
        land.oval(dark(land.palette.ground, 0.35), x, ground, size * 0.44, size * 0.035)
    mirrored = land.chance.random() < 0.5 and name not in ("shop", "poster", "bottle")  # these have letters
    DRAWN[name](
        Sketch(
            land.canvas,
            x - size / 2,
            ground - size,
            size,
            palette=land.palette,
            chance=land.chance,
            letters=land.scene.letters,
            mirrored=mirrored,
        )
    )


def weather(land: Land) -> None:
    """Rain, snow, petals or leaves in the air."""
    land.begin("weather")
    scene, unit = land.scene, land.unit
    pen, chance = land.brush.pen, land.chance
    if scene.weather == "rain":
        for _ in range(90):
            x, y, long = (
                chance.uniform(0, land.width),
                chance.uniform(0, land.height),
                unit * chance.uniform(0.03, 0.06),
            )
            pen.line(
                (x, y, x - long * 0.3, y + long), fill=pale(land.palette.glow, 0.35), width=max(1, round(unit / 380))
            )
    elif scene.weather == "snow" or scene.season == "winter":
        for _ in range(110):
            size = unit * chance.uniform(0.003, 0.009)
            land.oval((255, 255, 255), chance.uniform(0, land.width), chance.uniform(0, land.height), size, size)
    elif scene.season in ("spring", "autumn"):
        color = (250, 178, 200) if scene.season == "spring" else (222, 124, 48)
        for number in range(60):
            size = unit * chance.uniform(0.005, 0.011)
            shade = pale(color, 0.3) if number % 3 else color
            land.oval(shade, chance.uniform(0, land.width), chance.uniform(0, land.height), size * 1.5, size)
