"""What this machine made, as `brushwork history` shows it: one line of JSON for each call, in a file of the user.

The file is bounded, private, and holds no key. Nothing that goes wrong with it disturbs a call.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from brushwork_cli.settings.files import for_writing, kept_below
from brushwork_runtime import ConfigError, items, named, redact

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

MOST = 1000
"""Calls that are kept; the oldest go first."""

_LARGEST = 8 << 20
"""Bytes of the file, at most."""

_LARGEST_REQUEST = 16 << 10
"""Bytes of a request that is kept whole; one with pictures inside is not, and cannot be made again from here."""

_NO = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One call: when it ended, what was asked for, what came of it. `request` is None where it is not kept."""

    number: int = 0
    time: float = field(default_factory=time.time)
    model: str | None = None
    mode: str | None = None
    prompt: str | None = None
    region: str | None = None
    task_id: str | None = None
    request_id: str | None = None
    seed: int | None = None
    paths: list[str] = field(default_factory=list[str])
    images: int = 0
    cost: str | None = None
    estimate: str | None = None
    seconds: float | None = None
    emulator: bool = False
    request: dict[str, Any] | None = None


_NAMES = tuple(each.name for each in fields(Record))


def wanted(setting: str | None) -> bool:
    """Whether a history is kept, by the setting `history`."""
    return setting is None or setting.strip().lower() not in _NO


def path() -> Path:
    """The file, below $XDG_STATE_HOME or ~/.local/state."""
    return kept_below("XDG_STATE_HOME", ".local/state") / "history.jsonl"


def storable(request: Mapping[str, object]) -> dict[str, Any] | None:
    """A flat request as it is kept: paths absolute, nothing that looks like a key; None if it is too large."""
    try:
        text = redact.masked(json.dumps(_placed(dict(request)), ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return None
    return None if len(text) > _LARGEST_REQUEST else dict(named(json.loads(text)))


def _placed(request: dict[str, object]) -> dict[str, object]:
    """The request with files by their whole path, so that it works from another folder."""

    def place(value: object) -> object:
        several = items(value)
        if several is not None and not isinstance(value, str):
            return [place(each) for each in several]
        if isinstance(value, str) and len(value) < 4096 and "://" not in value and "\n" not in value:
            with suppress(OSError, ValueError):
                return os.path.abspath(value) if os.path.isfile(value) else value
        return value

    return {name: value if name in ("prompt", "model", "mode") else place(value) for name, value in request.items()}


def add(record: Record) -> None:
    """Append a record under the next number, and drop the oldest where there are too many."""
    with suppress(OSError, ValueError, ConfigError), _opened() as stream:
        lines = stream.read(_LARGEST).splitlines()
        last = next((found.number for line in reversed(lines) if (found := _record(line)) is not None), 0)
        known = {**asdict(record), "number": last + 1}
        known["prompt"] = redact.masked(record.prompt) if record.prompt else None
        line = json.dumps({name: value for name, value in known.items() if value not in (None, [], False)})
        if len(lines) < MOST + MOST // 10 and sum(map(len, lines)) < _LARGEST // 2:
            stream.seek(0, os.SEEK_END)
        else:
            kept = lines[-MOST // 2 :] if len(lines) < MOST else lines[1 - MOST :]
            stream.seek(0)
            stream.truncate()
            stream.write(b"".join(each + b"\n" for each in kept))
        stream.write(line.encode() + b"\n")


def read() -> list[Record]:
    """Every record, the oldest first; a line that is damaged is left out."""
    try:
        with path().open("rb") as stream:
            lines = stream.read(_LARGEST).splitlines()
    except OSError:
        return []
    return [found for line in lines if (found := _record(line)) is not None]


def shortened(prompt: str) -> str:
    """The beginning of a prompt, on one line."""
    text = " ".join(prompt.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_SHOWN = 60
"""Characters of a prompt that a list shows."""


def of_task(task_id: str | None) -> dict[str, Any]:
    """What the record of a task says of its request; nothing if there is none."""
    names = ("model", "mode", "prompt", "region", "request", "seed", "estimate")
    found = next((each for each in reversed(read()) if task_id is not None and each.task_id == task_id), None)
    return {} if found is None else {name: getattr(found, name) for name in names}


def clear() -> int:
    """Remove all of it; returns how many records there were."""
    count = len(read())
    path().unlink(missing_ok=True)
    return count


def _record(line: bytes) -> Record | None:
    """The record of a line; None for one that is damaged."""
    with suppress(ValueError, TypeError, RecursionError):
        found = named(json.loads(line))
        if type(found.get("number")) is int:
            return Record(**{name: found[name] for name in _NAMES if name in found})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - its own
    return None


@contextmanager
def _opened() -> Generator[BinaryIO]:
    """The file, made private where it is new, and held by this process alone where the system can."""
    target = for_writing(path())
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(target, flags, 0o600), "r+b") as stream:
        if os.name == "posix":
            import fcntl

            os.fchmod(stream.fileno(), 0o600)
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream
