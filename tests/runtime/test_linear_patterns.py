"""Every regular expression of the runtime, on texts that repeat what it looks for: the time grows as the text does.

Patterns are found, not listed, so that a new one is held to it too. What a pattern looks for is taken from itself.
"""

from __future__ import annotations

import collections
import importlib
import math
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

import brushwork_cli
import brushwork_emulator
import brushwork_runtime
from brushwork_runtime.base import json_values as shapes

LITERAL = re.compile(r"[A-Za-z0-9 :/=<>\"'&#%.-]+")
SHORT, LONG = 2_000, 16_000


def patterns(package: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The compiled patterns and texts of patterns that the modules of a package hold, in tuples too."""
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if info.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            for found in _within(value):
                yield f"{info.name}.{name}", found


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):  # such as `re.compile(...).search`
        yield value.__self__  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue] - seen above
    elif isinstance(value, tuple) and depth < 3:
        for one in shapes.items(value) or ():  # pyright: ignore[reportUnknownArgumentType] - of any kind
            yield from _within(one, depth + 1)
    elif isinstance(value, str) and depth == 2 and re.search(r"[*+]", value):  # in a table of patterns and substitutes
        with_errors: re.Pattern[str] | None = None
        try:
            with_errors = re.compile(value)
        except re.error:
            return
        yield with_errors


def _found() -> Mapping[str, re.Pattern[Any]]:
    every = [pair for package in (brushwork_runtime, brushwork_cli, brushwork_emulator) for pair in patterns(package)]
    return {f"{name} {pattern.pattern!r:.60}": pattern for name, pattern in every}


FOUND = _found()


def test_the_patterns_that_see_texts_of_servers_are_among_them() -> None:
    for name in (
        "redact._PATTERNS",
        "fetching._CODE",
        "resume._RANGE",
        "network_guard._PLAIN",
        "filename_template._UNSAFE",
    ):
        assert any(name in found for found in FOUND), name


@pytest.mark.parametrize("name", FOUND)
def test_a_pattern_takes_linear_time(name: str) -> None:
    pattern = FOUND[name]
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    literals = sorted(set(LITERAL.findall(written)), key=len)[:12]
    for piece in {
        *literals,
        *(left + right for left in literals[:4] for right in literals[:4]),
        " ",
        "a",
        "1",
        '"',
        ";",
    }:
        assert _growth(pattern, piece) < 1.7, piece


def _growth(pattern: re.Pattern[Any], piece: str) -> float:
    """The exponent by which the time of a search grows: 1 for linear, 2 for quadratic; the least of some tries."""

    def seconds(size: int) -> float:
        text: Any = piece * (size // len(piece)) + "\0"
        text = text if isinstance(pattern.pattern, str) else text.encode("latin-1")
        begun = time.process_time()
        matches: Any = pattern.finditer(text)  # pyright: ignore[reportUnknownVariableType] - of texts or bytes
        collections.deque(matches, 0)  # pyright: ignore[reportUnknownArgumentType] - the same
        pattern.fullmatch(text)
        return time.process_time() - begun

    few, many = math.inf, math.inf
    for _ in range(6):
        few, many = min(few, seconds(SHORT)), min(many, seconds(LONG))
        if many < 0.002 or many < 16 * few:
            return 0.0
    return math.log(many / max(few, 1e-5), LONG / SHORT)
