"""Regions and base URLs: which host a request goes to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConfigError

if TYPE_CHECKING:
    from brushwork_runtime.tables.spec import Api, Region

HOST = r"(?:\[[0-9a-fA-F:.]+\]|[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*\.?)(?::[0-9]{1,5})?"
"""Host and port, so plainly written that no two parsers read another host in it: no user, escape, zone or blank."""

_EXAMPLE = "https://host.example/api/v1"


def region_of(api: Api, name: str | None, source: str, url: str | None) -> Region | None:
    """The region by id or alias; with a base URL and no name, the one that its host belongs to, if any."""
    if name is None:
        if url is None:
            name = api.default_region
        else:
            return next((region for region in api.regions if _belongs(region, url)), None)
    wanted = name.strip().lower()
    for region in api.regions:
        if wanted == region.id or wanted in region.aliases:
            return region
    return _refuse_region(api, name, source)


def _refuse_region(api: Api, name: str, source: str) -> Region:
    from brushwork_runtime.base.violations import nearest_names

    known = [word for region in api.regions for word in (region.id, *region.aliases)]
    close = nearest_names(name, known, 1)
    meant = f"Did you mean {close[0]}? " if close else ""
    names = ", ".join("/".join((region.id, *region.aliases)) for region in api.regions)
    where = "argument" if source.endswith("=") else f"${source}"
    raise ConfigError(f"the region {redact.value(name)} ({where}) is not known", hint=f"{meant}Regions: {names}.")


def _belongs(region: Region, url: str) -> bool:
    host = _host(url)
    suffix = _host(region.workspace_host).replace("{workspace}", "")
    return (region.host is not None and host == _host(region.host)) or host.endswith(suffix)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def address(
    api: Api, region: Region | None, url: str | None, url_source: str, workspace: str | None
) -> tuple[str, str | None]:
    """The base URL, and the workspace id where it must go into a header because the host does not say it.

    Without a base URL it is the shared host of the region, or its workspace host where it has no shared one.
    """
    if url is not None:
        target = normalised(url, api.base_path, url_source)
    elif region is not None and region.host is not None:
        target = region.host + api.base_path
    elif region is not None and workspace is not None:
        target = region.workspace_host.format(workspace=workspace) + api.base_path
    else:
        name = region.id if region is not None else api.default_region
        names = " or ".join(api.environment.get("workspace", ()))
        raise ConfigError(
            f"the region {name} has no shared host, so it needs a workspace",
            hint=f'Pass Client(workspace="...") or export {names}; the id stands in the console.',
        )
    told = workspace is not None and _host(target).partition(".")[0] == workspace.lower()
    return target, None if told else workspace


def normalised(url: str, base_path: str, source: str = "base_url=") -> str:
    """A base URL that ends with the base path once, whether it was given with it or not."""
    plain = url.strip().rstrip("/")
    scheme, separator, rest = plain.partition("://")
    host = rest.partition("/")[0]
    problem = None
    if scheme.lower() not in ("http", "https") or not separator or not host:
        problem = "is no http(s) address"
    elif "@" in host:
        problem = "holds a user name or password"
    elif "?" in rest or "#" in rest:
        problem = "holds a query or fragment"
    elif not plain.isascii() or not plain.isprintable() or " " in plain or "\\" in plain:
        problem = "holds a blank or another character that no address has"
    elif not re.fullmatch(HOST, host) or int(host.rpartition("]")[2].partition(":")[2] or 0) > 65535:
        problem = "has a host or port that is none"
    if problem is not None:
        where = "argument" if source.endswith("=") else f"${source}"
        raise ConfigError(
            f"the base URL {redact.value(redact.url(url))} ({where}) {problem}", hint=f"It looks like {_EXAMPLE}."
        )
    return plain if plain.endswith(base_path) else plain + base_path


def loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or as an address of it."""
    from ipaddress import ip_address

    host = host.strip("[]").lower()
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
