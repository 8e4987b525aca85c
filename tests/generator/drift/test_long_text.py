"""Text that repeats itself between two names takes no longer for each repetition than for the one before."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.generator.drift.test_mutations import held


def seconds(between: str, folder: Path) -> float:
    """The least CPU time of three readings of a document with this between two names of models."""
    text = f"# qwen-image-nine\n\nqwen-image-nine {between} x qwen-image-nine: images 1–3\n"
    found: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        held("guide.md", text, folder)
        found.append(time.process_time() - begun)
    return min(found)


@pytest.mark.parametrize("piece", ["()", "( )", "(a)", "(", ")", "and ", "series ", "系列", "和,", "(and)"])
def test_what_stands_between_two_names_is_read_in_linear_time(piece: str, tmp_path: Path) -> None:
    few, many = seconds(piece * 14, tmp_path), seconds(piece * 22, tmp_path)
    assert many < 10 * max(few, 0.001)
    assert seconds(piece * 400, tmp_path) < 10 * 20 * max(few, 0.001)
