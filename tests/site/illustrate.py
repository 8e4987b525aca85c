"""Makes the pictures of the site on the emulator: python -m tests.site.illustrate --out DIR

`DIR/samples` holds what the samples of code take, drawn from the words in `SAMPLES`. `DIR/<model>/<mode>` holds what
the sample of each mode makes: it is run as the page shows it, so that a picture belongs to the code beside it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image, ImageDraw, ImageFilter

import brushwork
from brushwork import Client
from brushwork.testing import Emulator, VirtualClock

_ROOT = Path(__file__).resolve().parents[2]
_PAGES = _ROOT / "generated/docs/models"
_SIZE = (1280, 720)
_LARGEST = 640
"""Pixels of the longer side of a picture as the site shows it."""

SAMPLES = {
    "car.jpg": "a white car in a street",
    "cat.jpg": "an orange cat on a meadow",
    "clock.jpg": "a round clock",
    "cup.png": "a cup of coffee",
    "dress.png": "a room",
    "face.jpg": "a portrait of a woman",
    "fox.png": "a fox",
    "girl.png": "a portrait of a young woman in a park",
    "graffiti.jpg": "a wall",
    "house.jpg": "a house with a blue door",
    "meadow.jpg": "a meadow with flowers",
    "menu.jpg": "a restaurant at night",
    "painting.png": "a boat on the sea, a painting",
    "photo.jpg": "a lighthouse on a cliff",
    "robot.png": "a robot",
    "room.jpg": "a living room with a white wall",
    "room.png": "a living room with a white wall",
    "shop.jpg": "a flower shop with a sign",
    "shop.png": "a flower shop with a sign",
    "sketch.png": "a house by a lake",
    "sofa.jpg": "a living room with a white wall",
    "stamp.jpg": "a stamp with a ship",
    "street.jpg": "a shop in a street of a small town",
    "table.jpg": "a kitchen with a white wall",
    "tower.jpg": "mountains and forest",
    "woman.jpg": "a woman in a floral dress",
}
"""What each picture shows."""
MASKS = {"mask.png": (300, 330, 800, 690), "sofa-mask.png": (330, 260, 730, 600)}
"""Masks with the area that they leave white, which is edited; black is kept."""
_MODE = re.compile(r"^## ([a-z][a-z0-9_]*)\n.*?^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


_DRAWN = _SIZE[0], _SIZE[1] + 90
"""As the emulator is asked for it: what it writes below a picture is cut off."""
_OVER: dict[str, list[tuple[str, tuple[int, ...], str]]] = {
    "dress.png": [
        ("polygon", (560, 190, 720, 190, 700, 360, 820, 660, 460, 660, 580, 360), "#23202b"),
        ("rectangle", (560, 120, 585, 200), "#23202b"),
        ("rectangle", (695, 120, 720, 200), "#23202b"),
        ("rectangle", (578, 345, 702, 370), "#e0b84c"),
    ],
    "graffiti.jpg": [
        ("rectangle", (0, 0, 1280, 720), "#a8998a"),
        ("ellipse", (80, 90, 520, 530), "#e6397a"),
        ("polygon", (420, 640, 700, 80, 980, 640), "#22b8cf"),
        ("ellipse", (560, 260, 840, 540), "#ffd43b"),
        ("polygon", (900, 120, 1220, 200, 1120, 600, 860, 460), "#7950f2"),
        ("ellipse", (160, 330, 330, 500), "#51cf66"),
    ],
    "menu.jpg": [
        ("rectangle", (340, 40, 940, 700), "#fbf3df"),
        ("rectangle", (500, 90, 780, 130), "#8c2f24"),
        *(("rectangle", (400, y, 640, y + 18), "#4a3b32") for y in range(190, 660, 60)),
        *(("rectangle", (800, y, 880, y + 18), "#8c2f24") for y in range(190, 660, 60)),
    ],
    "sofa.jpg": [
        ("rectangle", (260, 330, 800, 560), "#3f7d6e"),
        ("ellipse", (210, 380, 330, 600), "#35695d"),
        ("ellipse", (730, 380, 850, 600), "#35695d"),
        ("rectangle", (280, 470, 780, 590), "#4f9484"),
        ("rectangle", (300, 590, 330, 630), "#2b2b2b"),
        ("rectangle", (730, 590, 760, 630), "#2b2b2b"),
    ],
    "table.jpg": [
        ("rectangle", (220, 430, 1060, 480), "#9c6b3f"),
        ("rectangle", (280, 480, 330, 700), "#7d5330"),
        ("rectangle", (950, 480, 1000, 700), "#7d5330"),
    ],
    "tower.jpg": [
        ("polygon", (560, 640, 600, 160, 680, 160, 720, 640), "#b9ac97"),
        ("polygon", (585, 160, 640, 60, 695, 160), "#8c4a3c"),
        ("rectangle", (0, 250, 1280, 256), "#222222"),
        ("rectangle", (0, 300, 1280, 306), "#222222"),
    ],
}
"""Shapes over what the emulator has drawn, where it does not know the subject."""


def _others() -> dict[str, str]:
    """The pictures that pages take and nobody has described, drawn from their names."""
    codes = (code for page in _PAGES.glob("*.md") for _, code in _MODE.findall(page.read_text("utf-8")))
    names = {name for code in codes for name in re.findall(r"(?<![\w/-])[\w-]+\.(?:jpg|png)", code)}
    return {name: name.partition(".")[0].replace("-", " ") for name in sorted(names - MASKS.keys())}


def samples(folder: Path) -> None:
    """Draw the pictures that samples of code take."""
    folder.mkdir(parents=True)
    with Emulator(clock=VirtualClock()) as api, Client(api.key, base_url=api.url, clock=api.clock) as client:
        for name, words in (_others() | SAMPLES).items():
            result = client.z_image_turbo.generate(words, size=_DRAWN, seed=7, prompt_extend=False)
            with Image.open(BytesIO(result.images[0].bytes())) as drawn:
                image = drawn.convert("RGB").crop((0, 0, *_SIZE))
            pen = ImageDraw.Draw(image)
            for shape, place, colour in _OVER.get(name, []):
                getattr(pen, shape)(place, fill=colour)
            _as_told(name, image).save(folder / name, quality=88)
    for name, area in MASKS.items():
        mask = Image.new("L", _SIZE, 0)
        ImageDraw.Draw(mask).ellipse(area, fill=255)
        mask.save(folder / name)
    with Image.open(folder / "robot.png") as robot:
        inside = Image.new("L", robot.size, 0)
        ImageDraw.Draw(inside).ellipse((340, 60, 940, 660), fill=255)
        robot.putalpha(inside)
        robot.save(folder / "cutout.png")
    Image.new("RGB", (64, 64), "navy").save(folder / "tiny.png")  # too small for any model, which a guide shows


def _as_told(name: str, image: Image.Image) -> Image.Image:
    """A sketch has lines only, and what is to be coloured has no colours."""
    match name:
        case "sketch.png":
            return image.convert("L").filter(ImageFilter.CONTOUR)
        case "meadow.jpg":
            return image.convert("L")
        case _:
            return image


def illustrate(folder: Path, page: Path) -> None:
    """Run every sample in Python of a model's page, and keep what it makes."""
    region = re.search(r'Client\(region="([^"]+)"\)', page.read_text("utf-8"))
    with Emulator(polls=1, region=region[1] if region else None, clock=VirtualClock()) as api:

        def connected(**settings: Any) -> Client:
            # A region that is given comes before an address of the environment, so the address is given too.
            here: dict[str, Any] = {**settings, "api_key": api.key, "base_url": api.url, "clock": api.clock}
            return Client(**here)

        for mode, code in _MODE.findall(page.read_text("utf-8")):
            with tempfile.TemporaryDirectory() as name, chdir(name), patch.object(brushwork, "Client", connected):
                for sample in (folder / "samples").iterdir():
                    os.symlink(sample, sample.name)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", brushwork.BrushworkWarning)
                    exec(compile(code, f"{page.name} {mode}", "exec"), {})
                made = sorted(file for file in Path("out").iterdir() if file.suffix != ".md")
                _keep(made, folder / page.stem / mode)
                taken = [sample for sample in re.findall(r"[\w-]+\.(?:jpg|png)", code) if Path(sample).exists()]
                (folder / page.stem / mode / "taken.txt").write_text("\n".join(taken), "utf-8")


def _keep(made: Sequence[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, file in enumerate(made, 1):
        with Image.open(file) as image:
            small = image.convert("RGB")
            small.thumbnail((_LARGEST, _LARGEST))
            small.save(folder / f"{number}.jpg", quality=85)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make all of them anew."""
    parser = argparse.ArgumentParser(prog="python -m tests.site.illustrate", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    folder: Path = parser.parse_args(arguments).out.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    samples(folder / "samples")
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(illustrate, folder), sorted(_PAGES.glob("*.md"))))


if __name__ == "__main__":
    main()
