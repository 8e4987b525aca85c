"""Every setting with its value and where it comes from.

option  >  profile named by --profile  >  $BRUSHWORK_*  >  the vendor's variables  >  project file  >  user's profile
        >  the rest of the user's file

The key that `brushwork login` keeps is one of its profile, where the profile itself names none.

A project's file comes with a checkout, so what a call may cost is bounded by the user's own limit all the same.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_cli.settings import credentials
from brushwork_cli.settings.files import project_file, read_project, read_user, user_file
from brushwork_runtime import ConfigError, named, nearest_names, series, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brushwork_cli.package import Package

CLIENT = ("api_key", "region", "base_url", "workspace")
OWN = ("model", "output", "max_cost", "timeout", "history")
_OF_KEY = ("api_key", "api_key_command", "api_key_keyring")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A setting: its value, where it comes from in words, and whether the client's environment holds it anyway."""

    value: str
    origin: str
    variable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The settings of one source."""

    origin: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of a run; `prices` are those of the user's file, `profile` the one that is used.

    `limits` are all that hold for what a call may cost. `own` are the settings as they would be without the project's
    file, None where there is none; `foreign` are files of projects that are not read, since another user owns them.
    """

    values: Mapping[str, Value]
    prices: Mapping[str, object]
    profile: Value | None
    profiles: tuple[str, ...]
    limits: tuple[Value, ...] = ()
    own: Configuration | None = None
    foreign: tuple[Path, ...] = ()

    def __getitem__(self, name: str) -> str | None:
        found = self.values.get(name)
        return found.value if found else None

    def arguments(self) -> dict[str, str]:
        """The arguments of a client; what its environment holds it finds itself.

        But for a base URL, which a client leaves alone there if it is given a region.
        """
        found = {name: self.values[name] for name in CLIENT if name in self.values}
        arguments = {name: each.value for name, each in found.items() if not each.variable}
        if "region" in arguments and "base_url" in found:
            arguments["base_url"] = found["base_url"].value
        return arguments


def configure(package: Package, given: Mapping[str, str | None]) -> Configuration:
    """Put the sources together. Raises `ConfigError` for a file or a profile that is not as it must be."""
    user, foreign = read_user(), list[Path]()
    path = project_file(foreign)
    own = _configured(package, given, user, {}, None)
    if path is None:
        return replace(own, foreign=tuple(foreign))
    project = dict(read_project(path))
    if "base_url" in own.values:  # whose prices are not for a checkout to choose
        project.pop("region", None)
    found = _configured(package, given, user, project, path)
    limits = {each.origin: each for each in (*own.limits, *found.limits)}
    if "max_cost" in project:
        limits[str(path)] = Value(value=_text(project["max_cost"]), origin=str(path))
    return replace(found, limits=tuple(limits.values()), own=own, foreign=tuple(foreign))


def _configured(
    package: Package,
    given: Mapping[str, str | None],
    user: Mapping[str, object],
    project: Mapping[str, object],
    project_path: Path | None,
) -> Configuration:
    kept = credentials.read()
    profiles: dict[str, object] = {name: None for name in kept if name != credentials.DEFAULT}
    profiles |= named(user.get("profiles"))
    profile = _profile(given, project, project_path, user)
    options = Layer(origin="option", values={name: value for name, value in given.items() if value})
    chosen = [_layer(f"{user_file()} [profiles.{profile.value}]", _known(profile, profiles))] if profile else []
    chosen += _logged_in(profile.value if profile else credentials.DEFAULT, kept)
    first = profile is not None and profile.origin == "--profile"
    layers = [
        options,
        *(chosen if first else []),
        *_variables(package),
        *([_layer(str(project_path), project)] if project else []),
        *([] if first else chosen),
        _layer(str(user_file()), user),
    ]
    values = _settled(layers)
    limits = (values["max_cost"],) if "max_cost" in values else ()
    prices = named(user.get("prices"))
    return Configuration(values=values, prices=prices, profile=profile, profiles=tuple(profiles), limits=limits)


def _profile(
    given: Mapping[str, str | None], project: Mapping[str, object], path: object, user: Mapping[str, object]
) -> Value | None:
    """The name of the profile and who chose it."""
    choices = (
        ("--profile", given.get("profile")),
        ("$BRUSHWORK_PROFILE", os.environ.get("BRUSHWORK_PROFILE")),
        (f"{path}", project.get("profile")),
        (f"{user_file()} default_profile", user.get("default_profile")),
    )
    return next((Value(value=str(name), origin=origin) for origin, name in choices if name), None)


def _known(profile: Value, profiles: Mapping[str, object]) -> Mapping[str, object]:
    if profile.value in profiles:
        return named(profiles[profile.value])
    near = nearest_names(profile.value, profiles, 1)
    meant = tr("Did you mean {name}? ", name=near[0]) if near else ""
    there = (
        tr("{user_file} has {names}.", user_file=user_file(), names=series(profiles))
        if profiles
        else tr("{user_file} has none.", user_file=user_file())
    )
    raise ConfigError(
        tr("no profile is named {profile!r} ({origin})", profile=profile.value, origin=profile.origin),
        hint=meant + there,
    )


def _logged_in(profile: str, kept: Mapping[str, Mapping[str, str]]) -> list[Layer]:
    """What `brushwork login` keeps for a profile."""
    entry = kept.get(profile)
    if entry is None:
        return []
    where = "keyring" if "keyring" in entry else str(credentials.path())
    key = {"api_key_keyring": profile} if "keyring" in entry else {"api_key": entry.get("key", "")}
    region = {"region": entry["region"]} if "region" in entry else {}
    return [Layer(origin=f"brushwork login ({where})", values={**key, **region})]


def _layer(origin: str, found: Mapping[str, object]) -> Layer:
    """The settings of a file."""
    names = (*CLIENT, *OWN, "api_key_command")
    return Layer(origin=origin, values={name: _text(value) for name, value in found.items() if name in names})


def _text(value: object) -> str:
    """A value of a file as text; a list, as that of a command, stays its JSON."""
    import json

    return value if isinstance(value, str) else json.dumps(value)


def _variables(package: Package) -> Iterator[Layer]:
    """The environment, a layer a variable: the package's own names come before those of the vendor."""
    names = {**package.variables, **{name: (f"BRUSHWORK_{name.upper()}",) for name in OWN}}
    for setting, variables in names.items():
        for variable in variables:
            if value := os.environ.get(variable):
                yield Layer(origin=f"${variable}", values={setting: value})


def _settled(layers: list[Layer]) -> dict[str, Value]:
    """The first value of every setting.

    An address belongs to the region beside it: where another source has named a region, that of a file is left alone,
    and where the command line has, that of a variable too.
    """
    found: dict[str, Value] = {}
    keyed = False
    for layer in layers:
        variable = layer.origin.startswith("$")
        region = found.get("region")
        elsewhere = region is not None and layer.origin != "option" and not (variable and region.variable)
        has_key = any(name in layer.values for name in _OF_KEY)
        for name, value in layer.values.items():
            if name in found or name == "profile" or (name in _OF_KEY and keyed):
                continue
            if name == "base_url" and elsewhere:
                continue
            origin = f"--{name.replace('_', '-')}" if layer.origin == "option" else layer.origin
            found[name] = Value(value=value, origin=origin, variable=variable)
        keyed = keyed or has_key
    return found
