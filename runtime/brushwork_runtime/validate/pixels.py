"""Pixels that a program holds in memory, as PNG: arrays, tensors and PIL images, told by what they can do.

No library is imported for it but the parts of Pillow that turn and convert an image of its own. What is wrong with
pixels is a `ValueError` whose text goes on from the name of the image.
"""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime.base.language import later, tr

if TYPE_CHECKING:
    from PIL.Image import Image

    from brushwork_runtime.base.types import Picture

COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
"""PNG's number for grey, grey and alpha, RGB, and RGBA, by the bytes of a pixel."""

SHAPES = later(
    "an array of whole numbers from 0 to 255, or of floats from 0 to 1, height x width or height x width x 1 to 4; "
    "list(array) for a batch"
)


_WHOLE = frozenset("bhHiIlLqQ")


def view_of(value: object) -> memoryview | None:
    """What an object holds in memory; None for one that shows none of it."""
    try:
        return memoryview(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # asked just here
    except (TypeError, ValueError, BufferError):
        return None


def array_of(value: object) -> object:
    """The array that a value is, or that it becomes by `numpy()` or `__array__()`; None for what is none."""
    if view_of(value) is not None:
        return value
    tensor: Any = value
    if callable(getattr(tensor, "detach", None)) and callable(getattr(tensor, "cpu", None)):
        tensor = tensor.detach().cpu()
    for name in ("numpy", "__array__"):
        way = getattr(tensor, name, None)
        if callable(way):
            return way()
    return None


def png_of_array(array: Any) -> bytes:
    """An array as a PNG file: floats from 0 to 1 and truth values in 8 bits, and channels behind the sides."""
    view = _view(array)
    form = view.format.lstrip("<>=@|")
    if form == "?" and hasattr(array, "astype"):
        array = array.astype("uint8") * 255
    elif form in ("e", "f", "d", "g") and hasattr(array, "round"):
        low, high = float(array.min()), float(array.max())
        if not 0 <= low <= high <= 1:
            raise ValueError(tr("is an array of floats from {low:g} to {high:g}", low=low, high=high))
        array = (array * 255).round().astype("uint8")
    elif form in _WHOLE and hasattr(array, "astype") and array.size:
        least, most = int(array.min()), int(array.max())
        if not 0 <= least <= most <= 255:
            raise ValueError(tr("is an array of whole numbers from {low} to {high}", low=least, high=most))
        array = array.astype("uint8")
    shape = view.shape or ()
    first = len(shape) == 3 and shape[2] not in COLOUR_TYPES and shape[0] in COLOUR_TYPES
    if first and hasattr(array, "transpose"):
        array = array.transpose(1, 2, 0)
    return _png(_view(array))


def _view(array: object) -> memoryview:
    view = view_of(array)
    if view is None:
        raise ValueError(tr("becomes no array, but a value of type {kind}", kind=type(array).__name__))
    return view


def _png(view: memoryview) -> bytes:
    shape = view.shape or ()
    height, width, channels = (*shape, 1)[:3] if len(shape) in (2, 3) else (0, 0, 0)
    if view.format.lstrip("<>=@|") != "B" or channels not in COLOUR_TYPES or not height or not width:
        sides = " x ".join(map(str, shape))
        raise ValueError(tr("is an array of {shape} values of the format {form}", shape=sides, form=repr(view.format)))
    pixels, row = view.tobytes(), width * channels
    rows = b"".join([b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row)])
    import struct
    import zlib

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPES[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(name, content) for name, content in parts])


def png_of_picture(picture: Picture) -> bytes:
    """A PIL image as a PNG file, which loses nothing: upright, in a mode that PNG has."""
    module = sys.modules.get("PIL.Image")
    if module is not None and isinstance(picture, module.Image):
        picture = in_a_mode_of_png(_upright(cast("Image", picture)))
    buffer = io.BytesIO()
    try:
        picture.save(buffer, format="PNG")
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(tr("cannot be written as PNG: {error}", error=error)) from error
    return buffer.getvalue()


def _upright(picture: Image) -> Image:
    """The image as it is seen: a camera that was held upright says so in EXIF, which PNG does not keep."""
    from PIL import ImageOps

    with suppress(Exception):  # EXIF that cannot be read turns nothing
        return ImageOps.exif_transpose(picture)
    return picture


_PLAIN = {"RGBX": "RGB", "CMYK": "RGB", "YCbCr": "RGB", "HSV": "RGB", "RGBa": "RGBA", "PA": "RGBA", "La": "LA"}
"""The mode of PNG for one that it does not have."""


def in_a_mode_of_png(picture: Image) -> Image:
    """The image in a mode that PNG has, its colours as they are seen."""
    mode = picture.mode
    if mode == "LAB":
        return _managed(picture, None) or picture
    if mode in ("I", "F", "I;16L", "I;16N"):
        return _grey(picture)
    if mode not in _PLAIN:
        return picture
    profile = picture.info.get("icc_profile")
    inks = mode == "CMYK" and isinstance(profile, bytes)
    if inks and (managed := _managed(picture, profile)) is not None:
        return managed
    converted = picture.convert(_PLAIN[mode])
    if inks:
        converted.info.pop("icc_profile", None)  # it is of inks, which are not in a PNG
    return converted


def _managed(picture: Image, profile: bytes | None) -> Image | None:
    """The colours of a profile (None: those of CIELAB) as RGB; None where the profile is not of the picture."""
    from PIL import ImageCms

    cms: Any = ImageCms
    try:
        own = cms.createProfile("LAB") if profile is None else cms.ImageCmsProfile(io.BytesIO(profile))
        return cast("Image | None", cms.profileToProfile(picture, own, cms.createProfile("sRGB"), outputMode="RGB"))
    except (cms.PyCMSError, OSError):
        return None


def _grey(picture: Image) -> Image:
    """Wide grey values in 8 bits: floats from 0 to 1, or any values from 0 to 255, or whole ones to 65,535."""
    if picture.mode not in ("I", "F"):
        picture = picture.convert("I")
    low, high = cast("tuple[float, float]", picture.getextrema())
    scale = 255 if picture.mode == "F" and high <= 1 else 1 if high <= 255 else 1 / 257
    if not 0 <= low <= high <= 65535 or (picture.mode == "F" and high > 255):
        raise ValueError(
            tr(
                "has mode {mode} and values from {low:g} to {high:g}; scale them to 0 to 255",
                mode=picture.mode,
                low=low,
                high=high,
            )
        )
    return picture.convert("F").point(lambda value: value * scale + 0.5).convert("L")
