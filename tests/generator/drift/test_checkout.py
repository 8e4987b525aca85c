"""The vendor's own pages, which are no part of the project: BRUSHWORK_PAGES names a checkout, where there is one.

    BRUSHWORK_PAGES=../skills .venv/bin/pytest -q -n0 -s tests/generator/drift/test_checkout.py

reads every page that speaks of the models, prints what it counts, and accepts them all in a copy of the specs.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from generator.drift.drift import Specs
from generator.drift.editions import Reviewed, page_of
from generator.drift.folder import Documents
from generator.drift.judge import Drift
from generator.pipeline import planned

ROOT = Path(__file__).parents[3]
FOLDER = os.environ.get("BRUSHWORK_PAGES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="BRUSHWORK_PAGES names no checkout of pages")


def judged(specs: Specs, folder: Path, reviewed: Path) -> tuple[list[Drift], Documents]:
    documents = Documents(specs=specs, reviewed=Reviewed.load(reviewed), source=None)
    return list(documents.judged([folder])), documents


def test_no_news_once_the_pages_are_accepted(tmp_path: Path) -> None:
    specs, folder = Specs(planned(ROOT / "specs")), Path(FOLDER or "")
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    shutil.rmtree(tmp_path / "specs" / "reviewed", ignore_errors=True)
    begun = time.monotonic()
    drifts, documents = judged(specs, folder, tmp_path / "specs" / "reviewed")
    sys.stdout.write(f"\n{len(drifts)} pages in {time.monotonic() - begun:.1f} s; {documents.counts()}\n")
    reference = [drift for drift in drifts if "api" in drift.document.file.lower()]
    news = Counter(drift.document.file for drift in drifts for _ in drift.news)
    sys.stdout.write(f"before --accept: {news.total()} news on {len(news)} pages; references: {len(reference)}\n")
    for name, count in news.most_common():
        sys.stdout.write(f"  {count:3} {name}\n")
    reviewed = Reviewed.load(tmp_path / "specs" / "reviewed")
    for drift in drifts:
        reviewed.accept(page_of(drift.read, drift.source or "ha", "2026-11-29", None), drift.page)
    after, _ = judged(specs, folder, tmp_path / "specs" / "reviewed")
    told = [
        (drift.document.file, len(drift.news), len(drift.to_read)) for drift in after if drift.news or drift.to_read
    ]
    sys.stdout.write(f"after --accept: {sum(count for _, count, _ in told)} news\n")
    assert told == []
