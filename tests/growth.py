"""The regular expressions that modules hold, and how the time of one grows with its text."""

from __future__ import annotations

import collections
import dataclasses
import importlib
import inspect
import math
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from brushwork_runtime.base import json_values

LITERAL = re.compile(r"[A-Za-z0-9 :/=<>\"'&#%.\u4e00-\u9fff-]+")
_USES = re.compile(r"\bre\.(?:search|match|fullmatch|sub|split|finditer|findall)\(([A-Za-z_]+),")
"""Names of patterns that are compiled, and kept by `re`, when they are first used."""
SHORT, LONG = 2_000, 16_000
LINEAR = 1.7
"""The largest exponent that counts as linear: measured times scatter."""


def patterns(package: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The compiled patterns and texts of patterns that the modules of a package hold, in tuples too."""
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "__" in info.name:  # programs, and hooks of PyInstaller
            continue
        module = importlib.import_module(info.name)
        compiled_late = set(_USES.findall(inspect.getsource(module)))
        for name, value in vars(module).items():
            for found in [re.compile(value)] if name in compiled_late else _within(value):
                yield f"{info.name}.{name}", found


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):  # such as `re.compile(...).search`
        yield value.__self__  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue] - seen above
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for own in dataclasses.fields(value):
            yield from _within(getattr(value, own.name), 3)
    elif isinstance(value, tuple) and depth < 3:
        for one in json_values.items(value) or ():  # pyright: ignore[reportUnknownArgumentType] - of any kind
            yield from _within(one, depth + 1)
    elif isinstance(value, str) and depth == 2 and re.search(r"[*+]", value):  # in a table of patterns and substitutes
        with_errors: re.Pattern[str] | None = None
        try:
            with_errors = re.compile(value)
        except re.error:
            return
        yield with_errors


def pieces(pattern: re.Pattern[Any]) -> set[str]:
    """What a text may repeat: what the pattern looks for, in pairs too, and what any pattern may stumble over."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    literals = sorted(set(LITERAL.findall(written)), key=len)[:12]
    pairs = (left + right for left in literals[:4] for right in literals[:4])
    return {*literals, *pairs, " ", "a", "1", '"', ";"}


def growth(pattern: re.Pattern[Any], piece: str) -> float:
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
