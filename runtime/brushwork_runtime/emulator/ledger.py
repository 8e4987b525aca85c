"""Which requests were accepted, and how many images they billed."""

from __future__ import annotations

import threading
from typing import TypedDict

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Entry(TypedDict):
    """An accepted request; `headers` without the key, `images` the number billed."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, object]
    images: int


class Ledger:
    """The accepted requests in their order, a sequence of `Entry`. Safe for threads."""

    __slots__ = ("_entries", "_lock")

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(self, method: str, path: str, headers: Mapping[str, str], body: dict[str, object], images: int) -> None:
        """Enter a request that was accepted."""
        shown = {name: "Bearer …" if name.lower() == "authorization" else value for name, value in headers.items()}
        with self._lock:
            self._entries.append(Entry(method=method, path=path, headers=shown, body=body, images=images))

    @property
    def images(self) -> int:
        """Images billed in all."""
        return sum(entry["images"] for entry in self._entries)

    def clear(self) -> None:
        """Forget every entry."""
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __getitem__(self, index: int) -> Entry:
        return self._entries[index]

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} requests, {self.images} images>"
