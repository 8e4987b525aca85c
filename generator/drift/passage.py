"""Text of a document with the place of every character, in blocks: headings, prose, tables and code.

Readers of all formats end here, so that what looks for claims knows no format.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
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


LONGEST = 2000
"""Characters of a paragraph or cell that are read at once: what is said in it is compared with all names in it."""
_PIECE_END = re.compile(r"[.!?]\s|[。！？；]")


class Place(NamedTuple):
    """A position in a document; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text; `anchors` are (offset, place): from each on, offsets and columns go in step."""

    text: str
    anchors: tuple[tuple[int, Place], ...]
    _clean: list[Passage] = field(init=False, repr=False, compare=False, default_factory=list["Passage"])

    def place(self, offset: int = 0) -> Place:
        """Where the character at `offset` stands in the document."""
        number = max(0, bisect_right(self.anchors, offset, key=_offset) - 1)
        start, place = self.anchors[number]
        return Place(place.line, place.column + max(0, offset - start))

    def part(self, start: int, end: int) -> Passage:
        """The text from `start` to `end`, without the blanks around it."""
        text = self.text[start:end]
        begin = start + len(text) - len(text.lstrip())
        first, last = (
            bisect(self.anchors, at, key=_offset) for at, bisect in ((begin, bisect_right), (end, bisect_left))
        )
        later = [(at - begin, place) for at, place in self.anchors[first:last]]
        return Passage(text.strip(), ((0, self.place(begin)), *later))

    @property
    def clean(self) -> Passage:
        """The same, with one sign for every sign of the same meaning; every character keeps its offset."""
        if not self._clean:
            text = self.text.translate(_TABLE)
            self._clean.append(Passage(_EMPHASIS.sub(lambda found: " " * len(found[0]), text), self.anchors))
        return self._clean[0]

    def pieces(self) -> Iterator[Passage]:
        """The text in pieces of bounded length, which end with a sentence or else a word."""
        start = 0
        while len(self.text) - start > LONGEST:
            ends = [found.end() for found in _PIECE_END.finditer(self.text, start + LONGEST // 2, start + LONGEST)]
            blank = self.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            end = ends[-1] if ends else blank if blank > 0 else start + LONGEST
            yield self.part(start, end)
            start = end
        yield self.part(start, len(self.text))


def passage(text: str, line: int, column: int = 1) -> Passage:
    """Text that stands on one line."""
    return Passage(text, ((0, Place(line, column)),))


def joined(parts: Iterable[Passage], glue: str = " ") -> Passage:
    """Several passages as one, with `glue` (one character or none) between them."""
    texts, anchors, length = list[str](), list[tuple[int, Place]](), 0
    for part in parts:
        length += len(glue) if anchors else 0
        anchors += [(at + length, place) for at, place in part.anchors]
        texts.append(part.text)
        length += len(part.text)
    return Passage(glue.join(texts), tuple(anchors) or ((0, Place(1, 1)),))


def _offset(anchor: tuple[int, Place]) -> int:
    return anchor[0]


Kind = Literal["heading", "prose", "table", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a document. A table has `rows`, the header first; everything else `text`."""

    kind: Kind
    text: Passage
    level: int = 0
    """Of a heading: 1 is the highest."""
    rows: tuple[tuple[Passage, ...], ...] = ()


def _too_long(row: tuple[Passage, ...]) -> bool:
    return any(len(cell.text) > LONGEST for cell in row)


def bounded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, none but code with a text longer than LONGEST; a row with longer cells becomes prose."""
    for block in blocks:
        if block.kind == "code":
            yield block
            continue
        long = [row for row in block.rows if _too_long(row)]
        if block.rows and not long:
            yield block
        elif block.rows:
            rows = tuple(row for row in block.rows if not _too_long(row))
            if rows:
                yield replace(block, text=rows[0][0], rows=rows)
            for cell in (cell for row in long for cell in row):
                yield from (Block(kind="prose", text=piece) for piece in cell.pieces())
        else:
            first, *others = block.text.pieces()
            yield replace(block, text=first)
            yield from (Block(kind="prose", text=piece) for piece in others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader made of a file; `address` is where the page says that it comes from."""

    file: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    address: str | None = None
