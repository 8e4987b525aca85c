"""The IR as `released.json` holds it: without places and default values, short items on one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, cast

from generator.diff.released import KEY
from generator.ir import Json, Location, Spec

_WIDTH = 118


def released_json(spec: Spec, version: str, date: str | None) -> str:
    """The text of the file, one fact per line, so that the diff of two releases is readable."""
    stored = {KEY: {"version": version, "date": date}, **_slim(spec)}
    return "".join(_lines(stored, "", "", "")) + "\n"


def _slim(item: Any) -> Any:
    if is_dataclass(item):
        return {field.name: _slim(getattr(item, field.name)) for field in fields(item) if not _is_idle(item, field)}
    if isinstance(item, dict):
        return {key: _slim(value) for key, value in cast("dict[str, Any]", item).items()}
    return [_slim(value) for value in cast("list[Any]", item)] if isinstance(item, list | tuple) else item


def _is_idle(item: Any, field: Any) -> bool:
    value = getattr(item, field.name)
    if isinstance(value, Location):
        return True
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return type(value) is type(default) and value == default


def _lines(item: Json, indent: str, before: str, after: str) -> Iterator[str]:
    """`before` is the key of the item with its colon, `after` the comma behind it."""
    line = f"{indent}{before}{json.dumps(item, ensure_ascii=False)}{after}"
    if len(line) <= _WIDTH or not item or not isinstance(item, list | dict):
        yield line
        return
    opened, closed = "{}" if isinstance(item, dict) else "[]"
    yield f"{indent}{before}{opened}\n"
    for number, (name, value) in enumerate(_named(item), 1):
        yield from _lines(value, f"{indent} ", name, "," if number < len(item) else "")
        yield "\n"
    yield f"{indent}{closed}{after}"


def _named(item: list[Json] | dict[str, Json]) -> list[tuple[str, Json]]:
    """The values, each with what precedes it."""
    if isinstance(item, dict):
        return [(f"{json.dumps(key, ensure_ascii=False)}: ", value) for key, value in item.items()]
    return [("", value) for value in item]
