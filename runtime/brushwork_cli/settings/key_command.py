"""The key from a command, as that of a password store: run without a shell, and what it prints is never shown."""

from __future__ import annotations

import json
import shlex
import subprocess

from brushwork_runtime import ConfigError

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
        raise _failed(words, origin, "is not installed") from None
    except subprocess.TimeoutExpired:
        raise _failed(words, origin, f"printed nothing within {TIMEOUT:g} s") from None
    except OSError as error:
        raise _failed(words, origin, f"could not be run: {error.strerror}") from None
    if done.returncode:
        raise _failed(words, origin, f"ended with exit code {done.returncode}")
    key = done.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if not key:
        raise _failed(words, origin, "printed nothing")
    return key


def _words(command: str, origin: str) -> list[str]:
    try:
        words = json.loads(command) if command.startswith("[") else shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"api_key_command of {origin} cannot be read: {error}") from None
    if not words or not all(isinstance(word, str) for word in words):
        raise ConfigError(f"api_key_command of {origin} is not a command", hint='Write it like "pass show dashscope".')
    return [str(word) for word in words]


def _failed(words: list[str], origin: str, what: str) -> ConfigError:
    return ConfigError(
        f"api_key_command {words[0]!r} {what} ({origin})",
        hint="Run it by hand to see why; its output is not shown here, since it may contain the key.",
    )
