"""The configuration files: where they are, what they may hold, who may read them.

The user's file holds profiles, with keys or the commands that give them. A project's file comes with a checkout, so it
may choose among what the user has, and nothing else: an address or a command in it would hand the key to whoever wrote
it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime.errors import ConfigError
from brushwork_runtime.faults import nearest_names
from brushwork_runtime.shapes import named

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PROJECT_FILE = "brushwork.toml"
_DEFAULTS = frozenset({"region", "model", "output", "max_cost"})
_CONNECTION = frozenset({"region", "base_url", "workspace", "api_key", "api_key_command", "timeout"})
PROFILE = _CONNECTION | _DEFAULTS
USER = frozenset({"default_profile", "profiles", "prices"}) | (_DEFAULTS - {"region"})
PROJECT = frozenset({"profile", "prices"}) | _DEFAULTS


def user_file() -> Path:
    """The user's file: $BRUSHWORK_CONFIG, else below $XDG_CONFIG_HOME or ~/.config."""
    if own := os.environ.get("BRUSHWORK_CONFIG"):
        return Path(own)
    base = os.environ.get("XDG_CONFIG_HOME", "")
    home = Path(base) if os.path.isabs(base) else Path.home() / ".config"
    return home / "brushwork" / "config.toml"


def project_file() -> Path | None:
    """The nearest `brushwork.toml` of this folder and those above it, up to the home folder or a repository's top."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
        if (folder / ".git").exists() or folder == Path.home():
            return None
    return None


def read_user() -> Mapping[str, object]:
    """What the user's file says; nothing if there is none. Raises `ConfigError` for one that is wrong or unsafe."""
    path = user_file()
    found = _read(path)
    if found is None:
        return {}
    _only(path, "", found, USER)
    for name, profile in named(found.get("profiles")).items():
        _only(path, f" [profiles.{name}]", named(profile), PROFILE)
    _check_access(path, found)
    return found


def read_project(path: Path) -> Mapping[str, object]:
    """What a project's file says. Raises `ConfigError` for what it may not say."""
    found = _read(path) or {}
    kept = sorted((_CONNECTION | {"default_profile", "profiles"}).intersection(found) - PROJECT)
    if kept:
        raise ConfigError(
            f"{path} sets {', '.join(kept)}, which the file of a project may not",
            hint=f"It comes with a checkout, and with those it could take the key. Set them in {user_file()}.",
        )
    _only(path, "", found, PROJECT)
    return found


def _read(path: Path) -> Mapping[str, object] | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no TOML: {error}", hint="brushwork config init --print shows one.") from error


def _only(path: Path, where: str, found: Mapping[str, object], known: Collection[str]) -> None:
    for name in found:
        if name not in known:
            near = nearest_names(name, known, 1)
            meant = f"Did you mean {near[0]}? " if near else ""
            raise ConfigError(
                f"{path}{where}: {name!r} is no setting", hint=f"{meant}It takes {', '.join(sorted(known))}."
            )


def _check_access(path: Path, found: Mapping[str, object]) -> None:
    """Refuse a file with a key that others can read, or with anything that others can write."""
    if os.name != "posix":
        return
    mode = path.stat().st_mode
    profiles = [named(profile) for profile in named(found.get("profiles")).values()]
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        what = "can be written by others"
    elif mode & (stat.S_IRGRP | stat.S_IROTH) and any("api_key" in profile for profile in profiles):
        what = "holds a key and can be read by others"
    else:
        return
    raise ConfigError(f"{path} {what} (mode {stat.S_IMODE(mode):03o})", hint=f"chmod 600 {path}")
