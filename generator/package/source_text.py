"""Python source text: literals, constructor calls and docstrings. `ruff format` lays them out afterwards."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import cast

LINE = 120
_PIECE = 76
"""Longest piece of a long text, so that it fits into a line however deep it stands."""


def literal(value: object) -> str:
    """The Python expression for a plain value; long text becomes several pieces that Python joins."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        pairs = cast("dict[object, object]", value).items()
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in pairs) + "}"
    if isinstance(value, tuple):
        return tuple_of(map(literal, cast("tuple[object, ...]", value)))
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, cast("list[object]", value))) + "]"
    return repr(value)


@lru_cache(maxsize=65_536)
def text(value: str) -> str:
    """A string literal."""
    pieces = [value]
    if len(value) > _PIECE:
        words = textwrap.wrap(value, _PIECE, break_long_words=False, break_on_hyphens=False)
        pieces = [*(word + " " for word in words[:-1]), words[-1]]
    if "".join(pieces) != value:  # blanks that wrapping would change
        pieces = [value]
    joined = " ".join(json.dumps(piece, ensure_ascii=False) for piece in pieces)
    return f"({joined})" if len(pieces) > 1 else joined


def tuple_of(items: Iterable[str]) -> str:
    """A tuple of expressions."""
    listed = list(items)
    return "(" + ", ".join(listed) + ("," if len(listed) == 1 else "") + ")"


def call(name: str, *arguments: str, **named: str | None) -> str:
    """A call of `name`; keyword arguments that are None are left out."""
    given = [*arguments, *(f"{key}={value}" for key, value in named.items() if value is not None)]
    return f"{name}({', '.join(given)})"


def docstring(lines: Sequence[str], indent: int) -> str:
    """A docstring whose body stands `indent` columns in; lines may hold anything."""
    body = [line.replace("\\", "\\\\").replace('"""', r"\"\"\"") for line in lines]
    if len(body) == 1:
        end = " " if body[0].endswith('"') else ""
        return f'"""{body[0]}{end}"""'
    margin = " " * indent
    return '"""' + "\n".join([body[0], *(margin + line if line else "" for line in body[1:]), margin]) + '"""'


def paragraph(words: str, indent: int, hanging: int = 0) -> list[str]:
    """Text wrapped for a docstring that stands `indent` columns in; lines after the first hang by `hanging`."""
    return [*_wrapped(words, LINE - indent, hanging)]


@lru_cache(maxsize=65_536)
def _wrapped(words: str, width: int, hanging: int) -> tuple[str, ...]:
    """Many methods say the same of the same parameter, and wrapping is slow."""
    hang = " " * hanging
    return tuple(textwrap.wrap(words, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False))
