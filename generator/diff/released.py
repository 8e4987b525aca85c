"""`specs/released.json`: the IR of the last release, with its version and date beside it.

It is an IR without places and without default values; any command that takes an IR accepts it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.diff.ir_json import ReadError, read_ir
from generator.diff.version import Version, parse
from generator.ir import Spec

NAME = "released.json"
KEY = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What was released. Without a date it is the baseline before the first release: known, and not published."""

    version: Version
    date: str | None
    spec: Spec


def read_released(path: Path, called: str) -> Released:
    """The last release. Raises ReadError, also where there is no such file."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ReadError(f"{called}: cannot be read ({error.strerror}); `make baseline` writes it") from None
    spec = read_ir(text, called)
    version, date = release_of(text, called)
    if version is None:
        raise ReadError(f'{called}: expected "{KEY}": {{"version": ..., "date": ...}}, found none')
    return Released(version=version, date=date, spec=spec)


def release_of(text: str, called: str) -> tuple[Version | None, str | None]:
    """Version and date that an IR file tells of itself; None and None for one that is no release. Raises ReadError."""
    stored: dict[str, Any] | None = json.loads(text).get(KEY)
    if stored is None:
        return None, None
    try:
        return parse(str(stored.get("version"))), stored.get("date")
    except ValueError as error:
        raise ReadError(f"{called}.{KEY}.version: {error}") from None
