"""Settings of a client: key, region, workspace and base URL, from arguments or the environment; hosts.

A host is one of a region, a loopback, or private: this machine, the networks around it, and names that only those know.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.base.language import later, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

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
    wanted = _folded(name)
    for region in api.regions:
        if wanted == _folded(region.id) or wanted in region.aliases:
            return region
    return _refuse_region(api, name, source)


def _folded(name: str) -> str:
    """A region's name without what people spell differently: case, blanks, hyphens, the quotes of an env file."""
    return re.sub(r"[\s_-]+", "", _unquoted(name)).lower()


def _unquoted(text: str) -> str:
    """A setting without blanks and quotes around it, which `docker --env-file` keeps."""
    plain = text.strip()
    return plain[1:-1].strip() if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'" else plain


def _refuse_region(api: Api, name: str, source: str) -> Region:
    from brushwork_runtime.base.violations import nearest_names

    known = [word for region in api.regions for word in (region.id, *region.aliases)]
    close = nearest_names(name, known, 1)
    meant = tr("Did you mean {name}? ", name=close[0]) if close else ""
    names = ", ".join("/".join((region.id, *region.aliases[:1])) for region in api.regions)
    where = tr("argument") if source.endswith("=") else f"${source}"
    raise ConfigError(
        tr("the region {name} ({where}) is not known", name=redact.value(name), where=where),
        hint=meant + tr("Regions: {names}.", names=names),
    )


def _belongs(region: Region, url: str) -> bool:
    host = _host(url)
    return host in map(_host, filter(None, (region.host, *region.hosts))) or host.endswith(_suffix(region))


def _suffix(region: Region) -> str:
    """What stands behind the workspace in a host: ".region.example"."""
    return _host(region.workspace_host).replace("{workspace}", "")


def _host(url: str) -> str:
    """Host and port as they are compared; the port that https has anyway counts as none."""
    return url.partition("://")[2].partition("/")[0].lower().removesuffix(":443").removesuffix(".")


def address(api: Api, region: Region | None, url: str | None, workspace: str | None) -> tuple[str, str | None]:
    """The base URL, and the workspace id where it must go into a header because the host does not say it.

    Without a base URL it is the shared host of the region, or its workspace host where it has no shared one.
    """
    if url is not None:
        target = url
    elif region is not None and region.host is not None:
        target = region.host + api.base_path
    elif region is not None and workspace is not None:
        target = region.workspace_host.format(workspace=workspace) + api.base_path
    else:
        name = region.id if region is not None else api.default_region
        names = " or ".join(api.environment.get("workspace", ()))
        raise ConfigError(
            tr("the region {name} has no shared host, so it needs a workspace", name=name),
            hint=tr('Pass Client(workspace="...") or export {names}; the id stands in the console.', names=names),
        )
    told = workspace is not None and _host(target).partition(".")[0] == workspace.lower()
    return target, None if told else workspace


def normalised(url: str, api: Api, source: str, workspace: str | None) -> str:
    """A base URL that ends with the base path once, from what people have in its place.

    That may be a host alone, without a scheme too, the whole address of an endpoint, or the base of another protocol of
    the same host. A host of the vendor has one base path, so any other path there is refused with the right one.
    """
    plain = _unquoted(url)
    scheme, separator, rest = plain.partition("://")
    if not separator:
        rest = plain.removeprefix("//")
        alone = rest.partition("/")[0]
        local = loopback(alone.partition("]")[0] if alone.startswith("[") else alone.partition(":")[0])
        scheme = "http" if local else "https" if "." in alone or alone.startswith("[") else ""
    host, _, path = rest.partition("/")
    scheme, host = scheme.lower(), host.lower()
    vague = next((each for each in api.regions if _lacks_workspace(each, host)), None)
    if vague is not None and workspace is not None:
        host, vague = _host(vague.workspace_host.format(workspace=workspace)), None
        plain = f"{scheme}://{host}"
    region = next((region for region in api.regions if _belongs(region, f"://{host}")), None)
    hint = _meant(plain, api)
    if region is not None and "@" not in host:
        right = f"https://{host.lower()}{api.base_path}"
        hint = tr("For {region} it is {url}.", region=region.id, url=right)
    problem = None
    if vague is not None:
        problem = tr("lacks the id of a workspace")
        hint = tr(
            'Pass Client(region="{region}", workspace="..."), or put the id from the console into the host.',
            region=vague.id,
        )
    elif scheme.lower() not in ("http", "https") or not host:
        problem = tr("is not an http(s) address")
    elif "@" in host:
        problem = tr("holds a user name or password")
    elif "console" in host.split("."):
        problem = tr("is the address of a console for people")
    elif "?" in rest or "#" in rest:
        problem = tr("holds a query or fragment")
    elif not plain.isascii() or not plain.isprintable() or " " in plain or "\\" in plain:
        problem = tr("holds a blank or another character that no address has")
    elif not re.fullmatch(HOST, host) or int(host.rpartition("]")[2].partition(":")[2] or 0) > 65535:
        problem = tr("has an invalid host or port")
    before = _before_base(api, "".join(f"/{part}" for part in path.split("/") if part), region is not None)
    if problem is None and before is None:
        problem = tr("has a path that its host does not have")
    if problem is not None:
        where = tr("argument") if source.endswith("=") else f"${source}"
        shown = redact.value(redact.url(url))
        raise ConfigError(
            tr("the base URL {url} ({where}) {problem}", url=shown, where=where, problem=problem), hint=hint
        )
    return f"{scheme}://{host}{before}{api.base_path}"


