"""Colours: a palette for each model, and how hour, weather and season change it."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from brushwork_emulator.drawing.reading import Scene

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """From the sky to the foreground; `accent` and `other` for subjects, `light` for what shines, `ink` for lines."""

    sky: Color
    glow: Color
    far: Color
    middle: Color
    near: Color
    ground: Color
    accent: Color
    other: Color
    light: Color
    ink: Color

    def toward(self, tint: Color, strength: float, *names: str) -> Palette:
        """With the colours of these names (all but `light`) mixed with a tint."""
        wanted = names or ("sky", "glow", "far", "middle", "near", "ground", "accent", "other")
        return replace(self, **{name: mixed(getattr(self, name), tint, strength) for name in wanted})

    def turned(self, angle: float) -> Palette:
        """With hues turned by a part of the circle."""
        return Palette(*(_turned(getattr(self, field.name), angle) for field in fields(self)))


def _palette(text: str) -> Palette:
    return Palette(*(rgb(part) for part in text.split()))


def rgb(text: str) -> Color:
    """The colour of six hexadecimal digits."""
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


PALETTES = tuple(
    map(
        _palette,
        (
            "7fc4e8 eaf6e4 a7cbbd 6fae92 3d7f63 285a48 f4a261 e76f51 fff3c9 23313a",
            "ffb49a fff0dd f29a94 d9657a 96456f 552f5c ffd166 ef6f6c fff6dd 3a2340",
            "3fbfe0 d3f4fa 93cbd9 3f9fbf 12728f 0b4a66 ff8a5b ffd07a fdfcdc 0b2d40",
            "a99ae0 f7e6ff c1abe4 8b74c0 5a4793 352a62 f7b267 f4845f fff3d9 241d45",
            "f3cf94 fff4dc dfae6d c47f3f 8a5629 55361b 2a9d8f e9c46a fffbe6 3b2614",
            "9fe0cf f7fff2 97d6c0 55b39a 2c8480 1a575a ff6b6b ffd166 fffde0 123b40",
            "9db4cc f0f4f8 b0bfd0 7a92ac 4a6584 2b4058 f2b84e d9594c ffffff 1d2b3a",
            "f7b8cf fff0f3 e8a0bc cb6b95 8a3f6c 53284f 62c0c6 f9c784 fff8ef 35192f",
            "cfdc9f fdfbe4 bccd87 8aa656 55753a 344c29 d9594c f0b64a fffbd8 22321c",
            "f4a98f ffe3c2 c78aa2 86699a 4b4d80 2a2f57 ffcf70 f2728c fff2cf 1b1d3a",
            "e3ddcd faf6ea c9c6bb 94978d 5b6260 353c3d c8402f a98a52 fffbef 22282a",
            "5aa9e6 cfeaff 8fb8de 5c86c0 38589b 22376b ffe45e ff6392 fff9d6 141f42",
        ),
    )
)


def mixed(one: Color, other: Color, strength: float) -> Color:
    """From `one` (0) to `other` (1)."""
    red, green, blue = (round(a + (b - a) * strength) for a, b in zip(one, other, strict=True))
    return red, green, blue


def dark(color: Color, strength: float = 0.3) -> Color:
    """A shade."""
    return mixed(color, (20, 16, 36), strength)


def pale(color: Color, strength: float = 0.45) -> Color:
    """A tint."""
    return mixed(color, (255, 252, 244), strength)


def _turned(color: Color, angle: float) -> Color:
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in color))
    red, green, blue = colorsys.hls_to_rgb((hue + angle) % 1, light, strength)
    return round(red * 255), round(green * 255), round(blue * 255)


def graded(palette: Palette, scene: Scene, chance: Random) -> Palette:
    """The palette in the light of the scene, a little different each time."""
    made = palette.turned(chance.uniform(-0.035, 0.035))
    match scene.season:
        case "winter":
            made = made.toward((236, 243, 250), 0.72, "near", "ground", "middle").toward(
                (206, 220, 236), 0.45, "far", "other"
            )
        case "autumn":
            made = made.toward((206, 110, 40), 0.55, "middle", "near", "ground").toward((250, 214, 160), 0.4, "glow")
            made = made.toward((226, 118, 44), 0.6, "other")
        case "spring":
            made = made.toward((246, 176, 200), 0.4, "far", "glow").toward((132, 190, 110), 0.45, "near", "ground")
            made = made.toward((250, 168, 196), 0.7, "other")
        case "summer":
            made = made.toward((62, 170, 220), 0.4, "sky").toward((70, 160, 84), 0.4, "near", "ground")
        case _:
            pass
    match scene.hour:
        case "night":
            made = made.toward((14, 20, 62), 0.84, "sky").toward((58, 66, 138), 0.72, "glow")
            made = made.toward((18, 24, 66), 0.56, "far", "middle", "near", "ground").toward(
                (24, 28, 60), 0.18, "other"
            )
        case "sunset":
            made = made.toward((226, 102, 92), 0.6, "sky").toward((255, 208, 126), 0.75, "glow")
            made = made.toward((108, 48, 92), 0.35, "far", "middle", "near", "ground")
        case "dawn":
            made = made.toward((180, 206, 236), 0.5, "sky").toward((255, 226, 204), 0.7, "glow")
        case _:
            pass
    if scene.weather:
        made = made.toward((128, 142, 160), 0.42, "sky", "glow", "far", "middle").toward((120, 130, 150), 0.15)
    return replace(made, accent=scene.color) if scene.color is not None else made
