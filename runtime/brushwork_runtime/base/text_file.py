"""Files of text that a person names: read up to a bound, since what a name leads to may have no end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike


class TooLong(ValueError):
    """A file with more bytes than such a file ever has."""


def read(path: str | PathLike[str], most: int = 1 << 20) -> str:
    """The text of a file of at most `most` bytes, in UTF-8. Raises `OSError`, `TooLong`, `UnicodeDecodeError`."""
    with open(path, "rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLong(f"it has more than {most:,} bytes")
    return content.decode("utf-8")
