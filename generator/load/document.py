"""A spec file as plain data, with the position of every key and value beside it.

document.data["parameters"]["n"]["range"]                    -> [1, 4]
document.location(("parameters", "n"))                       -> specs/models/wan2.7.yaml:41:3    (the key `n`)
document.location(("parameters", "n", "range"), value=True)  -> ...:44:12                        (the value [1, 4])
document.location(("rules", 0))                              -> the first item of `rules`
document.get(("parameters", "n", "unit"))                    -> None
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.ir import Json, Location

Path = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and indices."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands and, in a mapping, its key; lines and columns count from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One spec file. Nothing changes `data`; a file that could not be read has none and is not `readable`."""

    file: str
    """Path from the folder that holds the specs, with slashes: "specs/models/wan2.7.yaml"."""
    lines: tuple[str, ...]
    data: dict[str, Json]
    marks: Mapping[Path, Mark]
    readable: bool = True

    def location(self, path: Path = (), *, value: bool = False) -> Location:
        """Where the key (or item) of `path` stands, or its value; where it is absent, what would hold it."""
        while path and path not in self.marks:
            path = path[:-1]
        mark = self.marks.get(path)
        if mark is None:
            return Location(file=self.file, line=1, column=1)
        line, column = (mark.line, mark.column) if value else (mark.key_line, mark.key_column)
        return Location(file=self.file, line=line, column=column)

    def inside(self, path: Path, line: int, column: int) -> Location:
        """A place in the text at `path`, by its line and column, if the text is a block (`key: |`); else its start."""
        start = self.location(path, value=True)
        block = self.lines[start.line :]
        if self.lines[start.line - 1][start.column - 1 :].rstrip() != "|" or line > len(block):
            return start
        first = next((each for each in block if each.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        return Location(file=self.file, line=start.line + line, column=indent + column)

    def get(self, path: Path) -> Json:
        """The value at `path`, None where there is none."""
        found: Json = self.data
        for step in path:
            found = _step(found, step)
        return found


def _step(value: Json, step: str | int) -> Json:
    if isinstance(step, str):
        return value.get(step) if isinstance(value, dict) else None
    return value[step] if isinstance(value, list) and 0 <= step < len(value) else None
