"""Every row of the fault matrix is held by a test of this folder."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.reliability.case import ROWS

LAST = 74


def test_every_row_has_a_test() -> None:
    for path in Path(__file__).parent.glob("test_row*.py"):
        importlib.import_module(f"tests.reliability.{path.stem}")
    missing = sorted(set(range(1, LAST + 1)) - set(ROWS))
    assert not missing
