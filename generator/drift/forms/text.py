"""Text that was Markdown once: without headings and fences, tables flattened, lines glued together.

A parser of Markdown would take it for one paragraph, so this reader goes by what a line looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.drift.forms.rows import RULE, flat_table, header_row, is_row, row_cells
from generator.drift.passage import Block, Document, Passage, Row, bounded, joined, passage, plain

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
