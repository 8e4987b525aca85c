"""The vendor's guides, which are no part of the project: BRUSHWORK_GUIDES names their folder, where there is one."""

from __future__ import annotations

import os
import random
import re
from functools import cache
from pathlib import Path

import pytest

from generator.drift.drift import Drift, Specs
from generator.drift.reading import read_document
from generator.pipeline import planned

FOLDER = os.environ.get("BRUSHWORK_GUIDES")
GUIDES = sorted(path for path in Path(FOLDER).glob("guide-*") if path.is_file()) if FOLDER else []
pytestmark = pytest.mark.skipif(not GUIDES, reason="BRUSHWORK_GUIDES names no folder of guides")
EACH = 40


@cache
def specs() -> Specs:
    return Specs(planned(Path(__file__).parents[3] / "specs"))


def held(path: Path) -> Drift:
    return specs().drift(read_document(path, path.name))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_no_false_news(guide: Path) -> None:
    drift = held(guide)
    assert drift.source is not None
    assert [(one.place, one.about, one.said) for one in drift.findings if one.kind not in ("agrees", "known")] == []
    assert drift.count("agrees") > 200


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_changed_numbers_are_found(guide: Path, tmp_path: Path) -> None:
    """Numbers that the specs hold, each changed alone."""
    lines = guide.read_text("utf-8").split("\n")
    spots: set[tuple[int, int, int]] = set()
    for finding in held(guide).findings:
        number = re.compile(r"\d+").search(lines[finding.place.line - 1], finding.place.column - 1)
        if number and re.match(r"[\d$≤]", finding.said) and number.start() - finding.place.column < 2:
            spots.add((finding.place.line - 1, *number.span()))
    chosen = random.Random(20260601).sample(sorted(spots), min(EACH, len(spots)))
    missed: list[str] = []
    for at, start, end in chosen:
        old = lines[at][start:end]
        new = str(int(old) + (int(old) // 3 or 2)) if len(old) < 6 else f"{old[:-1]}{(int(old[-1]) + 3) % 10}"
        changed = [*lines[:at], lines[at][:start] + new + lines[at][end:], *lines[at + 1 :]]
        path = tmp_path / guide.name
        path.write_text("\n".join(changed), "utf-8")
        drift = specs().drift(read_document(path, guide.name), held(guide).source)
        if all(one.place.line != at + 1 for one in drift.news):
            missed.append(f"{at + 1}: {old} -> {new}: {lines[at][max(0, start - 40) : end + 20]}")
    assert len(chosen) == EACH
    assert missed == []
