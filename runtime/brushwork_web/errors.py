"""What the server refuses beside what the core does; nothing is sent in any of these cases."""

from __future__ import annotations

from brushwork_runtime import BrushworkError


class OverLimit(BrushworkError):
    """A call may cost more than one call is allowed to."""


class UnknownPicture(BrushworkError):
    """A picture that this server does not have, or one that is none."""
