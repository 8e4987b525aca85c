"""Things of the same name in two versions, and bounds that moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from generator.diff.changes import Kind, Level

T = TypeVar("T")
Motion = Literal["widened", "narrowed", "shifted"]
Bounds = tuple[Fraction | float, Fraction | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Generic[T]):
    """What is only in the old version, only in the new one, and in both; each in the order of its version."""

    gone: tuple[T, ...]
    come: tuple[T, ...]
    both: tuple[tuple[T, T], ...]


def pairs(old: Iterable[T], new: Iterable[T], key: Callable[[T], Hashable]) -> Pairs[T]:
    """Pairs by key; of several with the same key the first counts."""
    before = {key(item): item for item in reversed(tuple(old))}
    after = {key(item): item for item in reversed(tuple(new))}
    return Pairs(
        gone=tuple(item for name, item in reversed(before.items()) if name not in after),
        come=tuple(item for name, item in reversed(after.items()) if name not in before),
        both=tuple((before[name], item) for name, item in reversed(after.items()) if name in before),
    )


def words_gone_and_come(old: Iterable[str], new: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that only the old version has, and those that only the new one has; their order says nothing."""
    found = pairs(old, new, str)
    return found.gone, found.come


def motion(old: Bounds | None, new: Bounds | None) -> Motion | None:
    """How bounds moved, None where they did not; no bounds are the widest."""
    if old == new:
        return None
    if new is None:
        return "widened"
    if old is None:
        return "narrowed"
    looser = new[0] < old[0] or new[1] > old[1]
    tighter = new[0] > old[0] or new[1] < old[1]
    if looser and tighter:
        return "shifted"
    return "widened" if looser else "narrowed"


def graded(motion: Motion) -> tuple[Kind, Level]:
    """What a moved bound that the client holds calls to means for them."""
    return ("widened", "feature") if motion == "widened" else ("narrowed", "breaking")


def ratios(bounds: tuple[str, str] | None) -> Bounds | None:
    """Bounds such as ("1:8", "8:1") as numbers."""
    return None if bounds is None else (_ratio(bounds[0]), _ratio(bounds[1]))


def _ratio(text: str) -> Fraction:
    width, _, height = text.partition(":")
    return Fraction(int(width), int(height or 1))


def at_most(limit: int | None) -> Bounds | None:
    """A limit as bounds."""
    return None if limit is None else (0, limit)
