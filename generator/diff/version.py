"""Version numbers, and the next one that a change asks for.

As long as the first number is 0, a breaking change raises the second one and anything else the third, so that what is
asked for with `~=0.4.1` never breaks. From 1.0.0 on it is the first, the second for a feature, the third for a fix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.diff.changes import Level

Bump = Literal["major", "minor", "patch"]


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A release; two of them compare by age."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse(text: str) -> Version:
    """A version of three numbers. Raises ValueError."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", text):
        raise ValueError(f"{text!r} is no version; expected three numbers such as 0.4.1")
    return Version(*map(int, text.split(".")))


_FROM_1_0: dict[Level, Bump] = {"breaking": "major", "feature": "minor", "fix": "patch"}


def bump_for(version: Version, level: Level | None) -> Bump | None:
    """Which number of the version such a change raises, None for no change."""
    if level is None:
        return None
    if version.major == 0:
        return "minor" if level == "breaking" else "patch"
    return _FROM_1_0[level]


def bumped(version: Version, bump: Bump | None) -> Version:
    """The next version."""
    match bump:
        case "major":
            return Version(version.major + 1, 0, 0)
        case "minor":
            return Version(version.major, version.minor + 1, 0)
        case "patch":
            return Version(version.major, version.minor, version.patch + 1)
        case None:
            return version


def needed(released: Version, level: Level | None) -> Version:
    """The lowest version that tells the truth about a change since `released`."""
    return bumped(released, bump_for(released, level))
