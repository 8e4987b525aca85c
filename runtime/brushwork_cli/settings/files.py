"""The configuration files: where they are, what they may hold, who may read them.

The user's file holds profiles, with keys or the commands that give them. A project's file comes with a checkout, so it
may choose among what the user has and lower a limit, and nothing else: an address or a command in it would hand the key
to whoever wrote it, and a price would hide what a call costs.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime import ConfigError, NotUnicode, decoded, named, nearest_names, reason_of, series, tr

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PROJECT_FILE = "brushwork.toml"
_DEFAULTS = frozenset({"region", "model", "output", "max_cost"})
_CONNECTION = frozenset({"region", "base_url", "workspace", "api_key", "api_key_command", "timeout"})
PROFILE = _CONNECTION | _DEFAULTS
USER = frozenset({"default_profile", "profiles", "prices", "history"}) | (_DEFAULTS - {"region"})
PROJECT = frozenset({"profile"}) | _DEFAULTS
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_LARGEST = 1 << 18
"""Bytes of a file; one with more is none of settings."""


def user_file() -> Path:
    """The user's file: $BRUSHWORK_CONFIG, else below $XDG_CONFIG_HOME or ~/.config."""
    own = os.environ.get("BRUSHWORK_CONFIG")
    return Path(own) if own else kept_below("XDG_CONFIG_HOME", ".config") / "config.toml"


def kept_below(variable: str, folder: str) -> Path:
    """Our folder below the one that a variable names, else below one in the user's home.

    Where no home is known, as for a container's user without a name, its path begins with "~" and holds nothing.
    """
    base = os.environ.get(variable, "")
    return (Path(base) if os.path.isabs(base) else home() / folder) / "brushwork"


def home() -> Path:
    """The user's home folder; "~" where none is known."""
    return Path(os.path.expanduser("~"))


def for_writing(path: Path) -> Path:
    """The path. Raises `ConfigError` for one below a home that is not known."""
    if path.parts[:1] == ("~",):
        raise ConfigError(
            tr("{path} cannot be written: this user has no known home folder", path=path),
            hint=tr("Set HOME, or XDG_CONFIG_HOME, to a folder."),
        )
    return path


def project_file(foreign: list[Path] | None = None) -> Path | None:
    """The nearest `brushwork.toml` of this folder and those above it, up to the home folder or a repository's top.

    One that another user owns, or that another user's link names, counts as none; `foreign` gets its path.
    """
    here, homes = Path.cwd(), {home(), home().resolve()}
    for folder in (here, *here.parents):
        path = folder / PROJECT_FILE
        if path.is_file():
            if _owned(path.lstat()) and _owned(path.stat()):
                return path
            if foreign is not None:
                foreign.append(path)
        if (folder / ".git").exists() or folder in homes:
            return None
    return None


def _owned(state: os.stat_result) -> bool:
    return os.name != "posix" or state.st_uid == os.geteuid()


def read_user() -> Mapping[str, object]:
    """What the user's file says; nothing if there is none. Raises `ConfigError` for one that is wrong or unsafe."""
    path = user_file()
    read = _read(path)
    if read is None:
        return {}
    text, found, state = read
    _only(path, text, "", found, USER)
    for name, profile in named(found.get("profiles")).items():
        _only(path, text, f" [profiles.{name}]", named(profile), PROFILE)
    _check_access(path, found, state)
    return found


def read_project(path: Path) -> Mapping[str, object]:
    """What a project's file says. Raises `ConfigError` for what it may not say."""
    read = _read(path)
    if read is None:
        return {}
    text, found, state = read
    if os.name == "posix" and state.st_mode & _OTHERS_WRITE:
        raise ConfigError(
            tr("{path} is writable by others (mode {mode:03o})", path=path, mode=stat.S_IMODE(state.st_mode)),
            hint=f"chmod go-w {path}",
        )
    kept = sorted((USER | PROFILE).intersection(found) - PROJECT)
    if kept:
        raise ConfigError(
            tr(
                "{path} sets {names}, which a project's file may not set",
                path=_at(path, text, kept[0]),
                names=series(kept),
            ),
            hint=tr(
                "It comes with a checkout and could use these settings to take the key or hide what a "
                "call costs. Set them in {user_file}.",
                user_file=user_file(),
            ),
        )
    _only(path, text, "", found, PROJECT)
    if "output" in found:
        _check_output(path, text, str(found["output"]))
    return found


