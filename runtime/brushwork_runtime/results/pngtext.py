"""Text in a PNG: two chunks of type iTXt behind its header, every other byte as it was; none where that does harm."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

from brushwork_runtime.base.image_ends import png_chunks
from brushwork_runtime.base.image_headers import Reader, signature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

READABLE, WHOLE = "parameters", "brushwork"
"""Keywords of the chunks: the line that other programs look for, and all facts as JSON."""

_SIGNED = {b"caBX": "it is signed (C2PA)", b"dSIG": "it is signed (dSIG)"}
"""Chunks that sign the others, which one more would make untrue."""

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


class Unfit(ValueError):
    """A file takes no text. The message says why."""


def addition(stream: BinaryIO, facts: Mapping[str, object]) -> tuple[int, bytes]:
    """Where in the PNG these facts go, and as which bytes. Raises `Unfit` for a file that is better left as it is."""
    reader = Reader(stream, 0)
    if signature(reader.upto(0, 12)) != "PNG":
        raise Unfit("it is no PNG")
    end = None
    try:
        for kind, offset, length in png_chunks(reader):
            if end is None and (kind, length) != (b"IHDR", 13):
                break
            end = end or offset + length + 4
            if kind in _SIGNED:
                raise Unfit(_SIGNED[kind])
            keyword = reader.upto(offset, min(length, 80)).partition(b"\0")[0] if kind in _TEXTS else b""
            if keyword in (READABLE.encode(), WHOLE.encode()):
                raise Unfit(f"it already has a text {keyword.decode()!r}")
    except Unfit:
        raise
    except ValueError:
        end = None
    if end is None:
        raise Unfit("its chunks are not those of a PNG")
    whole = json.dumps(facts, ensure_ascii=False, default=str)
    return end, _chunk(READABLE, readable(facts)) + _chunk(WHOLE, whole)


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
    content = keyword.encode("latin-1") + b"\0\0\0\0\0" + text.replace("\0", "\ufffd").encode("utf-8", "replace")
    return struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))
