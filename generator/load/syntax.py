"""What is wrong with text that is no YAML, in words of whoever wrote it and where it went wrong.

ruamel.yaml tells where it stopped reading. That is often below the mistake: a bracket that is never closed takes in the
next lines, a `#` takes the bracket away, a quote takes all up to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import ReaderError

from generator.ir import Location
from generator.problems import Problem

_CLOSES = {"[": "]", "{": "}"}
_TEXT_AFTER = re.compile(r"\s*(?:- )*[^\s:'\"#][^:#]*:\s+\S")
"""A key and the beginning of its text."""
_GLUED = re.compile(r" *(?:- )*[\w.-]+(：|:[^ \t\n])")
"""A key with the colon of a Chinese keyboard, or with no blank behind its colon."""
_COMMENT = re.compile(r"\s#")
CUT = 'a blank and # begin a comment, which cuts the text; put the text in quotes: "..."'


def problem(file: str, text: str, error: YAMLError) -> Problem:
    """The mistake behind an error of the parser."""
    found: Any = error  # its errors have no types
    if isinstance(error, ReaderError):
        sign, place = cast("int", found.character), cast("int", found.position)
        message = "this character is not allowed in YAML"
        return Problem(location=end_of(file, text[:place]), message=message, found=f"U+{sign:04X}")
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        return Problem(location=Location(file=file, line=1, column=1), message=f"not YAML: {error}")
    lines = text.split("\n")
    told = " ".join(str(part) for part in (found.context, found.problem) if part)
    at = Location(file=file, line=mark.line + 1, column=mark.column + 1)
    begin = Location(file=file, line=start.line + 1, column=start.column + 1) if start else at
    known = (_tab, _cannot_begin, _open_quote, _open_bracket, _no_key, _other_colon, _text_with_colon, _indented)
    problems = (each(told, lines, at, begin) for each in known)
    return next((each for each in problems if each), Problem(location=at, message=f"not YAML: {told}"))


def end_of(file: str, before: str) -> Location:
    """The position just behind the text `before`."""
    return Location(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _line(lines: Sequence[str], at: Location) -> str:
    """The line; the parser counts more signs as ends of lines than there are in a sound file."""
    return lines[at.line - 1] if at.line <= len(lines) else ""


def _tab(told: str, _: Sequence[str], at: Location, __: Location) -> Problem | None:
    if "\\t" not in told:
        return None
    return Problem(location=at, message="this line is indented with a tab", expected="spaces")


def _cannot_begin(told: str, lines: Sequence[str], at: Location, _: Location) -> Problem | None:
    if "cannot start any token" not in told:
        return None
    sign = _line(lines, at)[at.column - 1 : at.column]
    return Problem(location=at, message=f"a text cannot begin with {sign}", expected='the text in quotes: "..."')


def _open_quote(told: str, lines: Sequence[str], at: Location, begin: Location) -> Problem | None:
    """A quote without its end, or one that the next quote in the file ends."""
    if "quoted scalar" in told:
        return Problem(location=begin, message="this quote is not closed", expected="the same quote at the text's end")
    before = _line(lines, at)[: at.column - 1].rstrip()
    if "<scalar>" not in told or not before.endswith(('"', "'")):
        return None
    quote = before[-1]
    if before.count(quote) % 2 == 0:
        return Problem(location=at, message="text goes on behind its closing quote", expected="all of it in the quotes")
    for number in range(min(at.line - 1, len(lines)), 0, -1):
        line = lines[number - 1]
        if line.count(quote) % 2:
            where = Location(file=at.file, line=number, column=line.rfind(quote) + 1)
            return Problem(location=where, message="this quote is not closed", expected=f"{quote} at the text's end")
    return None


def _open_bracket(told: str, lines: Sequence[str], at: Location, begin: Location) -> Problem | None:
    if "flow sequence" not in told and "flow mapping" not in told and "flow node" not in told:
        return None
    opened = _innermost(lines, begin, at)
    if opened is None:
        return None
    line = lines[opened.line - 1]
    sign = line[opened.column - 1]
    expected = f"{_CLOSES[sign]} in this line or below"
    hint = CUT if _COMMENT.search(line[opened.column :]) else None
    return Problem(location=opened, message=f"this {sign} is not closed", expected=expected, hint=hint)


def _innermost(lines: Sequence[str], begin: Location, at: Location) -> Location | None:
    """The last bracket from the line of `begin` on that is still open at `at`."""
    opened: list[Location] = []
    for number in range(begin.line, min(at.line, len(lines)) + 1):
        line = _bare(lines[number - 1])
        for column, sign in enumerate(line[: at.column - 1] if number == at.line else line, 1):
            if sign in "[{":
                opened.append(Location(file=begin.file, line=number, column=column))
            elif sign in "]}" and opened:
                opened.pop()
    return opened[-1] if opened else None


def _bare(line: str) -> str:
    """The line with blanks for what is quoted or a comment."""
    plain = re.sub(r'"(?:\\.|[^"\\])*"|\'[^\']*\'', lambda found: " " * len(found[0]), line)
    return re.sub(r"(^|\s)#.*", lambda found: " " * len(found[0]), plain)


def _no_key(told: str, _: Sequence[str], __: Location, begin: Location) -> Problem | None:
    if "could not find expected ':'" not in told:
        return None
    message = "this is neither a key nor an item of a list"
    return Problem(location=begin, message=message, expected="`key: value`, or `- item` with a blank behind the dash")


def _other_colon(told: str, lines: Sequence[str], at: Location, _: Location) -> Problem | None:
    """A key above whose colon is none, so that the lines below it are one text."""
    above = (number for number in range(min(at.line - 1, len(lines)), 0, -1) if _bare(lines[number - 1]).strip())
    found = _GLUED.match(lines[number - 1]) if (number := next(above, 0)) else None
    if "mapping values are not allowed" not in told or found is None:
        return None
    where = Location(file=at.file, line=number, column=found.start(1) + 1)
    return Problem(location=where, message="this colon makes no key", expected="`: `, a plain colon with a plain blank")


def _text_with_colon(told: str, lines: Sequence[str], at: Location, _: Location) -> Problem | None:
    before = _line(lines, at)[: at.column - 1]
    if "mapping values are not allowed" not in told or not _TEXT_AFTER.match(before):
        return None
    message = "a text that holds a colon and a blank must be quoted"
    return Problem(location=at, message=message, expected='the text in quotes: "..."')


def _indented(told: str, lines: Sequence[str], at: Location, _: Location) -> Problem | None:
    if "mapping values are not allowed" not in told and "expected <block end>" not in told:
        return None
    line = _line(lines, at)
    own = len(line) - len(line.lstrip(" "))
    above: dict[int, int] = {}
    least = own + 1_000
    for number in range(min(at.line - 1, len(lines)), 0, -1):
        text = lines[number - 1]
        indent = len(text) - len(text.lstrip(" "))
        if text.strip() and not text.lstrip().startswith("#") and indent < least:
            least = indent
            above.setdefault(indent, number)
    choices = sorted(above, key=lambda indent: (abs(indent - own), indent))[:2]
    expected = " or ".join(f"{indent} blanks, as line {above[indent]}" for indent in sorted(choices))
    where = Location(file=at.file, line=at.line, column=own + 1)
    message = "the indentation of this line fits none above"
    return Problem(location=where, message=message, expected=expected, found=f"{own} blanks")
