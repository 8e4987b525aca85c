"""Reference images: whatever a caller may pass, as one thing that knows where its bytes are and what they are.

A URL is passed on unread. Everything else is looked at before anything is sent: that it can be read, that it is an
image, and its format, size and transparency, from the content. What is wrong with a text that is given as an image is a
`ValueError` that goes on from the name of the image.
"""

from __future__ import annotations

import base64
import io
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, unquote_to_bytes

from brushwork_runtime.base import redact
from brushwork_runtime.base.image_headers import MEDIA_TYPES, signature, sniff
from brushwork_runtime.base.language import alternatives, later, reason_of, tr
from brushwork_runtime.validate.pixels import SHAPES, array_of, png_of_array, png_of_picture, view_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, Literal, TypeGuard

    from brushwork_runtime.base.types import Answer, Picture, Readable

    Form = Literal["url", "oss", "data", "file", "path", "foreign", "base64"]
    Kind = Literal["url", "oss", "data", "local"]


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30}):")
_KNOWN: dict[str, Form] = {"http": "url", "https": "url", "oss": "oss", "data": "data", "file": "file"}
_NEVER_FILES = ("blob", "cid", "about", "javascript", "mailto")
_BLANKS = re.compile(r"\s+")
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_LEAST_BASE64 = 32
DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def scheme(text: str) -> str:
    """The scheme that a text begins with, in small letters; "" for none, and for the drive of a path of Windows."""
    found = _SCHEME.match(text.lstrip()[:40])
    return found[1].lower() if found else ""


def form(text: str) -> Form:
    """What a text is by its looks; the disk is not looked at, so that nobody learns of it what is there."""
    begins = scheme(text)
    if begins in _KNOWN:
        return _KNOWN[begins]
    if begins and (begins in _NEVER_FILES or text.lstrip()[len(begins) :].startswith("://")):
        return "foreign"
    return "base64" if base64_of(text) is not None else "path"


def base64_of(text: str) -> str | None:
    """The format of an image that a text is in base64 and nothing else; None for any other text.

    Formats with a signature of two bytes are left out, which the name of a file may begin with by chance.
    """
    if len(text) < _LEAST_BASE64:
        return None
    head = text[: 4 * _LEAST_BASE64].translate(_STANDARD)
    plain = _BLANKS.sub("", head)[:_LEAST_BASE64]
    if len(plain) < _LEAST_BASE64 or _NO_BASE64.search(plain):
        return None
    found = signature(base64.b64decode(plain))
    return None if found in ("BMP", "JXL", "PPM", "PNM") else found


_STANDARD = str.maketrans("-_", "+/")


