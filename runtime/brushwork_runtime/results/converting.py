"""Images written anew: in another format or size with Pillow, with what marks them as made, with text in a PNG.

In a PNG, what made it may stand as text: two chunks of type iTXt behind its header, every other byte as it was; none
where that does harm.
"""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

from brushwork_runtime.base import log
from brushwork_runtime.base.image_ends import png_text
from brushwork_runtime.base.image_headers import EXTENSIONS, Reader, png_chunks, signature
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.atomic_file import vacant
from brushwork_runtime.results.saving import QUALITY, UNMADE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PIL.Image import Image as Picture

    from brushwork_runtime.results.saving import Wish
    from brushwork_runtime.tables.spec import Pixels

_WITHOUT_ALPHA = frozenset({"JPEG", "BMP"})


def unwritable(wanted: str, form: str) -> str | None:
    """Why Pillow cannot make this format of that one; None if it can."""
    if wanted in UNMADE.values():
        return tr("images are not saved as {wanted}", wanted=wanted)
    try:
        from PIL import Image
    except ModuleNotFoundError:
        return tr("{form} becomes {wanted} with Pillow only: pip install 'brushwork[pil]'", form=form, wanted=wanted)
    Image.init()
    return None if wanted in Image.SAVE else tr("Pillow writes no {wanted} here", wanted=wanted)


def own_place(target: Path, form: str, overwrite: bool) -> Path:
    """Where the image goes first: beside `target`, under its own extension and in no other file's place.

    Raises `FileExistsError` where `target` itself is not free.
    """
    vacant(target, overwrite)
    extension = EXTENSIONS.get(form, "png")
    plain = target.with_suffix(f".{extension}")
    taken = plain == target or os.path.lexists(plain)
    return target.with_name(f"{target.name}.{extension}") if taken else plain


def changed(
    content: bytes, form: str | None, wish: Wish, facts: Mapping[str, object] | None
) -> tuple[bytes, dict[str, ValueError]]:
    """An image written anew as `form` (None: as it is), with the marks of a wish, and with `facts` as text.

    With it comes what of these it does not hold, and why. What it said of how it was made before goes on with it; a
    warning in the log tells where that has no place.
    """
    why: dict[str, ValueError] = {}
    own: dict[str, str] = {}
    if form is not None:
        from brushwork_runtime.base.image_marks import marks_of

        own, content = marks_of(content), encoded(content, form, wish)
    if own or wish.marks:
        from brushwork_runtime.base.image_marks import Unmarkable, marked

        try:
            content = marked(content, {**wish.marks, **own})
        except Unmarkable as error:
            if own:
                log.warning("the image no longer says how it was made: as %s, %s", signature(content[:64]), error)
            if wish.marks:
                why["AI marking"] = error
    if facts is not None:
        try:
            if form not in (None, "PNG"):
                raise Unfit("it is converted")
            content = with_text(content, facts)
        except Unfit as error:
            why["metadata"] = error
    return content, why


def encoded(content: bytes, form: str, wish: Wish) -> bytes:
    """The image as a file of the format; what was transparent becomes white where the format has no alpha.

    Its colour profile, EXIF and XMP go on with it where the format has them, and the texts of a PNG in a PNG.
    """
    if why := unwritable(form, signature(content[:64]) or ""):
        raise ValueError(why)
    from PIL import Image

    with Image.open(io.BytesIO(content)) as opened:
        image: Picture = opened
        if (wish.size, form, wish.quality) == (opened.size, opened.format, None):
            return content
        kept: dict[str, Any] = {
            name: value for name in ("icc_profile", "exif", "xmp") if (value := image.info.get(name))
        }
        if form == "PNG":
            kept["pnginfo"] = _texts(image)
        if wish.size is not None:
            image = resized(image, wish.size)
        if form in _WITHOUT_ALPHA and image.has_transparency_data:
            ground = Image.new("RGBA", image.size, "white")
            whole = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
        elif form in _WITHOUT_ALPHA and image.mode not in ("L", "RGB"):
            whole = image.convert("RGB")
        else:
            image.load()
            whole = image.copy()
    if form in QUALITY:
        kept["quality"] = wish.quality or QUALITY[form]
    stream = io.BytesIO()
    whole.save(stream, form, **kept)
    return stream.getvalue()


def resized(picture: Picture, size: Pixels) -> Picture:
    """The picture cropped in equal parts on both sides to an aspect ratio, and scaled to this size."""
    from PIL import Image, ImageOps

    from brushwork_runtime.validate.fitting import changed

    if picture.size == size:
        return picture
    log.info("the image is %s", changed(picture.size, size))
    if picture.mode in ("1", "P", "PA"):  # their values are no colours to be blended
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)


def _texts(image: Picture) -> object:
    """The texts of a PNG, such as what marks it as generated."""
    from PIL.PngImagePlugin import PngInfo

    kept = PngInfo()
    for name, text in getattr(image, "text", {}).items():
        kept.add_itxt(name, text)
    return kept


READABLE, WHOLE = "parameters", "brushwork"
"""Keywords of the chunks: the line that other programs look for, and all facts as JSON."""

_SIGNED = {b"caBX": "it is signed (C2PA)", b"dSIG": "it is signed (dSIG)"}
"""Chunks that sign the others, which one more would make untrue."""

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


class Unfit(ValueError):
    """A file takes no text. The message says why."""


def with_text(content: bytes, facts: Mapping[str, object]) -> bytes:
    """A PNG with these facts behind its header. Raises `Unfit` for a file that is better left as it is."""
    reader = Reader(io.BytesIO(content), 0)
    if signature(reader.upto(0, 12)) != "PNG":
        raise Unfit("it is no PNG")
    end = None
    try:
        for kind, offset, length in png_chunks(reader):
            if end is None and (kind, length) != (b"IHDR", 13):
                break
            end = end or offset + length + 4
            if kind in _SIGNED:
                raise Unfit(_SIGNED[kind])
            keyword = reader.upto(offset, min(length, 80)).partition(b"\0")[0] if kind in _TEXTS else b""
            if keyword in (READABLE.encode(), WHOLE.encode()):
                raise Unfit(f"it already has a text {keyword.decode()!r}")
    except Unfit:
        raise
    except ValueError:
        end = None
    if end is None:
        raise Unfit("its chunks are not those of a PNG")
    whole = json.dumps(facts, ensure_ascii=False, default=str)
    return content[:end] + png_text(READABLE, readable(facts)) + png_text(WHOLE, whole) + content[end:]


def readable(facts: Mapping[str, object]) -> str:
    """The facts as programs for generated images write them: the prompt, then "name: value" in one line."""
    parameters = facts.get("parameters")
    values: dict[str, object] = dict(parameters) if isinstance(parameters, dict) else {}  # pyright: ignore[reportUnknownArgumentType] - of any kind
    lines = [str(facts.get("prompt") or "")]
    negative = values.pop("negative_prompt", None)
    if negative:
        lines.append(f"Negative prompt: {negative}")
    told = {"Seed": facts.get("seed"), "Size": values.pop("size", None), "Model": facts.get("model")}
    values.pop("seed", None)
    told.update(values)
    lines.append(", ".join(f"{name}: {value}" for name, value in told.items() if value is not None))
    return "\n".join(lines)
