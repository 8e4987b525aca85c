"""Where an image comes from and when its URL ends: the call that made it, as plain data to keep beside it or in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.outcome import Origin
    from brushwork_runtime.tables.spec import Api, Pixels


class Provenance:
    """What is known of a call, put together when it is asked for. A pickle of it holds the facts and no client."""

    __slots__ = ("_facts", "_ids", "_origin", "_spec_version", "lifetime", "made", "output_size")

    def __init__(self, api: Api, origin: Origin, *, request_id: str | None, task_id: str | None) -> None:
        self.made: float | None = None if origin.prepared is None else time.time()
        self.output_size: Pixels | None = None if origin.prepared is None else origin.prepared.output_size
        declared = origin.results
        self.lifetime: float | None = None  # of a model that is not known
        if declared is not None:
            self.lifetime = declared.lifetime or api.lifetimes.get("result_url")
        self._facts: Document | None = None
        self._origin: Origin | None = origin
        self._ids = (request_id, task_id)
        self._spec_version = api.spec_version

    def expiry(self, url: str) -> datetime | None:
        """When `url` ends; see `Image.expires_at`."""
        from brushwork_runtime.results.provenance import expiry

        return expiry(url, self.made, self.lifetime)

    @property
    def seed(self) -> int | None:
        """The seed that was sent, None if none was or it is not known."""
        if self._origin is not None:
            return self._origin.seed()
        seed = self.facts.get("seed")
        return seed if isinstance(seed, int) else None

    @property
    def facts(self) -> Document:
        """What was asked for, of whom, and by what; a value that is not known is left out."""
        if self._facts is None:
            self._facts = self._told()
        return dict(self._facts)

    def _told(self) -> Document:
        origin = self._origin
        prepared = origin.prepared if origin is not None else None
        facts: Document = {"prompt": None, "model": origin.model if origin else None}
        if origin is not None and prepared is not None:
            facts["prompt"] = prepared.prompt
            facts["mode"] = origin.mode
            facts["parameters"] = sent(prepared)
            facts["output_size"] = None if self.output_size is None else list(self.output_size)
            facts["seed"] = origin.seed()
            inputs = {name: [_named(image.label) for image in images] for name, images in prepared.inputs.items()}
            facts |= {name: images for name, images in inputs.items() if images}
        facts["request_id"], facts["task_id"] = self._ids
        facts["made"] = _moment(self.made)
        facts["software"] = f"brushwork {_version()}, specs {self._spec_version}"
        return {name: value for name, value in facts.items() if value is not None}

    def __reduce__(self) -> tuple[Callable[..., Provenance], tuple[object, ...]]:
        return _restored, (self.facts, self.made, self.lifetime, self.output_size)


def sent(prepared: Request) -> Document:
    """The parameters that a request carried, wherever they stand in its body."""
    from brushwork_runtime.request.body import parameters_of

    return parameters_of(prepared.body, prepared.mode, prepared.route)


def _named(label: str) -> str:
    from brushwork_runtime.base import redact

    return redact.url(label) if "://" in label else label


def _moment(made: float | None) -> str | None:
    from datetime import UTC, datetime

    return None if made is None else datetime.fromtimestamp(made, UTC).isoformat(timespec="seconds")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("brushwork")
    except PackageNotFoundError:  # run from a checkout
        return "0"


def _restored(
    facts: Document, made: float | None, lifetime: float | None, output_size: Pixels | None = None
) -> Provenance:
    found = object.__new__(Provenance)
    found.output_size = output_size
    found._facts, found.made, found.lifetime = facts, made, lifetime  # pyright: ignore[reportPrivateUsage] - its own
    found._origin, found._ids, found._spec_version = None, (None, None), ""  # pyright: ignore[reportPrivateUsage]
    return found


_FUTURE = 253_402_300_799
"""The end of the year 9999 in seconds since 1970; nothing later is a date."""


def expiry(url: str, made: float | None = None, lifetime: float | None = None) -> datetime | None:
    """The moment in UTC from which `url` is refused; None where it does not say and `made` (epoch) is not known."""
    from datetime import UTC, datetime

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
    from datetime import UTC, datetime, timedelta
    from urllib.parse import parse_qs, urlsplit

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
