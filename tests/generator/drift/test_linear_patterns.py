"""Every regular expression that reads foreign documents takes linear time on texts that repeat themselves."""

from __future__ import annotations

import pytest

import generator.drift
from tests.growth import LINEAR, growth, patterns, pieces

FOUND = {f"{name} {pattern.pattern!r:.60}": pattern for name, pattern in patterns(generator.drift)}


def test_the_forms_are_among_them() -> None:
    assert sum("said.FORMS" in name for name in FOUND) > 15
    assert sum("lexicon._EACH" in name for name in FOUND) > 30
    assert any("addresses._PATH" in name for name in FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_a_pattern_takes_linear_time(name: str) -> None:
    for piece in pieces(FOUND[name]):
        assert growth(FOUND[name], piece) < LINEAR, piece
