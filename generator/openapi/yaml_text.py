"""JSON values as YAML, deterministic and small: ruamel needs a second for a document of this size."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from generator.ir import Json

_PLAIN = re.compile(r"[A-Za-z_$/][A-Za-z0-9 _.$/#()-]*")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_WIDTH = 100


def yaml_text(value: Json) -> str:
    """The value as a YAML document: block style, short lists of scalars on one line."""
    lines: list[str] = []
    _block(value, "", "", lines)
    return "\n".join(lines) + "\n"


def _block(value: Json, first: str, rest: str, lines: list[str]) -> None:
    """The lines of a value; `first` stands before its first line, `rest` before the others."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            head = f"{first}{_scalar(key)}:"
            if _nested(item):
                lines.append(head)
                _block(item, f"{rest}  ", f"{rest}  ", lines)
            else:
                lines.append(f"{head} {_inline(item)}")
            first = rest
    elif isinstance(value, list) and value and not _short(value):
        for item in value:
            _block(item, f"{first}- ", f"{rest}  ", lines)
            first = rest
    else:
        lines.append(f"{first}{_inline(value)}")


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


@lru_cache(maxsize=65_536)
def _scalar(text: str) -> str:
    """Plain where no reader can take it for anything else, else in double quotes as in JSON."""
    plain = _PLAIN.fullmatch(text) and " #" not in text and text[-1] != " " and text.lower() not in _WORDS
    return text if plain else _UNPRINTED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
