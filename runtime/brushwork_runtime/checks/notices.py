"""Warnings that point at the user's own line, not at this library's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from brushwork_runtime.errors import BrushworkWarning

OWN_PACKAGES = frozenset({"brushwork", "brushwork_runtime"})


def warn(message: str, category: type[BrushworkWarning]) -> None:
    """Warn at the first frame outside this library."""
    import warnings

    warnings.warn(message, category, stacklevel=_levels_to_the_user())


def _levels_to_the_user() -> int:
    """The `stacklevel` by which `warn` reaches the user's line."""
    frame: FrameType | None = sys._getframe(1)  # pyright: ignore[reportPrivateUsage] - the way to the stack
    level = 1
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package not in OWN_PACKAGES:
            break
        frame = frame.f_back
        level += 1
    return level
