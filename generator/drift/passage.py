"""Text of a document with the place of every character, in blocks: headings, prose, tables and code.

Readers of all formats end here, so that what looks for claims knows no format.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

_SIGNS = {
    "×": "*",
    "✕": "*",
    "∗": "*",
    "–": "-",
    "‑": "-",
    "−": "-",
    "～": "~",
    "：": ":",
    "，": ",",
    "、": ",",
    "；": ";",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "`": " ",
    "\u00a0": " ",
    "\u200b": " ",
    "\t": " ",
    "＊": "*",
    "／": "/",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_TABLE = str.maketrans(_SIGNS)
_EMPHASIS = re.compile(r"\*\*|\\(?=[*_|])|(?<![\w*])\*(?=[A-Za-z])|(?<=[A-Za-z.])\*(?![\w*])")


class Place(NamedTuple):
    """A position in a document; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text; `anchors` are (offset, place): from each on, offsets and columns go in step."""

    text: str
    anchors: tuple[tuple[int, Place], ...]

    def place(self, offset: int = 0) -> Place:
        """Where the character at `offset` stands in the document."""
        number = max(0, bisect_right(self.anchors, offset, key=lambda anchor: anchor[0]) - 1)
        start, place = self.anchors[number]
        return Place(place.line, place.column + max(0, offset - start))

    def part(self, start: int, end: int) -> Passage:
        """The text from `start` to `end`, without the blanks around it."""
        text = self.text[start:end]
        begin = start + len(text) - len(text.lstrip())
        later = [(at - begin, place) for at, place in self.anchors if begin < at < end]
        return Passage(text.strip(), ((0, self.place(begin)), *later))

    @property
    def clean(self) -> Passage:
        """The same, with one sign for every sign of the same meaning; every character keeps its offset."""
        text = self.text.translate(_TABLE)
        return Passage(_EMPHASIS.sub(lambda found: " " * len(found[0]), text), self.anchors)


def passage(text: str, line: int, column: int = 1) -> Passage:
    """Text that stands on one line."""
    return Passage(text, ((0, Place(line, column)),))


def joined(parts: Iterable[Passage], glue: str = " ") -> Passage:
    """Several passages as one, with `glue` (one character or none) between them."""
    text, anchors = "", list[tuple[int, Place]]()
    for part in parts:
        text += glue if anchors else ""
        anchors += [(at + len(text), place) for at, place in part.anchors]
        text += part.text
    return Passage(text, tuple(anchors) or ((0, Place(1, 1)),))


Kind = Literal["heading", "prose", "table", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a document. A table has `rows`, the header first; everything else `text`."""

    kind: Kind
    text: Passage
    level: int = 0
    """Of a heading: 1 is the highest."""
    rows: tuple[tuple[Passage, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader made of a file; `address` is where the page says that it comes from."""

    file: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    address: str | None = None
