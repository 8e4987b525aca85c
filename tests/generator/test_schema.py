"""Schemas of calls and request bodies: what they take, what they refuse, and why."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.ir import Location, Mode, Model, Rule, by_name
from generator.schema import keywords
from generator.schema.arguments import arguments_schema
from generator.schema.render import mode_schemas, schemas
from generator.schema.requests import request_schema
from generator.schema.validation import arguments_errors, request_errors
from tests.generator.planned import find, real, tiny

CAR = "https://example.com/car.jpg"
ROOM = "https://example.com/room.jpg"
PALETTE = [
    {"hex": "#FFFFFF", "ratio": "33.33%"},
    {"hex": "#000000", "ratio": "33.33%"},
    {"hex": "#a1B2c3", "ratio": "33.34%"},
]


NO_SUCH_KEY: dict[str, Any] = {"parameter": {}}


def body(*items: dict[str, str], **parameters: Any) -> dict[str, Any]:
    content = list(items) or [{"text": "put it there"}, {"image": CAR}]
    messages = [{"role": "user", "content": content}]
    return {"model": "wan2.7-image-pro", "input": {"messages": messages}, "parameters": parameters}


def edit_request() -> dict[str, Any]:
    model, mode = find(real(), "wan2.7-image-pro", "edit")
    return request_schema(model, mode, mode.routes[0])


def rendered() -> Iterator[dict[str, Any]]:
    """Every schema of the package as its users read it."""
    for text in schemas(real()).values():
        for mode in json.loads(text)["modes"].values():
            yield mode["arguments"]
            yield from mode["requests"].values()


def test_every_schema_is_a_schema() -> None:
    found = list(rendered())
    assert len(found) > len(schemas(real()))
    for schema in found:
        Draft202012Validator.check_schema(schema)


def test_a_mode_has_a_schema_of_its_arguments_and_one_for_each_protocol() -> None:
    model, mode = find(real(), "wan2.7-image", "edit")
    files = schemas(real())
    assert len(files) == sum(len(family.models) for family in real().families)
    text = files["brushwork/schemas/wan2.7-image.json"]
    assert json.loads(text)["modes"]["edit"] == mode_schemas(model, mode, real().api.endpoints)
    assert text.endswith("}\n")
    assert max(len(line) for line in text.splitlines()) < 1000, "a change of the specs shows as a few lines"


def test_every_example_fits_its_schemas() -> None:
    for family in real().families:
        for example in family.examples:
            model, mode = find(real(), example.model, example.mode)
            both = mode_schemas(model, mode)
            way = (example.endpoint, example.protocol)
            (name,) = (key for key, route in by_name(mode.routes).items() if (route.endpoint, route.protocol) == way)
            assert request_errors(both["requests"][name], example.body) == [], example.name
            assert arguments_errors(both["arguments"], example.call) == [], example.name


def test_no_example_fits_a_mode_of_its_model_that_is_not_its_own() -> None:
    for family in real().families:
        for example in family.examples:
            model, _ = find(real(), example.model, example.mode)
            others = [mode for mode in model.modes if mode.name != example.mode]
            for mode in others:
                for schema in mode_schemas(model, mode)["requests"].values():
                    assert request_errors(schema, example.body) != [], (example.name, mode.name)


@pytest.mark.parametrize(
    "right",
    [
        body(),
        body({"image": CAR}, {"text": "images may come first"}),
        body({"text": "data"}, {"image": "data:image/png;base64,iVBORw0KGgo="}),
        body({"text": "store"}, {"image": "oss://dashscope-instant/a/b.png"}),
        body(size="2K", n=4, seed=2147483647, watermark=True),
        body(size="768*768"),
        body(size="5792*724"),
        body(enable_sequential=False),
        body(bbox_list=[[]]),
        body(bbox_list=[[[0, 0, 10, 10], [5, 5, 6, 6]]]),
        body({"text": "two"}, {"image": CAR}, {"image": ROOM}, bbox_list=[[], [[1, 2, 3, 4]]]),
        body(color_palette=PALETTE),
        body(negative_prompt="x" * 501),
        body({"text": "x" * 5001}, {"image": CAR}),
    ],
)
def test_request_takes(right: dict[str, Any]) -> None:
    assert request_errors(edit_request(), right) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (body({"text": "no image"}), "input.messages.0.content"),
        (body({"text": "a"}, {"text": "b"}, {"image": CAR}), "input.messages.0.content"),
        (body({"image": CAR}, {"image": ROOM}), "input.messages.0.content"),
        (body({"text": "ten"}, *[{"image": CAR}] * 10), "input.messages.0.content"),
        (body({"text": "both", "image": CAR}), "input.messages.0.content.0"),
        (body({"text": " \n"}, {"image": CAR}), "input.messages.0.content.0.text"),
        (body({"text": "path"}, {"image": "car.jpg"}), "input.messages.0.content.1.image"),
        (body({"text": "raw"}, {"image": "iVBORw0KGgo="}), "input.messages.0.content.1.image"),
        (body(size="4K"), "parameters.size"),
        (body(size="767*768"), "589,056 pixels"),
        (body(size="2048*2049"), "4,196,352 pixels"),
        (body(size="5800*720"), "aspect ratio outside 1:8 to 8:1"),
        (body(size="1024x1024"), "parameters.size"),
        (body(size="1024*1024\n"), "parameters.size"),
        (body(n=0), "parameters.n"),
        (body(n=5), "parameters.n"),
        (body(n=True), "parameters.n"),
        (body(n="1"), "parameters.n"),
        (body(seed=-1), "parameters.seed"),
        (body(seed=2147483648), "parameters.seed"),
        (body(watermark="false"), "parameters.watermark"),
        (body(enable_sequential=True), "parameters.enable_sequential"),
        (body(thinking_mode=True), "thinking_mode"),
        (body(bbox_list=[]), "bbox_list has 0 entries for 1 of image"),
        (body(bbox_list=[[], []]), "bbox_list has 2 entries for 1 of image"),
        (body(bbox_list=[[[0, 0, 1, 1]] * 3]), "parameters.bbox_list.0"),
        (body(bbox_list=[[[0, 0, 1]]]), "parameters.bbox_list.0.0"),
        (body(bbox_list=[[[1, 0, 1, 1]]]), "x1 must be less than x2"),
        (body(bbox_list=[[[-1, 0, 1, 1]]]), "parameters.bbox_list.0.0.0"),
        (body(color_palette=PALETTE[:2]), "parameters.color_palette"),
        (body(color_palette=[*PALETTE, PALETTE[0]]), "adds up to 133.33, not 100.00"),
        (body(color_palette=[*PALETTE[:2], {"hex": "#FFF", "ratio": "33.34%"}]), "color_palette.2.hex"),
        (body(color_palette=[*PALETTE[:2], {"hex": "#FFFFFF", "ratio": "33.340%"}]), "color_palette.2.ratio"),
        (body() | NO_SUCH_KEY, "parameter"),
        (body() | {"model": "wan2.7-image"}, "model"),
    ],
)
def test_request_refuses(wrong: dict[str, Any], told: str) -> None:
    assert told in "\n".join(request_errors(edit_request(), wrong))


def test_every_fault_is_told_at_once() -> None:
    faults = request_errors(edit_request(), body(n=9, seed=-1, size="3K", bbox_list=[]))
    assert [fault.split(":")[0] for fault in faults] == ["body", "parameters.n", "parameters.seed", "parameters.size"]


def test_the_route_of_a_body_is_told() -> None:
    model, mode = find(real(), "wan2.7-image", "edit")
    request = mode_schemas(model, mode, real().api.endpoints)["requests"]["async"]
    assert request["x-brushwork-route"] == {
        "protocol": "async",
        "method": "POST",
        "path": "/services/aigc/image-generation/generation",
        "headers": {"X-DashScope-Async": "enable"},
    }


def test_only_the_keywords_that_are_documented_are_used() -> None:
    """A judge of its own, such as an emulator's, must know every keyword that it may meet."""
    used: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, bool):
            return
        used.update(schema)
        for key, inner in schema.items():
            if key == "properties":
                for each in inner.values():
                    walk(each)
            elif key in {"anyOf", "allOf"}:
                for each in inner:
                    walk(each)
            elif key in {"items", "contains", "not", "if", "then"}:
                walk(inner)

    for schema in rendered():
        walk(schema)
    for key in used - {"$schema", "title", "description", "default"}:
        assert key in (keywords.__doc__ or ""), key


