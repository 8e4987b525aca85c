"""Models by id, those that are added, and their schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brushwork_runtime.base.errors import ConfigError, InvalidRequest
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import Integer
from tests.runtime.tables import API, BRUSH, INDEX, PENCIL, Preparing, schema


def registry() -> Registry:
    return Registry(INDEX, lambda: API, schema, {"brush-1-2026-01-01": "brush-1"})


def test_models_and_snapshots() -> None:
    models = registry()
    assert list(models) == ["brush-1", "lite", "pencil"]
    assert len(models) == 3
    assert models["brush-1"].spec is models["brush-1-2026-01-01"].spec is BRUSH
    assert models["brush-1-2026-01-01"].id == "brush-1-2026-01-01"
    assert models["brush-1"].modes == ("generate", "edit", "sequence")
    assert "pencil" in models
    assert "crayon" not in models


@pytest.mark.parametrize(
    ("values", "named", "said"),
    [
        (("n", 1, 4), {"defualt": 1}, "Integer has no field 'defualt'"),
        (("n", 1, 4, 9), {}, "Integer takes 3 values by their place, not 4"),
        (("n", 1), {}, "Integer lacks maximum"),
    ],
)
def test_a_table_of_one_s_own_is_checked(values: tuple[object, ...], named: dict[str, object], said: str) -> None:
    make: Any = Integer  # as a caller whose editor says nothing
    with pytest.raises(TypeError, match=said):
        make(*values, **named)


def test_json_schema() -> None:
    model = registry()["brush-1"]
    assert model.json_schema("generate") == {"title": "brush-1"}
    assert model.json_schema("generate", "sync") == {"title": "body"}
    with pytest.raises(KeyError, match="has no mode"):
        model.json_schema("draw")
    with pytest.raises(KeyError, match="has no async route"):
        model.json_schema("generate", "async")


def test_an_unknown_model_names_the_near_ones() -> None:
    with pytest.raises(InvalidRequest) as caught:
        registry()["brush_1"]
    assert caught.value.violations[0].nearest == "brush-1"


def test_a_registered_model_takes_what_its_twin_takes_and_has_no_price() -> None:
    client = Preparing()
    client.models = client.models.opened()
    added = client.models.register("pencil-2", like="pencil")
    assert added.json_schema("generate") == {"title": "pencil"}
    prepared = client.flat({"model": "pencil-2", "prompt": "x", "interleave": True})
    assert prepared.body["model"] == "pencil-2"
    assert not prepared.estimate().known
    assert list(client.models) == ["brush-1", "lite", "pencil", "pencil-2"]
    with pytest.raises(InvalidRequest):
        client.models.register("x", like="crayon")


def test_each_client_has_models_of_its_own(tmp_path: Path) -> None:
    shared = registry()
    file = tmp_path / "models.json"
    file.write_text(json.dumps({"models": {"brush-2": {"like": "brush-1"}}}))
    opened = shared.opened([file, PENCIL])
    assert "brush-2" in opened
    assert "brush-2" not in shared


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"models": {"x": {}}}'])
def test_a_specs_file_of_another_form(tmp_path: Path, content: str) -> None:
    file = tmp_path / "models.json"
    file.write_text(content)
    with pytest.raises(ConfigError, match="specs file"):
        registry().opened([file])
