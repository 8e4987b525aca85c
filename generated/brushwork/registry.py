"""The models of this package, for the runtime; tables and schemas are read when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.tables.registry import Registry

from .tables import INDEX, SNAPSHOTS

if TYPE_CHECKING:
    from brushwork_runtime.tables.spec import Api


def _api() -> Api:
    from .tables.api import API

    return API


def _schema(model: str) -> dict[str, object]:
    import json
    from importlib.resources import files

    text = files("brushwork").joinpath("schemas", f"{model.replace('/', '_')}.json").read_text("utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


def texts(language: str) -> dict[str, str]:
    """What schemas and models say in a language, such as "zh", by its English; nothing where that is all they say."""
    import json
    from importlib.resources import files

    file = files("brushwork").joinpath("texts", f"{language}.json")
    found: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


REGISTRY = Registry(INDEX, _api, _schema, SNAPSHOTS)
