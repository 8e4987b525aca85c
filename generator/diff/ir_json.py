"""The IR from JSON, also from a file that an earlier generator wrote.

A field that the file lacks takes its default, one that is no longer known is left out, a place in the specs may be
missing altogether. What is neither is a ReadError with its path in the file.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from generator.ir import Location, Spec

T = TypeVar("T")
NOWHERE = Location(file="", line=0, column=0)


class ReadError(ValueError):
    """The text is no IR; the message names the file, the place in it and what is expected there."""


def read_ir(text: str, called: str) -> Spec:
    """The IR that `to_json` or a release wrote. `called` names it in errors. Raises ReadError."""
    try:
        stored = json.loads(text)
    except ValueError as error:
        raise ReadError(f"{called}: no JSON: {error}") from None
    try:
        return cast("Spec", _read(Spec, stored, ""))
    except _WrongError as wrong:
        message = f"{called}{wrong.args[0]}: expected {wrong.args[1]}, found {wrong.args[2]}"
        hint = "An IR is what `python -m generator ir` prints; one of another edition of the generator may not fit."
        raise ReadError(f"{message}. {hint}") from None


class _WrongError(Exception):
    """Where, what was expected, what was found."""


def _read(kind: Any, value: Any, path: str) -> Any:
    if is_dataclass(kind):
        return _record(cast("type[Any]", kind), value, path)
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple(get_args(kind), value, path)
    if origin is dict:
        return {key: _read(get_args(kind)[1], item, f"{path}.{key}") for key, item in _mapping(value, path).items()}
    if origin is Literal:
        return _expect(value in get_args(kind), value, path, f"one of {', '.join(map(str, get_args(kind)))}")
    if origin in (Union, types.UnionType):
        return _union(get_args(kind), value, path)
    if kind in (str, int, bool):
        return _expect(type(value) is kind, value, path, {str: "a text", int: "a number", bool: "true or false"}[kind])
    return value


def _record(kind: type[Any], value: Any, path: str) -> Any:
    stored = _mapping(value, path)
    given: dict[str, Any] = {}
    for name, (hint, optional) in _fields(cast("Any", kind)).items():
        if name in stored:
            given[name] = _read(hint, stored[name], f"{path}.{name}")
        elif hint is Location:
            given[name] = NOWHERE
        elif not optional:
            raise _WrongError(f"{path}.{name}", "a value", "nothing")
    return kind(**given)


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Field -> its type, and whether it may be left out."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.default is not MISSING or field.default_factory is not MISSING)
        for field in fields(kind)
    }


def _tuple(kinds: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    items = cast("list[Any]", _expect(isinstance(value, list), value, path, "a list"))
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(items)
    _expect(len(kinds) == len(items), value, path, f"a list of {len(kinds)}")
    return tuple(
        _read(kind, item, f"{path}[{number}]") for number, (kind, item) in enumerate(zip(kinds, items, strict=True))
    )


def _union(kinds: tuple[Any, ...], value: Any, path: str) -> Any:
    """One type or nothing; any other union is Json, which is taken as it is."""
    named = [kind for kind in kinds if kind is not type(None)]
    if value is None or len(named) > 1:
        return value
    return _read(named[0], value, path)


def _mapping(value: Any, path: str) -> dict[str, Any]:
    return cast("dict[str, Any]", _expect(isinstance(value, dict), value, path, "a mapping"))


def _expect(fits: bool, value: Any, path: str, expected: str) -> Any:
    if not fits:
        raise _WrongError(path, expected, json.dumps(value, ensure_ascii=False)[:60])
    return value
