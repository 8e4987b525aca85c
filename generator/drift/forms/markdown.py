"""Markdown: markdown-it-py finds the blocks, and here they keep their lines.

The vendor's pages hold whole pages in the cells of tables, with `<br>` for line ends; such a cell is read as Markdown
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.drift.forms.html import html_blocks
from generator.drift.forms.openapi import openapi_blocks
from generator.drift.passage import Block, Document, Passage, Place, bounded, joined, passage, plain

DEFINED = re.compile(
    r"(?P<name>[A-Za-z][\w.-]{0,60})\s{1,3}(?P<type>string|str|integer|int|long|number|float|double|boolean|bool"
    r"|(?:array|list)(?: of [a-z]{3,9})?|object|enum|file)\b(?P<rest>.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
"""Plain text of a line that begins the definition of a field: `n integer (optional)`."""
_MARKED = re.compile(r"\s{0,8}(?:[-*+]\s{1,4})?(?:\*\*|`)[A-Za-z]")
_BR = re.compile(r"<br\s?/?>")
_NESTED = re.compile(r"```|<br\s?/?>\s{0,9}\*\*[A-Za-z]|\*\*`")
_ADDRESS = re.compile(r"(?m)^(?:url|source|canonical|source_url|link):\s{0,9}\"?(https?://[^\s\"]+)")
_DEEPEST = 3
_PARSER = MarkdownIt("commonmark").enable("table").disable(["code", "lheading", "reference"])
_PARSER.core.ruler.enableOnly(["normalize", "block"])


def read_markdown(file: str, text: str) -> Document:
    """The blocks of a Markdown file."""
    found = _ADDRESS.search(text, 0, 2000)
    blocks = tuple(bounded(markdown_blocks(text)))
    return Document(file=file, blocks=blocks, address=found[1] if found else None, lines=tuple(text.split("\n")))


def markdown_blocks(text: str, line: int | None = None, depth: int = 0) -> Iterator[Block]:
    """The blocks of a text; all of them stand on `line` where that is given."""
    yield from _Reader(text, line, depth).blocks()


def is_definition(text: str) -> bool:
    """Whether a line of Markdown begins the definition of a field."""
    return _MARKED.match(text) is not None and DEFINED.match(plain(passage(text.strip("-*+ "), 1)).text) is not None


class _Reader:
    def __init__(self, text: str, line: int | None, depth: int) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.line = line
        self.depth = depth

    def blocks(self) -> Iterator[Block]:
        tokens = _PARSER.parse(self.text)
        rows, level, start = list[tuple[int, list[str]]](), 0, 0
        for token in tokens:
            match token.type:
                case "heading_open":
                    level = int(token.tag[1])
                case "heading_close":
                    level = 0
                case "table_open":
                    rows = []
                case "tr_open":
                    start = token.map[0] if token.map else start
                    rows.append((start, []))
                case "table_close":
                    yield from self._table(rows)
                    rows = []
                case "inline" if rows:
                    rows[-1][1].append(token.content)
                case "inline":
                    yield from self._text(token, level)
                case "fence":
                    yield from self._code(token)
                case "html_block":
                    first = token.map[0] if token.map else 0
                    yield from html_blocks(token.content, self.line or first + 1)
                case _:
                    pass

    def _place(self, at: int, said: str, after: int = 0) -> Passage:
        if self.line is not None:
            return passage(said, self.line)
        column = self.lines[at].find(said, after) if at < len(self.lines) else -1
        return passage(said, at + 1, max(column, 0) + 1)

    def _text(self, token: Token, level: int) -> Iterator[Block]:
        """A paragraph or heading; a definition, and what follows a hard line break, is a paragraph of its own."""
        first = token.map[0] if token.map else 0
        waiting: list[Passage] = []
        for number, said in enumerate(token.content.split("\n")):
            alone = self.depth > 0 or is_definition(said)
            if alone and waiting:
                yield self._block(waiting, level)
                waiting = []
            waiting.append(self._place(first + number, said.rstrip("\\").strip()))
            if alone or said.endswith(("\\", "  ")) or _BR.search(said[-6:]):
                yield self._block(waiting, level)
                waiting = []
        if waiting:
            yield self._block(waiting, level)

    def _block(self, parts: Sequence[Passage], level: int) -> Block:
        text = plain(joined(parts) if len(parts) > 1 else parts[0])
        return Block(kind="heading" if level else "prose", text=text.part(0, len(text.text)), level=level)

    def _code(self, token: Token) -> Iterator[Block]:
        first = (token.map[0] if token.map else 0) + 2
        schema = openapi_blocks(token.content, self.line or first, fixed=self.line is not None)
        if schema is not None:
            yield from schema
            return
        lines = token.content.split("\n")
        at = (Place(self.line or first + number, 1) for number in range(len(lines)))
        yield Block(
            kind="code", text=joined((passage(text, place.line) for text, place in zip(lines, at, strict=True)), "\n")
        )

    def _table(self, rows: list[tuple[int, list[str]]]) -> Iterator[Block]:
        whole = any(_NESTED.search(cell) for _, cells in rows for cell in cells)
        made: list[tuple[Passage, ...]] = []
        for at, cells in rows:
            column = 0
            if whole and self.depth < _DEEPEST:
                for cell in cells:
                    yield from markdown_blocks(_BR.sub("\n", cell), self.line or at + 1, self.depth + 1)
                continue
            row: list[Passage] = []
            for cell in cells:
                text = self._place(at, cell, column)
                column = text.place().column + len(cell) - 1
                row.append(plain(text).part(0, len(cell)))
            while row and not row[-1].text:
                row.pop()
            if row and any(cell.text for cell in row):
                made.append(tuple(row))
        if made:
            yield Block(kind="table", text=made[0][0], rows=tuple(made))
