"""The last requests with what came of them, as text that is short enough to look at."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from brushwork_emulator.wire import Reply

if TYPE_CHECKING:
    from brushwork_emulator.wire import Action, Call, Document

_KEPT = 200
_MOST = 16_384
"""Bytes of a body that are shown."""

_SECRET = ("authorization", "cookie", "x-emulator-token")


class Recent:
    """The last requests, the newest last. Safe for threads."""

    __slots__ = ("_entries", "_lock", "_number")

    def __init__(self) -> None:
        self._entries: deque[Document] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()
        self._number = 0

    def add(self, call: Call, endpoint: str, made: Reply | Action, time: float) -> None:
        """Enter a request and its answer. `status` is None where a fault took the answer away, or a part of it."""
        whole = made if isinstance(made, Reply) else made.reply
        entry: Document = {
            "time": time,
            "method": call.method,
            "target": call.target,
            "endpoint": endpoint,
            "headers": {name: "…" if name in _SECRET else value for name, value in call.headers.items()},
            "body": _text(call.content, call.headers.get("content-type", "")),
            "status": made.status if isinstance(made, Reply) else None,
            "answer": _text(whole.content, whole.headers.get("Content-Type", "")) if whole is not None else "",
            "fault": repr(call.fault)[len("<Fault ") : -1] if call.fault is not None else None,
        }
        with self._lock:
            self._number += 1
            self._entries.append({"number": self._number, **entry})

    def entries(self, after: int = 0) -> list[Document]:
        """The requests with a larger number than `after`."""
        with self._lock:
            return [entry for entry in self._entries if int(str(entry["number"])) > after]


def _text(content: bytes, media_type: str) -> str:
    """What a body says; for what is no text, or is long, its size."""
    kind = media_type.partition(";")[0]
    if content and (kind.startswith(("image/", "multipart/")) or b"\0" in content[:_MOST]):
        return f"({kind or 'binary'}, {len(content):,} bytes)"
    shown = content[:_MOST].decode("utf-8", "replace")
    return shown if len(content) <= _MOST else f"{shown}… ({len(content):,} bytes)"
