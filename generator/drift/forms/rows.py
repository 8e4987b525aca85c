"""Rows of tables written with pipes, also of tables whose rows ran together on one line."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.drift.passage import Passage, Row, passage

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
