"""Texts that the specs have in two languages: {en: ..., zh: ...} wherever a text is expected."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir import Json
from generator.load.document import Document, Path

_DATA = frozenset({"call", "request", "schemas"})
"""What stands under these is no text for readers."""


def bilingual(document: Document) -> Iterator[tuple[Path, str, str]]:
    """The place, the English and the Chinese of each such text, every line break a blank."""
    yield from _below(document.data, ())


def _below(value: Json, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, dict):
        english, chinese = value.get("en"), value.get("zh")
        if isinstance(english, str) and isinstance(chinese, str):
            yield path, " ".join(english.split()), " ".join(chinese.split())
            return
        for key, entry in value.items():
            if key not in _DATA:
                yield from _below(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _below(entry, (*path, number))