def test_a_recommended_size_passes_outside_the_bounds() -> None:
    model, mode = find(real(), "wan2.6-t2i", "generate")
    schema = arguments_schema(model, mode)
    assert arguments_errors(schema, {"prompt": "a", "size": "1104*1472"}) == []
    assert arguments_errors(schema, {"prompt": "a", "size": "16:9"}) == []
    assert arguments_errors(schema, {"prompt": "a", "size": "1104*1471"}) != []
    assert arguments_errors(schema, {"prompt": "a", "size": "17:9"}) != []


def test_a_ratio_does_not_go_over_the_wire() -> None:
    model, mode = find(real(), "wan2.6-t2i", "generate")
    right = {"model": model.id, "input": {"messages": [{"role": "user", "content": [{"text": "a"}]}]}}
    schema = request_schema(model, mode, mode.routes[0])
    assert request_errors(schema, right | {"parameters": {"size": "1696*960"}}) == []
    assert request_errors(schema, right | {"parameters": {"size": "16:9"}}) != []


def test_arguments_hold_no_constants_and_know_what_is_required() -> None:
    model, mode = find(real(), "wan2.7-image", "sequence")
    schema = arguments_schema(model, mode)
    assert schema["required"] == ["prompt", "n"]
    assert "enable_sequential" not in schema["properties"]
    assert schema["properties"]["n"]["maximum"] == 12
    request = request_schema(model, mode, mode.routes[0])
    assert request["properties"]["parameters"]["required"] == ["enable_sequential"]


