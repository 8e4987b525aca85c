"""The headers of a request, with the key or with the key hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.config import Settings
    from brushwork_runtime.spec import Route

ENABLE = "enable"


def headers(settings: Settings, route: Route, authorization: str, *, oss: bool) -> dict[str, str]:
    """The headers of a POST; `oss` tells that an oss:// address is in its body."""
    found = {"Authorization": authorization, "Content-Type": "application/json"}
    if route.protocol == "async":
        found["X-DashScope-Async"] = ENABLE
    elif route.protocol == "stream":
        found["Accept"] = "text/event-stream"
    found.update(route.headers)
    if oss:
        found["X-DashScope-OssResourceResolve"] = ENABLE
    if settings.workspace_header is not None:
        found["X-DashScope-WorkSpace"] = settings.workspace_header
    return found
