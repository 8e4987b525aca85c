"""Edits of the lines of a spec file: a value replaced where it stands, an entry added where it belongs."""

from __future__ import annotations

import re

from generator.load.document import Document, Path

_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


class Edits:
    """The lines of one file and what is to be changed in them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._replaced: dict[int, str] = {}
        self._added: dict[int, list[str]] = {}
        self._done: set[tuple[object, ...]] = set()

    def once(self, *key: object) -> bool:
        """Whether this has not been asked before: two statements of a document may call for the same edit."""
        new = key not in self._done
        self._done.add(key)
        return new

    def lines(self) -> list[str]:
        """The file as it would be."""
        made: list[str] = []
        for at, line in enumerate(self.document.lines):
            made += [self._replaced.get(at, line), *self._added.get(at, [])]
        return made

    @property
    def changed(self) -> bool:
        """Whether there is any edit."""
        return bool(self._replaced or self._added)

    def replace(self, path: Path, text: str) -> bool:
        """Puts `text` in the place of the value at `path`; False where it spans lines."""
        place = self.document.location(path, value=True)
        at, start = place.line - 1, place.column - 1
        line = self._replaced.get(at, self.document.lines[at])
        if at in self._replaced and line[:start] != self.document.lines[at][:start]:
            return False  # an edit before it has moved it
        end = _value_end(line, start)
        if end is None:
            return False
        self._replaced[at] = line[:start] + text + line[end:]
        return True

    def add(self, owner: Path, entry: list[str], flow: str) -> bool:
        """Adds an entry at the end of the mapping or list at `owner`: lines in a block, `flow` inside brackets."""
        place = self.document.location(owner, value=True)
        at, start = place.line - 1, place.column - 1
        line = self._replaced.get(at, self.document.lines[at])
        if line[start : start + 1] in ("{", "["):
            end = _value_end(line, start)
            if end is None or (at in self._replaced and line[:start] != self.document.lines[at][:start]):
                return False
            inside = line[start + 1 : end - 1].strip()
            inside += " " if inside.endswith(":") else ""  # `{seed:, n: }` would be another key
            both = f"{inside}, {flow}" if inside else flow
            self._replaced[at] = line[: start + 1] + both + line[end - 1 :]
            return True
        last = self.last_line(owner)
        indent = " " * start
        self._added.setdefault(last, []).extend(f"{indent}{part}" for part in entry)
        return True

    def last_line(self, path: Path) -> int:
        """The index of the last line that belongs to the value at `path`."""
        below = [(each, mark) for each, mark in self.document.marks.items() if each[: len(path)] == path]
        # a key that holds nothing has its value marked where the next thing begins
        at = max(mark.line if self.document.get(each) is not None else mark.key_line for each, mark in below) - 1
        column = self.document.location(path, value=True).column - 1
        while at + 1 < len(self.document.lines):  # folded text goes on below its mark
            line = self.document.lines[at + 1]
            if not line.strip() or len(line) - len(line.lstrip()) <= column or line.lstrip().startswith("#"):
                break
            at += 1
        return at


def _value_end(line: str, start: int) -> int | None:
    """The offset behind the value that begins at `start`; None where it goes on in the next line."""
    first = line[start : start + 1]
    if first in ("", "|", ">"):
        return None
    if first in _CLOSING:
        return _closed(line, start)
    flow = re.search(r"[\[{]", line[:start]) is not None
    found = re.compile(r"(?:(?!\s#)[^,\]}])+" if flow else r"(?:(?!\s#).)+").match(line, start)
    return start + len(found[0].rstrip()) if found else None


def _closed(line: str, start: int) -> int | None:
    waiting = [_CLOSING[line[start]]]
    at = start + 1
    while at < len(line) and waiting:
        sign = line[at]
        if waiting[-1] in "\"'":
            if sign == waiting[-1]:
                waiting.pop()
        elif sign == waiting[-1]:
            waiting.pop()
        elif sign in _CLOSING and (sign in "[{" or line[at - 1] in "[{,: "):
            waiting.append(_CLOSING[sign])
        at += 1
    return at if not waiting else None
