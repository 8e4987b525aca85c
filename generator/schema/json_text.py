"""Indented JSON in one go: `json.dumps` has C for it only without an indent, and takes four times as long with one."""

from __future__ import annotations

import json

from generator.ir import Json


def json_text(value: Json) -> str:
    """What `json.dumps(value, ensure_ascii=False, indent=1)` gives, and a line break at the end."""
    return _text(value, "\n") + "\n"


def _text(value: Json, end: str) -> str:
    """`end` is the line break before what closes the value, with its indentation."""
    inner = f"{end} "
    if isinstance(value, dict) and value:
        entries = [f"{_ENCODED(key)}: {_text(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(entries)}{end}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{inner}{f',{inner}'.join([_text(item, inner) for item in value])}{end}]"
    return _ENCODED(value)


_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
