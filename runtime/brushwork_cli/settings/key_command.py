"""The key from a command, as that of a password store: run without a shell, and what it prints is never shown."""

from __future__ import annotations

import json
import shlex
import subprocess

from brushwork_runtime import ConfigError, reason_of, tr

TIMEOUT = 60.0
"""Seconds; a password store may ask for its own password."""


def ask(command: str, origin: str) -> str:
    """The first line that `command` prints; `command` is its words as a shell writes them, or a JSON list of them.

    Raises `ConfigError`, which names the command and never what it printed.
    """
    words = _words(command, origin)
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=False)
    except FileNotFoundError:
        raise _failed(words, origin, tr("is not installed")) from None
    except subprocess.TimeoutExpired:
        raise _failed(words, origin, tr("printed nothing within {timeout:g} s", timeout=TIMEOUT)) from None
    except OSError as error:
        raise _failed(words, origin, tr("could not be run: {strerror}", strerror=reason_of(error))) from None
    if done.returncode:
        raise _failed(words, origin, tr("ended with exit code {returncode}", returncode=done.returncode))
    key = done.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if not key:
        raise _failed(words, origin, tr("printed nothing"))
    return key


def _words(command: str, origin: str) -> list[str]:
    try:
        words = json.loads(command) if command.startswith("[") else shlex.split(command)
    except ValueError as error:
        raise ConfigError(
            tr("api_key_command of {origin} cannot be read: {error}", origin=origin, error=error)
        ) from None
    if not words or not all(isinstance(word, str) for word in words):
        raise ConfigError(
            tr("api_key_command of {origin} is not a command", origin=origin),
            hint=tr('Write it like "pass show dashscope".'),
        )
    return [str(word) for word in words]


def _failed(words: list[str], origin: str, what: str) -> ConfigError:
    return ConfigError(
        tr("api_key_command {command!r} {what} ({origin})", command=words[0], what=what, origin=origin),
        hint=tr("Run it by hand to see why; its output is not shown here, since it may contain the key."),
    )
