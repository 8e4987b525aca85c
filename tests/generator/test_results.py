"""What a family with endpoints and results of its own shows: its page, OpenAPI and types."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.diff.changes import Scope
from generator.diff.results import results_changes
from generator.docs.render import docs
from generator.ir import Results, ResultValue, Spec
from generator.openapi.render import document
from generator.schema.answers import answers
from generator.schema.validation import request_errors
from generator.wire.render import responses, typed_dicts
from tests.package.made_up import spec as made_up


@pytest.fixture(scope="module")
def spec() -> Spec:
    return made_up("atelier-2")


def test_the_page_tells_what_answers_hold(spec: Spec) -> None:
    page = docs(spec)["docs/models/atelier-2.md"]
    _, _, section = page.partition("### Results of sequence\n")
    lines = section.strip().split("\n")[:7]
    assert lines[0] == "- Images are JPEG files. (`ha`)"
    assert lines[1:3] == [
        "- Image URLs are valid for 720 hours. (`ha`)",
        "- Images are served by \\*.atelier.example. (`ha`)",
    ]
    assert "bbox" in lines[4]
    assert 'route="atelier-open")' in page
    assert "--route atelier-open" in page
    assert "POST /compatible-mode/v1/atelier/images" in page
    assert "### sequence 的返回结果" in docs(spec)["docs/zh/models/atelier-2.md"]


@pytest.mark.parametrize(
    ("now", "size"),
    [({"type": "number"}, "breaking"), ({"at": "output.a[].b"}, "breaking"), ({"at": "output.c"}, "fix"), ({}, None)],
)
def test_a_value_of_another_type_breaks_programs(now: dict[str, Any], size: str | None) -> None:
    value = ResultValue(name="seen", at="output.a", doc="What is seen.")
    old, new = Results(values=(value,)), Results(values=(replace(value, **now),))
    assert [change.level for change in results_changes(Scope(), old, new)] == [size] * (size is not None)


def test_an_endpoint_has_servers_of_its_own_base_path(spec: Spec) -> None:
    paths = document(spec)["paths"]
    own = paths["/atelier/images"]["post"]["servers"]
    assert {each["url"].rpartition(".com")[2] for each in own} == {"/compatible-mode/v1"}
    assert {each["description"].partition(":")[0].rpartition(" ")[2] for each in own} == {
        "ap-southeast-1",
        "cn-beijing",
    }
    both = paths["/services/aigc/atelier/generation/"]["post"]
    header = next(each for each in both["parameters"] if each.get("name") == "X-DashScope-Async")
    assert "required" not in header
    assert both["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Atelier2Answer3"
    }


def test_an_answer_has_a_schema_and_a_type(spec: Spec) -> None:
    schema = answers(spec)["Atelier2Answer3"]
    good = {
        "output": {"image_url": "https://a", "cut_url": ["https://b", None], "bbox": [[1, 2, 3, 4]]},
        "usage": {"output_image_count": 1},
        "request_id": "1",
    }
    assert request_errors(schema, good) == []
    assert request_errors(schema, {**good, "output": {"image_url": 7}})
    definitions = json.dumps(
        {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {},
         "components": {"schemas": responses(answers(spec))}}
    )  # fmt: skip
    typed = typed_dicts({"responses": definitions})["responses"]
    assert "class Atelier2Answer3Output(TypedDict" in typed
    assert "image_url: NotRequired[str]" in typed
