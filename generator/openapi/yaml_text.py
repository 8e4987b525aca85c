"""JSON values as YAML, deterministic and small: ruamel needs a second for a document of this size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.ir import Json

_PLAIN = re.compile(r"[A-Za-z_$/][A-Za-z0-9 _.$/#()-]*")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_WIDTH = 100


def yaml_text(value: Json) -> str:
    """The value as a YAML document: block style, short lists of scalars on one line."""
    return "\n".join(_block(value)) + "\n"


def _block(value: Json) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _entry(f"{_scalar(key)}:", item)
    elif isinstance(value, list) and value and not _short(value):
        for item in value:
            yield from _item(item)
    else:
        yield _inline(value)


def _entry(head: str, item: Json) -> Iterator[str]:
    if _nested(item):
        yield head
        yield from (f"  {line}" for line in _block(item))
    else:
        yield f"{head} {_inline(item)}"


def _item(item: Json) -> Iterator[str]:
    lines = iter(_block(item))
    yield f"- {next(lines)}"
    yield from (f"  {line}" for line in lines)


def _nested(item: Json) -> bool:
    return bool(item) and (isinstance(item, dict) or (isinstance(item, list) and not _short(item)))


def _short(items: list[Json]) -> bool:
    return not any(isinstance(item, dict | list) for item in items) and len(_inline(items)) <= _WIDTH


def _inline(value: Json) -> str:
    match value:
        case str():
            return _scalar(value)
        case list():
            return f"[{', '.join(map(_inline, value))}]"
        case _:
            return json.dumps(value)


def _scalar(text: str) -> str:
    """Plain where no reader can take it for anything else, else in double quotes as in JSON."""
    plain = _PLAIN.fullmatch(text) and " #" not in text and text[-1] != " " and text.lower() not in _WORDS
    return text if plain else _UNPRINTED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