def taken_for(head: bytes) -> tuple[str, str] | None:
    """What content that is no image is, by its first bytes, and what to pass instead; None where that is not known."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    for begins, what, instead in _OTHERS:
        if start.startswith(begins):
            return tr(what), tr(instead)
    if head[4:8] == b"ftyp":
        return tr("a video"), tr("one of its frames")
    text = head.decode("latin-1")
    if start.startswith(b"data:") or base64_of(text) is not None:
        return tr("base64 as bytes"), tr("the same as text with the head of a data: URI, or base64.b64decode(it)")
    if len(head) < 4 * _LEAST_BASE64 and text.isprintable() and text.lower().endswith(_PICTURE):
        return tr("the name of a file as bytes"), tr("the same as text: os.fsdecode(it)")
    return None


_PICTURE = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".avif")

_OTHERS = (
    (b"\x1f\x8b", later("a gzip file"), later("what is in it: gzip.open(path)")),
    (b"pk\x03\x04", later("a zip archive"), later("an image in it: zipfile.ZipFile(path).open(name)")),
    (b"%pdf", later("a PDF"), later("a page of it as an image")),
    (b"<svg", later("an SVG drawing"), later("the drawing as PNG")),
    (b"<?xml", later("an XML file, such as an SVG drawing"), later("the drawing as PNG")),
    (b"<!doctype", later("a web page"), later("the image, which was not what the address gave")),
    (b"<html", later("a web page"), later("the image, which was not what the address gave")),
    (b"version https://git-lfs", later("a pointer of Git LFS"), later("the image itself, after git lfs pull")),
)
"""What begins as no image does, in small letters: what it is, and what to pass instead."""


def decoded(text: str) -> bytes:
    """The content of a data: URI, as browsers read one.

    That is in capitals, with parameters, of any type or none, percent-encoded, with blanks and ends of lines, in the
    alphabet for URLs, without padding. The types that people write are often wrong, so the content tells.
    """
    head, comma, body = text.strip().partition(",")
    if not comma:
        raise ValueError(tr("is a data: URI without a comma before its content"))
    words = [word.strip().lower() for word in head[5:].split(";")]
    if "base64" not in words:
        content = unquote_to_bytes(body)
        if signature(content[:64]) is not None:
            return content
        if base64_of(body) is None:
            raise ValueError(tr("is a data: URI without base64, and its content is not an image"))
        raise ValueError(tr("is a data: URI without base64 before its comma, though its content is in base64"))
    encoded = _BLANKS.sub("", unquote(body) if "%" in body else body).translate(_STANDARD).rstrip("=")
    if (wrong := _NO_BASE64.search(encoded)) is not None:
        place, character = wrong.start() + 1, ascii(wrong[0])
        told = tr(
            "is not valid base64: character {place:,} of its content is {character}", place=place, character=character
        )
        raise ValueError(told)
    if len(encoded) % 4 == 1:
        raise ValueError(tr("is not valid base64: it is cut short after {count:,} characters", count=len(encoded)))
    return base64.b64decode(encoded + "=" * (-len(encoded) % 4))


def plain(uri: str) -> bool:
    """Whether what follows the comma of a data: URI is base64 as the service takes it, whole and without blanks."""
    encoded = uri.partition(",")[2]
    return _NO_BASE64.search(encoded.rstrip("=")) is None


def local_path(text: str) -> str:
    """The path that a file: address names.

    Its host is part of the path, as the vendor's own SDK has it, `file://D:/x.png` and `file://a.jpg`, unless it is
    this machine.
    """
    path = unquote(text.strip()[len("file:") :])
    if path.startswith("//"):
        host, slash, rest = path[2:].partition("/")
        path = slash + rest if host.lower() in ("", "localhost") else host + slash + rest
    return path[1:] if os.name == "nt" and DRIVE.match(path[1:]) else path


LONGEST = 255
"""Characters of a text that messages still repeat: the longest name of a file."""

_WITHIN = re.compile(r"https?://[^\s<>\"'`)\]]+", re.IGNORECASE)
_REPR = re.compile(r"b(['\"]).*\1", re.DOTALL)
_HOST = re.compile(r"\A((?://)?[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)/\S")


def no_file(text: str) -> tuple[str, str] | None:
    """What a text is that was looked for as a path in vain, and what to pass instead; None if it may well be one."""
    stripped = text.strip()
    if stripped != text:
        return tr("begins or ends with blanks, and there is no such file"), tr("the same without blanks")
    if _REPR.fullmatch(text):
        return tr("is how Python shows bytes, b'…'"), tr("the bytes themselves, or as text by .decode()")
    if (found := _WITHIN.search(unicodedata.normalize("NFKC", text[: 4 * LONGEST]))) is not None:
        return tr("is not a file, and holds more than a web address"), found[0]
    if text.startswith(_QUOTES) and text.endswith(_QUOTES):
        return tr("stands in quotation marks, and there is no such file"), tr("the same without them")
    if len(text) > LONGEST:
        told = tr("is a text of {count:,} characters that is neither a path, a URL nor a data: URI", count=len(text))
        return told, tr("base64 as data:image/png;base64,… or decoded to bytes")
    path = local_path(text) if scheme(text) == "file" else text
    if DRIVE.match(path) and os.name != "nt" and not text.lower().startswith("file:///"):
        return tr("is a path of Windows, and this is another system"), tr("a path of this system")
    if path is not text:
        told = tr("is read as the path {path}, where there is no such file", path=path)
        return (
            None
            if text.lower().startswith("file:///")
            else (told, tr("file:/// and the whole path, or the path alone"))
        )
    if (begins := scheme(text)) in STORES:
        told = tr("is not a file, and addresses of {scheme}: are not fetched", scheme=begins)
        return told, tr("the image itself: its path, its bytes or an open file")
    if text.lower().startswith("www.") or ((host := _HOST.match(text)) and not os.path.exists(host[1])):
        return tr("is not a file, and as a web address it has no scheme"), f"https://{text.lstrip('/')}"
    return None


_QUOTES = ('"', "'", "`", "“", "”", "‘", "’", "<", ">")
STORES = frozenset(("s3", "gs", "gcs", "az", "abfs", "hdfs", "ftp", "ftps", "sftp", "smb", "minio", "cos", "obs"))
"""Schemes of addresses that people write without the slashes too."""


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
        why, kind = f"{type(error).__name__}: {redact.words(error)[:200]}", type(value).__name__
        told = tr("{image} of type {kind} cannot be read: {error}", image=_numbered(slot), kind=kind, error=why)
        raise InputProblem(told, expected=tr(WAYS)) from error


def _object(value: object, slot: str) -> Input:
    """The reference image that is no text, but a path, bytes, or an object that has or reads them."""
    if isinstance(value, os.PathLike):
        path = os.fsdecode(cast("os.PathLike[str]", value))
        return _found(path, path, slot)
    if isinstance(value, type) or callable(getattr(value, "namelist", None)):
        raise _no_image(value, slot)
    view = view_of(value)
    if view is not None and view.ndim == 1 and (view.itemsize == 1 or isinstance(value, memoryview)):
        return of_bytes(view.tobytes(), nameless(slot, tr("{count:,} bytes", count=view.nbytes)), slot)
    shut = getattr(value, "closed", None) is True  # asked first: to ask for its `read` opens a file of Django
    if _reads(value):
        return _readable(value, slot, shut=shut)
    if isinstance(getattr(value, "mode", None), str) and callable(getattr(value, "save", None)):
        return _drawn(lambda: png_of_picture(cast("Picture", value)), tr("PIL image"), slot)
    if isinstance(status := getattr(value, "status_code", None), int):
        _answered(status, slot)
        return of_bytes(bytes(cast("Answer", value).content), nameless(slot, type(value).__name__), slot)
    if isinstance(url := getattr(value, "url", None), str):
        return _address(url, slot)
    if getattr(value, "images", None) == ():
        raise InputProblem(tr("{image} is a result without images", image=_numbered(slot)), expected=tr(WAYS))
    if isinstance(getattr(value, "scheme", None), str) and isinstance(getattr(value, "host", None), str):
        return _address(str(value), slot)
    if callable(whole := getattr(value, "read_bytes", None)):
        content = cast("bytes", whole())
        return of_bytes(content, _label(value) or nameless(slot, type(value).__name__), slot)
    if (array := array_of(value)) is not None:
        return _drawn(lambda: png_of_array(array), "array", slot)
    raise _no_image(value, slot)


def _reads(value: object) -> TypeGuard[Readable]:
    return callable(getattr(value, "read", None)) and not isinstance(getattr(value, "status_code", None), int)


def _drawn(draw: Callable[[], bytes], what: str, slot: str) -> Input:
    """Pixels in memory, as the PNG that `draw` makes of them."""
    try:
        content = draw()
    except ValueError as error:
        raise InputProblem(f"{_numbered(slot)} {error}", expected=tr(SHAPES) if what == "array" else "") from error
    return of_bytes(content, nameless(slot, what), slot)


def _address(url: str, slot: str) -> Input:
    """What an object says is its address, never a file of this machine, since a server may have said it."""
    if names_file(url):
        told = tr("{image} has a url that is not a web address", image=_numbered(slot))
        raise InputProblem(told, expected=tr(WAYS))
    return _text(url, slot)


def _answered(status: int, slot: str) -> None:
    """Raise for an answer that brings no image, but an error."""
    if status >= 400:
        told = tr("{image} is an answer with the status {status}, not an image", image=_numbered(slot), status=status)
        raise InputProblem(told, expected=tr("an answer that brings the image"))


def _no_image(value: object, slot: str) -> InputProblem:
    """What is said of a value that is never an image, and what to pass in its place."""
    if value is None:
        return InputProblem(tr("{image} is None", image=_numbered(slot)), expected=tr(WAYS))
    if callable(getattr(value, "namelist", None)) or callable(getattr(value, "getmembers", None)):
        told = tr("{image} is a whole archive", image=_numbered(slot))
        return InputProblem(told, expected=tr("one of its files, open"))
    if isinstance(value, type):
        told = tr("{image} is the class {kind} itself", image=_numbered(slot), kind=value.__name__)
        return InputProblem(told, expected=tr("one of its objects"))
    told = tr("{image} is of type {kind}", image=_numbered(slot), kind=type(value).__name__)
    if hasattr(value, "__await__"):
        return InputProblem(told, expected=tr("what it gives: await it first"))
    if callable(getattr(value, "wait", None)):
        return InputProblem(told, expected=tr("its result: call wait() first"))
    if isinstance(value, Mapping):
        return InputProblem(told, expected=tr("the image that it holds: its address, its path or its bytes"))
    if isinstance(value, (list, tuple)):
        return InputProblem(told, expected=tr("one list of all images, with no list in it"))
    if hasattr(value, "__next__") or isinstance(value, Collection):
        return InputProblem(told, expected=tr("a list of images, or one of them"))
    if hasattr(value, "compress_type"):
        return InputProblem(told, expected=tr("the open entry: archive.open(entry)"))
    return InputProblem(told, expected=tr(WAYS))


def names_file(value: object) -> bool:
    """Whether an image is given by the name of a file of this machine, which is not looked for."""
    if isinstance(value, str):
        value = str.__str__(value)
        return bool(value.strip()) and form(value) in ("path", "file")
    return isinstance(value, os.PathLike)


def _text(text: str, slot: str) -> Input:
    kind = form(text)
    if kind == "url" or kind == "oss":
        return Input(kind, text, url=text)
    if kind == "data":
        return _data_uri(text, slot)
    if kind == "foreign":
        name, begins = _numbered(slot), scheme(text)
        told = tr("{image} is an address of {scheme}:, which is not fetched", image=name, scheme=begins)
        raise InputProblem(told, expected=tr(_FETCHED))
    if kind == "base64":
        told = tr("{image} is base64 without the head of a data: URI", image=_numbered(slot))
        head = f"data:{MEDIA_TYPES[base64_of(text) or 'PNG']};base64,"
        raise InputProblem(told, expected=tr("bytes, as base64.b64decode(text), or {head!r} + text", head=head))
    if not text.strip():
        raise InputProblem(tr("{image} is an empty string", image=_numbered(slot)), expected=tr(WAYS))
    return _found(local_path(text) if kind == "file" else text, text, slot)


_FETCHED = later("an https:// address that anybody can fetch, or the image itself: its path, its bytes or an open file")


def _found(path: str, text: str, slot: str) -> Input:
    """The file at a path; where there is none, `text` is what was given instead of one."""
    try:
        return _file(path, slot)
    except InputProblem as problem:
        if not isinstance(problem.__cause__, (OSError, ValueError)) or (said := no_file(text)) is None:
            raise
        told, expected = said
        shown = _numbered(slot) if len(text) > LONGEST else f"{_numbered(slot)} {text!r}"
        raise InputProblem(f"{shown} {told}", expected=expected) from problem


def _file(path: str, slot: str) -> Input:
    given, path = path, os.path.expanduser(path)
    whole = path if os.path.isabs(path) else os.path.abspath(path)
    label = os.path.basename(path) or path
    try:
        _regular(os.stat(path), label, slot)  # first: some devices do something when they are opened
        with opened(path) as stream:
            state = os.fstat(stream.fileno())
            _regular(state, label, slot)
            image = Input("local", label, content=whole, size=state.st_size, stamp=state.st_mtime_ns)
            return _known(image, stream, slot)
    except (OSError, ValueError) as error:
        if isinstance(error, InputProblem):
            raise
        reason = reason_of(error) if isinstance(error, OSError) and error.strerror else str(error)
        told = tr("{image} cannot be read: {reason}", image=called(given, slot), reason=reason)
        raise InputProblem(told, expected=tr(WAYS)) from error


def _regular(state: os.stat_result, label: str, slot: str) -> None:
    """Raise for what is not a regular file."""
    if stat.S_ISDIR(state.st_mode):
        told = tr("{image} is a folder", image=called(label, slot))
        raise InputProblem(told, expected=tr("an image in it: its path"))
    if not stat.S_ISREG(state.st_mode):
        raise InputProblem(tr("{image} is not a regular file", image=called(label, slot)))


def opened(path: str) -> BinaryIO:
    """A file to be read, at once, even if a FIFO has taken its place, which else waits for someone who writes."""
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))


def of_bytes(content: bytes, label: str, slot: str) -> Input:
    """The image that these bytes are. Raises `InputProblem` where they are none."""
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
        stream.seek(0)
        told = tr("{image} is not a valid image", image=called(image.label, slot))
        if (other := taken_for(stream.read(160))) is not None:
            raise InputProblem(tr("{told}, but {what}", told=told, what=other[0]), expected=other[1])
        raise InputProblem(told)
    image.format, image.width, image.height, image.alpha = header.format, header.width, header.height, header.alpha
    return image


def _data_uri(text: str, slot: str) -> Input:
    """A data: URI, written anew as the service takes it unless it is so already: of the type that its content has."""
    label = f"{text.strip().partition(',')[0][:80]},…"
    try:
        content = decoded(text)
    except ValueError as error:
        told = f"{called(label, slot)} {error}"
        raise InputProblem(told, expected="data:image/png;base64,…") from error
    image = _known(Input("data", label, url=text, content=content, size=len(content)), io.BytesIO(content), slot)
    head = f"data:{image.media_type};base64,"
    if not text.startswith(head) or len(text) != len(head) + 4 * -(-len(content) // 3) or not plain(text):
        image.url = head + base64.b64encode(content).decode("ascii")
    return image


def _readable(given: Readable, slot: str, *, shut: bool) -> Input:
    """An open file, an upload, an answer, an entry of an archive: read from where it stands to its end."""
    if isinstance(status := getattr(given, "status", None), int):
        _answered(status, slot)
    label = _label(given) or nameless(slot, tr("file object") if status is None else type(given).__name__)
    stream = _sync(given, label, slot)
    if callable(getattr(stream, "chunks", None)) and callable(again := getattr(stream, "open", None)):
        again("rb")  # a file of Django, which may not be open yet
        try:
            return _read(stream, label, slot)
        finally:
            if shut:
                cast("BinaryIO", stream).close()
    if shut or getattr(stream, "closed", None) is True:
        told = tr("{image} is a closed file", image=called(label, slot))
        raise InputProblem(told, expected=tr("the file opened again, or its path"))
    return _read(stream, label, slot)


def _sync(stream: Readable, label: str, slot: str) -> Readable:
    """The stream, or the one behind it where its own `read` must be awaited, as that of FastAPI's `UploadFile`."""
    import inspect

    if not inspect.iscoroutinefunction(stream.read):
        return stream
    behind = getattr(stream, "file", None)
    if callable(getattr(behind, "read", None)) and not inspect.iscoroutinefunction(cast("Readable", behind).read):
        return cast("Readable", behind)
    told = tr("{image} is read by a coroutine, which is not awaited here", image=called(label, slot))
    raise InputProblem(told, expected=tr("its bytes: await its read() first"))


