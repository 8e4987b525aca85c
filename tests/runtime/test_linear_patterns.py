"""Every regular expression of the runtime, on texts that repeat what it looks for: the time grows as the text does.

Patterns are found, not listed, so that a new one is held to it too. What a pattern looks for is taken from itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

import brushwork_cli
import brushwork_emulator
import brushwork_runtime
from tests.growth import LINEAR, growth, patterns, pieces


def _found() -> Mapping[str, re.Pattern[Any]]:
    every = [pair for package in (brushwork_runtime, brushwork_cli, brushwork_emulator) for pair in patterns(package)]
    return {f"{name} {pattern.pattern!r:.60}": pattern for name, pattern in every}


FOUND = _found()


def test_the_patterns_that_see_texts_of_servers_are_among_them() -> None:
    for name in (
        "redact._PATTERNS",
        "download._CODE",
        "download._RANGE",
        "network_guard._PLAIN",
        "saving._UNSAFE",
    ):
        assert any(name in found for found in FOUND), name


@pytest.mark.parametrize("name", FOUND)
def test_a_pattern_takes_linear_time(name: str) -> None:
    for piece in pieces(FOUND[name]):
        assert growth(FOUND[name], piece) < LINEAR, piece
