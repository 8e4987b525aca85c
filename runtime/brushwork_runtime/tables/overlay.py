"""Models that are newer than the tables, from files."""

from __future__ import annotations

from os import PathLike, fspath
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.base.json_values import named
from brushwork_runtime.tables.spec import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brushwork_runtime.tables.registry import Registry

_FORM = '{"models": {"new-id": {"like": "known-id"}}}'


def overlay(registry: Registry, specs: Iterable[Model | str | PathLike[str]]) -> None:
    """Add the models of tables and JSON files to a registry.

    Raises `ConfigError` for a file that cannot be read or has another form, `InvalidRequest` for an unknown `like`.
    """
    for spec in specs:
        if isinstance(spec, Model):
            registry.add(spec)
            continue
        if not isinstance(spec, (str, PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise ConfigError(f"specs holds {redact.value(spec)}; it must hold tables of models and names of files")
        for name, like in _likes(fspath(spec)).items():
            registry.register(name, like=like)


def _likes(path: str) -> dict[str, str]:
    import json

    from brushwork_runtime.base import text_file as textfile

    try:
        document: object = json.loads(textfile.read(path))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"the specs file {path!r} cannot be read: {error}", hint=f"It is JSON: {_FORM}.") from error
    models = named(named(document).get("models"))
    if not models:
        raise ConfigError(f"the specs file {path!r} has no models", hint=f"It is JSON: {_FORM}.")
    likes: dict[str, str] = {}
    for name, entry in models.items():
        like = named(entry).get("like")
        if not isinstance(like, str):
            raise ConfigError(f"the specs file {path!r} does not say what {name} is like", hint=f"It is JSON: {_FORM}.")
        likes[name] = like
    return likes
