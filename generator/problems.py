"""Problems in the specs and how they are printed.

specs/models/wan2.7.yaml:31:5: unknown key "ragne"
    31 |     ragne: [1, 4]
       |     ^
    expected: one of bills, boxes, choices, ...
    did you mean "range"?
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.ir import Location

_WIDEST_LINE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a spec; `message` says what is wrong, the rest how to fix it."""

    location: Location
    message: str
    expected: str | None = None
    found: str | None = None
    hint: str | None = None


class SpecError(Exception):
    """The specs cannot be used; `problems` holds every mistake, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem], lines: Mapping[str, Sequence[str]]) -> None:
        self.problems = in_order(problems)
        self.lines = lines
        super().__init__(render(self.problems, lines))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.location.file, p.location.line, p.location.column, p.message)))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, or None if none is similar."""
    by_lower = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(name.lower(), sorted(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """The question that names the nearest known name."""
    close = nearest(name, known)
    return f'did you mean "{close}"?' if close else None


def one_of(names: Iterable[str]) -> str:
    """The names as a list in prose, at most one line."""
    listed = list(names)
    if not listed:
        return "nothing (none is defined)"
    return listed[0] if len(listed) == 1 else "one of " + ", ".join(listed)


def render(problems: Iterable[Problem], lines: Mapping[str, Sequence[str]]) -> str:
    """All problems as text, each with its source line and a caret; `lines` holds the lines by file."""
    return "\n".join(_one(problem, lines.get(problem.location.file, ())) for problem in problems)


def _one(problem: Problem, lines: Sequence[str]) -> str:
    at = problem.location
    text = [f"{at}: {problem.message}", *_excerpt(at, lines)]
    text += [f"    {word}: {said}" for word, said in _said(problem)]
    if problem.hint:
        text.append(f"    {problem.hint}")
    return "\n".join(text) + "\n"


def _said(problem: Problem) -> list[tuple[str, str]]:
    pairs = (("expected", problem.expected), ("found", problem.found))
    return [(word, said) for word, said in pairs if said is not None]


def _excerpt(at: Location, lines: Sequence[str]) -> list[str]:
    if not 1 <= at.line <= len(lines):
        return []
    line = lines[at.line - 1]
    start = max(0, at.column - _WIDEST_LINE // 2) if len(line) > _WIDEST_LINE else 0
    near = line[start : start + _WIDEST_LINE]
    shown = "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in near).rstrip()
    gutter = f"    {at.line} | "
    margin = " " * (len(gutter) - 2) + "| "
    return [gutter + shown, margin + _padding(shown[: at.column - 1 - start]) + "^"]


def _padding(before: str) -> str:
    """Blanks as wide on a terminal as the text before the caret; Chinese characters take two cells."""
    return "".join("\t" if c == "\t" else "  " if unicodedata.east_asian_width(c) in "WF" else " " for c in before)
