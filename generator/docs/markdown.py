"""Plain text as Markdown: code spans for what is code, escapes, tables, anchors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_CODE = re.compile(
    r"\bclient(?:\.\w+)+(?:\(\.\.\.\))?"  # calls
    r"|\b\d+\*\d+|\b(?:width\*height|W\*H)\b"  # sizes
    r"|\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b(?:=\"[^\"]*\")?"  # parameter names
    r"|\b(?:wan\d|qwen-|z-)[a-z0-9.-]*[a-z0-9]\b"  # model ids
    r"|\bX-DashScope-[A-Za-z]+\b"
    r"|https?://[^\s)]*[^\s).,;]"
)
_SPECIAL = re.compile(r"[*|\\`\[\]~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What begins or ends a form of text; `_` within a word does not."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([#>+.)-])(?=[\s#>]|$)")
"""A text that would be a heading, a quotation or an item of a list."""
_BAR = re.compile(r"(?<!\\)\|")
_WIDTH = 120


@lru_cache(maxsize=65_536)
def md(text: str) -> str:
    """Plain text for a paragraph or a table cell: names and sizes as code, everything else escaped."""
    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [_escaped(text[end : match.start()]), f"`{match[0]}`"]
        end = match.end()
    return _START.sub(r"\1\\\2", "".join([*parts, _escaped(text[end:])]))


def plain(text: str) -> str:
    """Plain text as it stands, for a heading, a title or a link."""
    return _START.sub(r"\1\\\2", _escaped(text))


def code(text: str) -> str:
    """A code span."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def codes(texts: Sequence[str]) -> str:
    """Code spans with commas between them."""
    return ", ".join(map(code, texts))


def anchor(heading: str) -> str:
    """The id that Markdown gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, aligned where it fits the page; a column in which no row says anything is left out."""
    kept = [index for index in range(len(head)) if any(row[index] for row in rows)]
    cells = [[_cell(line[index]) for index in kept] for line in (head, *rows)]
    widths = [max(3, *(len(line[column]) for line in cells)) for column in range(len(kept))]
    if sum(widths) + 3 * len(widths) > _WIDTH:
        widths = [0] * len(widths)
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], _line(["-" * max(width, 3) for width in widths], widths), *lines[1:]])


def _cell(text: str) -> str:
    return (_BAR.sub(r"\\|", text) if "|" in text else text) or "-"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _escaped(text: str) -> str:
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\g<0>", text)).replace("<", "&lt;")
