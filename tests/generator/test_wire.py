"""Wire types: TypedDicts that run on Python 3.11 with nothing installed."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, NotRequired, get_origin, get_type_hints

import pytest

from generator.ir import Spec
from generator.wire.render import responses, wire
from generator.wire.request_bodies import bodies
from tests.generator.planned import find, real, tiny

REQUESTS = "brushwork/wire/requests.py"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return wire(tiny(), tmp_path_factory.mktemp("cache"))


def executed(text: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "wire"}
    exec(compile(text, "wire", "exec"), namespace)
    return namespace


def test_types_import_from_typing_alone(files: dict[str, str]) -> None:
    for text in files.values():
        modules = [node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
        assert set(modules) <= {"__future__", "typing"}


def test_a_body_per_family_and_payload(files: dict[str, str]) -> None:
    types = executed(files[REQUESTS])
    assert {name for name in types if name.endswith("Body")} == {"Paint1_0MessagesBody", "Paint1_0PromptBody"}
    body = types["Paint1_0PromptBody"]
    assert get_origin(get_type_hints(body, types, include_extras=True)["parameters"]) is NotRequired
    parts = get_type_hints(types["Paint1_0PromptInput"], types)
    assert parts["prompt"] is str
    assert set(parts) == {"prompt", "brush"}
    models = get_type_hints(body, types)["model"].__args__
    assert models == ("paint-1.0-pro", "paint-1.0-pro-2026-01-01", "paint-1.0")


def test_every_parameter_of_every_mode_is_a_member() -> None:
    parameters = bodies(real())["Wan2_7Parameters"]["properties"]
    for mode in ("generate", "edit", "sequence"):
        _, found = find(real(), "wan2.7-image-pro", mode)
        assert {each.name for each in found.parameters} <= set(parameters)
    assert "stream" in bodies(real())["Wan2_6ImageParameters"]["properties"]


def test_inner_objects_of_responses_get_names() -> None:
    inner = {
        "type": "object",
        "properties": {"count_all": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    }
    found = responses({"Usage": inner | {"examples": [1]}})
    assert list(found) == ["UsageCountAll", "Usage"]
    assert found["Usage"]["properties"]["count_all"] == {"$ref": "#/components/schemas/UsageCountAll"}
    assert "examples" not in found["Usage"]


def test_what_is_kept_is_what_is_made(files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = wire(tiny(), tmp_path)

    def never(*_: object) -> dict[str, str]:
        raise AssertionError("the tool ran though nothing changed")

    monkeypatch.setattr("generator.wire.render.typed_dicts", never)
    assert wire(tiny(), tmp_path) == first == files
    assert len(list(tmp_path.iterdir())) == 2


def test_a_change_of_the_specs_is_seen(tmp_path: Path) -> None:
    def named(spec: Spec) -> str:
        return wire(spec, tmp_path)[REQUESTS]

    assert "Paint1_0PromptBody" in named(tiny())
    assert "Wan2_7Body" in named(real())
    assert len(list(tmp_path.iterdir())) == 2
