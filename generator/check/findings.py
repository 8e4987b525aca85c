"""Collects the problems of one document, and knows which of its values are valid enough to be checked further."""

from __future__ import annotations

from typing import cast

from generator.ir import Json, Location
from generator.load.document import Document, Path
from generator.problems import Problem


def shown(value: Json) -> str:
    """A value of the specs as a message shows it."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}..."'
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping of {', '.join(list(value)[:4]) or 'nothing'}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item) for item in cast("list[Json]", value)[:8]) + "]"
    return str(value)


_LONGEST = 60


class Findings:
    """What is wrong in one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.misread: set[Path] = set()
        """Mappings with unknown keys: what seems to be missing there may only be misspelt."""
        self._unsound: set[Path] = set()

    def add(
        self,
        path: Path,
        message: str,
        *,
        at_value: bool = False,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
        location: Location | None = None,
    ) -> None:
        """Records a problem at the key of `path`, at its value, or elsewhere; what contains it is no longer valid."""
        at = location or self.document.location(path, value=at_value)
        self.problems.append(Problem(location=at, message=message, expected=expected, found=found, hint=hint))
        self._unsound.update(path[:end] for end in range(len(path) + 1))

    def sound(self, *paths: Path) -> bool:
        """Whether no problem was found at these paths or below them."""
        return not any(path in self._unsound for path in paths)

    def mapping(self, path: Path) -> dict[str, Json]:
        """The mapping at `path`, an empty one where there is none."""
        found = self.document.get(path)
        return found if isinstance(found, dict) else {}

    def items(self, path: Path) -> list[Json]:
        """The list at `path`, an empty one where there is none."""
        found = self.document.get(path)
        return found if isinstance(found, list) else []
