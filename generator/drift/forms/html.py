"""HTML pages: lxml reads them; what is navigation or script is left out.

The vendor's pages put whole chapters into the cells of tables; a table with headings, code or lists of fields in its
cells is read as if there was none.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from generator.drift.passage import Block, Document, Passage, bounded, joined, passage, unified

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "head", "button", "select"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKS = frozenset({
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "br", "hr", "section", "article", "main",
    "aside", "header", "figure", "figcaption", "details", "summary", "body", "html", "table", "thead", "tbody",
    "tr", "td", "th", "pre", "h1", "h2", "h3", "h4", "h5", "h6"
})  # fmt: skip
_WIDEST = 50
"""How often the text of a cell is repeated at most."""
_FIELD = re.compile(r"[A-Za-z][\w.]{0,60}\s{0,3}(?:string|integer|boolean|array|object|number|int|bool|float)\b")


def read_html(file: str, text: str) -> Document:
    """The blocks of a page."""
    reader = _Reader(text, 1)
    blocks = tuple(bounded(reader.blocks()))
    return Document(file=file, blocks=blocks, address=reader.address, lines=tuple(text.split("\n")))


def html_blocks(text: str, line: int) -> Iterator[Block]:
    """The blocks of a piece of HTML that begins on `line`."""
    yield from _Reader(text, line).blocks()


class _Cell:
    """A cell, with what it spans and the blocks in it."""

    def __init__(self, element: Any) -> None:
        wide = _span(element.get("colspan"))
        self.spans = (min(_span(element.get("rowspan")), max(1, _WIDEST // wide)), wide)
        self.blocks: list[Block] = []

    @property
    def text(self) -> Passage:
        return joined([block.text for block in self.blocks])

    @property
    def is_page(self) -> bool:
        return any(block.kind != "prose" or _FIELD.match(block.text.text) for block in self.blocks)


class _Reader:
    """Gathers text with its place until a block ends."""

    def __init__(self, text: str, line: int) -> None:
        self.source = text
        self.first = line
        self.line = line
        self.address: str | None = None
        self.parts: list[Passage] = []
        self.code = 0
        self.level = 0
        self.out: list[list[Block]] = [[]]
        self.tables: list[list[list[_Cell]]] = []

    def blocks(self) -> list[Block]:
        """All of them."""
        if not self.source.strip():
            return []
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
        root: Any = etree.HTML(self.source.encode(), parser)
        if root is None:
            return []
        silent = 0
        walked = cast("Iterator[tuple[str, Any]]", etree.iterwalk(root, events=("start", "end")))
        for event, node in walked:
            tag = str(node.tag)
            if event == "start":
                self.line = max(self.line, self.first - 1 + (node.sourceline or 0))
                self._head(tag, node)
            silent += (tag in _SILENT) * (1 if event == "start" else -1)
            if not silent and event == "start":
                self._start(tag, node)
                self._add(node.text)
            elif not silent and tag not in _SILENT:
                self._end(tag)
            if event == "end" and not silent:
                self._add(node.tail)
        self._flush()
        return self.out[0]

    def _head(self, tag: str, node: Any) -> None:
        if tag == "link" and node.get("rel") == "canonical":
            self.address = node.get("href")
        elif tag == "meta" and node.get("property") == "og:url":
            self.address = self.address or node.get("content")

    def _start(self, tag: str, node: Any) -> None:
        if tag == "br" and self.code:
            self.parts.append(passage("\n", self.line))
        elif tag in _BREAKS and not self.code:
            self._flush()
        self.level = _HEADINGS.get(tag, self.level)
        self.code += tag == "pre"
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            if not self.tables[-1]:
                self.tables[-1].append([])
            cell = _Cell(node)
            self.tables[-1][-1].append(cell)
            self.out.append(cell.blocks)

    def _end(self, tag: str) -> None:
        if tag in _BREAKS and (not self.code or tag == "pre"):
            self._flush()
        self.level = 0 if tag in _HEADINGS else self.level
        self.code -= tag == "pre" and self.code > 0
        if tag in ("td", "th") and self.tables and len(self.out) > 1:
            self.out.pop()
        elif tag == "table" and self.tables:
            self.out[-1].extend(_table(self.tables.pop()))

    def _add(self, text: str | None) -> None:
        for number, part in enumerate((text or "").split("\n")):
            if number:
                self.line += 1
                self.parts.append(passage("\n" if self.code else " ", self.line))
            if part:
                self.parts.append(passage(part, self.line))

    def _flush(self) -> None:
        parts, self.parts = self.parts, []
        text = joined(parts, "")
        if not text.text.strip():
            return
        if self.code:
            self.out[-1].append(Block(kind="code", text=text))
            return
        text = unified(text.part(0, len(text.text)))
        self.out[-1].append(Block(kind="heading" if self.level else "prose", text=text, level=self.level))


def _table(rows: list[list[_Cell]]) -> Iterator[Block]:
    cells = [cell for row in rows for cell in row]
    if any(cell.is_page for cell in cells):
        yield from (block for cell in cells for block in cell.blocks)
        return
    made = tuple(row for row in _laid_out(rows) if any(cell.text for cell in row))
    if made:
        yield Block(kind="table", text=made[0][0], rows=made)


def _laid_out(rows: list[list[_Cell]]) -> Iterator[tuple[Passage, ...]]:
    """The rows with the cells that span several repeated in each."""
    below: dict[int, tuple[Passage, int]] = {}
    for cells in rows:
        row: list[Passage] = []
        waiting = deque(cells)
        while waiting or len(row) in below:
            if len(row) in below:
                text, left = below.pop(len(row))
                wide = 1
            else:
                cell = waiting.popleft()
                text, (left, wide) = cell.text, cell.spans
            for _ in range(wide):
                if left > 1:
                    below[len(row)] = (text, left - 1)
                row.append(text)
        yield tuple(row)


def _span(text: str | None) -> int:
    return min(int(text), _WIDEST) if text and text.isdigit() and int(text) else 1
