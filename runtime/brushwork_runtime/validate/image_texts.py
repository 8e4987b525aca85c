"""Texts that are given as images: what each is, data: URIs read, and what to say of those that are none.

What is wrong with a text is a `ValueError` that goes on from the name of the image.
"""

from __future__ import annotations

import base64
import os
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from brushwork_runtime.base.image_headers import signature
from brushwork_runtime.base.language import later, tr

if TYPE_CHECKING:
    from typing import Literal

    Form = Literal["url", "oss", "data", "file", "path", "foreign", "base64"]

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
        if not content or signature(content[:64]) is None:
            raise ValueError(
                tr("is a data: URI without base64, and its content is not an image")
                if base64_of(body) is None
                else tr("is a data: URI without base64 before its comma, though its content is in base64")
            )
        return content
    encoded = _BLANKS.sub("", unquote(body) if "%" in body else body).translate(_STANDARD).rstrip("=")
    if (wrong := _NO_BASE64.search(encoded)) is not None:
        raise ValueError(
            tr(
                "is not valid base64: character {place:,} of its content is {character}",
                place=wrong.start() + 1,
                character=ascii(wrong[0]),
            )
        )
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
    if text.lower().startswith("file:"):
        return None if text.lower().startswith("file:///") else _few_slashes(text)
    if DRIVE.match(text) and os.name != "nt":
        return tr("is a path of Windows, and this is another system"), tr("a path of this system")
    if (begins := scheme(text)) in STORES:
        told = tr("is not a file, and addresses of {scheme}: are not fetched", scheme=begins)
        return told, tr("the image itself: its path, its bytes or an open file")
    if text.lower().startswith("www.") or ((host := _HOST.match(text)) and not os.path.exists(host[1])):
        return tr("is not a file, and as a web address it has no scheme"), f"https://{text.lstrip('/')}"
    return None


_QUOTES = ('"', "'", "`", "“", "”", "‘", "’", "<", ">")
STORES = frozenset(("s3", "gs", "gcs", "az", "abfs", "hdfs", "ftp", "ftps", "sftp", "smb", "minio", "cos", "obs"))
"""Schemes of addresses that people write without the slashes too."""


def _few_slashes(text: str) -> tuple[str, str]:
    path = local_path(text)
    if DRIVE.match(path) and os.name != "nt":
        return tr("is a path of Windows, and this is another system"), tr("a path of this system")
    told = tr("is read as the path {path}, where there is no such file", path=path)
    return told, tr("file:/// and the whole path, or the path alone")
