"""The terms of a server: what its user lets agents do, spend, read and write."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

Give = Literal["link", "thumbnail", "full"]
"""How pictures come back: as links to resources, with a small picture beside each, or whole."""

ANSWER = 45.0
"""Seconds after which a call answers in any case, since some clients give up after 60."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of money."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # in a container, say, whose user has no name
        return "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a server may do. Pictures are written to `out`, and files read from the folders of `allow` only.

    `budget` is what may be spent in all, `max_cost` what one call may cost; above `ask_above` the user is asked. None
    is no limit, which only the emulator is given for a budget. `models` maps a mode to the model where none is named.
    `principal` is whose calls count as repeats of each other; `answer` the seconds within which a call answers.
    """

    out: Path
    allow: tuple[Path, ...] = ()
    give: Give = "link"
    budget: Amount | None = None
    max_cost: Amount | None = None
    ask_above: Amount | None = None
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    emulated: bool = False
    principal: str = field(default_factory=_user)
    answer: float = ANSWER
