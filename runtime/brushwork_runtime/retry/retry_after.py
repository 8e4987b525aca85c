"""The header Retry-After: seconds, or the date of HTTP."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, 0 for a moment that has passed; None where it says nothing sensible.

    A date is read by the server's own clock, which stands in the header Date; only without that by ours.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.replace(".", "", 1).isdigit():
        seconds = float(said)
        return seconds if math.isfinite(seconds) else None
    return _until(said, headers.get("date", "")) if said else None


def _until(said: str, date: str) -> float | None:
    moment = seconds_of(said)
    if moment is None:
        return None
    now = seconds_of(date)
    if now is None:
        import time

        now = time.time()
    return max(0.0, moment - now)


def seconds_of(date: str) -> float | None:
    """Seconds since 1970 of a date as HTTP writes it, None for anything else."""
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
