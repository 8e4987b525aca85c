"""Times as the service writes them: texts without a time zone, assumed to be Beijing time."""

from __future__ import annotations

import calendar
import time

_ZONE = 8 * 3600


def written(moment: float) -> str:
    """`YYYY-MM-DD HH:MM:SS.mmm` of seconds since 1970."""
    whole = int(moment)
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(whole + _ZONE)) + f".{int((moment - whole) * 1000):03d}"


def parsed(stamp: str) -> float | None:
    """Seconds since 1970 of `YYYYMMDDhhmmss`, None for anything else."""
    if len(stamp) != 14:
        return None
    try:
        return calendar.timegm(time.strptime(stamp, "%Y%m%d%H%M%S")) - _ZONE
    except ValueError:
        return None
