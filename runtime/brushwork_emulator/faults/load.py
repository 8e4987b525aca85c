"""Scenarios as files, in YAML or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .rules import Rule, Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence


def scenario(given: Scenario | str | Path | Sequence[Rule] | None) -> Scenario:
    """`given` as a scenario: itself, the file of that name, or a list of rules."""
    if given is None:
        return Scenario()
    if isinstance(given, str | Path):
        return load(Path(given))
    return given if isinstance(given, Scenario) else Scenario(given)


def load(path: Path) -> Scenario:
    """The scenario of a file: JSON if it is called so, else YAML, which needs the package ruamel.yaml."""
    text = path.read_text(encoding="utf-8")
    return Scenario.of(json.loads(text) if path.suffix == ".json" else _yaml(text, path), str(path))


def _yaml(text: str, path: Path) -> object:
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        message = (
            f"{path} is YAML, which needs ruamel.yaml: pip install 'brushwork[emulator]'. JSON (.json) needs nothing."
        )
        raise ImportError(message) from error
    parser: Any = YAML(typ="safe", pure=True)  # its methods have no types
    try:
        found: object = parser.load(text)
    except YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    return found
