"""Pictures of the demo beside those that were made: masks, small copies, and many in one. Needs Pillow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SMALL = 640
"""Pixels of the longer side of a small copy."""


def ellipse(picture: Path, target: Path, *, cut: bool) -> Path:
    """An ellipse of white in the middle of black, as large as the picture; or so much of the picture is `cut` out."""
    with Image.open(picture) as image:
        made, (width, height) = image.convert("RGB"), image.size
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).ellipse((width * 0.3, height * 0.3, width * 0.7, height * 0.7), fill=255)
    made.putalpha(mask)
    target.parent.mkdir(parents=True, exist_ok=True)
    if cut:
        made.save(target)
    else:
        mask.save(target, compress_level=0)  # some models take no file of a few bytes
    return target


def preview(picture: Path, out: Path) -> tuple[Path, tuple[int, int]]:
    """A small copy of a picture below `out`/previews, and the size of the picture itself."""
    target = (out / "previews" / picture.relative_to(out)).with_suffix(".webp")
    with Image.open(picture) as image:
        size = image.size
        if not target.exists() or target.stat().st_mtime_ns < picture.stat().st_mtime_ns:
            target.parent.mkdir(parents=True, exist_ok=True)
            small = image.convert("RGB")
            small.thumbnail((_SMALL, _SMALL), Image.Resampling.BILINEAR, reducing_gap=2.0)
            small.save(target, quality=82, method=2)
    return target, size


def contact_sheet(pictures: Sequence[Path], target: Path, *, width: int = 1200, rows: int = 3, gap: int = 10) -> Path:
    """The first pictures in rows of equal height, `width` pixels wide, as many as fill the rows; on no ground.

    Captions at the lower edge are cut off. `python -m brushwork demo` writes one as contact.png beside its page.
    """
    wanted = width / 4.6
    lines = list[list[Image.Image]]()
    line, ratio = list[Image.Image](), 0.0
    for picture in pictures:
        tile = _uncaptioned(picture)
        line.append(tile)
        ratio += tile.width / tile.height
        if ratio * wanted >= width - gap * (len(line) - 1):
            lines.append(line)
            line, ratio = [], 0.0
        if len(lines) == rows:
            break
    lines = lines or [line]
    made = Image.new("RGBA", (width, 4 * width))
    top = 0
    for some in lines:
        free = width - gap * (len(some) - 1)
        height = round(free / sum(tile.width / tile.height for tile in some)) if some else 0
        left = 0
        for number, tile in enumerate(some):
            right = width if number == len(some) - 1 else left + round(height * tile.width / tile.height)
            made.paste(_rounded(tile, (max(1, right - left), max(1, height))), (left, top))
            left = right + gap
        top += height + gap
    made.crop((0, 0, width, max(1, top - gap))).save(target)
    return target


def _uncaptioned(picture: Path) -> Image.Image:
    with Image.open(picture) as image:
        whole = image.convert("RGB")
    return whole.crop((0, 0, whole.width, whole.height - max(1, min(whole.size) * 11 // 100)))


def _rounded(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In another size, with round corners."""
    made = image.copy()
    made = made.resize(size, Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType] - names numpy
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * 2 - 1, size[1] * 2 - 1), 20, fill=255)
    made.putalpha(mask.reduce(2))
    return made