def _read(stream: Readable, label: str, slot: str) -> Input:
    content, start = bytearray(), _position(stream)
    while piece := _piece(stream, label, slot):
        content += piece
        if len(content) > 12 and signature(bytes(content[:12])) is None:
            break
        if len(content) > _MOST:
            told = tr("{image} has more than {most:,} bytes, or never ends", image=called(label, slot), most=_MOST)
            raise InputProblem(told)
    if not content and start != 0:
        told = tr("{image} is at its end, with nothing left to read", image=called(label, slot))
        again = tr("a file at its start: call seek(0) first")
        raise InputProblem(told, expected=tr("the bytes that were read") if start is None else again)
    try:
        return of_bytes(bytes(content), label, slot)
    except InputProblem as problem:
        if not start:
            raise
        name = called(label, slot)
        told = tr(
            "{image} is read from where it stands, byte {start:,}, and no image begins there", image=name, start=start
        )
        raise InputProblem(told, expected=tr("a file at its start: call seek(0) first")) from problem


def _piece(stream: Readable, label: str, slot: str) -> bytes | bytearray:
    try:
        piece = cast("object", stream.read(1 << 20))
    except io.UnsupportedOperation as error:
        told = tr("{image} is not open for reading", image=called(label, slot))
        raise InputProblem(told, expected=tr('a file opened with mode "rb"')) from error
    if isinstance(piece, (bytes, bytearray)):
        return piece
    if piece is None:  # nothing yet, of a file that does not wait
        return b""
    if isinstance(piece, str):
        told = tr("{image} is open as text", image=called(label, slot))
        raise InputProblem(told, expected=tr('a file opened with mode "rb"'))
    if hasattr(piece, "__await__") and callable(close := getattr(piece, "close", None)):
        close()
    told = tr("{image} reads a value of type {kind}", image=called(label, slot), kind=type(piece).__name__)
    raise InputProblem(told, expected=tr("an object whose read() gives bytes"))


def _position(stream: object) -> int | None:
    """Where a file stands, None for one that does not know."""
    try:
        found = cast("BinaryIO", stream).tell()
    except Exception:  # of the caller's own object
        return None
    return found if type(found) is int else None


def _label(value: object) -> str:
    """The name that a file has by itself, "" for none."""
    with suppress(Exception):  # of the caller's own object
        for attribute in ("filename", "name"):
            if isinstance(name := getattr(value, attribute, None), str) and name:
                return os.path.basename(name) or name
    return ""


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
