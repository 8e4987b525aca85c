"""Reference images: whatever a caller may pass, as one thing that knows where its bytes are and what they are.

A URL is passed on unread. Everything else is looked at before anything is sent: that it can be read, that it is an
image, and its format, size and transparency, from the content.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import stat
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base.image_headers import MEDIA_TYPES, signature, sniff
from brushwork_runtime.base.language import alternatives, later, tr

if TYPE_CHECKING:
    from typing import BinaryIO, Literal

    from brushwork_runtime.base.types import Picture, Readable

    Kind = Literal["url", "oss", "data", "local"]

_MOST = 100 * 1024 * 1024
"""Bytes that are read of an open file, which may have no end; every model takes far less."""


class Input:
    """A reference image.

    `kind` is "url" or "oss" (passed on as `url`), "data" (a data: URI, passed on as `url` too, but read), or "local":
    bytes that must be uploaded or inlined, from `open()`. `format` to `alpha` are None for what was not read; `size` is
    in bytes; `label` is what messages call it.
    """

    __slots__ = ("_content", "_stamp", "alpha", "format", "height", "kind", "label", "size", "url", "width")

    def __init__(
        self,
        kind: Kind,
        label: str,
        *,
        url: str | None = None,
        content: bytes | str | None = None,
        size: int | None = None,
        stamp: int | None = None,
    ) -> None:
        self.kind: Kind = kind
        self.label = label
        self.url = url
        self._content = content
        self._stamp = stamp
        self.size = size
        self.format: str | None = None
        self.width: int | None = None
        self.height: int | None = None
        self.alpha: bool | None = None

    def open(self) -> BinaryIO:
        """The bytes as a new stream from their start: a file by its path, or what is in memory."""
        if isinstance(self._content, str):
            return opened(self._content)
        return io.BytesIO(self._content or b"")

    def unchanged(self, stream: BinaryIO) -> bool:
        """Whether the file that `stream` reads is as it was when it was checked, by its length and its last change."""
        if self._stamp is None:
            return True
        state = os.fstat(stream.fileno())
        return (state.st_size, state.st_mtime_ns) == (self.size, self._stamp)

    @property
    def media_type(self) -> str:
        """The media type of the format, such as "image/png"."""
        return MEDIA_TYPES.get(self.format or "", "application/octet-stream")

    def __repr__(self) -> str:
        return f"<{self.label}: {self.format or self.kind}{f' {self.width}x{self.height}' if self.width else ''}>"


def read(value: object, slot: str = "reference_images[0]") -> Input:
    """The image given at `slot`, such as `reference_images[0]`.

    Raises `InputProblem` if it cannot be read or is not a valid image.
    """
    if isinstance(value, str):
        return _text(str.__str__(value), slot)
    try:
        return _object(value, slot)
    except InputProblem:
        raise
    except Exception as error:  # of the caller's own object, or of its library
        told = tr(
            "{image} of type {kind} cannot be read: {error}",
            image=_numbered(slot),
            kind=type(value).__name__,
            error=type(error).__name__,
        )
        raise InputProblem(told, expected=tr(WAYS)) from error


def _object(value: object, slot: str) -> Input:
    """The reference image that is no text, but a path, bytes, or an object that has or reads them."""
    if isinstance(value, os.PathLike):
        return _file(os.fsdecode(cast("os.PathLike[str]", value)), slot)
    if (array := _array(value, slot)) is not None:
        return array
    if isinstance(value, (bytes, bytearray, memoryview)):
        content = bytes(memoryview(cast("bytes | bytearray | memoryview[int]", value)))
        return _bytes(content, nameless(slot, f"{len(content):,} bytes"), slot)
    url = getattr(value, "url", None)
    if isinstance(url, str):
        if names_file(url):  # what a server says is an address, never a file of this machine
            told = tr("{image} has a url that is no web address", image=_numbered(slot))
            raise InputProblem(told, expected=tr(WAYS))
        return _text(url, slot)
    if getattr(value, "images", None) == ():
        raise InputProblem(tr("{image} is a result without images", image=_numbered(slot)), expected=tr(WAYS))
    if callable(getattr(value, "save", None)) and isinstance(getattr(value, "mode", None), str):
        return _picture(cast("Picture", value), slot)
    if callable(getattr(value, "read", None)):
        return _readable(cast("Readable", value), slot)
    told = (
        tr("{image} is None", image=_numbered(slot))
        if value is None
        else tr("{image} is of type {kind}", image=_numbered(slot), kind=type(value).__name__)
    )
    raise InputProblem(told, expected=tr(WAYS))


def _array(value: object, slot: str) -> Input | None:
    """An array of pixels as PNG; None for what is none."""
    if isinstance(value, (bytes, bytearray)):
        return None
    view = view_of(value)
    if view is None:
        return None
    try:
        return _bytes(png(view), nameless(slot, "array"), slot)
    except ValueError as error:
        if isinstance(error, InputProblem):
            raise
        raise InputProblem(f"{_numbered(slot)} {error}", expected=tr(SHAPES)) from error


def names_file(value: object) -> bool:
    """Whether an image is given by the name of a file of this machine, which is not looked for."""
    if isinstance(value, str):
        value = str.__str__(value)
        return bool(value.strip()) and _scheme(value) not in ("http", "https", "oss", "data")
    return isinstance(value, os.PathLike)


def _scheme(text: str) -> str:
    return text[:8].partition(":")[0].lower()


def _text(text: str, slot: str) -> Input:
    scheme = _scheme(text)
    if scheme in ("http", "https"):
        return Input("url", text, url=text)
    if scheme == "oss":
        return Input("oss", text, url=text)
    if scheme == "data":
        return _data_uri(text, slot)
    if scheme == "file":
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return _file(url2pathname(urlsplit(text).path), slot)
    if not text.strip():
        raise InputProblem(tr("{image} is an empty string", image=_numbered(slot)), expected=tr(WAYS))
    return _file(text, slot)


def _file(path: str, slot: str) -> Input:
    label = os.path.basename(path) or path
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            raise InputProblem(tr("{image} is not a regular file", image=called(label, slot)))
        with opened(path) as stream:
            state = os.fstat(stream.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise InputProblem(tr("{image} is not a regular file", image=called(label, slot)))
            image = Input("local", label, content=os.path.abspath(path), size=state.st_size, stamp=state.st_mtime_ns)
            return _known(image, stream, slot)
    except (OSError, ValueError) as error:
        if isinstance(error, InputProblem):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        told = tr("{image} cannot be read: {reason}", image=called(label, slot), reason=reason)
        raise InputProblem(told, expected=tr(WAYS)) from error


def opened(path: str) -> BinaryIO:
    """A file to be read, at once, even if a FIFO has taken its place, which else waits for someone who writes."""
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))


def _bytes(content: bytes, label: str, slot: str) -> Input:
    return _known(Input("local", label, content=content, size=len(content)), io.BytesIO(content), slot)


def _known(image: Input, stream: BinaryIO, slot: str) -> Input:
    """`image` with what its header says."""
    if not image.size:
        raise InputProblem(tr("{image} is empty", image=called(image.label, slot)))
    header = sniff(stream)
    if header is None and image.kind == "data":  # cut short, as documents show one: the service decides
        stream.seek(0)
        image.format = signature(stream.read(64))
        if image.format is not None:
            return image
    if header is None:
        # Its bytes may be a secret.
        raise InputProblem(tr("{image} is not a valid image", image=called(image.label, slot)))
    image.format, image.width, image.height, image.alpha = header.format, header.width, header.height, header.alpha
    return image


def _data_uri(text: str, slot: str) -> Input:
    head, comma, encoded = text.partition(",")
    label = f"{head}{comma}…"
    media_type, _, encoding = head.lower().removeprefix("data:").partition(";")
    if not comma or encoding != "base64" or not media_type.startswith("image/"):
        told = (
            tr("{image} is a data: URI without base64", image=_numbered(slot))
            if media_type.startswith("image/")
            else tr("{image} is a data: URI that is not an image", image=_numbered(slot))
        )
        raise InputProblem(told, expected="data:image/png;base64,…")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        told = tr("{image} is not valid base64: {error}", image=called(label, slot), error=error)
        raise InputProblem(told) from error
    return _known(Input("data", label, url=text, content=content, size=len(content)), io.BytesIO(content), slot)


def _picture(picture: Picture, slot: str) -> Input:
    """A PIL image, as PNG: without loss, and PIL writes every common pixel format to it."""
    buffer = io.BytesIO()
    try:
        picture.save(buffer, format="PNG")
    except (OSError, ValueError, KeyError) as error:
        told = tr("{image} cannot be written as PNG: {error}", image=_numbered(slot), error=error)
        raise InputProblem(told) from error
    return _bytes(buffer.getvalue(), nameless(slot, "PIL image"), slot)


def _readable(stream: Readable, slot: str) -> Input:
    name, content = getattr(stream, "name", None), bytearray()
    label = os.path.basename(name) if isinstance(name, str) and name else nameless(slot, "file object")
    while piece := stream.read(1 << 20):
        if not isinstance(piece, bytes):  # pyright: ignore[reportUnnecessaryIsInstance] - the caller's file may be text
            expected = tr('a file opened with mode "rb"')
            raise InputProblem(tr("{image} is open as text", image=called(label, slot)), expected=expected)
        content += piece
        if len(content) > 12 and signature(bytes(content[:12])) is None:
            break
        if len(content) > _MOST:
            raise InputProblem(
                tr("{image} has more than {most:,} bytes, or never ends", image=called(label, slot), most=_MOST)
            )
    return _bytes(bytes(content), label, slot)


FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
WAYS = later(
    "a path, a URL, a data: URI, bytes, a file opened in binary mode, a PIL image, a numpy array, an Image or a Result"
)
_NAME = "reference_images"


def nameless(slot: str, what: str) -> str:
    """The label of an image that has no name of its own, given at `slot` of the call."""
    return f"{slot} ({what})"


def called(label: str, slot: str) -> str:
    """An image as messages begin with it."""
    return label if label.startswith(f"{slot} ") else f"{_numbered(slot)} {label!r}"


def _numbered(slot: str) -> str:
    """A place as messages name it: reference images by the numbers that the prompt calls them by."""
    name, _, index = slot.partition("[")
    return tr("image {number}", number=int(index[:-1]) + 1) if name == _NAME else slot


class InputProblem(ValueError):
    """A reference image that cannot be used; the message says which and why, `expected` what would be accepted."""

    def __init__(self, message: str, *, expected: str = "") -> None:
        super().__init__(message)
        self.expected = expected or tr("an image in {formats} format", formats=alternatives(FORMATS))


COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
"""PNG's number for grey, grey and alpha, RGB, and RGBA, by the bytes of a pixel."""

SHAPES = later("an array of uint8, height x width or height x width x 1 to 4")


def view_of(value: object) -> memoryview | None:
    """The pixels that an object holds in memory; None for one that holds no array of two or three dimensions."""
    try:
        view = memoryview(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # asked just here
    except TypeError:
        return None
    return view if view.ndim in (2, 3) else None


def png(view: memoryview) -> bytes:
    """The pixels as a PNG file. Raises `ValueError` where they are no picture."""
    sides = view.shape or (0, 0)
    height, width, channels = (*sides, 1)[:3]
    if view.format.lstrip("<>=@|") != "B" or channels not in COLOUR_TYPES or not height or not width:
        shape = " x ".join(map(str, sides))
        raise ValueError(tr("is an array of {shape} values of the format {form}", shape=shape, form=repr(view.format)))
    pixels, row = view.tobytes(), width * channels
    rows = b"".join([b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row)])
    import struct
    import zlib

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPES[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(name, content) for name, content in parts])
