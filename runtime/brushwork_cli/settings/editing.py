"""Changes of the user's file by `brushwork config set` and `unset`: its comments and its order stay."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from brushwork_cli.settings.configuration import OWN
from brushwork_cli.settings.files import PROFILE, for_writing, read_user, user_file
from brushwork_runtime import ConfigError, named, read_text, reason_of, tr

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

CONNECTION = ("region", "base_url", "workspace")
SETTABLE = (*OWN, *CONNECTION, "default_profile", "api_key_command")
_NEW = "default"
"""The profile that is begun where a setting needs one."""


def put(name: str, value: str, profile: str | None) -> tuple[Path, str | None]:
    """Set `name` in the profile that it belongs to; returns the file and that profile. Raises `ConfigError`."""
    document, where = _document(), _where(name, profile)
    table: MutableMapping[str, Any] = document
    if where is not None:
        if "default_profile" not in document and profile is None:
            document["default_profile"] = where
        table = document.setdefault("profiles", {}).setdefault(where, {})
    table[name] = value.lower() == "true" if name == "history" else value
    return _written(document), where


def drop(name: str, profile: str | None) -> bool:
    """Remove `name`; False if it was not there."""
    document, where = _document(), _where(name, profile)
    table: Any = document if where is None else named(document.get("profiles")).get(where)
    if table is None or name not in table:
        return False
    del table[name]
    _written(document)
    return True


def _where(name: str, profile: str | None) -> str | None:
    """The profile that holds `name`: None for the file itself, where what holds for every profile stands."""
    if profile is not None and name in PROFILE:
        return profile
    if name in OWN and name != "timeout":
        return None
    if name == "default_profile":
        return None
    return str(read_user().get("default_profile", _NEW))


def _document() -> Any:
    """The user's file, to be changed. Raises `ConfigError` for one that is not in order, `ImportError`."""
    try:
        import tomlkit
    except ModuleNotFoundError:
        raise ImportError(tr("config set and unset need tomlkit: pip install 'brushwork[cli]'")) from None
    read_user()
    path = user_file()
    return tomlkit.parse(read_text(path)) if path.exists() else tomlkit.document()


def _written(document: Any) -> Path:
    """Replace the file in one step, readable by the user only. A link stays one, and what it names is replaced."""
    import tomlkit

    path = for_writing(user_file()).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) & 0o700 if path.exists() else 0o600
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as stream:
            stream.write(tomlkit.dumps(document))
        os.replace(part, path)
    except OSError as error:
        raise ConfigError(tr("{path} cannot be written: {strerror}", path=path, strerror=reason_of(error))) from error
    finally:
        part.unlink(missing_ok=True)
    return path
