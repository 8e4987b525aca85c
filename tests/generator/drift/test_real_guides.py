"""The vendor's guides, which are no part of the project: BRUSHWORK_GUIDES names their folder, where there is one.

They are held against the editions in `specs/reviewed`, which hold no text of theirs.
"""

from __future__ import annotations

import os
import random
import re
from functools import cache
from pathlib import Path

import pytest

from generator.drift.drift import Specs
from generator.drift.editions import Reviewed
from generator.drift.judge import Drift, judge
from generator.pipeline import planned
from tests.generator.drift.reading import document

ROOT = Path(__file__).parents[3]
FOLDER = os.environ.get("BRUSHWORK_GUIDES")
GUIDES = sorted(path for path in Path(FOLDER).glob("guide-*") if path.is_file()) if FOLDER else []
pytestmark = pytest.mark.skipif(not GUIDES, reason="BRUSHWORK_GUIDES names no folder of guides")
EACH = 40


@cache
def specs() -> Specs:
    return Specs(planned(ROOT / "specs"))


@cache
def reviewed() -> Reviewed:
    return Reviewed.load(ROOT / "specs" / "reviewed")


def held(path: Path, text: str) -> Drift:
    return judge(specs(), document(path.name, text), reviewed())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_nothing_has_changed_since_the_review(guide: Path) -> None:
    drift = held(guide, guide.read_text("utf-8"))
    assert drift.page is not None
    assert drift.news == ()
    assert drift.to_read == ()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_changed_numbers_are_found(guide: Path) -> None:
    """Numbers of the prose and the tables, each changed alone: none is silent, and most are news."""
    lines = guide.read_text("utf-8").split("\n")
    spots = [
        (at, *found.span())
        for at, line in enumerate(lines)
        if line.startswith(("|", "-")) and "---" not in line
        for found in re.finditer(r"(?<![\w./:*×-])\d{1,5}(?![\w./:*×-])", line)
    ]
    chosen = random.Random(20261129).sample(spots, min(EACH, len(spots)))
    silent: list[str] = []
    news = 0
    for at, start, end in chosen:
        old = lines[at][start:end]
        changed = lines[at][:start] + str(int(old) + (int(old) // 3 or 2)) + lines[at][end:]
        drift = held(guide, "\n".join([*lines[:at], changed, *lines[at + 1 :]]))
        mine = [one for one in drift.findings if one.place.line == at + 1]
        news += any(one.news for one in mine)
        if not mine:
            silent.append(f"{at + 1}: {changed}")
    assert silent == []
    assert news >= len(chosen) * 0.9
