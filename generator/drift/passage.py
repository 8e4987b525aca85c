"""Text with the place of every character, and the blocks that every form of document is read into.

A block's text is plain: no markup, one sign for all of the same meaning. So what looks for claims knows no form.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

_SIGNS = str.maketrans(
    {
        **dict(zip("×✕∗＊–‑−～：，、；（）【】“”‘’／｜？！", "****---~:,,;()[]\"\"''/|?!", strict=True)),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("\u00a0\u3000\u2003\u2002\t\u200b\ufeff", " "),
    }
)
_TARGET = r"\]\([^\s()]{0,600}(?:\([^\s()]{0,80}\)[^\s()]{0,200})?(?:\s+\"[^\"]{0,200}\")?\)"
_MARKUP = re.compile(
    rf"(?P<open>!?\[)|(?P<target>{_TARGET})|(?P<close>\])"
    r"|(?P<gap>\*\*`+)|\*\*|`+|(?P<escaped>\\[*_|\[\]<>~#.()!{}-])|(?P<gap2><br\s?/?>)|</?[A-Za-z][^<>]{0,300}>|&#?[A-Za-z0-9]{1,8};"
    r"|(?<![\w*])\*(?=[^\W\d])|(?<=[A-Za-z.])\*(?![\w*])|(?<![A-Za-z0-9_])_(?=[A-Za-z])|(?<=[A-Za-z\]])_(?![A-Za-z0-9_])"
)
LONGEST = 2000
"""Characters of a text that are read at once: what is said in it is compared with all names in it."""
_PIECE_END = re.compile(r"[.!?;]\s|[。!?;]")


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
        start, place = self.anchors[max(0, bisect_right(self.anchors, offset, key=_offset) - 1)]
        return Place(place.line, place.column + max(0, offset - start))

    def part(self, start: int, end: int) -> Passage:
        """The text from `start` to `end`, without the blanks around it."""
        text = self.text[start:end]
        if len(text) == len(self.text) and text[:1] > " " and text[-1] > " " and len(self.anchors) == 1:
            return self
        begin = start + len(text) - len(text.lstrip())
        first, last = bisect_right(self.anchors, begin, key=_offset), bisect_left(self.anchors, end, key=_offset)
        later = [(at - begin, place) for at, place in self.anchors[first:last]]
        return Passage(text.strip(), ((0, self.place(begin)), *later))

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


def unified(text: Passage) -> Passage:
    """The same with one sign for every sign of the same meaning."""
    return Passage(text.text.translate(_SIGNS), text.anchors)


def plain(text: Passage) -> Passage:
    """The same without the markup of Markdown."""
    cuts = sorted(_cuts(text.text))
    if not cuts:
        return unified(text)
    parts, at = list[Passage](), 0
    for start, end, instead in cuts:
        if start < at:
            continue
        if start > at:
            parts.append(_slice(text, at, start))
        if instead:
            parts.append(Passage(instead, ((0, text.place(start)),)))
        at = end
    parts.append(_slice(text, at, len(text.text)))
    return unified(joined(parts, ""))


def _cuts(text: str) -> Iterator[tuple[int, int, str]]:
    """What to leave out, and what to put there; an address goes with its brackets, a picture with its title."""
    opened: list[tuple[int, int]] = []
    for found in _MARKUP.finditer(text):
        match found.lastgroup:
            case "open":
                opened.append(found.span())
            case "close":
                if opened:
                    opened.pop()
            case "target":
                start, end = opened.pop() if opened else (found.start(), found.start())
                yield (start, found.end() if text[start] == "!" else end, "")
                yield (*found.span(), "")
            case "gap" | "gap2":
                yield (*found.span(), " ")
            case "escaped":
                yield (*found.span(), found[0][1])
            case _:
                yield (*found.span(), unescape(found[0]) if found[0][0] == "&" else "")


def _slice(text: Passage, start: int, end: int) -> Passage:
    first, last = bisect_right(text.anchors, start, key=_offset), bisect_left(text.anchors, end, key=_offset)
    later = [(at - start, place) for at, place in text.anchors[first:last]]
    return Passage(text.text[start:end], ((0, text.place(start)), *later))


def _offset(anchor: tuple[int, Place]) -> int:
    return anchor[0]


Row = tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a document. A table has `rows`, the header first; everything else `text`."""

    kind: Literal["heading", "prose", "table", "code"]
    text: Passage
    level: int = 0
    """Of a heading: 1 is the highest."""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader made of a file; `address` is where the page says that it comes from."""

    file: str
    blocks: tuple[Block, ...]
    address: str | None = None
    lines: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The first heading."""
        return next((block.text.text for block in self.blocks if block.kind == "heading"), "")


def bounded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, none but code with a text longer than LONGEST; a row with longer cells becomes prose."""
    for block in blocks:
        if block.kind == "code" or (not block.rows and 0 < len(block.text.text) <= LONGEST):
            yield block
        elif block.rows:
            rows = tuple(row for row in block.rows if all(len(cell.text) <= LONGEST for cell in row))
            if rows:
                yield Block(kind="table", text=rows[0][0], rows=rows)
            for row in block.rows:
                if row not in rows[:1] and any(len(cell.text) > LONGEST for cell in row):
                    yield from (Block(kind="prose", text=piece) for cell in row for piece in cell.pieces())
        else:
            for number, piece in enumerate(block.text.pieces()):
                if piece.text:
                    kind = block.kind if number == 0 else "prose"
                    yield Block(kind=kind, text=piece, level=block.level)
