"""Scenarios as files, in YAML or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_runtime import NotUnicode, TooLong, read_text

from .rules import Rule, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def scenario(given: Scenario | str | Path | Sequence[Rule] | None) -> Scenario:
    """`given` as a scenario: itself, the file of that name, or a list of rules."""
    if given is None:
        return Scenario()
    if isinstance(given, str | Path):
        return load(Path(given))
    return given if isinstance(given, Scenario) else Scenario(given)


def load(path: Path) -> Scenario:
    """The scenario of a file: JSON if it is called so, else YAML, which needs the package ruamel.yaml."""
    try:
        text = read_text(path)
        document = json.loads(text) if path.suffix == ".json" else _yaml(text, path)
    except RecursionError:
        raise ValueError(f"{path} is nested too deeply") from None
    except (json.JSONDecodeError, NotUnicode, TooLong) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    return Scenario.of(document, str(path))


def _yaml(text: str, path: Path) -> object:
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        message = (
            f"{path} is YAML, which needs ruamel.yaml: pip install 'brushwork[emulator]'. JSON (.json) needs no extra."
        )
        raise ImportError(message) from error
    parser: Any = YAML(typ="safe", pure=True)  # its methods have no types
    try:
        _check(parser.parse(text), path)
        found: object = YAML(typ="safe", pure=True).load(text)  # pyright: ignore[reportUnknownMemberType]
    except YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    return found


def _check(events: Iterable[Any], path: Path) -> None:
    """Refuse aliases, of which a few make a document without end, and what is nested deeper than scenarios are."""
    depth = 0
    for event in events:
        if getattr(event, "anchor", None) is not None:
            raise ValueError(f"{path}:{event.start_mark.line + 1} has an anchor or an alias, which is not allowed")
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > _DEEPEST:
            raise ValueError(f"{path}:{event.start_mark.line + 1} is nested more than {_DEEPEST} levels deep")


_DEEPEST = 20
"""A scenario takes five levels, with those of the stream and its document."""