def _meant(url: str, api: Api) -> str:
    """What to pass for an address that is none: a region's, if its name or host is in it, else the form of one."""
    from unicodedata import normalize

    text = normalize("NFKC", url).lower()
    for region in api.regions:
        if _folded(text) in (_folded(region.id), *region.aliases):
            return tr('That is a region: pass region="{region}" and no base URL.', region=region.id)
        hosts = [host for each in (region.host, *region.hosts) if each is not None and (host := _host(each)) in text]
        if hosts:
            right = f"https://{hosts[0]}{api.base_path}"
            return tr("For {region} it is {url}.", region=region.id, url=right)
    return tr("It looks like {url}.", url=_EXAMPLE)


def _lacks_workspace(region: Region, host: str) -> bool:
    """Whether it is the host of workspaces without one, or with what the documents write in its place."""
    label, dot, rest = host.partition(".")
    suffix = _suffix(region)
    if region.host is not None and host.lower() == _host(region.host):
        return False
    return f".{host.lower()}" == suffix or (label[:1] in ("{", "<", "$") and (dot + rest).lower() == suffix)


def _before_base(api: Api, path: str, known: bool) -> str | None:
    """What stands before the base path in that of a URL; None for a path that a `known` host does not have.

    Elsewhere a path is that of somebody's own gateway, which the base path is added to.
    """
    services = {below.split("/")[1] for below in api.paths.values()}
    for base in (api.base_path, *api.bases):
        before, found, after = f"{path}/".partition(f"{base}/")
        if found and (known or not after or base != api.base_path or after.split("/")[0] in services):
            return None if known and before else before
        if known and base.startswith(f"{path}/"):
            return ""
    return None if known and path else path


@lru_cache(64)
def loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or as an address of it."""
    from ipaddress import ip_address

    host = host.strip("[]").lower()
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


_LABEL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
ALLOW_HTTP = "BRUSHWORK_ALLOW_HTTP"
"""The environment variable that allows a base URL of plain http."""

_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
_NO_KEY_HINT = later('Pass Client(api_key="sk-...") or export {names}.')


class Reach:
    """Where the addresses that a server names may lead: into the public net; with `anywhere`, everywhere.

    `home` is the base URL of the API. If that is on this machine, they may lead here too.
    """

    __slots__ = ("anywhere", "home")

    def __init__(self, home: str = "", *, anywhere: bool = False) -> None:
        self.home = home
        self.anywhere = anywhere


class Settings:
    """Where requests go and with which key.

    `region` is the vendor's id, None where `base_url` belongs to no known one. `base_url` ends with the base path.
    `workspace_header` is the workspace id where the host does not already say it. `api_key` may be None.
    """

    __slots__ = ("api_key", "base_url", "key_names", "key_source", "region", "workspace", "workspace_header")

    def __init__(
        self,
        *,
        api_key: str | None,
        key_source: str,
        key_names: tuple[str, ...],
        region: str | None,
        base_url: str,
        workspace: str | None,
        workspace_header: str | None,
    ) -> None:
        self.api_key = redact.of_key(api_key)
        self.key_source = key_source
        self.key_names = key_names
        self.region = region
        self.base_url = base_url
        self.workspace = workspace
        self.workspace_header = workspace_header

    def __repr__(self) -> str:
        return f"Settings(region={self.region!r}, base_url={self.base_url!r}, key={self.shown_key!r})"

    @property
    def key_variable(self) -> str:
        """The environment variable of the key: the one it came from, else the one of the vendor's documents."""
        names = self.key_names
        if self.key_source in names:
            return self.key_source
        return (names[1:] or names)[0]

    @property
    def shown_key(self) -> str:
        """The key as people may see it, or the variable that it would be taken from."""
        return f"${self.key_variable}" if self.api_key is None else redact.key(self.api_key)

    def key(self) -> str:
        """The key. Raises `ConfigError` if there is none."""
        if self.api_key is None:
            marked = next((name for name in self.key_names if f"\ufeff{name}" in os.environ), None)
            hint = tr(_NO_KEY_HINT, names=tr(" or ").join(self.key_names))
            if marked is not None:
                hint = tr(
                    "The environment has {name} behind a byte order mark (U+FEFF): save the .env file without one.",
                    name=marked,
                )
            raise ConfigError(tr("there is no API key"), hint=hint)
        return self.api_key


