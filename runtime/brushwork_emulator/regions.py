"""The region of a request, and the key that is valid there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import no_key, wrong_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_emulator.wire import Call
    from brushwork_runtime import Api


_KEY = re.compile(r"Bearer (sk|st)-[\w.-]+", re.ASCII)


class Regions:
    """The regions by their hosts. `here` is the region of any other host, such as the loopback address.

    `keys` maps a region to its key, and "" to the key of every region that it does not name. If it is empty, any
    text in the form of a key is valid.
    """

    def __init__(self, api: Api, here: str | None, keys: Mapping[str, str]) -> None:
        self.here = here or api.default_region
        known = [region.id for region in api.regions]
        for name in (self.here, *filter(None, keys)):
            if name not in known:
                raise ValueError(f"region {name!r} must be one of {', '.join(known)}")
        self._keys = keys
        self._hosts = [
            (_host(template), region.id)
            for region in api.regions
            for template in (region.host, region.workspace_host)
            if template is not None
        ]

    def of(self, call: Call) -> str:
        """The region that a request is for, by the host that it names."""
        host = call.headers.get("host", "").partition(":")[0]
        return self._of(host) or self.here

    def knows(self, host: str) -> bool:
        """Whether a host is one of the API's."""
        return self._of(host) is not None

    def _of(self, host: str) -> str | None:
        return next((region for pattern, region in self._hosts if pattern.fullmatch(host)), None)

    def authorize(self, call: Call, region: str) -> None:
        """Refuse a request without the region's key."""
        given = call.headers.get("authorization", "")
        if not given.strip():
            raise no_key()
        wanted = self._keys.get(region, self._keys.get(""))
        if not self._keys and _KEY.fullmatch(given):
            return
        if wanted is None or given != f"Bearer {wanted}":
            raise wrong_key()


def _host(template: str) -> re.Pattern[str]:
    host = re.escape(template.partition("://")[2]).replace(r"\{workspace\}", "[A-Za-z0-9][A-Za-z0-9_-]*")
    return re.compile(host, re.IGNORECASE)
