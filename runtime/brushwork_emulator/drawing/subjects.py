"""Subjects, each in a square field that it stands in: the ground is the lower edge, the middle is at a half."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_emulator.drawing.brush import Brush
from brushwork_emulator.drawing.lettering import fitted
from brushwork_emulator.drawing.palettes import dark, mixed, pale

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from PIL.Image import Image as Canvas

    from brushwork_emulator.drawing.palettes import Color, Palette

_WHITE, _BLACK, _LEAF, _WOOD = (252, 250, 246), (28, 26, 34), (76, 140, 86), (122, 82, 56)
_SKINS = ((247, 215, 188), (232, 184, 146), (196, 140, 100), (134, 90, 64))
_HAIR = ((46, 34, 36), (92, 60, 40), (196, 140, 70), (150, 62, 44), (214, 168, 96))


class Sketch(Brush):
    """The field of a subject, with its colours, what is left to chance, and the letters to write on it, if any."""

    __slots__ = ("chance", "letters", "palette")

    def __init__(
        self,
        canvas: Canvas,
        left: float,
        top: float,
        size: float,
        *,
        palette: Palette,
        chance: Random,
        letters: str,
        mirrored: bool,
    ) -> None:
        super().__init__(canvas, left, top, size, mirrored=mirrored)
        self.palette, self.chance, self.letters = palette, chance, letters


def _cat(brush: Sketch) -> None:
    coat = brush.palette.accent
    shade, belly = dark(coat, 0.28), pale(coat, 0.6)
    brush.line(coat, 0.085, (0.66, 0.93), (0.9, 0.9), (0.97, 0.68), (0.88, 0.52))
    brush.oval(coat, 0.5, 0.76, 0.25, 0.27)
    brush.oval(belly, 0.5, 0.8, 0.13, 0.19)
    for side in (-1, 1):
        brush.oval(coat, 0.5 + side * 0.12, 0.97, 0.1, 0.055)
        brush.shape(coat, (0.5 + side * 0.22, 0.4), (0.5 + side * 0.2, 0.1), (0.5 + side * 0.03, 0.27))
        brush.shape(
            mixed(coat, (250, 170, 170), 0.6),
            (0.5 + side * 0.18, 0.34),
            (0.5 + side * 0.175, 0.17),
            (0.5 + side * 0.08, 0.28),
        )
    brush.oval(coat, 0.5, 0.4, 0.23, 0.19)
    for stripe in (-0.07, 0, 0.07):
        brush.line(shade, 0.022, (0.5 + stripe, 0.23), (0.5 + stripe * 0.8, 0.3))
    for side in (-1, 1):
        brush.line(shade, 0.02, (0.5 + side * 0.235, 0.7), (0.5 + side * 0.15, 0.72))
        brush.line(shade, 0.02, (0.5 + side * 0.245, 0.78), (0.5 + side * 0.16, 0.79))
        brush.oval(_WHITE, 0.5 + side * 0.09, 0.4, 0.047, 0.05)
        brush.oval(_BLACK, 0.5 + side * 0.09 + 0.01, 0.4, 0.027, 0.042)
        brush.oval(_WHITE, 0.5 + side * 0.09 + 0.02, 0.385, 0.01)
        brush.line(pale(coat, 0.8), 0.008, (0.5 + side * 0.11, 0.475), (0.5 + side * 0.3, 0.45))
        brush.line(pale(coat, 0.8), 0.008, (0.5 + side * 0.11, 0.49), (0.5 + side * 0.3, 0.51))
    brush.oval(belly, 0.5, 0.48, 0.075, 0.05)
    brush.shape((226, 110, 120), (0.475, 0.45), (0.525, 0.45), (0.5, 0.478))
    if brush.chance.random() < 0.6:
        brush.line(brush.palette.other, 0.035, (0.37, 0.56), (0.5, 0.595), (0.63, 0.56))
        brush.oval(brush.palette.light, 0.5, 0.62, 0.028)


def _fox(brush: Sketch) -> None:
    coat = mixed(brush.palette.accent, (226, 112, 48), 0.7)
    brush.oval(coat, 0.82, 0.78, 0.15, 0.2)
    brush.oval(_WHITE, 0.88, 0.64, 0.07, 0.09)
    brush.oval(coat, 0.48, 0.76, 0.22, 0.26)
    brush.oval(_WHITE, 0.48, 0.72, 0.11, 0.18)
    for side in (-1, 1):
        brush.box(dark(coat, 0.55), 0.48 + side * 0.09 - 0.035, 0.86, 0.48 + side * 0.09 + 0.035, 1, 0.03)
        brush.shape(coat, (0.48 + side * 0.24, 0.4), (0.48 + side * 0.22, 0.06), (0.48 + side * 0.02, 0.28))
        brush.shape(
            dark(coat, 0.55), (0.48 + side * 0.228, 0.17), (0.48 + side * 0.22, 0.06), (0.48 + side * 0.15, 0.13)
        )
    brush.shape(coat, (0.22, 0.36), (0.48, 0.22), (0.74, 0.36), (0.48, 0.6))
    brush.shape(_WHITE, (0.22, 0.36), (0.42, 0.42), (0.48, 0.6))
    brush.shape(_WHITE, (0.74, 0.36), (0.54, 0.42), (0.48, 0.6))
    for side in (-1, 1):
        brush.oval(_BLACK, 0.48 + side * 0.1, 0.39, 0.022, 0.03)
    brush.oval(_BLACK, 0.48, 0.585, 0.03, 0.022)


def _dog(brush: Sketch) -> None:
    coat = mixed(brush.palette.accent, (206, 152, 98), 0.7)
    shade = dark(coat, 0.35)
    brush.line(coat, 0.075, (0.7, 0.86), (0.86, 0.78), (0.92, 0.6))
    brush.oval(coat, 0.5, 0.76, 0.24, 0.26)
    brush.oval(pale(coat, 0.6), 0.5, 0.8, 0.13, 0.2)
    for side in (-1, 1):
        brush.oval(coat, 0.5 + side * 0.12, 0.97, 0.1, 0.055)
    brush.oval(coat, 0.5, 0.38, 0.22, 0.2)
    for side in (-1, 1):
        brush.oval(shade, 0.5 + side * 0.22, 0.41, 0.075, 0.17)
        brush.oval(_BLACK, 0.5 + side * 0.09, 0.36, 0.03, 0.036)
        brush.oval(_WHITE, 0.5 + side * 0.09 + 0.01, 0.348, 0.01)
    brush.oval(pale(coat, 0.65), 0.5, 0.47, 0.12, 0.09)
    brush.oval(_BLACK, 0.5, 0.435, 0.045, 0.032)
    brush.oval((232, 110, 120), 0.5, 0.545, 0.035, 0.05)
    brush.line(brush.palette.other, 0.045, (0.35, 0.57), (0.5, 0.61), (0.65, 0.57))
    brush.oval(brush.palette.light, 0.5, 0.645, 0.032)


def _write(brush: Sketch, text: str, color: Color, x0: float, y0: float, x1: float, y1: float) -> None:
    """Letters in the middle of a rectangle, as large as fit."""
    (left, top), (right, bottom) = brush.place(min(x0, x1), y0), brush.place(max(x0, x1), y1)
    left, right = sorted((left, right))
    width, height = int(right - left), int(bottom - top)
    if width < 8 or height < 8 or not text.strip():
        return
    lines, font, step = fitted(text, width, height, max(10, min(height * 4 // 5, width // 3)))
    y = top + (height - step * len(lines)) / 2
    for number, line in enumerate(lines):
        brush.pen.text((left + (width - font.getlength(line)) / 2, y + number * step), line, fill=color, font=font)


def _windows(brush: Sketch, places: list[tuple[float, float]], width: float, height: float) -> None:
    for x, y in places:
        brush.box(dark(brush.palette.ink, 0.1), x - 0.014, y - 0.014, x + width + 0.014, y + height + 0.014)
        brush.box(mixed(brush.palette.light, (255, 206, 112), 0.55), x, y, x + width, y + height)
        brush.line(brush.palette.ink, 0.012, (x + width / 2, y), (x + width / 2, y + height))
        brush.line(brush.palette.ink, 0.012, (x, y + height / 2), (x + width, y + height / 2))


def _shop(brush: Sketch) -> None:
    wall, door = pale(mixed(brush.palette.middle, brush.palette.other, 0.3), 0.35), dark(brush.palette.near, 0.15)
    brush.box(dark(wall, 0.12), -0.02, 0.16, 1.02, 1)
    brush.box(wall, 0.0, 0.2, 1.0, 1)
    brush.box(dark(brush.palette.near, 0.25), -0.05, 0.1, 1.05, 0.17)
    _windows(brush, [(0.1 + 0.3 * number, 0.235) for number in range(3)], 0.18, 0.1)
    brush.box(dark(brush.palette.near, 0.1), 0.08, 0.385, 0.92, 0.5)
    _write(brush, brush.letters or "OPEN", brush.palette.light, 0.1, 0.39, 0.9, 0.5)
    glow = mixed(brush.palette.light, (255, 200, 100), 0.5)
    brush.box(dark(door), 0.07, 0.6, 0.62, 0.93)
    brush.box(glow, 0.09, 0.62, 0.6, 0.91)
    for number in range(6):
        x = 0.14 + 0.082 * number
        brush.line(_LEAF, 0.014, (x, 0.91), (x, 0.8))
        color = (brush.palette.accent, brush.palette.other, mixed(brush.palette.accent, (240, 120, 160), 0.5))[
            number % 3
        ]
        brush.petals(color, x, 0.775, 0.045, 6, number)
        brush.oval(brush.palette.light, x, 0.775, 0.016)
        brush.box(dark(brush.palette.other, 0.2), x - 0.03, 0.86, x + 0.03, 0.91)
    brush.box(door, 0.68, 0.6, 0.9, 1)
    brush.box(glow, 0.71, 0.63, 0.87, 0.8)
    brush.oval(brush.palette.light, 0.71, 0.85, 0.014)
    for stripe in range(10):
        color = brush.palette.accent if stripe % 2 else _WHITE
        x = -0.05 + 0.11 * stripe
        brush.shape(
            color,
            (x + 0.03 * (5 - stripe) / 5, 0.5),
            (x + 0.11 + 0.03 * (4 - stripe) / 5, 0.5),
            (x + 0.11, 0.62),
            (x, 0.62),
        )
        brush.oval(color, x + 0.055, 0.62, 0.055, 0.03)
    for x in (0.02, 0.96):
        brush.box(dark(brush.palette.other, 0.3), x - 0.05, 0.9, x + 0.05, 1)
        brush.petals(_LEAF, x, 0.84, 0.075)
        brush.petals(brush.palette.accent, x, 0.82, 0.035, 5)


def _house(brush: Sketch) -> None:
    wall = pale(brush.palette.other, 0.65)
    brush.box(dark(brush.palette.ink, 0.1), 0.68, 0.12, 0.78, 0.4)
    brush.box(wall, 0.12, 0.45, 0.88, 1)
    brush.box(dark(wall, 0.12), 0.62, 0.45, 0.88, 1)
    brush.shape(brush.palette.accent, (0.02, 0.5), (0.3, 0.18), (0.78, 0.18), (0.98, 0.5))
    brush.shape(dark(brush.palette.accent), (0.62, 0.5), (0.78, 0.18), (0.98, 0.5))
    _windows(brush, [(0.2, 0.6), (0.68, 0.6)], 0.14, 0.17)
    brush.box(dark(brush.palette.near), 0.43, 0.64, 0.57, 1, 0.04)
    brush.oval(brush.palette.light, 0.54, 0.83, 0.013)
    for number, (x, y) in enumerate(((0.74, 0.06), (0.79, -0.02), (0.87, -0.08))):
        brush.oval(pale(brush.palette.glow, 0.3), x, y, 0.035 + 0.015 * number)


def _temple(brush: Sketch) -> None:
    red = mixed(brush.palette.accent, (184, 60, 50), 0.65)
    for number in range(4):
        y, half = 0.8 - 0.22 * number, 0.3 - 0.055 * number
        brush.box(red, 0.5 - half * 0.7, y - 0.02, 0.5 + half * 0.7, y + 0.2)
        for column in (-0.5, 0, 0.5):
            brush.box(
                mixed(brush.palette.light, (255, 206, 112), 0.5),
                0.47 + column * half,
                y + 0.05,
                0.53 + column * half,
                y + 0.17,
            )
        roof = dark(brush.palette.near, 0.25)
        brush.shape(
            roof,
            (0.5 - half - 0.12, y - 0.035),
            (0.5 - half * 0.75, y + 0.005),
            (0.5 - half * 0.5, y - 0.08),
            (0.5 + half * 0.5, y - 0.08),
            (0.5 + half * 0.75, y + 0.005),
            (0.5 + half + 0.12, y - 0.035),
            (0.5 + half * 0.8, y + 0.05),
            (0.5 - half * 0.8, y + 0.05),
        )
    brush.line(brush.palette.light, 0.02, (0.5, 0.06), (0.5, -0.08))
    brush.box(dark(brush.palette.ground), 0.1, 0.97, 0.9, 1.02)


def _lighthouse(brush: Sketch) -> None:
    beam = mixed(brush.palette.glow, brush.palette.light, 0.65)
    brush.shape(beam, (0.5, 0.17), (-1.1, 0.0), (-1.1, 0.3))
    brush.shape(beam, (0.5, 0.17), (2.1, 0.02), (2.1, 0.26))
    brush.shape(
        dark(brush.palette.ground), (0.0, 1.03), (0.14, 0.9), (0.4, 0.85), (0.72, 0.87), (0.9, 0.94), (1.05, 1.03)
    )
    for number in range(5):
        up, low = 0.13 + 0.018 * number, 0.13 + 0.018 * (number + 1)
        y = 0.27 + 0.125 * number
        color = brush.palette.accent if number % 2 else _WHITE
        brush.shape(color, (0.5 - up, y), (0.5 + up, y), (0.5 + low, y + 0.125), (0.5 - low, y + 0.125))
        brush.shape(
            dark(color, 0.16),
            (0.5 + up * 0.35, y),
            (0.5 + up, y),
            (0.5 + low, y + 0.125),
            (0.5 + low * 0.35, y + 0.125),
        )
    brush.box(brush.palette.ink, 0.34, 0.245, 0.66, 0.275)
    brush.box(mixed(brush.palette.light, (255, 214, 110), 0.4), 0.42, 0.12, 0.58, 0.245)
    for x in (0.42, 0.5, 0.58):
        brush.line(brush.palette.ink, 0.014, (x, 0.12), (x, 0.245))
    brush.shape(brush.palette.accent, (0.38, 0.125), (0.5, 0.02), (0.62, 0.125))
    brush.oval(brush.palette.ink, 0.5, 0.02, 0.018)
    for y in (0.42, 0.66):
        brush.box(brush.palette.ink, 0.475, y, 0.515, y + 0.06, 0.02)
    brush.box(dark(brush.palette.near, 0.3), 0.45, 0.8, 0.55, 0.895, 0.04)


def _boat(brush: Sketch) -> None:
    brush.line(brush.palette.ink, 0.022, (0.48, 0.86), (0.48, 0.08))
    brush.shape(_WHITE, (0.52, 0.12), (0.94, 0.72), (0.52, 0.76))
    brush.shape(brush.palette.accent, (0.52, 0.5), (0.785, 0.5), (0.94, 0.72), (0.52, 0.76))
    brush.shape(pale(brush.palette.other), (0.45, 0.2), (0.45, 0.76), (0.16, 0.74))
    brush.shape(brush.palette.accent, (0.48, 0.08), (0.48, 0.15), (0.36, 0.115))
    hull = dark(brush.palette.other, 0.35)
    brush.shape(hull, (0.05, 0.8), (0.97, 0.8), (0.84, 0.97), (0.2, 0.97))
    brush.shape(_WHITE, (0.05, 0.8), (0.97, 0.8), (0.945, 0.84), (0.085, 0.84))
    for number in range(3):
        brush.line(
            pale(brush.palette.middle, 0.5),
            0.016,
            (0.1 + 0.1 * number, 1 + 0.035 * number),
            (0.9 - 0.12 * number, 1 + 0.035 * number),
        )


def _balloon(brush: Sketch) -> None:
    for number, half in enumerate((0.36, 0.25, 0.12)):
        brush.oval((brush.palette.accent, brush.palette.light, brush.palette.other)[number], 0.5, 0.36, half, 0.36)
    brush.shape(dark(brush.palette.accent), (0.29, 0.64), (0.71, 0.64), (0.58, 0.78), (0.42, 0.78))
    for x in (0.43, 0.57):
        brush.line(brush.palette.ink, 0.01, (x, 0.78), (0.5 + (x - 0.5) * 0.8, 0.9))
    brush.box(_WOOD, 0.42, 0.88, 0.58, 1, 0.02)
    brush.box(dark(_WOOD), 0.41, 0.88, 0.59, 0.91)


def _rocket(brush: Sketch) -> None:
    for number, color in enumerate(((255, 140, 60), (255, 206, 92), _WHITE)):
        brush.oval(color, 0.5, 0.88, 0.11 - 0.03 * number, 0.17 - 0.045 * number)
    for side in (-1, 1):
        brush.shape(
            brush.palette.accent, (0.5 + side * 0.12, 0.5), (0.5 + side * 0.32, 0.86), (0.5 + side * 0.12, 0.78)
        )
    brush.oval(_WHITE, 0.5, 0.42, 0.17, 0.4)
    brush.shape(brush.palette.accent, (0.37, 0.17), (0.5, 0.0), (0.63, 0.17), (0.5, 0.21))
    brush.oval(brush.palette.ink, 0.5, 0.38, 0.085)
    brush.oval(brush.palette.sky, 0.5, 0.38, 0.062)
    brush.box(dark(brush.palette.accent), 0.42, 0.77, 0.58, 0.83)


def _portrait(brush: Sketch) -> None:
    skin, hair, coat = brush.chance.choice(_SKINS), brush.chance.choice(_HAIR), brush.palette.accent
    long = brush.chance.random() < 0.6
    brush.oval(pale(brush.palette.glow, 0.3), 0.5, 0.45, 0.5)
    if long:
        brush.oval(hair, 0.5, 0.45, 0.275, 0.36)
        brush.box(hair, 0.235, 0.45, 0.765, 0.8, 0.1)
    brush.oval(coat, 0.5, 1.02, 0.42, 0.3)
    brush.box(coat, 0.08, 1.0, 0.92, 1.4)
    brush.box(dark(skin, 0.16), 0.42, 0.58, 0.58, 0.8, 0.06)
    brush.shape(pale(coat, 0.6), (0.4, 0.74), (0.5, 0.9), (0.6, 0.74))
    brush.oval(skin, 0.5, 0.44, 0.19, 0.235)
    for side in (-1, 1):
        brush.oval(skin, 0.5 + side * 0.195, 0.46, 0.03, 0.045)
        brush.oval(_WHITE, 0.5 + side * 0.08, 0.44, 0.036, 0.024)
        brush.oval(_BLACK, 0.5 + side * 0.08, 0.44, 0.021)
        brush.line(
            dark(hair, 0.1), 0.014, (0.5 + side * 0.125, 0.385), (0.5 + side * 0.08, 0.37), (0.5 + side * 0.04, 0.385)
        )
        brush.oval(mixed(skin, (240, 120, 110), 0.4), 0.5 + side * 0.115, 0.52, 0.035, 0.025)
    brush.line(dark(skin, 0.2), 0.013, (0.5, 0.45), (0.515, 0.51), (0.495, 0.515))
    brush.line((186, 74, 80), 0.018, (0.445, 0.57), (0.5, 0.59), (0.555, 0.57))
    brush.shape(
        hair,
        (0.3, 0.42),
        (0.3, 0.28),
        (0.4, 0.18),
        (0.55, 0.165),
        (0.68, 0.24),
        (0.71, 0.42),
        (0.64, 0.33),
        (0.5, 0.28),
        (0.36, 0.33),
    )
    if not long:
        brush.oval(hair, 0.5, 0.24, 0.19, 0.075)


def _robot(brush: Sketch) -> None:
    steel = mixed(brush.palette.middle, (206, 214, 226), 0.6)
    brush.line(brush.palette.ink, 0.02, (0.5, 0.16), (0.5, 0.06))
    brush.oval(brush.palette.accent, 0.5, 0.05, 0.035)
    for side in (-1, 1):
        brush.line(dark(steel), 0.06, (0.5 + side * 0.22, 0.62), (0.5 + side * 0.36, 0.7), (0.5 + side * 0.33, 0.84))
        brush.box(dark(steel), 0.5 + side * 0.11 - 0.055, 0.84, 0.5 + side * 0.11 + 0.055, 1, 0.02)
    brush.box(steel, 0.28, 0.52, 0.72, 0.9, 0.06)
    brush.box(brush.palette.ink, 0.36, 0.6, 0.64, 0.74, 0.02)
    brush.line(
        brush.palette.light, 0.015, (0.38, 0.68), (0.46, 0.68), (0.49, 0.62), (0.53, 0.72), (0.56, 0.68), (0.62, 0.68)
    )
    brush.box(steel, 0.24, 0.16, 0.76, 0.5, 0.09)
    brush.box(brush.palette.ink, 0.3, 0.24, 0.7, 0.42, 0.08)
    for side in (-1, 1):
        brush.oval(brush.palette.accent, 0.5 + side * 0.1, 0.33, 0.045)
        brush.oval(_WHITE, 0.5 + side * 0.1 + 0.012, 0.318, 0.014)


def _bouquet(brush: Sketch) -> None:
    heads = [(0.5, 0.2), (0.28, 0.3), (0.72, 0.29), (0.4, 0.43), (0.62, 0.45), (0.17, 0.47), (0.84, 0.46)]
    for x, y in heads:
        brush.line(
            dark(_LEAF, 0.2), 0.018, (0.5 + (x - 0.5) * 0.12, 0.76), (0.5 + (x - 0.5) * 0.7, (y + 0.76) / 2), (x, y)
        )
    for x, y, turn in ((0.3, 0.58, 1), (0.7, 0.58, -1), (0.5, 0.56, 0.4), (0.2, 0.6, 1.2), (0.82, 0.6, -1.2)):
        brush.shape(_LEAF, (0.5, 0.72), (x - 0.03 * turn, y - 0.06), (x - 0.1 * turn, y), (x, y + 0.08))
    colors = (brush.palette.accent, brush.palette.other, pale(brush.palette.accent), pale(brush.palette.other, 0.3))
    for number, (x, y) in enumerate(heads):
        color, size = colors[(number + int(brush.chance.random() * 4)) % 4], 0.1 + 0.04 * brush.chance.random()
        turn = brush.chance.random()
        brush.petals(dark(color, 0.14), x, y, size * 1.12, 7, turn)
        brush.petals(color, x, y, size * 0.86, 6, turn + 0.5)
        brush.oval(brush.palette.light, x, y, size * 0.28)
        brush.oval(dark(brush.palette.light, 0.25), x, y, size * 0.12)
    glass = mixed(brush.palette.far, (255, 255, 255), 0.35)
    brush.shape(
        glass, (0.34, 0.68), (0.66, 0.68), (0.6, 0.78), (0.68, 0.92), (0.6, 1), (0.4, 1), (0.32, 0.92), (0.4, 0.78)
    )
    brush.shape(pale(glass, 0.6), (0.39, 0.7), (0.44, 0.7), (0.44, 0.78), (0.4, 0.93), (0.37, 0.92))


def _cup(brush: Sketch) -> None:
    china, coffee = mixed(brush.palette.accent, _WHITE, 0.15), (112, 70, 46)
    for number, x in enumerate((0.4, 0.5, 0.6)):
        sway = 0.03 if number % 2 else -0.03
        brush.line(pale(brush.palette.glow, 0.55), 0.02, (x, 0.3), (x + sway, 0.2), (x - sway, 0.1), (x + sway, 0.0))
    brush.oval(dark(brush.palette.ground, 0.3), 0.52, 0.93, 0.47, 0.075)
    brush.oval(pale(china, 0.5), 0.5, 0.9, 0.44, 0.085)
    brush.oval(china, 0.5, 0.895, 0.34, 0.055)
    brush.oval(china, 0.83, 0.62, 0.13, 0.115)
    brush.oval(brush.palette.near, 0.83, 0.62, 0.07, 0.06)
    brush.oval(china, 0.5, 0.76, 0.25, 0.145)
    brush.shape(china, (0.15, 0.48), (0.85, 0.48), (0.82, 0.66), (0.72, 0.84), (0.28, 0.84), (0.18, 0.66))
    brush.shape(dark(china, 0.13), (0.62, 0.5), (0.85, 0.48), (0.82, 0.66), (0.72, 0.84), (0.6, 0.86), (0.66, 0.7))
    brush.oval(pale(china, 0.7), 0.5, 0.48, 0.35, 0.125)
    brush.oval(coffee, 0.5, 0.49, 0.315, 0.1)
    foam = (246, 226, 196)
    for number in range(4):
        brush.oval(foam, 0.5, 0.545 - 0.032 * number, 0.16 - 0.032 * number, 0.03)
        brush.oval(coffee, 0.5, 0.538 - 0.032 * number, 0.12 - 0.028 * number, 0.014)
    brush.oval(foam, 0.47, 0.425, 0.035, 0.02)
    brush.oval(foam, 0.53, 0.425, 0.035, 0.02)
    brush.shape(foam, (0.437, 0.43), (0.563, 0.43), (0.5, 0.465))


def _poster(brush: Sketch) -> None:
    brush.box(dark(brush.palette.ground, 0.4), 0.13, -0.02, 0.9, 1.04)
    brush.box(pale(brush.palette.light, 0.4), 0.11, -0.05, 0.88, 1.01)
    brush.box(brush.palette.near, 0.15, -0.01, 0.84, 0.58)
    brush.oval(brush.palette.accent, 0.3 + 0.4 * brush.chance.random(), 0.2, 0.17)
    for number in range(3):
        y = 0.34 + 0.08 * number
        color = (brush.palette.other, brush.palette.middle, dark(brush.palette.near))[number]
        top = [(0.15 + 0.69 * step / 12, y + 0.035 * math.sin(step * 0.9 + number * 2)) for step in range(13)]
        brush.shape(color, *top, (0.84, 0.58), (0.15, 0.58))
    _write(brush, brush.letters or "BRUSHWORK", brush.palette.ink, 0.15, 0.6, 0.84, 0.86)
    brush.box(brush.palette.accent, 0.15, 0.89, 0.42, 0.91)
    for number in range(2):
        brush.box(
            mixed(brush.palette.light, brush.palette.ink, 0.4),
            0.15,
            0.935 + 0.03 * number,
            0.84 - 0.2 * number,
            0.945 + 0.03 * number,
        )


def _crane(brush: Sketch) -> None:
    paper = pale(brush.palette.accent, 0.25)
    brush.shape(dark(paper, 0.3), (0.5, 0.72), (0.98, 0.36), (0.62, 0.8))
    brush.shape(dark(paper, 0.2), (0.42, 0.74), (0.03, 0.3), (0.1, 0.26), (0.5, 0.66))
    brush.shape(dark(paper, 0.2), (0.03, 0.3), (0.1, 0.26), (-0.03, 0.4))
    brush.shape(paper, (0.4, 0.72), (0.56, 0.08), (0.66, 0.7))
    brush.shape(dark(paper, 0.12), (0.56, 0.08), (0.84, 0.2), (0.66, 0.7))
    brush.shape(pale(paper, 0.45), (0.36, 0.72), (0.68, 0.7), (0.52, 0.92))
    brush.shape(dark(paper, 0.25), (0.52, 0.92), (0.68, 0.7), (0.62, 0.82))


def _bird(brush: Sketch) -> None:
    brush.line(_WOOD, 0.045, (-0.1, 0.97), (0.5, 0.92), (1.1, 0.95))
    brush.shape(dark(brush.palette.accent), (0.25, 0.62), (-0.02, 0.84), (0.1, 0.9), (0.4, 0.78))
    brush.oval(brush.palette.accent, 0.48, 0.62, 0.27, 0.25)
    brush.oval(pale(brush.palette.other, 0.55), 0.56, 0.7, 0.17, 0.16)
    brush.oval(brush.palette.accent, 0.64, 0.36, 0.17)
    brush.oval(dark(brush.palette.accent), 0.38, 0.62, 0.16, 0.13)
    brush.shape((240, 170, 60), (0.79, 0.33), (0.93, 0.38), (0.78, 0.42))
    brush.oval(_WHITE, 0.69, 0.33, 0.04)
    brush.oval(_BLACK, 0.7, 0.33, 0.024)
    for x in (0.46, 0.56):
        brush.line((210, 130, 60), 0.02, (x, 0.84), (x, 0.94))


def _fish(brush: Sketch) -> None:
    brush.shape(dark(brush.palette.accent), (0.26, 0.5), (-0.02, 0.28), (0.04, 0.5), (-0.02, 0.74))
    brush.shape(brush.palette.other, (0.4, 0.3), (0.56, 0.1), (0.72, 0.3))
    brush.oval(brush.palette.accent, 0.56, 0.5, 0.36, 0.24)
    for x, half in ((0.42, 0.2), (0.6, 0.21)):
        brush.line(_WHITE, 0.06, (x, 0.5 - half * 0.85), (x + 0.04, 0.5), (x, 0.5 + half * 0.85))
    brush.shape(brush.palette.other, (0.5, 0.56), (0.42, 0.72), (0.62, 0.62))
    brush.oval(_WHITE, 0.78, 0.44, 0.05)
    brush.oval(_BLACK, 0.79, 0.44, 0.03)
    for number in range(3):
        brush.oval(pale(brush.palette.glow), 1.0 + 0.06 * number, 0.34 - 0.13 * number, 0.02 + 0.012 * number)


def _tree(brush: Sketch) -> None:
    crown = brush.palette.other
    brush.line(_WOOD, 0.09, (0.5, 1.0), (0.48, 0.75), (0.5, 0.5))
    brush.line(_WOOD, 0.045, (0.49, 0.7), (0.32, 0.52))
    brush.line(_WOOD, 0.045, (0.5, 0.66), (0.68, 0.48))
    for shade, up in ((dark(crown, 0.22), 0.03), (crown, 0.0), (pale(crown, 0.3), -0.05)):
        reach = 1.0 if up >= 0 else 0.7
        for x, y, r in ((0.3, 0.42, 0.19), (0.7, 0.4, 0.2), (0.5, 0.26, 0.24), (0.5, 0.46, 0.2)):
            brush.oval(shade, 0.5 + (x - 0.5) * reach - (0.05 if up < 0 else 0), y + up, r * reach)
    for _number in range(9):
        brush.oval(crown, 0.1 + 0.8 * brush.chance.random(), 0.7 + 0.3 * brush.chance.random(), 0.016)


def _bottle(brush: Sketch) -> None:
    glass = mixed(brush.palette.accent, brush.palette.light, 0.35)
    brush.oval(dark(brush.palette.ground, 0.3), 0.52, 0.985, 0.34, 0.05)
    brush.box(brush.palette.ink, 0.42, 0.08, 0.58, 0.24, 0.02)
    brush.box(mixed(brush.palette.light, (212, 170, 90), 0.7), 0.44, 0.22, 0.56, 0.33)
    brush.box(glass, 0.24, 0.31, 0.76, 0.99, 0.1)
    brush.box(dark(glass, 0.14), 0.6, 0.34, 0.74, 0.97, 0.07)
    brush.box(pale(glass, 0.6), 0.28, 0.38, 0.33, 0.86, 0.02)
    brush.box(_WHITE, 0.36, 0.54, 0.68, 0.82)
    _write(brush, brush.letters or "No. 7", brush.palette.ink, 0.37, 0.55, 0.67, 0.81)


def _clock(brush: Sketch) -> None:
    for side in (-1, 1):
        brush.oval(dark(brush.palette.accent), 0.5 + side * 0.26, 0.16, 0.13)
        brush.line(brush.palette.ink, 0.05, (0.5 + side * 0.22, 0.88), (0.5 + side * 0.3, 0.99))
    brush.oval(brush.palette.accent, 0.5, 0.55, 0.42)
    brush.oval(_WHITE, 0.5, 0.55, 0.345)
    for hour in range(12):
        angle = math.tau * hour / 12
        brush.oval(
            brush.palette.ink, 0.5 + 0.29 * math.cos(angle), 0.55 + 0.29 * math.sin(angle), 0.012 if hour % 3 else 0.022
        )
    for reach, angle, width in (
        (0.17, brush.chance.random() * math.tau, 0.035),
        (0.25, brush.chance.random() * math.tau, 0.022),
    ):
        brush.line(
            brush.palette.ink, width, (0.5, 0.55), (0.5 + reach * math.cos(angle), 0.55 + reach * math.sin(angle))
        )
    brush.oval(brush.palette.accent, 0.5, 0.55, 0.03)


def _apple(brush: Sketch) -> None:
    red = mixed(brush.palette.accent, (214, 58, 54), 0.8)
    brush.oval(dark(brush.palette.ground, 0.3), 0.52, 0.97, 0.36, 0.05)
    brush.oval(red, 0.39, 0.64, 0.26, 0.33)
    brush.oval(red, 0.61, 0.64, 0.26, 0.33)
    brush.oval(pale(red, 0.55), 0.3, 0.52, 0.05, 0.1)
    brush.line(_WOOD, 0.035, (0.5, 0.4), (0.52, 0.27), (0.56, 0.2))
    brush.shape(_LEAF, (0.53, 0.3), (0.62, 0.16), (0.8, 0.16), (0.7, 0.29))


def _umbrella(brush: Sketch) -> None:
    brush.line(brush.palette.ink, 0.025, (0.5, 0.1), (0.5, 0.88), (0.54, 0.97), (0.62, 0.94), (0.63, 0.86))
    for part in range(6):
        angles = [math.pi + math.pi * (part + step / 6) / 6 for step in range(7)]
        points = [(0.5 + 0.47 * math.cos(angle), 0.5 + 0.42 * math.sin(angle)) for angle in angles]
        brush.shape(brush.palette.accent if part % 2 else pale(brush.palette.other), (0.5, 0.5), *points)


def _lantern(brush: Sketch) -> None:
    red = mixed(brush.palette.accent, (212, 52, 44), 0.7)
    brush.line(brush.palette.ink, 0.012, (0.5, -0.4), (0.5, 0.2))
    for half in (0.36, 0.24, 0.11):
        brush.oval(mixed(red, brush.palette.light, 0.55 - half), 0.5, 0.5, half, 0.3)
    for y in (0.2, 0.76):
        brush.box(mixed(brush.palette.light, (206, 160, 70), 0.7), 0.36, y, 0.64, y + 0.05)
    for number in range(5):
        brush.line(red, 0.018, (0.44 + 0.03 * number, 0.81), (0.44 + 0.03 * number, 0.98))


def _car(brush: Sketch) -> None:
    brush.oval(dark(brush.palette.ground, 0.3), 0.5, 0.98, 0.5, 0.035)
    brush.shape(brush.palette.accent, (0.2, 0.68), (0.32, 0.46), (0.68, 0.46), (0.82, 0.68))
    brush.shape(pale(brush.palette.sky, 0.5), (0.26, 0.67), (0.35, 0.51), (0.49, 0.51), (0.49, 0.67))
    brush.shape(pale(brush.palette.sky, 0.5), (0.53, 0.67), (0.53, 0.51), (0.66, 0.51), (0.76, 0.67))
    brush.box(brush.palette.accent, 0.03, 0.66, 0.97, 0.88, 0.07)
    brush.box(dark(brush.palette.accent, 0.2), 0.03, 0.79, 0.97, 0.88, 0.04)
    for x in (0.24, 0.76):
        brush.oval(_BLACK, x, 0.88, 0.105)
        brush.oval((200, 204, 212), x, 0.88, 0.05)
    brush.oval(brush.palette.light, 0.94, 0.73, 0.03)


DRAWN: dict[str, Callable[[Sketch], None]] = {
    "cat": _cat,
    "fox": _fox,
    "dog": _dog,
    "shop": _shop,
    "house": _house,
    "temple": _temple,
    "lighthouse": _lighthouse,
    "boat": _boat,
    "balloon": _balloon,
    "rocket": _rocket,
    "portrait": _portrait,
    "robot": _robot,
    "bouquet": _bouquet,
    "cup": _cup,
    "poster": _poster,
    "crane": _crane,
    "bird": _bird,
    "fish": _fish,
    "tree": _tree,
    "bottle": _bottle,
    "clock": _clock,
    "apple": _apple,
    "umbrella": _umbrella,
    "lantern": _lantern,
    "car": _car,
}
"""Subject by name."""

LARGE = ("shop", "temple", "lighthouse", "house", "tree", "portrait", "poster", "boat")
"""What stands behind the others, and higher."""
FLYING = ("balloon", "rocket", "lantern", "crane", "fish")
"""What does not stand on the ground."""
FIXED = ("shop", "temple", "lighthouse", "house", "portrait", "poster")
"""What is not added to a picture: words of these speak of what it shows already."""