def settle(
    api: Api,
    *,
    api_key: str | None = None,
    region: str | None = None,
    base_url: str | None = None,
    workspace: str | None = None,
    allow_http: bool | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from the arguments, else from the environment, else the defaults of the API.

    A region that is given goes before a base URL of the environment. A missing key is no error until something is sent.
    Raises `ConfigError` for what is malformed.
    """
    key, key_source = _setting(api, "api_key", redact.of_key(api_key), environment)
    key = redact.of_key(key)
    region_name, region_source = _setting(api, "region", region, environment)
    url, url_source = _setting(api, "base_url", base_url, environment)
    if region is not None and base_url is None:
        url = None  # that of the environment belongs to the region there
    space, space_source = _setting(api, "workspace", workspace, environment)
    if key is not None:
        _check_key(key, key_source)
    if space is not None:
        _check_workspace(space, space_source)
    if url is not None:
        url = normalised(url, api, url_source, space)
    chosen: Region | None = region_of(api, region_name, region_source, url)
    target, header = address(api, chosen, url, space)
    if target[:5].lower() == "http:" and not _allows_http(allow_http, environment):
        _check_loopback(target, url_source)
    return Settings(
        api_key=key,
        key_source=key_source,
        key_names=api.environment.get("api_key", ()),
        region=chosen.id if chosen is not None else None,
        base_url=target,
        workspace=space,
        workspace_header=header,
    )


def _setting(api: Api, name: str, given: str | None, environment: Mapping[str, str] | None) -> tuple[str | None, str]:
    """A setting and where it came from; an empty variable counts as none. None of its variables holds the others'."""
    if given is not None:
        if not isinstance(given, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise ConfigError(tr("{name} is of type {kind}; it takes text (str)", name=name, kind=type(given).__name__))
        given = given if type(given) is redact.Key else str.__str__(given)
        if not given:
            raise ConfigError(
                tr("{name} is empty", name=name),
                hint=tr("Leave {name} out to take it from the environment.", name=name),
            )
        return given, f"{name}="
    for variable in api.environment.get(name, ()):
        if (os.environ if environment is None else environment).get(variable):
            return (os.environ if environment is None else environment)[variable], variable
    return None, ""


def _allows_http(given: bool | None, environment: Mapping[str, str] | None) -> bool:
    """Whether a base URL may be plain http wherever it leads, by the argument, else by the environment."""
    if given is not None:
        if isinstance(given, bool):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            return given
        raise ConfigError(tr("allow_http is {given}; it must be True or False", given=redact.value(given)))
    said = (os.environ if environment is None else environment).get(ALLOW_HTTP, "").strip().lower()
    if said not in _YES + _NO:
        raise ConfigError(tr("${variable} is {said}; it must be 1 or 0", variable=ALLOW_HTTP, said=redact.value(said)))
    return said in _YES


def _check_loopback(url: str, source: str) -> None:
    """Refuse plain http to another machine: whoever is on the way could read the key and change what comes back."""
    from urllib.parse import urlsplit

    if not loopback(urlsplit(url).hostname or ""):
        raise ConfigError(
            tr(
                "the base URL {url} from {where} is not https, so the key would be sent in clear",
                url=redact.value(redact.url(url)),
                where=_from(source),
            ),
            hint=tr(
                "Use https://. If you trust every network on the way, pass Client(allow_http=True) or export {name}=1.",
                name=ALLOW_HTTP,
            ),
        )


def _from(source: str) -> str:
    return tr("the {name} argument", name=source[:-1]) if source.endswith("=") else f"${source}"


_BEGINS = {'"': '"', "'": "'", "\ufeff": "U+FEFF", "b": "Bearer"}
"""What stands before a key by mistake, by its first character."""


def _check_key(key: str, source: str) -> None:
    """Refuse a key that cannot be sent in a header; its value is never shown."""
    wrapped = key[0] in "\"'\ufeff" or key[:7].lower() == "bearer "
    if wrapped:
        raise ConfigError(
            tr("the API key from {where} begins with {begins}", where=_from(source), begins=_BEGINS[key[0].lower()]),
            hint=tr("Leave that out. docker --env-file keeps quotation marks, and some editors begin a file so."),
        )
    if any(character.isspace() for character in key):
        raise ConfigError(
            tr("the API key from {where} holds a blank or a line break", where=_from(source)),
            hint=tr("Keys have none. Check for a newline at the end, as in a key read from a file."),
        )
    if not key.isascii() or not key.isprintable():
        raise ConfigError(
            tr("the API key from {where} holds a character that no key has", where=_from(source)),
            hint=tr("Copy it anew from the console."),
        )
    if key.startswith("sk-sp-"):
        raise ConfigError(
            tr("the API key from {where} is a Coding Plan key (sk-sp-…)", where=_from(source)),
            hint=tr("Image models need a standard key (sk-…) of the same console."),
        )


def _check_workspace(workspace: str, source: str) -> None:
    """Refuse a workspace id that is no host label, before it becomes part of a host name."""
    if not (len(workspace) <= 64 and _LABEL.issuperset(workspace) and workspace[0] not in "-_"):
        raise ConfigError(
            tr("the workspace from {where} is {value}", where=_from(source), value=redact.value(workspace)),
            hint=tr("A workspace id has letters, digits, - and _, begins with a letter or digit, and has at most 64."),
        )


def listed(name: str, values: object) -> tuple[Any, ...]:
    """`values`, which have to be a list or another iterable of models or files. Raises `ConfigError`."""
    try:
        if not isinstance(values, (str, bytes)):
            return tuple(cast("Iterable[Any]", values))
    except Exception as error:  # it is none, or one whose own methods raise
        raise ConfigError(
            tr("{name} is {values}; it must be a list of models or files", name=name, values=redact.value(values))
        ) from error
    raise ConfigError(
        tr("{name} is {values}; it must be a list of models or files", name=name, values=redact.value(values))
    )


def whole_number(name: str, value: object, least: int = 0) -> int:
    """`value`, which has to be an integer of `least` or more. Raises `ConfigError`."""
    if isinstance(value, int) and not isinstance(value, bool) and (number := int.__int__(value)) >= least:
        return number
    raise ConfigError(
        tr(
            "{name} is {value}; it must be an integer of at least {least}",
            name=name,
            value=redact.value(value),
            least=least,
        )
    )


def check_methods(name: str, value: object, *methods: str) -> None:
    """Refuse what lacks a method that will be called. Raises `ConfigError`."""
    missing = [method for method in methods if not _can(value, method)]
    if value is not None and missing:
        raise ConfigError(
            tr(
                "{name} is {value}; it must have the method {method}",
                name=name,
                value=redact.value(value),
                method=missing[0],
            )
        )


def _can(value: object, method: str) -> bool:
    try:
        return callable(getattr(value, method, None))
    except Exception:  # of its own `__getattr__`
        return False


LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "lan", "home", "corp", "intranet", "private", "arpa")
"""The last parts of names that no public name server knows."""

_NUMERIC = r"[0-9]+|0x[0-9a-f]*"
"""The last part of an address in numbers, in whatever notation; no name ends so."""

_SPECIAL = (
    *("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
    *("192.88.99.0/24", "192.168.0.0/16", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "100.100.100.200/32"),
    *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
)
"""Of the registries of IANA: private, loopback, link-local, documentation, tunnels, multicast and reserved; and
100.100.100.200, where the vendor's cloud tells its own servers their secrets. Not 100.64.0.0/10 and 198.18.0.0/15: the
store's own servers answer there inside its cloud, and proxies that stand in for every name."""


@cache
def _special() -> tuple[IPv4Network | IPv6Network, ...]:
    from ipaddress import ip_network

    return tuple(ip_network(text) for text in _SPECIAL)


@lru_cache(64)
def private(host: str) -> bool:
    """Whether `host` is, or may only be, a private address: numbers in any notation, or a name such as localhost."""
    from ipaddress import ip_address

    host = host.strip("[]").rstrip(".").lower()
    last = host.rpartition(".")[2]
    if ":" not in host and not re.fullmatch(_NUMERIC, last):
        return last in LOCAL_NAMES
    try:
        return within(ip_address(host))
    except ValueError:  # a notation that programs read in different ways
        return True


def within(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is none of the public net, also one that is wrapped in an address of IPv6."""
    if address.version == 6:
        from ipaddress import IPv4Address, IPv6Network

        if address in IPv6Network("64:ff9b::/96"):
            return within(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in IPv6Network("2000::/3"):
            return True
    return any(address in network for network in _special() if network.version == address.version)
