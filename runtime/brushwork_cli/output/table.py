"""Rows of text in columns, without a library: start-up is too short for one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def columns(rows: Sequence[Sequence[str]], *, gap: str = "  ") -> str:
    """The rows, each column as wide as its widest entry; nothing is cut."""
    if not rows:
        return ""
    wide = [max(width(entry) for entry in column) for column in zip(*rows, strict=True)]
    lines = (
        gap.join(entry + " " * (size - width(entry)) for entry, size in zip(row, wide, strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def width(text: str) -> int:
    """Columns that the text occupies on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
