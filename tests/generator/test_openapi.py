"""The OpenAPI document: valid, complete, and the same schemas as everywhere else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st
from openapi_spec_validator import validate
from ruamel.yaml import YAML

from generator.ir import Json, by_name
from generator.naming import class_name
from generator.openapi.render import document, openapi
from generator.openapi.yaml_text import yaml_text
from generator.schema.validation import request_errors
from tests.generator.planned import find, real, tiny
from tests.package.made_up import spec as made_up

SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def loaded(text: str) -> Any:
    reader: Any = YAML(typ="safe")
    return reader.load(text)


def test_no_enum_holds_lists() -> None:
    """Code generators make a class of the values of an enum, or leave the whole endpoint out."""
    made = document(made_up("mosaic-1"))
    validate(made)
    listed: Any = made["components"]["schemas"]["Mosaic1-generate-sync"]["properties"]["parameters"]
    clothes = listed["properties"]["clothes_type"]
    assert clothes["not"] == {"not": {"enum": [["upper"], ["lower"], ["dress"], ["upper", "lower"]]}}
    assert "enum" not in clothes


@given(value=VALUES)
def test_yaml_reads_back_as_it_was(value: Json) -> None:
    assert loaded(yaml_text(value)) == value


def test_yaml_quotes_what_a_reader_may_take_for_something_else() -> None:
    text = yaml_text({"a": "no", "b": "16:9", "c": "1.0", "d": "a: b", "e": "a #b", "f": "", "g": "plain (text)"})
    assert text == 'a: "no"\nb: "16:9"\nc: "1.0"\nd: "a: b"\ne: "a #b"\nf: ""\ng: plain (text)\n'


def test_the_document_is_valid_and_is_what_the_file_holds() -> None:
    text = openapi(real())["openapi.yaml"]
    whole = loaded(text)
    assert whole == document(real())
    validate(whole)
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_every_endpoint_is_there_with_every_way_to_call_it() -> None:
    whole = document(real())
    for endpoint in real().api.endpoints:
        operation = whole["paths"][endpoint.path][endpoint.method.lower()]
        assert operation["operationId"] == endpoint.id.replace("-", "_")
    for family in real().families:
        for model in family.models:
            for mode in model.modes:
                for key, route in by_name(mode.routes).items():
                    content = whole["paths"][route.path]["post"]["requestBody"]["content"]["application/json"]
                    name = f"#/components/schemas/{class_name(model.id)}-{mode.name}-{key}"
                    assert {"$ref": name} in content["schema"]["anyOf"]


def test_an_example_fits_the_schemas_of_its_mode_alone() -> None:
    whole = document(real())
    parts = whole["components"]["schemas"]
    for family in real().families:
        for example in family.examples:
            content = whole["paths"][example.path]["post"]["requestBody"]["content"]["application/json"]
            names = [each["$ref"].rpartition("/")[2] for each in content["schema"]["anyOf"]]
            fitting = [name for name in names if request_errors(parts[name], example.body) == []]
            assert fitting
            modes = {"-".join(name.split("-")[:2]) for name in fitting}
            assert modes == {f"{class_name(example.model)}-{example.mode}"}
            assert content["examples"][f"{example.model}.{example.name}"]["value"] == example.body


def test_headers_stand_where_they_are_needed() -> None:
    paths = document(tiny())["paths"]
    later = paths["/draw-later"]["post"]["parameters"]
    assert later[0] == {
        "name": "X-DashScope-Async",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "enum": ["enable"]},
    }
    now = {each["name"]: each for each in paths["/draw"]["post"]["parameters"]}
    assert "X-DashScope-Async" not in now
    assert "required" not in now["X-Edit"]


def test_an_error_answer_names_the_codes_of_its_status() -> None:
    answers = document(real())["components"]["responses"]
    assert "`InvalidApiKey`" in answers["Error401"]["description"]
    assert "`InvalidApiKey`" not in answers["Error403"]["description"]


def test_a_model_in_two_modes_has_a_component_each() -> None:
    model, _ = find(tiny(), "paint-1.0-pro", "edit")
    names = [name for name in document(tiny())["components"]["schemas"] if name.startswith(f"{class_name(model.id)}-")]
    assert names == ["Paint1_0Pro-generate-sync", "Paint1_0Pro-generate-async", "Paint1_0Pro-edit-sync"]


def test_a_query_has_types_and_says_what_must_be_there() -> None:
    assert document(tiny())["paths"]["/tasks"]["get"]["parameters"] == [
        {
            "name": "owner",
            "in": "query",
            "description": "Whose tasks.",
            "required": True,
            "schema": {"type": "string", "minLength": 1},
        },
        {
            "name": "page",
            "in": "query",
            "description": "Page, from 1.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 1000},
        },
    ]


def test_a_header_has_the_examples_of_the_bodies_that_it_goes_with() -> None:
    path = "/services/aigc/multimodal-generation/generation"
    operation = document(real())["paths"][path]["post"]
    (header,) = (each for each in operation["parameters"] if each.get("name") == "X-DashScope-SSE")
    bodies = operation["requestBody"]["content"]["application/json"]["examples"]
    streamed = [name for name, body in bodies.items() if body["value"].get("parameters", {}).get("stream")]
    assert streamed
    assert header["examples"] == {name: {"value": "enable"} for name in streamed}


def test_an_endpoint_of_flat_bodies_answers_errors_in_their_manner() -> None:
    whole = document(real())
    for path, name in (("/images/generations", "FlatErrorResponse"), ("/tasks", "ErrorResponse")):
        (operation,) = (each for key, each in whole["paths"][path].items() if key in {"get", "post"})
        place = operation["responses"]["400"]["$ref"].rpartition("/")[2]
        schema = whole["components"]["responses"][place]["content"]["application/json"]["schema"]
        assert (schema.get("$ref") or schema["allOf"][0]["$ref"]) == f"#/components/schemas/{name}"
