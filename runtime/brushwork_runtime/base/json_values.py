"""Whether a value of unknown type is a list or a mapping, and if so, as one of unknown items."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def items(value: object) -> Sequence[object] | None:
    """A list or tuple; None for anything else."""
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else None


def fields(value: object) -> Mapping[object, object] | None:
    """A mapping; None for anything else."""
    from collections.abc import Mapping

    return cast("Mapping[object, object]", value) if isinstance(value, Mapping) else None


def named(value: object) -> Mapping[str, object]:
    """A mapping whose names are text, empty for anything else."""
    found = fields(value)
    return {} if found is None else {name: item for name, item in found.items() if isinstance(name, str)}


def members(extra: Mapping[str, object]) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """`extra` of a call as members of `parameters` and of `input`."""
    if extra and all(name in ("parameters", "input") and fields(part) is not None for name, part in extra.items()):
        return named(extra.get("parameters")), named(extra.get("input"))
    return extra, {}


def plain(value: object) -> object:
    """A value with lists for tuples and dicts for other mappings, all the way down."""
    if (entries := items(value)) is not None:
        return [plain(item) for item in entries]
    if (mapping := fields(value)) is not None:
        return {name: plain(item) for name, item in mapping.items()}
    return value
