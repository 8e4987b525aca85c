"""Multipart forms as they come in: their fields in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r'multipart/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))', re.IGNORECASE)
_NAME = re.compile(rb'form-data\s*;(?:.*?;)?\s*name="?([^";\r\n]*)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    name: str
    content: bytes


def fields(media_type: str, content: bytes) -> list[Field] | None:
    """The fields of a form; None if `content` is not a complete form."""
    found = _BOUNDARY.search(media_type)
    if found is None:
        return None
    delimiter = b"\r\n--" + (found[1] or found[2]).encode()
    before, *parts = (b"\r\n" + content).split(delimiter)
    if before.strip() or not parts or not parts[-1].startswith(b"--"):
        return None
    read = [_field(part) for part in parts[:-1]]
    whole = [field for field in read if field is not None]
    return whole if len(whole) == len(read) else None


def _field(part: bytes) -> Field | None:
    """The field between two boundaries."""
    head, separator, content = part.partition(b"\r\n\r\n")
    name = _NAME.search(head)
    if not separator or name is None:
        return None
    return Field(name=name[1].decode("utf-8", "replace"), content=content)
