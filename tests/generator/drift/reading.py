"""Documents of our own, read and judged as editions of a source of the small specs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from generator.drift.drift import Specs
from generator.drift.editions import Reviewed, page_of
from generator.drift.forms.reading import parsed
from generator.drift.judge import Drift, judge
from generator.drift.passage import Document
from generator.pipeline import planned

HERE = Path(__file__).parent
SOURCES = {
    "guide.md": "book",
    "lost.txt": "copy",
    "page.html": "site",
    "reference.zh.md": "site",
    "cells.md": "site",
    "openapi.md": "site",
    "prices.md": "site",
    "catalogue.json": "site",
}


@cache
def specs() -> Specs:
    """The small specs."""
    return Specs(planned(HERE / "specs"))


def text_of(name: str) -> str:
    """A document as it stands."""
    return (HERE / "documents" / name).read_text("utf-8")


def document(name: str, text: str) -> Document:
    """A text as a document of this name."""
    made = parsed(name, text, Path(name).suffix)
    assert made is not None
    return made


def first(name: str, text: str, source: str | None = None) -> Drift:
    """A document that was never reviewed."""
    return judge(specs(), document(name, text), Reviewed(Path("reviewed")), source)


@cache
def _reviewed(name: str, text: str) -> Reviewed:
    drift = first(name, text, SOURCES[name])
    return Reviewed.of([page_of(drift.read, SOURCES[name], "2026-11-01", None)])


def edition(name: str, text: str) -> Drift:
    """A new edition of a document that was reviewed as it stands."""
    return judge(specs(), document(name, text), _reviewed(name, text_of(name)))


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text begins."""
    return text[: text.index(part)].count("\n") + 1


def changed_line(before: str, old: str, new: str) -> int:
    """The line of the first sign in which the texts differ, in the new one."""
    after = before.replace(old, new, 1)
    place = before.index(old)
    same = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    return len(re.findall("\n", after[: place + same])) + 1
