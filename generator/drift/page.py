"""HTML pages, read into the same blocks as text; what is navigation or script is left out."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from generator.drift.grid import Grid
from generator.drift.passage import Block, Document, Passage, Place, bounded, joined

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "head", "button", "select"})
_PARTS = ("section", "article", "main", "aside", "header", "figure", "figcaption", "details", "summary", "body", "html")
_BREAKS = frozenset({*_PARTS, "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "br", "hr"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKED = re.compile(r"<!\[(?!(?:temp|cdata|ignore|include|rcdata|if|else|endif)(?![-_.a-z0-9]))", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr", "source", "area", "base"})


def read_page(file: str, text: str) -> Document:
    """The blocks of a page."""
    reader = _Reader()
    reader.feed(_closed(text))
    reader.close()
    reader.flush()
    return Document(
        file=file, lines=tuple(text.splitlines()), blocks=tuple(bounded(reader.blocks)), address=reader.address
    )


def _closed(text: str) -> str:
    """The text without openings of what never closes: the parser would search the rest of the page for each of them.

    Nor with those of sections that the parser does not know and would raise for. Every character keeps its place.
    """
    for opening, closing in (("<!--", "-->"), ("<![", "]>"), ("<", ">")):
        end = text.rfind(closing) + 1
        text = text[:end] + text[end:].replace(opening, " " * len(opening))
    return _MARKED.sub("   ", text)


class _Reader(HTMLParser):
    """Gathers text with its place until a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)  # so that every piece of text keeps its place
        self.blocks: list[Block] = []
        self.address: str | None = None
        self.parts: list[Passage] = []
        self.silent: list[str] = []
        self.code = 0
        self.level = 0
        self.grids: list[Grid] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a block where the element is one."""
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") == "canonical":
            self.address = values.get("href")
        if tag == "meta" and values.get("property") == "og:url":
            self.address = self.address or values.get("content")
        if tag in _SILENT and tag not in _VOID:
            self.silent.append(tag)
        if self.silent:
            return
        if tag == "br" and self.code:
            self._add("\n")
        elif tag == "table" or (tag in ("tr", "td", "th") and self.grids):
            self._table(tag, values)
        elif tag in _HEADINGS:
            self.flush()
            self.level = _HEADINGS[tag]
        elif tag == "pre" and not self.grids:
            self.flush()
            self.code += 1
        elif tag in _BREAKS:
            self._pause()

    def handle_endtag(self, tag: str) -> None:
        """Closes the block."""
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag in ("table", "td", "th", "tr") and self.grids:
            self._close(tag)
        elif tag in _HEADINGS or (tag == "pre" and self.code):
            self.flush()
            self.level = 0
            self.code = 0
        elif tag in _BREAKS:
            self._pause()

    def handle_data(self, data: str) -> None:
        """Text, a line at a time."""
        line, column = self.getpos()
        for number, part in enumerate(data.split("\n")):
            if number:
                self._add("\n" if self.code else " ", Place(line + number, 1))
            self._add(part, Place(line + number, column + 1 if not number else 1))

    def handle_entityref(self, name: str) -> None:
        """`&lt;` and the like."""
        self._add(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """`&#160;` and the like."""
        self._add(unescape(f"&#{name};"))

    def _add(self, text: str, place: Place | None = None) -> None:
        if text and not self.silent:
            line, column = self.getpos()
            self.parts.append(Passage(text, ((0, place or Place(line, column + 1)),)))

    def _pause(self) -> None:
        """A block ends; inside a cell it is only a blank, inside code nothing."""
        if self.grids:
            self._add(" ")
        elif not self.code:
            self.flush()

    def _taken(self) -> Passage:
        parts, self.parts = self.parts, []
        whole = joined(parts, "")
        return whole if self.code else whole.part(0, len(whole.text))

    def flush(self) -> None:
        """What has been gathered becomes a block."""
        text = self._taken()
        if not text.text.strip():
            return
        if self.level:
            self.blocks.append(Block(kind="heading", text=text, level=self.level))
        else:
            self.blocks.append(Block(kind="code" if self.code else "prose", text=text))

    def _table(self, tag: str, values: dict[str, str]) -> None:
        if tag == "table":
            if not self.grids:
                self.flush()
            self.grids.append(Grid())
        elif len(self.grids) == 1:
            self._cell_ends()
            self.grids[-1].open(tag, values)
        else:
            self._add(" ")

    def _close(self, tag: str) -> None:
        if len(self.grids) > 1:
            self._add(" ")
        else:
            self._cell_ends()
        if tag != "table":
            return
        grid = self.grids.pop()
        rows = grid.rows() if not self.grids else ()
        if rows:
            self.blocks.append(Block(kind="table", text=rows[0][0], rows=rows))

    def _cell_ends(self) -> None:
        text = self._taken()
        self.grids[-1].close(text)
