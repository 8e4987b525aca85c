"""Rows of text in columns, without a library: start-up is too short for one.

On a terminal that is too narrow, long cells fold at spaces; where even that is too wide, each row becomes a paragraph.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_runtime import chinese, tr, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Row = Sequence[str]
    Style = Callable[[str, str], str | None]
    """The style of a cell by the head of its column and its text, None for none: see `streams.STYLES`."""

GAP = "  "
TIED = "\u00a0"
"""A space at which nothing is folded."""

_NARROWEST = 12
"""Columns that a folded cell has at least, unless it is shorter anyway."""


def show(head: Row, rows: Iterable[Row], style: Style = lambda _head, _text: None) -> None:
    """Print the rows under their head on stdout, as wide as it is; a pipe gets each row on one line.

    The names of the head are in English, marked for the catalogue.
    """
    cells = [[streams.escaped(cell) for cell in row] for row in rows]
    said = [tr(name) for name in head]
    limit = streams.width(sys.stdout)
    wide = _widths([said, *cells])
    if limit is None or sum(wide) + len(GAP) * (len(wide) - 1) <= limit:
        fitting = wide
    else:
        fitting = _folded(wide, [said, *cells], limit)
    if fitting:
        streams.ready("\n".join(_lines(head, cells, fitting, style)))
    else:
        streams.ready("\n".join(_paragraph(head, row, limit or 0, style) for row in cells))


def pairs(rows: Iterable[tuple[str, str]], limit: int) -> str:
    """Names and what there is to say about them, folded beside each other."""
    rows = list(rows)
    wide = max(width(name) for name, _ in rows) + 2
    lines: list[str] = []
    for name, text in rows:
        first, *more = folded(text, max(limit - wide - 2, 20)) or [""]
        lines.append(f"  {name}{' ' * (wide - width(name))}{first}".rstrip())
        lines += [f"  {' ' * wide}{line}" for line in more]
    return "\n".join(lines)


def _widths(rows: Sequence[Row]) -> list[int]:
    return [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]


def _folded(wide: Sequence[int], rows: Sequence[Row], limit: int) -> list[int]:
    """Widths that fit, the widest columns folded first; none if no words would be left whole."""
    least = [
        max(max((width(word) for cell in column for word in cell.split(" ")), default=0), min(natural, _NARROWEST))
        for natural, column in zip(wide, zip(*rows, strict=True), strict=True)
    ]
    found, room = list(wide), limit - len(GAP) * (len(wide) - 1)
    while sum(found) > room:
        loose = [index for index, size in enumerate(found) if size > least[index]]
        if not loose:
            return []
        found[max(loose, key=lambda index: found[index])] -= 1
    return found


def _lines(head: Row, rows: Sequence[Row], wide: Sequence[int], style: Style) -> list[str]:
    lines: list[str] = []
    for number, row in enumerate([[tr(name) for name in head], *rows]):
        cells = [folded(cell, size) or [""] for cell, size in zip(row, wide, strict=True)]
        for line in range(max(map(len, cells))):
            parts: list[str] = []
            for title, cell, text, size in zip(head, row, cells, wide, strict=True):
                piece = text[line] if line < len(text) else ""
                own = "head" if number == 0 else style(title, cell)
                parts.append(streams.painted(piece, own) + " " * (size - width(piece)))
            lines.append(GAP.join(parts).rstrip())
    return lines


def _paragraph(head: Row, row: Row, limit: int, style: Style) -> str:
    """A row whose first cell is the head of what the others say, each with the name of its column."""
    first = streams.painted(row[0], style(head[0], row[0]) or "head")
    said = [
        (name, cell)
        for name, cell in zip([tr(name) for name in head[1:]], row[1:], strict=True)
        if cell not in ("", "-")
    ]
    lines, line = list[str](), ""
    for name, cell in said:
        piece = f"{name} {cell}" if name else cell
        if line and width(line) + 3 + width(piece) + 2 > limit:
            lines.append(line)
            line = piece
        else:
            line = f"{line} · {piece}" if line else piece
    told = [each for text in [*lines, line] if text for each in folded(text, max(limit - 2, 20))]
    return "\n".join([first, *(f"  {each}" for each in told)])


def folded(text: str, limit: int) -> list[str]:
    """The text in lines of at most `limit` columns, broken at spaces; a word that is longer stays whole.

    Chinese has no spaces, and is broken anywhere.
    """
    if chinese():
        return wrapped(text, limit, "", "").replace(TIED, " ").split("\n")
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(lines[-1]) + 1 + width(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.rstrip().replace(TIED, " ") for line in lines]


def width(text: str) -> int:
    """Columns that the text occupies on a terminal."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
