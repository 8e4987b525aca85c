"""Shapes of values, as plain data: what the spec language is written in, and documents are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.problems import one_of


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value."""

    what: str = "a value"


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    what: str = "true or false"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value: a key alone."""

    what: str = "nothing"


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer; `maximum` is what a slip of the pen goes beyond."""

    what: str = "an integer"
    minimum: int = 0
    maximum: int = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Number:
    """An integer or a decimal number."""

    what: str = "a number"


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is not blank, and matches `pattern`."""

    what: str = "text"
    pattern: str = r"(?s).*\S.*"


@dataclass(frozen=True, slots=True)
class Ref:
    """The name of something that is defined elsewhere; `scope` is where to look it up if `kind` does not say it."""

    kind: str
    scope: str = ""

    @property
    def what(self) -> str:
        """The shape in words."""
        return f"the name of {'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def what(self) -> str:
        """The shape in words."""
        return one_of(self.options)


@dataclass(frozen=True, slots=True)
class Either:
    """The first of the shapes that takes a value of this type."""

    shapes: tuple[Shape, ...]

    @property
    def what(self) -> str:
        """The shape in words."""
        return " or ".join(shape.what for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of at least `minimum` items, no two the same."""

    of: Shape
    minimum: int = 1

    @property
    def what(self) -> str:
        """The shape in words."""
        return f"a list, each item {self.of.what}"


@dataclass(frozen=True, slots=True)
class Between:
    """A range [least, most]; sizes compare by area, aspects by width over height."""

    of: Integer | Number | Text | Either
    order: Literal["number", "area", "aspect"] = "number"

    @property
    def what(self) -> str:
        """The shape in words."""
        return f"a range [least, most], each {self.of.what}"


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping whose keys are names of the author's choice (`Text`) or of something defined elsewhere (`Ref`)."""

    of: Shape
    key: Text | Ref = Text()
    minimum: int = 1

    @property
    def what(self) -> str:
        """The shape in words."""
        return f"a mapping from {self.key.what} to {self.of.what}"


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; a key that ends in `!` must be there."""

    fields: Mapping[str, Shape]
    what: str = "a mapping"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A record whose keys depend on the value of one of them, which is `usual` where it is not said."""

    tag: str
    records: Mapping[str, Record]
    usual: str | None = None

    @property
    def what(self) -> str:
        """The shape in words."""
        return "a mapping" if self.usual else f'a mapping with "{self.tag}"'


Shape = (
    Anything
    | Flag
    | Nothing
    | Integer
    | Number
    | Text
    | Ref
    | Choice
    | Either
    | Items
    | Between
    | Map
    | Record
    | Tagged
)
