"""Where a result's images go: a folder, a file name or a template, never a name from the service or a URL."""

from __future__ import annotations

import os
import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import unreadable
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol, TypeGuard

    Place = Callable[[str], Path]
    """A path for an extension ("png"), which is known only when the content is."""

    class Writable(Protocol):
        """Whatever bytes can be written to."""

        def write(self, data: bytes, /) -> object:
            """Write some of the bytes or all, and return how many if not all."""
            ...


DEFAULT = "{model}-{id}-{i}.{ext}"
_IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".avif", ".heic", ".jxl")
UNMADE = (
    ".pdf",
    ".svg",
    ".psd",
    ".eps",
    ".ai",
    ".ico",
    ".html",
    ".md",
    ".txt",
    ".json",
    ".zip",
    ".mp4",
    ".mov",
    ".webm",
)
"""Ends of names of files that are no pictures, or none that is made here: under them nothing is saved."""

_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|conin|conout|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)", re.IGNORECASE)
_LENGTHS = (80, 40, 20, 10)
"""Bytes that a field may have: the first of them that keeps every name short enough for a file system."""

_LONGEST = 245
"""Bytes of a name; file systems take 255, and a sidecar puts something behind it."""


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}::?")
"""The scheme of a URL, or the first of several as fsspec chains them; one letter is a drive."""


def is_local(destination: object) -> TypeGuard[str | os.PathLike[str]]:
    """Whether it is a path, and neither a URL nor something to be written to. What is none of all is left to Names."""
    if isinstance(destination, str):
        text = str.__str__(destination)  # whatever a class of its own makes of its methods
        return "://" not in text or _URL.match(text) is None
    return isinstance(destination, os.PathLike) or not hasattr(destination, "write")


class Names:
    """The file names of one result. `folder` is where the first of them lies.

    Whatever the fields hold, they name files below the folder that the template itself names. Raises `ValueError` for
    a template with an unknown field or unbalanced braces. `remote` names are of no file system here.
    """

    __slots__ = ("_fields", "folder", "template")

    def __init__(
        self, destination: str | os.PathLike[str], fields: Mapping[str, str], count: int, *, remote: bool = False
    ) -> None:
        self._fields = dict(fields)
        known = sorted({*self._fields, "i", "ext"})
        destination = path_text(destination)
        try:
            self.template = _template(destination, count, remote)
            unknown = [name for name in _fields(self.template) if name not in known]
            if unknown:
                raise ValueError(tr("there is no field {place}", place="{" + unknown[0] + "}"))
            self.folder = self.of(0)("png").parent
        except (ValueError, LookupError, AttributeError, TypeError, MemoryError) as error:
            why = (
                tr("there is no field {error}", error=error)
                if isinstance(error, KeyError)
                else str(error) or tr("it asks for too much")
            )
            accepted = ", ".join(f"{{{name}}}" for name in known)
            raise ValueError(
                tr(
                    "{destination} is not a valid template for file names: {why}. The fields are {accepted}; "
                    "a brace itself is written twice, as {{{{ or }}}}.",
                    destination=redact.value(destination, 200),
                    why=why,
                    accepted=accepted,
                )
            ) from error

    def of(self, index: int) -> Place:
        """The path of the image at `index` (from 0), once its extension is known."""
        return lambda extension: self._filled({**self._fields, "i": index, "ext": extension})

    def _filled(self, values: Mapping[str, object]) -> Path:
        paths = [Path(_Fill(length).vformat(self.template, (), values)) for length in _LENGTHS]
        return next((path for path in paths if _fits(path)), paths[0])


def path_text(given: str | os.PathLike[str]) -> str:
    """A path as text, with the home folder for "~".

    Raises `TypeError` for what is none, `ValueError` for what no system takes.
    """
    if not isinstance(given, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(
            tr(
                "the path is {given}; it must be text or a path, an open binary file, another object "
                "with write(), or a URL of fsspec such as s3://bucket/cat.png",
                given=redact.value(given),
            )
        )
    try:
        text = str.__str__(given) if isinstance(given, str) else os.fsdecode(given)
    except Exception as error:
        raise unreadable(tr("a path"), given, error) from error
    try:
        valid = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        valid = False
    if not valid:
        raise ValueError(tr("{text} cannot be the name of a file", text=redact.value(text, 200)))
    if ":" in text[:8] and "://" not in text:
        from brushwork_runtime.validate.image_texts import DRIVE, STORES, scheme

        if DRIVE.match(text) and os.name != "nt":
            raise ValueError(
                tr("{text} is a path of Windows, and this is another system", text=redact.value(text, 200))
            )
        if (begins := scheme(text)) in STORES:
            right = f"{begins}://{text[len(begins) + 1 :].lstrip('/')}"
            raise ValueError(
                tr("{text} is not a path; as a URL it is {right}", text=redact.value(text, 200), right=right)
            )
    return os.path.expanduser(text) if text.startswith("~") else text


class _Fill(Formatter):
    """Fills a template; what is put in is always part of a name."""

    def __init__(self, length: int) -> None:
        self._length = length

    def format_field(self, value: object, format_spec: str) -> str:
        """The text of one field."""
        return safe(format(value, format_spec), self._length)


def _fits(path: Path) -> bool:
    return all(len(os.fsencode(name)) <= _LONGEST for name in path.parts)


def _fields(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def _template(destination: str, count: int, remote: bool) -> str:
    path = Path(destination)
    folder = not remote and path.is_dir()
    if "{" in destination and not folder:
        return destination if count < 2 or "i" in _fields(destination) else _numbered(path)
    if path.suffix.lower() in _IMAGE_SUFFIXES + UNMADE and not folder and not destination.endswith(("/", "\\")):
        escaped = Path(_escaped(destination))
        return str(escaped) if count < 2 else _numbered(escaped)
    return str(Path(_escaped(destination)) / DEFAULT)


def _numbered(path: Path) -> str:
    suffix = path.suffix if path.suffix == ".{ext}" or "}" not in path.suffix else ""
    return str(path.with_name(f"{path.name.removesuffix(suffix)}-{{i}}{suffix}"))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def safe(value: str, length: int = _LENGTHS[0]) -> str:
    """`value` as part of a file name on every system: letters, digits, "_", ".", "-", at most `length` bytes.

    It is never empty and neither "." nor "..".
    """
    plain = _UNSAFE.sub("_", value).strip(". ")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return plain.encode()[:length].decode(errors="ignore").strip(". ") or "_"