def test_a_stream_takes_its_flag_and_a_task_refuses_it() -> None:
    model, mode = find(real(), "wan2.6-image", "interleave")
    by_protocol = mode_schemas(model, mode)["requests"]
    content = [{"text": "latte art"}]
    right = {
        "model": model.id,
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": {"enable_interleave": True},
    }
    assert request_errors(by_protocol["async"], right) == []
    assert request_errors(by_protocol["stream"], right) == []
    right["parameters"] = {"enable_interleave": True, "stream": False}
    assert request_errors(by_protocol["stream"], right) != []
    right["parameters"] = {"enable_interleave": True, "stream": True}
    assert request_errors(by_protocol["async"], right) != []
    assert request_errors(by_protocol["stream"], right) == []


def test_snapshots_are_models_too() -> None:
    model, mode = find(tiny(), "paint-1.0-pro", "generate")
    schema = request_schema(model, mode, mode.routes[1])
    right = {"model": "paint-1.0-pro-2026-01-01", "input": {"prompt": "a cat", "brush": "ink"}}
    assert request_errors(schema, right) == []
    assert request_errors(schema, right | {"parameters": {"brush": "ink"}}) != []


def with_rule(**rule: Any) -> tuple[Model, Mode]:
    model, mode = find(tiny(), "paint-1.0", "generate")
    stated = Rule(sources=("book",), location=Location(file="a", line=1, column=1), **rule)
    return model, replace(mode, rules=(stated,))


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        (
            {"kind": "only_when", "of": {"seed": "given"}, "when": {"brush": "ink"}},
            {"seed": 1, "brush": "ink"},
            {"seed": 1},
        ),
        (
            {"kind": "only_when", "of": {"seed": "given"}, "when": {"brush": "oil"}},
            {"seed": 1},
            {"seed": 1, "brush": "ink"},
        ),
        (
            {"kind": "only_when", "of": {"seed": "given"}, "when": {"brush": "given"}},
            {"seed": 1, "brush": "oil"},
            {"seed": 1},
        ),
        (
            {"kind": "only_when", "of": {"seed": "given"}, "when": {"brush": "absent"}},
            {"seed": 1},
            {"seed": 1, "brush": "oil"},
        ),
        (
            {"kind": "forbidden_when", "of": {"seed": "given"}, "when": {"n": 2}},
            {"seed": 1, "n": 3},
            {"seed": 1, "n": 2},
        ),
        ({"kind": "forbidden_when", "of": {"seed": "given"}, "when": {"n": 1}}, {"seed": 1, "n": 2}, {"seed": 1}),
        (
            {"kind": "forbidden_when", "of": {"seed": "given"}, "when": {"n": 2, "brush": "ink"}},
            {"seed": 1, "n": 2},
            {"seed": 1, "n": 2, "brush": "ink"},
        ),
        (
            {"kind": "range_when", "of": {"n": "given"}, "when": {"brush": "ink"}, "range": (1, 2)},
            {"n": 3},
            {"n": 3, "brush": "ink"},
        ),
        ({"kind": "forbidden_when", "of": {"seed": {"above": 4}}, "when": {"n": 1}}, {"seed": 4}, {"seed": 5}),
        ({"kind": "forbidden_when", "of": {"brush": "oil"}, "when": {"n": 2}}, {"n": 2, "brush": "ink"}, {"n": 2}),
        (
            {"kind": "only_when", "of": {"seed": "given", "size": "L"}, "when": {"n": {"above": 1, "not": [3, 4]}}},
            {"seed": 1, "size": "L", "n": 2},
            {"seed": 1, "n": 3},
        ),
        ({"kind": "required_when", "of": {"seed": "given"}, "when": {"brush": {"not": "oil"}}}, {}, {"brush": "ink"}),
        (
            {"kind": "at_least_one", "of": {"seed": {"above": 0}, "brush": {"not": "oil"}}},
            {"seed": 0, "brush": "ink"},
            {"seed": 0},
        ),
        ({"kind": "exactly_one", "of": {"seed": "given", "size": "given"}}, {"seed": 1}, {"seed": 1, "size": "S"}),
        ({"kind": "exactly_one", "of": {"seed": "given", "size": "given"}}, {"size": "S"}, {}),
        ({"kind": "at_most_one", "of": {"seed": "given", "size": "given"}}, {}, {"seed": 1, "size": "S"}),
        ({"kind": "differ", "of": {"seed": "given", "n": "given"}}, {"seed": 2, "n": 1}, {"seed": 2, "n": 2}),
        (
            {"kind": "range_when", "of": {"size": "given"}, "when": {"brush": "ink"}, "range": (4096, 8192)},
            {"size": "64*64", "brush": "ink"},
            {"size": "64*63", "brush": "ink"},
        ),
    ],
)
def test_a_rule_holds_in_calls(rule: dict[str, Any], right: dict[str, Any], wrong: dict[str, Any]) -> None:
    schema = arguments_schema(*with_rule(**rule))
    assert arguments_errors(schema, {"prompt": "a cat", **right}) == []
    assert arguments_errors(schema, {"prompt": "a cat", **wrong}) != []


