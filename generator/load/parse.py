"""One YAML file -> `located.Document` and the problems of its YAML.

Works on events and not on ruamel's nodes: nodes lose where an alias stands, and cost half as much time again.
Scalars resolve by the core schema of YAML 1.2; keys are always text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from generator.ir import Json, Location
from generator.load.document import Document, Mark, Path
from generator.load.events import Event, SyntaxProblemError, events
from generator.load.syntax import CUT, end_of
from generator.problems import Problem

_DEEPEST = 40
_LONGEST_NUMBER = 100
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CUT = re.compile(r"\s*#(\S?)")
_QUOTED = "the text in quotes, or the comment on a line of its own"
_NO_ALIAS = "anchors and aliases are not used in specs; write the value out"
_NO_TAG = "tags (!) are not used in specs; write a plain value"
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def read(file: str, content: bytes) -> tuple[Document, list[Problem]]:
    """The file's data and positions; where its YAML is broken, the problems and a document that is not readable."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")  # a checkout may have made LF into CRLF
    except UnicodeDecodeError as error:
        at = end_of(file, content[: error.start].decode("utf-8-sig", "replace"))
        problem = Problem(location=at, message="the file is not UTF-8", found=f"byte 0x{content[error.start]:02x}")
        return _unreadable(file, content.decode("utf-8-sig", "replace")), [problem]
    composer = _Composer(file, text)
    try:
        top = composer.compose(events(file, text))
    except SyntaxProblemError as error:
        # A comment that takes a bracket away is one mistake: that of the text it cuts.
        cut = error.problem.hint == CUT and any(each.hint == CUT for each in composer.problems)
        return _unreadable(file, text), [*composer.problems, *([] if cut else [error.problem])]
    if not isinstance(top, dict):
        what = "the file is empty" if top is None else "the file holds no mapping at its top"
        problem = Problem(location=end_of(file, ""), message=what, expected="a mapping, `key: value`")
        return _unreadable(file, text), [*composer.problems, problem]
    return Document(file=file, lines=tuple(text.splitlines()), data=top, marks=composer.marks), composer.problems


def _unreadable(file: str, text: str) -> Document:
    return Document(file=file, lines=tuple(text.splitlines()), data={}, marks={}, readable=False)


class _Composer:
    """Turns events into data and marks; what the spec language does not use of YAML is refused."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = text.split("\n")
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []

    def compose(self, stream: Iterator[Event]) -> Json:
        """The value of the one document in the stream, None for an empty stream."""
        top: Json = None
        documents = 0
        for event in stream:
            if event.kind == "document":
                documents += 1
                if documents > 1 or event.extra:
                    raise self._refused(event, "directives and second documents are not used in specs")
            else:
                top = self._value(event, stream, ())
        return top

    def _value(self, event: Event, stream: Iterator[Event], path: Path, key: Event | None = None) -> Json:
        self._refuse_extras(event, path)
        at_key = key or event
        at = event if event.text or not event.plain else at_key  # nothing stands nowhere
        self.marks[path] = Mark(at.line, at.column, at_key.line, at_key.column)
        if event.kind == "mapping":
            return self._mapping(stream, path)
        if event.kind == "sequence":
            return self._sequence(stream, path)
        return self._plain(event) if event.plain else self._text(event)

    def _mapping(self, stream: Iterator[Event], path: Path) -> dict[str, Json]:
        made: dict[str, Json] = {}
        while (event := next(stream)).kind != "end":
            self._refuse_extras(event, path)
            key = self._text(event)
            if event.kind != "scalar":
                raise self._refused(event, "a key must be text")
            if key == "<<" and event.plain:
                raise self._refused(event, "merge keys (<<) are not used in specs; write the values out")
            if key in made:
                self._duplicate(event, (*path, key))
                self._value(next(stream), stream, (*path, f"{key} (again)"))
            else:
                made[key] = self._value(next(stream), stream, (*path, key), event)
        return made

    def _sequence(self, stream: Iterator[Event], path: Path) -> list[Json]:
        made: list[Json] = []
        while (event := next(stream)).kind != "end":
            made.append(self._value(event, stream, (*path, len(made))))
        return made

    def _text(self, event: Event) -> str:
        """The text of a scalar; escapes such as "\\ud83d\\ude00" are one character."""
        if not _SURROGATE.search(event.text):
            return event.text
        try:
            return event.text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise self._refused(event, "half a character: a surrogate without its other half") from None

    def _plain(self, event: Event) -> Json:
        """A scalar without quotes, by the core schema."""
        text = event.text
        self._refuse_cut(event)
        if text in _WORDS:
            return _WORDS[text]
        if len(text) > _LONGEST_NUMBER:
            return text
        if _INTEGER.fullmatch(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT.fullmatch(text):
            number = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
            if not math.isfinite(number):
                raise self._refused(event, "numbers in specs are finite")
            return number
        return text

    def _refuse_cut(self, event: Event) -> None:
        """What looks like text with a # in it, and is read only up to there: `A cat #2`, `#2 of them`."""
        line, column = event.end
        rest = self._lines[line - 1][column - 1 :] if line <= len(self._lines) else ""
        found = _CUT.match(rest)
        if found and (" " in event.text or found[1]):
            at = Location(file=self.file, line=line, column=column + len(found[0]) - len(found[0].lstrip()))
            message = "the text ends here, before its #"
            self.problems.append(Problem(location=at, message=message, expected=_QUOTED, hint=CUT))

    def _duplicate(self, event: Event, path: Path) -> None:
        mark = self.marks[path]
        first = Location(file=self.file, line=mark.key_line, column=mark.key_column)
        problem = Problem(
            location=Location(file=self.file, line=event.line, column=event.column),
            message=f'duplicate key "{event.text}"',
            expected="each key once",
            found=f"first given at {first}",
        )
        self.problems.append(problem)

    def _refuse_extras(self, event: Event, path: Path) -> None:
        if event.kind == "alias" or event.extra == "anchor":
            raise self._refused(event, f"{_NO_ALIAS}, and a text that begins with & or * in quotes")
        if event.extra == "tag":
            raise self._refused(event, f"{_NO_TAG}, and a text that begins with ! in quotes")
        if len(path) > _DEEPEST:
            raise self._refused(event, f"nested deeper than {_DEEPEST} levels")

    def _refused(self, event: Event, message: str) -> SyntaxProblemError:
        at = Location(file=self.file, line=event.line, column=event.column)
        return SyntaxProblemError(Problem(location=at, message=message))
