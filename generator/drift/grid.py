"""The cells of an HTML table, those that span rows or columns repeated in each."""

from __future__ import annotations

from collections import deque

from generator.drift.passage import Passage

_WIDEST = 50
"""How often the text of a cell is repeated at most."""


class Grid:
    """Takes the cells of a table as they come."""

    def __init__(self) -> None:
        self._cells: list[list[tuple[Passage, int, int]]] = []
        self._spans: tuple[int, int] | None = None

    def open(self, tag: str, values: dict[str, str]) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self._cells.append([])
        else:
            wide = _span(values.get("colspan"))
            self._spans = (min(_span(values.get("rowspan")), max(1, _WIDEST // wide)), wide)

    def close(self, text: Passage) -> None:
        """The open cell, if there is one, ends with this text."""
        if self._spans is not None and self._cells:
            self._cells[-1].append((text, *self._spans))
        self._spans = None

    def rows(self) -> tuple[tuple[Passage, ...], ...]:
        """The whole table."""
        made: list[tuple[Passage, ...]] = []
        below: dict[int, tuple[Passage, int]] = {}
        for cells in self._cells:
            row: list[Passage] = []
            waiting = deque(cells)
            while waiting or len(row) in below:
                held = below.pop(len(row), None)
                if held is not None:
                    text, left = held
                    if left > 1:
                        below[len(row)] = (text, left - 1)
                    row.append(text)
                    continue
                text, high, wide = waiting.popleft()
                for _ in range(wide):
                    if high > 1:
                        below[len(row)] = (text, high - 1)
                    row.append(text)
            if row:
                made.append(tuple(row))
        return tuple(made)


def _span(text: str | None) -> int:
    return min(int(text), _WIDEST) if text and text.isdigit() and int(text) else 1
