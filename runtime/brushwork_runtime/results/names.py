"""Where a result's images go: a folder, a file name or a template, never a name from the service or a URL."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    Place = Callable[[str], Path]
    """A path for an extension ("png"), which is known only when the content is."""

DEFAULT = "{model}-{id}-{i}.{ext}"
_IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|conin|conout|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class Names:
    """The file names of one result. `folder` is where the first of them lies."""

    __slots__ = ("_fields", "_template", "folder")

    def __init__(self, destination: str | os.PathLike[str], fields: Mapping[str, str], count: int) -> None:
        self._fields = {name: safe(value) for name, value in fields.items()}
        self._template = _template(str(destination), count)
        known = {*self._fields, "i", "ext"}
        unknown = [
            name for _, name, _, _ in Formatter().parse(self._template) if name is not None and name not in known
        ]
        if unknown:
            raise ValueError(f"no field {{{unknown[0]}}} in {self._template!r}; there are {', '.join(sorted(known))}")
        self.folder = self.of(0)("png").parent

    def of(self, index: int) -> Place:
        """The path of the image at `index` (from 0), once its extension is known."""
        return lambda extension: Path(self._template.format_map({**self._fields, "i": index, "ext": extension}))


def _template(destination: str, count: int) -> str:
    path = Path(destination)
    if "{" in destination and not path.is_dir():
        return destination if count < 2 or "{i" in destination else _numbered(path)
    if path.suffix.lower() in _IMAGE_SUFFIXES and not path.is_dir() and not destination.endswith(("/", "\\")):
        escaped = Path(_escaped(destination))
        return str(escaped) if count < 2 else _numbered(escaped)
    return str(Path(_escaped(destination)) / DEFAULT)


def _numbered(path: Path) -> str:
    return str(path.with_name(f"{path.stem}-{{i}}{path.suffix}"))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def safe(value: str) -> str:
    """`value` as part of a file name on every system: letters, digits, "_", ".", "-", at most 80 bytes."""
    plain = _UNSAFE.sub("_", value).encode()[:80].decode(errors="ignore").strip(". ")
    return f"_{plain}" if _RESERVED.match(plain) else plain
