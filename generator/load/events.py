"""ruamel.yaml's parser behind a typed interface: YAML text -> events with positions; syntax errors are problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import ReaderError

from generator.ir import Location
from generator.problems import Problem

Kind = Literal["document", "mapping", "sequence", "end", "scalar", "alias"]
_KINDS: dict[str, Kind] = {
    "DocumentStartEvent": "document",
    "MappingStartEvent": "mapping",
    "MappingEndEvent": "end",
    "SequenceStartEvent": "sequence",
    "SequenceEndEvent": "end",
    "ScalarEvent": "scalar",
    "AliasEvent": "alias",
}


class Event(NamedTuple):
    """What the parser met, and where; lines and columns count from 1."""

    kind: Kind
    line: int
    column: int
    text: str
    """Of a scalar."""
    plain: bool
    """A scalar without quotes."""
    extra: Literal["", "anchor", "tag", "directive"]
    """What stands before the value."""


class SyntaxProblemError(Exception):
    """The text is no YAML."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def events(file: str, text: str) -> Iterator[Event]:
    """The events of the text; raises SyntaxProblemError where it stops being YAML."""
    parser = YAML(typ="safe", pure=True)
    parser.version = (1, 2)
    try:
        for event in cast("Iterator[Any]", cast("Any", parser).parse(text)):
            kind = _KINDS.get(type(event).__name__)
            if kind is not None:
                yield _event(kind, event)
    except YAMLError as error:
        raise SyntaxProblemError(_problem(file, text, error)) from None


def _event(kind: Kind, event: Any) -> Event:
    mark = event.start_mark
    text, plain = (event.value, event.implicit[0]) if kind == "scalar" else ("", False)
    return Event(kind, mark.line + 1, mark.column + 1, text, plain, _extra(kind, event))


def _extra(kind: Kind, event: Any) -> Literal["", "anchor", "tag", "directive"]:
    if kind == "document":
        return "directive" if event.version or event.tags else ""
    if kind == "end":
        return ""
    if event.anchor is not None:
        return "anchor"
    return "tag" if getattr(event, "ctag", None) is not None else ""


def _problem(file: str, text: str, error: Any) -> Problem:  # ruamel's errors have no types
    if isinstance(error, ReaderError):
        place = cast("Any", error)
        message = "this character is not allowed in YAML"
        return Problem(location=end_of(file, text[: place.position]), message=message, found=f"U+{place.character:04X}")
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem(location=Location(file=file, line=1, column=1), message=f"not YAML: {error}")
    at = Location(file=file, line=mark.line + 1, column=mark.column + 1)
    told = " ".join(str(part) for part in (error.context, error.problem) if part)
    if "\\t" in told:
        return Problem(location=at, message="this line is indented with a tab", expected="spaces")
    return Problem(location=at, message=f"not YAML: {told}")


def end_of(file: str, before: str) -> Location:
    """The position just behind the text `before`."""
    return Location(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
