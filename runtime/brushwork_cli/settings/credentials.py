"""The keys that `brushwork login` keeps: in the system's keyring, else in a file that only the user reads.

The file names for each profile where its key is, so that the keyring is asked only when a key is needed.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from brushwork_cli.settings.files import for_writing, user_file
from brushwork_runtime import ConfigError, named, reason_of, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Protocol

    class Backend(Protocol):
        """A keyring."""

        priority: float

    class Keyring(Protocol):
        """The part of the package keyring that is used."""

        def get_password(self, service_name: str, username: str, /) -> str | None:
            """The key, if there is one."""
            ...

        def set_password(self, service_name: str, username: str, password: str, /) -> None:
            """Keep a key."""
            ...

        def delete_password(self, service_name: str, username: str, /) -> None:
            """Remove a key."""
            ...

        def get_keyring(self) -> Backend:
            """The keyring that is behind it."""
            ...


SERVICE = "brushwork"
"""The name under which a keyring keeps the keys."""

DEFAULT = "default"
"""The profile of a key where no profile is chosen."""

_LARGEST = 1 << 18


def path() -> Path:
    """The file, beside the user's settings."""
    return user_file().with_name("credentials.json")


def read() -> dict[str, dict[str, str]]:
    """What is kept for each profile: `key`, or `keyring`, and perhaps `region`. Raises `ConfigError`."""
    target = path()
    try:
        with target.open("rb") as stream:
            content, state = stream.read(_LARGEST), os.fstat(stream.fileno())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(
            tr("{target} cannot be read: {strerror}", target=target, strerror=reason_of(error))
        ) from error
    if os.name == "posix" and state.st_uid not in (os.geteuid(), 0):
        raise ConfigError(tr("{target} belongs to another user", target=target), hint=f"chown {os.geteuid()} {target}")
    if os.name == "posix" and (mode := stat.S_IMODE(state.st_mode)) & 0o077:
        what = tr("{target} holds keys and is open to others (mode {mode:03o})", target=target, mode=mode)
        raise ConfigError(what, hint=f"chmod 600 {target}")
    try:
        found = named(json.loads(content))
    except (ValueError, RecursionError):
        raise ConfigError(
            tr("{target} is not valid JSON", target=target), hint=tr("brushwork logout --all removes it.")
        ) from None
    return {name: {key: str(value) for key, value in named(entry).items()} for name, entry in found.items()}


def keep(profile: str, key: str, region: str | None, *, keyring: bool) -> str:
    """Keep the key of a profile; returns where, in words. Raises `ConfigError` where the keyring refuses."""
    entry = {"region": region} if region else {}
    if keyring:
        try:
            _backend().set_password(SERVICE, profile, key)
        except Exception as error:
            raise ConfigError(
                tr("the keyring does not take the key: {kind}", kind=type(error).__name__), hint=tr("Try --file.")
            ) from None
        _write({**read(), profile: {**entry, "keyring": "yes"}})
        return tr("the keyring")
    _write({**read(), profile: {**entry, "key": key}})
    return str(path())


def forget(profile: str | None) -> list[str]:
    """Remove the key of a profile, or all of them; returns the profiles that had one."""
    try:
        found = read()
    except ConfigError:
        if profile is not None:
            raise
        found = {}
    gone = [name for name in found if profile in (None, name)]
    for name in gone:
        if "keyring" in found[name]:
            with suppress(Exception):  # it is gone already, or the keyring is
                _backend().delete_password(SERVICE, name)
    left = {name: entry for name, entry in found.items() if name not in gone}
    if left:
        _write(left)
    else:
        path().unlink(missing_ok=True)
    return gone


def from_keyring(profile: str) -> str:
    """The key of a profile in the keyring. Raises `ConfigError`."""
    try:
        key: str | None = _backend().get_password(SERVICE, profile)
    except Exception as error:
        what = tr(
            "the keyring does not give the key of {profile!r}: {kind}", profile=profile, kind=type(error).__name__
        )
        raise ConfigError(what, hint=tr("brushwork login asks for it again.")) from None
    if not key:
        raise ConfigError(
            tr("the keyring has no key of {profile!r}", profile=profile), hint=tr("brushwork login asks for it again.")
        )
    return key


def has_keyring() -> bool:
    """Whether there is a keyring that keeps keys safely: the package of the extra, and a service behind it."""
    try:
        return float(_backend().get_keyring().priority) >= 1
    except Exception:  # whatever a backend raises, it keeps no key
        return False


def _backend() -> Keyring:
    from importlib import import_module

    found: Keyring = import_module("keyring")  # pyright: ignore[reportAssignmentType] - an extra
    return found


def _write(entries: Mapping[str, Mapping[str, str]]) -> None:
    """Replace the file in one step; nobody else may read it at any moment."""
    target = for_writing(path())
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump(entries, stream, indent=2)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
