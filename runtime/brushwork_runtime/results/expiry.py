"""When the URL of a result ends, as the URL itself says, else by the lifetime that the API documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

_FUTURE = 253_402_300_799
"""The end of the year 9999 in seconds since 1970; nothing later is a date."""


def expiry(url: str, made: float | None = None, lifetime: float | None = None) -> datetime | None:
    """The moment in UTC from which `url` is refused; None where it does not say and `made` (epoch) is not known."""
    end = _written(url)
    if end is None and made is not None and lifetime is not None:
        end = made + lifetime
    return datetime.fromtimestamp(end, UTC) if end is not None and 0 <= end <= _FUTURE else None


def until(url: str, lifetime: float | None) -> str:
    """What an error says of the end of `url`; `lifetime` is that of the model's results, where the model is known."""
    end = expiry(url)
    live = f"; URLs of results live {lifetime / 3600:g} hours" if lifetime else ""
    return live if end is None else f"{live}; this one was good until {end:%Y-%m-%d %H:%M:%S} UTC"


def _written(url: str) -> float | None:
    """The end that is part of a signed URL: `Expires` as a time, or a date and how long it lives from then on."""
    try:
        query = {name.lower(): values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
    except ValueError:
        return None
    end = query.get("expires", "")
    if end.isascii() and end.isdecimal() and len(end) <= 12:
        return float(end)
    date, seconds = query.get("x-oss-date", ""), query.get("x-oss-expires", "")
    if seconds.isascii() and seconds.isdecimal() and len(seconds) <= 9:
        try:
            begun = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None
        return (begun + timedelta(seconds=int(seconds))).timestamp()
    return None
