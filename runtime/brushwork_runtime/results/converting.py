"""Images under the extension of another format: converted with Pillow, else kept under their own extension.

What the service made is on the disk before it is converted, so that no image is lost with a conversion that fails.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.image_headers import EXTENSIONS
from brushwork_runtime.results.atomic_file import vacant, write

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

_FORMATS = {f".{extension}": form for form, extension in EXTENSIONS.items()} | {
    ".jpeg": "JPEG",
    ".tif": "TIFF",
}

_QUALITY = {"JPEG": {"quality": 95}, "WEBP": {"quality": 95}, "AVIF": {"quality": 90}}

_WITHOUT_ALPHA = frozenset({"JPEG", "BMP"})


def asked(target: Path, form: str | None) -> str | None:
    """The format that the name of `target` asks for, where it is another than that of the image; else None."""
    wanted = _FORMATS.get(target.suffix.lower())
    return wanted if form and wanted != form else None


def unconvertible(target: Path, form: str | None) -> str | None:
    """Why an image of this format cannot be saved under this name, in words; None if it can."""
    wanted = asked(target, form)
    if wanted is None:
        return None
    try:
        from PIL import Image
    except ModuleNotFoundError:
        return f"{form} becomes {wanted} with Pillow only: pip install 'brushwork[pil]'"
    Image.init()
    return None if wanted in Image.SAVE else f"Pillow writes no {wanted} here"


def own_place(target: Path, form: str, overwrite: bool) -> Path:
    """Where the image goes first: beside `target`, under its own extension and in no other file's place.

    Raises `FileExistsError` where `target` itself is not free.
    """
    vacant(target, overwrite)
    extension = EXTENSIONS.get(form, "png")
    plain = target.with_suffix(f".{extension}")
    return target.with_name(f"{target.name}.{extension}") if os.path.lexists(plain) else plain


def converted(source: Path, target: Path, form: str, *, overwrite: bool) -> Path:
    """Convert the file `source` to what the name of `target` asks for; `source` itself, with a warning, if it fails."""
    wanted = asked(target, form)
    why = unconvertible(target, form)
    if wanted is not None and why is None:
        try:
            from PIL import Image

            with Image.open(source) as opened:
                content = _encoded(opened, wanted)
            write(content, target, overwrite=overwrite)
            source.unlink()
            return target
        except Exception as error:  # Pillow raises many classes; the image is there, which is what was paid for
            why = redact.words(error)
    log.warning("%s is saved as %s, since %s", target, source, why)
    return source


def _encoded(image: Image, form: str) -> bytes:
    """The image as a file of the format; what was transparent becomes white where the format has no alpha."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    if form in _WITHOUT_ALPHA and image.has_transparency_data:
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
    elif form in _WITHOUT_ALPHA and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    stream = io.BytesIO()
    image.save(stream, form, **({"icc_profile": profile} if profile else {}), **_QUALITY.get(form, {}))
    return stream.getvalue()
