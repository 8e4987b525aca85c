"""Inheritance, overrides, names and defaults: what `plan` makes of a small family."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.ir import Conflict, Mode, Parameter, RegionUse, Spec, to_json
from generator.load import load
from generator.naming import class_name, identifier
from generator.plan import plan

SPECS = Path(__file__).parent / "tiny_specs"


@pytest.fixture(scope="module")
def spec() -> Spec:
    loaded = load(SPECS)
    assert loaded.problems == ()
    return plan(loaded)


def mode(spec: Spec, model_id: str, name: str) -> Mode:
    (found,) = (
        mode
        for family in spec.families
        for model in family.models
        for mode in model.modes
        if (model.id, mode.name) == (model_id, name)
    )
    return found


def parameter(spec: Spec, model_id: str, mode_name: str, name: str) -> Parameter:
    (found,) = (each for each in mode(spec, model_id, mode_name).parameters if each.name == name)
    return found


@pytest.mark.parametrize(
    ("name", "attribute", "class_"),
    [
        ("wan2.7-image-pro", "wan2_7_image_pro", "Wan2_7ImagePro"),
        ("qwen-image-2.0", "qwen_image_2_0", "QwenImage2_0"),
        ("z-image-turbo", "z_image_turbo", "ZImageTurbo"),
        ("kling/kling-v3", "kling_kling_v3", "KlingKlingV3"),
        ("vidu/q3-fast_v2.1", "vidu_q3_fast_v2_1", "ViduQ3FastV2_1"),
    ],
)
def test_names(name: str, attribute: str, class_: str) -> None:
    assert identifier(name) == attribute
    assert class_name(name) == class_


def test_family_and_models(spec: Spec) -> None:
    (family,) = spec.families
    assert (family.module, family.title, family.summary) == ("paint_1_0", "Paint", "Draws and redraws.")
    assert [(model.identifier, [mode.name for mode in model.modes]) for model in family.models] == [
        ("paint_1_0_pro", ["generate", "edit"]),
        ("paint_1_0", ["generate"]),
    ]
    assert family.models[0].snapshots == ("paint-1.0-pro-2026-01-01",)
    assert family.models[0].location.line > family.models[0].modes[0].location.line


def test_parameters_are_overridden_key_by_key(spec: Spec) -> None:
    family, mode_, model, own = (
        parameter(spec, "paint-1.0", "generate", "size"),
        parameter(spec, "paint-1.0-pro", "edit", "n"),
        parameter(spec, "paint-1.0-pro", "generate", "n"),
        parameter(spec, "paint-1.0-pro", "generate", "size"),
    )
    assert family.size
    assert family.size.pixels == (1024, 16384)
    assert (mode_.required, mode_.bills, mode_.conflicts) == (True, "at_most", ())
    assert mode_.range == (1, 8), "the model's own range stands above the mode's"
    assert (model.range, model.default, model.send) == ((1, 8), 4, 1)
    assert own.size
    assert own.size.pixels == (1024, 65536)
    assert own.size.presets == {"S": (64, 64), "L": (128, 128)}, "what is not overridden stays"


def test_what_is_required_has_no_value_of_its_own(spec: Spec) -> None:
    assert parameter(spec, "paint-1.0-pro", "edit", "n").send is None


def test_wire_order_is_the_order_of_the_mode(spec: Spec) -> None:
    assert [each.name for each in mode(spec, "paint-1.0-pro", "edit").parameters] == ["set", "n", "size"]
    assert [each.name for each in mode(spec, "paint-1.0", "generate").parameters] == ["size", "n", "brush", "seed"]


def test_a_model_may_lack_a_parameter_of_its_mode(spec: Spec) -> None:
    assert "seed" not in {each.name for each in mode(spec, "paint-1.0-pro", "generate").parameters}


def test_recommended_sizes_hold_those_of_the_ratios_once_and_first(spec: Spec) -> None:
    size = parameter(spec, "paint-1.0", "generate", "size").size
    assert size
    assert size.recommended == ((100, 50), (90, 60))


def test_conflicts_hold_values_in_the_form_of_the_fact(spec: Spec) -> None:
    assert parameter(spec, "paint-1.0", "generate", "size").conflicts == (
        Conflict(
            field="pixels",
            value=[1024, 4096],
            sources=("blog",),
            decision="The book is right.",
            stated_by=("book",),
        ),
    )


def test_a_fact_without_a_source_has_the_familys(spec: Spec) -> None:
    assert parameter(spec, "paint-1.0", "generate", "brush").sources == ("book",)


def test_places_by_payload(spec: Spec) -> None:
    assert parameter(spec, "paint-1.0", "generate", "n").place == dict.fromkeys(
        ("messages", "prompt", "prompt+images"), "parameters"
    )
    assert parameter(spec, "paint-1.0", "generate", "brush").place["prompt"] == "input"


def test_rules_apply_where_their_parameters_are_taken(spec: Spec) -> None:
    assert [rule.kind for rule in mode(spec, "paint-1.0", "generate").rules] == ["forbidden_when"]
    assert [rule.kind for rule in mode(spec, "paint-1.0-pro", "generate").rules] == []
    assert [rule.kind for rule in mode(spec, "paint-1.0-pro", "edit").rules] == ["only_when"]


def test_images_prompts_and_routes(spec: Spec) -> None:
    edit = mode(spec, "paint-1.0-pro", "edit")
    (images,) = edit.inputs
    assert (images.name, images.minimum, images.maximum, images.sides) == ("reference_images", 1, 1, (10, 500))
    assert not mode(spec, "paint-1.0", "generate").inputs
    prompt = mode(spec, "paint-1.0", "generate").prompt
    assert prompt is not None
    assert (prompt.max_characters, prompt.sources) == (80, ("book",))
    assert [(route.path, route.protocol, route.send) for route in edit.routes] == [("/draw", "sync", {"edit": True})]
    later = mode(spec, "paint-1.0", "generate").routes[1]
    assert later.prompt
    assert later.prompt.max_characters == 50


def test_regions_prices_and_rate_limits(spec: Spec) -> None:
    pro, fast = spec.families[0].models
    assert pro.regions == (RegionUse(region="north"), RegionUse(region="south", protocols=("async",)))
    assert fast.regions == (RegionUse(region="north"),)
    assert [(price.amount, price.when) for price in pro.prices][:2] == [
        ("0.10", {"brush": "oil"}),
        ("0.20", {"brush": "ink"}),
    ]
    assert (pro.rate_limits[0].submit, pro.rate_limits[0].per, pro.rate_limits[0].concurrent) == (2, "minute", 5)


def test_example(spec: Spec) -> None:
    (example,) = spec.families[0].examples
    assert (example.protocol, example.body["parameters"], example.documents) == ("sync", {"n": 2}, (("book", "north"),))


def test_the_ir_dumps_to_json(spec: Spec) -> None:
    assert json.loads(to_json(spec))["families"][0]["models"][1]["id"] == "paint-1.0"
