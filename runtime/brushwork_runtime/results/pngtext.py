"""Text in a PNG: two chunks of type iTXt behind its header, every other byte as it was."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READABLE, WHOLE = "parameters", "brushwork"
"""Keywords of the chunks: the line that other programs look for, and all facts as JSON."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 33


def with_text(head: bytes, facts: Mapping[str, object]) -> bytes:
    """`head`, the first bytes of a PNG, with these facts behind its header; of another file as it is."""
    if head[:8] != _SIGNATURE or head[12:16] != b"IHDR" or len(head) < _HEADER_END:
        return head
    whole = json.dumps(facts, ensure_ascii=False, default=str)
    chunks = _chunk(READABLE, readable(facts)) + _chunk(WHOLE, whole)
    return head[:_HEADER_END] + chunks + head[_HEADER_END:]


def readable(facts: Mapping[str, object]) -> str:
    """The facts as programs for generated images write them: the prompt, then "name: value" in one line."""
    parameters = facts.get("parameters")
    values: dict[str, object] = dict(parameters) if isinstance(parameters, dict) else {}  # pyright: ignore[reportUnknownArgumentType] - of any kind
    lines = [str(facts.get("prompt") or "")]
    negative = values.pop("negative_prompt", None)
    if negative:
        lines.append(f"Negative prompt: {negative}")
    told = {"Seed": facts.get("seed"), "Size": values.pop("size", None), "Model": facts.get("model")}
    values.pop("seed", None)
    told.update(values)
    lines.append(", ".join(f"{name}: {value}" for name, value in told.items() if value is not None))
    return "\n".join(lines)


def _chunk(keyword: str, text: str) -> bytes:
    content = keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    return struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))