def _check_output(path: Path, text: str, output: str) -> None:
    """Refuse a place outside the project's folder, also one that links lead to.

    Fields stand in the file's name only, since a folder that one names could be a link too.
    """
    from brushwork_runtime import is_local

    folder, place = Path(os.path.realpath(path.parent)), Path(os.path.expanduser(output))
    if any("{" in part for part in place.parts[:-1]):
        why = tr("has a field in a folder name; in a project's file, fields are allowed only in the file name")
    elif "\0" in output or not Path(os.path.realpath(place)).is_relative_to(folder) or not is_local(output):
        why = tr("leaves the project's folder {folder}", folder=folder)
    else:
        return
    raise ConfigError(
        tr("{path}: output {output!r} {why}", path=_at(path, text, "output"), output=output, why=why),
        hint=tr("-o OUT saves images anywhere."),
    )


def _at(path: Path, text: str, name: str) -> str:
    """The path, with the line where `name` stands as a key or a table."""
    found = re.search(rf"""^[ \t]*\[*[ \t]*["']?{re.escape(name)}["']?[ \t]*[.\]=]""", text, re.MULTILINE)
    return f"{path}:{text.count(chr(10), 0, found.start()) + 1}" if found else str(path)


def _read(path: Path) -> tuple[str, Mapping[str, object], os.stat_result] | None:
    """Text, content and state of a file; None if there is none."""
    try:
        with path.open("rb") as stream:
            content, state = stream.read(_LARGEST + 1), os.fstat(stream.fileno())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(tr("{path} cannot be read: {strerror}", path=path, strerror=reason_of(error))) from error
    if len(content) > _LARGEST:
        raise ConfigError(tr("{path} is larger than {most:,} bytes, the most that is read", path=path, most=_LARGEST))
    import tomllib

    try:
        text = decoded(content)
    except NotUnicode as error:
        raise ConfigError(tr("{path} cannot be read: {error}", path=path, error=error)) from error
    try:
        return text, tomllib.loads(text), state
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            tr("{path} is not valid TOML: {error}", path=path, error=error),
            hint=tr("brushwork config init --print shows an example."),
        ) from error


def _only(path: Path, text: str, where: str, found: Mapping[str, object], known: Collection[str]) -> None:
    for name in found:
        if name not in known:
            near = nearest_names(name, known, 1)
            meant = tr("Did you mean {name}? ", name=near[0]) if near else ""
            if name in PROFILE and known == USER:
                meant = tr("{name} stands in a profile: below a line such as [profiles.mine]. ", name=name)
            raise ConfigError(
                tr("{path}{where}: {name!r} is not a setting", path=_at(path, text, name), where=where, name=name),
                hint=tr("{meant}The settings are {names}.", meant=meant, names=series(sorted(known))),
            )


def _check_access(path: Path, found: Mapping[str, object], state: os.stat_result) -> None:
    """Refuse a file with a key that others can read, or with anything that others can write."""
    if os.name != "posix":
        return
    mode = state.st_mode
    if state.st_uid not in (os.geteuid(), 0):
        raise ConfigError(tr("{path} belongs to another user", path=path), hint=f"chown {os.geteuid()} {path}")
    profiles = [named(profile) for profile in named(found.get("profiles")).values()]
    if mode & _OTHERS_WRITE:
        what = tr("is writable by others")
    elif mode & (stat.S_IRGRP | stat.S_IROTH) and any("api_key" in profile for profile in profiles):
        what = tr("holds a key and is readable by others")
    else:
        return
    raise ConfigError(
        tr("{path} {what} (mode {mode:03o})", path=path, what=what, mode=stat.S_IMODE(mode)), hint=f"chmod 600 {path}"
    )
