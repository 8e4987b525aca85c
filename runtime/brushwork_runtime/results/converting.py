"""Images under the extension of another format: converted with Pillow, else kept under their own extension.

What the service made is on the disk before it is converted, so that no image is lost with a conversion that fails.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.image_headers import EXTENSIONS, signature
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.atomic_file import vacant, write
from brushwork_runtime.results.saving import UNMADE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePath
    from typing import IO

    from PIL.Image import Image as Picture

    from brushwork_runtime.results.atomic_file import Insert
    from brushwork_runtime.tables.spec import Pixels

_FORMATS = {f".{extension}": form for form, extension in EXTENSIONS.items()} | {
    ".jpeg": "JPEG",
    ".tif": "TIFF",
}

_UNMADE = {suffix: suffix[1:].upper() for suffix in UNMADE}
"""What is never made of an image, by the names that say so."""

_QUALITY = {"JPEG": {"quality": 95}, "WEBP": {"quality": 95}, "AVIF": {"quality": 90}}

_WITHOUT_ALPHA = frozenset({"JPEG", "BMP"})


class Wish:
    """The format, quality and size that images are to have; None for what a name says, what is usual, as it is.

    `marks` are properties of XMP that are to stand in the file: see `image_marks`.
    """

    __slots__ = ("form", "marks", "quality", "size")

    def __init__(
        self,
        form: str | None = None,
        quality: int | None = None,
        size: Pixels | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self.form = form
        self.quality = quality
        self.size = size
        self.marks: Mapping[str, str] = marks or {}

    @property
    def told(self) -> dict[str, object]:
        """The marks as they stand beside a file that takes none."""
        return {"ai_marking": {name.partition("}")[2]: text for name, text in self.marks.items()}}

    @property
    def extension(self) -> str | None:
        """The extension of the format."""
        return None if self.form is None else EXTENSIONS.get(self.form, self.form.lower())


def sized(wanted: Wish | None, size: Pixels | None) -> Wish | None:
    """The same wish for images that are to have a size."""
    if size is None:
        return wanted
    return Wish(size=size) if wanted is None else Wish(wanted.form, wanted.quality, size, wanted.marks)


def wish(
    form: object, quality: object, name: str | None = None, ai_marking: object = False, **fields: str
) -> Wish | None:
    """What was asked for, None if nothing was. Raises `ValueError` or `TypeError` for what cannot be.

    `name` is that of a file, whose extension has to agree. It is known before anything is fetched whether it can be.
    `fields` fill the numbers of `ai_marking`.
    """
    from brushwork_runtime.validate.scalars import exact_number

    marks: Mapping[str, str] = {}
    if ai_marking is not False:
        from brushwork_runtime.base.image_marks import marks_for

        marks = marks_for(ai_marking, **fields)
    said = None if name is None else _FORMATS.get(os.path.splitext(name)[1].lower())
    if form is None and quality is None:
        return Wish(marks=marks) if marks else None
    wanted = said
    if form is not None:
        if not isinstance(form, str):
            raise TypeError(
                tr("format is {form}; it must be the name of a format, such as 'jpeg'", form=redact.value(form))
            )
        wanted = _FORMATS.get(f".{form.strip().lower().removeprefix('image/').removeprefix('.')}")
        if wanted is None:
            names = ", ".join(sorted({each.lower() for each in _FORMATS.values()}))
            raise ValueError(tr("format is {form}; it must be one of {names}", form=redact.value(form), names=names))
        if said not in (None, wanted):
            called = redact.value(os.path.basename(name or ""))
            raise ValueError(
                tr(
                    "format is {form}, and {called} is the name of a {said}",
                    form=redact.value(form),
                    called=called,
                    said=said,
                )
            )
        if why := _unwritable(wanted, wanted):
            raise ValueError(tr("format is {form}: {why}", form=redact.value(form), why=why))
    rate: float | None = None
    if quality is not None:
        rate = exact_number(quality, whole=True)
        if rate is None or not 1 <= rate <= 100:
            raise ValueError(
                tr("quality is {quality}; it must be an integer from 1 to 100", quality=redact.value(quality))
            )
        if wanted not in _QUALITY:
            where = tr("without a format") if wanted is None else tr("with {wanted}", wanted=wanted)
            raise ValueError(
                tr("quality is given {where}; it holds for jpeg, webp and avif: pass format='jpeg'", where=where)
            )
    return Wish(wanted if form is not None else None, None if rate is None else int(rate), marks=marks)


def asked(target: PurePath, form: str | None, wanted: Wish | None = None) -> str | None:
    """The format that a wish or else the name of `target` asks for, where the image has to be written anew for it."""
    suffix = target.suffix.lower()
    found = (wanted and wanted.form) or _FORMATS.get(suffix) or _UNMADE.get(suffix)
    anew = wanted is not None and (wanted.quality is not None or wanted.size is not None)
    found = found or (form if anew else None)
    return found if form and (found != form or anew) else None


def unconvertible(target: Path, form: str | None, wanted: Wish | None = None) -> str | None:
    """Why an image of this format cannot be saved under this name, in words; None if it can."""
    found = asked(target, form, wanted)
    return None if found is None else _unwritable(found, form)


def _unwritable(wanted: str, form: str | None) -> str | None:
    """Why Pillow cannot make this format of that one; None if it can."""
    if wanted in _UNMADE.values():
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


def converted(
    source: Path,
    target: Path,
    form: str,
    *,
    overwrite: bool,
    wanted: Wish | None = None,
    insert: Insert | None = None,
    told: Callable[[ValueError | None], object] = bool,
) -> Path:
    """Convert the file `source` to what was asked for as `target`; `source` itself, with a warning, if it fails.

    `insert` is asked what to put into a PNG. `told` is called with why the file does not hold the marks that it was to
    have, None if it does.
    """
    found = asked(target, form, wanted)
    why = unconvertible(target, form, wanted)
    if found is not None and why is None:
        try:
            content = encoded(source, found, wanted, told)
            write(content, target, overwrite=overwrite, insert=insert if found == "PNG" else None)
            source.unlink()
            return target
        except Exception as error:  # Pillow raises many classes; the image is there, which is what was paid for
            why = redact.words(error)
    log.warning("%s is saved as %s, since %s", target, source, why)
    return source


def encoded(
    source: Path | IO[bytes],
    form: str,
    wanted: Wish | None = None,
    told: Callable[[ValueError | None], object] = bool,
) -> bytes:
    """The image as a file of the format; what was transparent becomes white where the format has no alpha.

    Its colour profile, EXIF and XMP go on with it where the format has them, the texts of a PNG in a PNG, and so does
    what it says of how it was made; a warning in the log tells where it has no place.
    """
    from PIL import Image

    from brushwork_runtime.base.image_marks import marks_of

    if not isinstance(source, Path):
        source.seek(0)
    original = source.read_bytes() if isinstance(source, Path) else source.read()
    with Image.open(io.BytesIO(original)) as opened:
        image: Picture = opened
        size = None if wanted is None else wanted.size
        if (size, form) == (opened.size, opened.format) and wanted is not None and wanted.quality is None:
            return with_marks(original, wanted, told)
        kept = {name: value for name in ("icc_profile", "exif", "xmp") if (value := image.info.get(name))}
        if form == "PNG":
            kept["pnginfo"] = _texts(image)
        if size is not None:
            image = resized(image, size)
        if form in _WITHOUT_ALPHA and image.has_transparency_data:
            ground = Image.new("RGBA", image.size, "white")
            whole = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
        elif form in _WITHOUT_ALPHA and image.mode not in ("L", "RGB"):
            whole = image.convert("RGB")
        else:
            image.load()
            whole = image.copy()
    options = dict(_QUALITY.get(form, {}))
    if wanted is not None and wanted.quality is not None:
        options["quality"] = wanted.quality
    stream = io.BytesIO()
    whole.save(stream, form, **kept, **options)
    return with_marks(stream.getvalue(), wanted, told, marks_of(original))


def with_marks(
    content: bytes,
    wanted: Wish | None,
    told: Callable[[ValueError | None], object],
    own: Mapping[str, str] | None = None,
) -> bytes:
    """An image with the marks of a wish and `own`, which it had before it was converted; `told` as in `converted`."""
    asked_for: Mapping[str, str] = wanted.marks if wanted is not None else {}
    if not (asked_for or own):
        return content
    from brushwork_runtime.base.image_marks import Unmarkable, marked

    try:
        content = marked(content, {**asked_for, **(own or {})})
    except Unmarkable as error:
        if own:
            log.warning("the image no longer says how it was made: as %s, %s", signature(content[:64]), error)
        told(error if asked_for else None)
    else:
        told(None)
    return content


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