def test_a_rule_holds_in_bodies_wherever_its_parameters_stand() -> None:
    model, mode = with_rule(kind="forbidden_when", of={"seed": "given"}, when={"brush": "ink"})
    for route in mode.routes:
        given = {"brush": "ink"}
        sent: dict[str, Any] = {"model": model.id, "parameters": {"seed": 1}}
        if route.payload == "messages":
            sent["input"] = {"messages": [{"role": "user", "content": [{"text": "a"}]}]}
        else:
            sent["input"] = {"prompt": "a"}
        schema = request_schema(model, mode, route)
        assert request_errors(schema, sent) == []
        wrong = copy.deepcopy(sent)
        wrong["input" if route.payload == "prompt" else "parameters"] |= given
        assert request_errors(schema, wrong) != []


def test_a_rule_about_images_counts_them() -> None:
    model, mode = find(real(), "wan2.7-image", "sequence")
    stated = Rule(
        kind="forbidden_when",
        of={"seed": "given"},
        when={"reference_images": "given"},
        sources=(),
        location=Location(file="a", line=1, column=1),
    )
    mode = replace(mode, rules=(stated,))
    schema = arguments_schema(model, mode)
    call = {"prompt": "a", "n": 1, "seed": 1}
    assert arguments_errors(schema, call) == []
    assert arguments_errors(schema, call | {"reference_images": []}) == []
    assert arguments_errors(schema, call | {"reference_images": [CAR]}) != []
    sent = body({"text": "a"}, enable_sequential=True, seed=1)
    sent["model"] = model.id
    request = request_schema(model, mode, mode.routes[0])
    assert request_errors(request, sent) == []
    sent["input"]["messages"][0]["content"].append({"image": CAR})
    assert request_errors(request, sent) != []
