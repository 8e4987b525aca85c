"""Pictures in memory: a request holds a mark that names one, and the picture takes its place as the request goes out.

So a plan of many large pictures is small, reads well, and is the same on every machine.
"""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from typing import Any

_MARK = re.compile(r"(data:image/png;base64,)brushwork/([0-9]+)x([0-9]+)/([0-9]+)(/alpha)?")
_FRAME = 12
"""The bytes of a chunk beside its data; one that readers skip makes a file as large as it has to be."""


def picture(width: int, height: int, *, size: int = 0, alpha: bool = False) -> str:
    """The mark of a plain PNG, of `size` bytes if that is not 0, in place of a data URI."""
    return f"data:image/png;base64,brushwork/{width}x{height}/{size}{'/alpha' if alpha else ''}"


def content(body: dict[str, Any]) -> bytes:
    """A body as it goes out."""
    return _MARK.sub(_drawn, json.dumps(body, ensure_ascii=False)).encode()


def _drawn(mark: re.Match[str]) -> str:
    width, height, size = map(int, mark.group(2, 3, 4))
    return mark[1] + base64.b64encode(_png(width, height, size, alpha=bool(mark[5]))).decode()


def _png(width: int, height: int, size: int, *, alpha: bool) -> bytes:
    row = b"\0" + (b"\x80\x80\x80\x40" if alpha else b"\x80\x80\x80") * width
    packer = zlib.compressobj(1)
    pixels = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
    rest = _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    missing = size - len(head) - len(rest) - _FRAME
    return head + (_chunk(b"prVt", bytes(missing)) if missing >= 0 else b"") + rest


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
