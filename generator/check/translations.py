"""A rule for texts in two languages: the same English has the same Chinese in every file."""

from __future__ import annotations

from collections.abc import Iterable

from generator.check.findings import Findings, shown
from generator.ir import Location
from generator.load.bilingual import bilingual


def check_texts(documents: Iterable[Findings]) -> None:
    """Records a second Chinese text for one English text. Pages look the Chinese up by the English."""
    known: dict[str, tuple[str, Location]] = {}
    for findings in documents:
        for path, english, chinese in bilingual(findings.document):
            here = findings.document.location((*path, "zh"), value=True)
            first, where = known.setdefault(english, (chinese, here))
            if first != chinese:
                message = "the same English text has a different Chinese text elsewhere"
                found = f"{shown(first)} at {where}"
                findings.add((*path, "zh"), message, at_value=True, expected="one Chinese text for it", found=found)
