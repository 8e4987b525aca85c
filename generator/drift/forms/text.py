"""Text that was Markdown once: without headings and fences, tables flattened, lines glued together.

A parser of Markdown would take it for one paragraph, so this reader goes by what a line looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.drift.passage import Block, Document, Passage, Row, bounded, joined, passage, plain

RULE = re.compile(r"\s{0,80}+\|?+(?:\s{0,80}+:?(?<!-)-{3,}+:?\s*+\|)++(?:\s*+:?-{3,}+:?)?\s*+\|?\s*+")
"""The line under the header."""
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r":?-{3,}+:?")


def row_cells(line: str, number: int) -> Row:
    """The cells between the pipes of a line."""
    whole = passage(line, number)
    bars = [found.start() for found in _PIPE.finditer(line)]
    edges = [-1, *bars, len(line)]
    cells = [whole.part(start + 1, end) for start, end in pairwise(edges)]
    if len(cells) > 1 and not cells[0].text:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].text:
        cells = cells[:-1]
    return tuple(cells)


def is_row(line: str, width: int) -> bool:
    """Whether the line goes on with a table of so many columns."""
    return line.lstrip().startswith("|") or (bool(line.strip()) and len(_PIPE.findall(line)) >= width > 1)


def header_row(line: str, number: int, width: int) -> tuple[Passage, Row]:
    """What stands before the header on its line, and the header: its last `width` cells."""
    bars = [at for at, sign in enumerate(line.rstrip()) if sign == "|"]  # one may stand behind the \\ of a command
    closed = bool(bars) and bars[-1] == len(line.rstrip()) - 1
    needed = width + 1 if closed else width
    start = bars[-needed] if len(bars) >= needed else 0
    before = passage(line, number).part(0, start)
    blank = " " * start
    return before, row_cells(blank + line[start:], number)


def flat_table(line: str, number: int) -> tuple[Row, ...] | None:
    """The rows of a table that stands on one line, None where the line holds none."""
    whole = passage(line, number)
    edges = [-1, *(found.start() for found in _PIPE.finditer(line)), len(line)]
    cells = [whole.part(start + 1, end) for start, end in pairwise(edges)]
    dashes = [at for at, cell in enumerate(cells) if _DASHES.fullmatch(cell.text)]
    if not dashes or len(dashes) != dashes[-1] - dashes[0] + 1:
        return None
    width, first = len(dashes), dashes[0]
    header = tuple(cells[first - width - 1 : first - 1]) if first > width else ()
    if not header or cells[first - 1].text:
        return None
    rows: list[Row] = [header]
    at = dashes[-1] + 2  # one empty cell lies between two rows
    while at + width <= len(cells):
        rows.append(tuple(cells[at : at + width]))
        at += width + 1
    return tuple(rows)


_ITEM = re.compile(r"\s{0,80}(?:[-*+]|\d{1,9}[.)])\s+")
_QUOTE = re.compile(r"\s{0,80}>\s?")
_STARTS_CODE = re.compile(r"curl\s+-|^\s*(?:from|import)\s+\w+|^\s*-d\s+'\{")
_GOES_ON = re.compile(
    r"""^\s*(?:-[A-Za-z]\b|--\w|["'{}\[\])]|curl\s|print\(|with\s.+:$|import\s|from\s|\w[\w.]*\s*=(?!=)|\w+\.\w+\()"""
    r"""|[\\,({\[]\s*$|^\s*\w[\w.]*=\S+,?$"""
)


def read_text(file: str, text: str) -> Document:
    """The blocks of a text file."""
    lines = tuple(text.split("\n"))
    return Document(file=file, blocks=tuple(bounded(_Reader(lines).blocks())), lines=lines)


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.at = 0
        self.taken = -1
        """The line whose beginning belongs to the code before it."""

    def blocks(self) -> Iterator[Block]:
        """Every block in order."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif self._table_starts():
                yield from self._table()
            elif _STARTS_CODE.search(line):
                yield self._code()
            else:
                yield self._prose()

    def _whole(self, start: int, end: int, glue: str) -> Passage:
        return joined((passage(self.lines[at], at + 1) for at in range(start, end)), glue)

    def _code(self) -> Block:
        """Code without fences: as far as the lines look like it."""
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and not self._table_starts() and _GOES_ON.search(self.lines[self.at]):
            self.at += 1
        whole = self._whole(start, self.at, "\n")
        end = self._stuck()
        return Block(kind="code", text=joined((whole, end), "\n") if end else whole)

    def _stuck(self) -> Passage | None:
        """The end of the code, where it stands on one line with the header of a table."""
        if self.at + 1 >= len(self.lines) or not self._table_starts() or flat_table(self.lines[self.at], 1):
            return None
        before, _ = self._header()
        if not _GOES_ON.search(before.text):
            return None
        self.taken = self.at
        return before

    def _header(self) -> tuple[Passage, tuple[Passage, ...]]:
        width = len(row_cells(self.lines[self.at + 1], self.at + 2))
        return header_row(self.lines[self.at], self.at + 1, width)

    def _table_starts(self) -> bool:
        line = self.lines[self.at]
        if flat_table(line, self.at + 1) is not None:
            return True
        return "|" in line and self.at + 1 < len(self.lines) and RULE.fullmatch(self.lines[self.at + 1]) is not None

    def _table(self) -> Iterator[Block]:
        number = self.at + 1
        flat = flat_table(self.lines[self.at], number)
        if flat is not None:
            self.at += 1
            yield _table(flat)
            return
        before, header = self._header()
        width = len(header)
        if before.text and self.taken != self.at:
            code = _STARTS_CODE.search(before.text)
            yield Block(kind="code", text=before) if code else Block(kind="prose", text=plain(before))
        rows = [header]
        self.at += 2
        while self.at < len(self.lines) and is_row(self.lines[self.at], width) and not self._table_starts():
            rows.append(row_cells(self.lines[self.at], self.at + 1))
            self.at += 1
        yield _table(rows)

    def _prose(self) -> Block:
        line = self.lines[self.at]
        start = 0
        for mark in (_QUOTE, _ITEM):
            found = mark.match(line, start)
            start = found.end() if found else start
        self.at += 1
        text = plain(passage(line[start:], self.at, start + 1))
        return Block(kind="prose", text=text.part(0, len(text.text)))


def _table(rows: Iterable[Row]) -> Block:
    cleaned = tuple(tuple(plain(cell) for cell in row) for row in rows)
    return Block(kind="table", text=cleaned[0][0], rows=cleaned)
