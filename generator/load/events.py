"""Two parsers behind one typed interface: YAML text -> events with positions; syntax errors are problems.

libyaml (by PyYAML) reads a sound file eight times as fast as ruamel.yaml. What it refuses, and everything where it was
not built in, is read by ruamel.yaml, which knows YAML 1.2 and tells what is wrong. Both give the same events: a test
compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Literal, NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.load.syntax import problem
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
    end: tuple[int, int]
    """Line and column just behind it."""


class SyntaxProblemError(Exception):
    """The text is no YAML."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def events(file: str, text: str) -> Iterator[Event]:
    """The events of the text; raises SyntaxProblemError where it stops being YAML."""
    try:
        yield from quickly(text) or thoroughly(text)
    except YAMLError as error:
        raise SyntaxProblemError(problem(file, text, error)) from None


def quickly(text: str) -> list[Event] | None:
    """The events by libyaml; None if it refuses the text or is not there."""
    yaml: Any = import_module("yaml")  # its stubs are a package of their own
    if not yaml.__with_libyaml__:
        return None
    try:
        found = list(_known(yaml.parse(text, Loader=yaml.CSafeLoader)))
    except (yaml.YAMLError, UnicodeError):
        return None
    return None if any(event.extra for event in found) else found  # to be refused too


def thoroughly(text: str) -> Iterator[Event]:
    """The events by ruamel.yaml. Raises YAMLError."""
    parser = YAML(typ="safe", pure=True)
    parser.version = (1, 2)
    return _known(cast("Any", parser).parse(text))


def _known(stream: Iterable[Any]) -> Iterator[Event]:
    for event in stream:
        kind = _KINDS.get(type(event).__name__)
        if kind is not None:
            yield _event(kind, event)


def _event(kind: Kind, event: Any) -> Event:
    mark = event.start_mark
    text, plain = (event.value, event.implicit[0]) if kind == "scalar" else ("", False)
    end = event.end_mark
    return Event(kind, mark.line + 1, mark.column + 1, text, plain, _extra(kind, event), (end.line + 1, end.column + 1))


def _extra(kind: Kind, event: Any) -> Literal["", "anchor", "tag", "directive"]:
    if kind == "document":
        return "directive" if event.version or event.tags else ""
    if kind == "end":
        return ""
    if event.anchor is not None:
        return "anchor"
    return "tag" if getattr(event, "ctag", getattr(event, "tag", None)) is not None else ""
