"""Small pictures for conversations: a language model looks at them, and each byte of them is paid for as context."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 512
"""Pixels of the longer side, at most."""

BYTES = 64 * 1024
"""Bytes of the file, at most."""


def thumbnail(path: Path) -> bytes:
    """A picture made small, as JPEG of at most `BYTES`; what is transparent is white."""
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened)
        image.thumbnail((SIDE, SIDE))
        small = image.convert("RGBA")
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small)
    for quality in (85, 70, 55, 40, 25, 10):
        file = io.BytesIO()
        flat.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= BYTES:
            break
    return file.getvalue()
