"""Each rule of the spec language by itself: tables and schemas judge every combination of a few values alike.

The rules stand in a made-up family; `test_differential.py` does the same for the models that are there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, cast, get_args

import pytest

from brushwork_emulator.judging.judge import Judge
from brushwork_emulator.judging.refusals import Refused
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.tables import spec as classes
from generator.docs.render import docs
from generator.ir import Family, Rule, RuleKind
from generator.package.render import package
from generator.package.tables import table_module
from generator.phrasing import rule_words
from generator.phrasing.chinese import chinese
from generator.pipeline import planned
from generator.schema.arguments import arguments_schema
from generator.schema.requests import request_schema
from generator.schema.validation import arguments_errors, request_errors
from tests.runtime.tables import Preparing

SPECS = Path(__file__).parents[1] / "generator"
IMAGES = [f"https://example.com/{number}.png" for number in range(3)]
VALUES: dict[str, list[object]] = {
    "prompt": ["a cat", None],
    "reference_images": [[], IMAGES[:1], IMAGES],
    "mask": [None, IMAGES[0]],
    "angle": [None, 0, 1, 90, 100],
    "ratio": [None, "free", "wide"],
    "detail": [None, "low", "high"],
    "thinking": [None, False, True],
    "n": [None, 1, 2, 4],
    "scale": [None, 1, 1.0, 1.5, 3.0],
    "tier": [None, -1, 0, 9],
    "title": [None, "A", "ABC"],
    "subtitle": [None, "A", "a", "ABC"],
    "bbox_list": [None, [], [[]], [[], [], []]],
}


@cache
def made_up(folder: Path) -> dict[str, Family]:
    """The families of these tests, from their files, in which nothing is wrong."""
    shutil.copytree(SPECS / "tiny_specs", folder / "specs")
    for name in ("ruled-1", "tools-1"):
        shutil.copy(SPECS / f"made_up/{name}.yaml", folder / "specs/models")
    return {family.id: family for family in planned(folder / "specs").spec.families}


@pytest.fixture(scope="session")
def families(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Family]:
    return made_up(tmp_path_factory.getbasetemp() / "made-up")


@pytest.fixture
def family(families: dict[str, Family]) -> Family:
    return families["ruled-1"]


def with_rule(family: Family, number: int) -> tuple[Family, Rule]:
    """The family with one of its rules alone."""
    (model,) = family.models
    (mode,) = model.modes
    alone = replace(model, modes=(replace(mode, rules=(mode.rules[number],)),))
    return replace(family, models=(alone,)), mode.rules[number]


def table(family: Family) -> classes.Model:
    """The table of the family's model, as it is generated."""
    module = table_module(family)
    names: dict[str, Any] = dict(vars(classes))
    for constant in (*module.shared, *module.models):
        names[constant.name] = eval(constant.expression, names)
    made = cast("classes.Model", names[module.models[-1].name])
    made.regions = {}
    return made


def calls(rule: Rule) -> Iterator[dict[str, Any]]:
    """Calls with every combination of values of what the rule speaks of, and a random value of everything else."""
    random = Random(rule_words(rule))
    subjects = [name for name in VALUES if name in {*rule.of, *rule.when, rule.to}]
    for chosen in product(*(VALUES[name] for name in subjects)):
        call = {name: random.choice(values) for name, values in VALUES.items()} | dict(
            zip(subjects, chosen, strict=True)
        )
        yield {name: value for name, value in call.items() if value is not None}


def made(client: Preparing, call: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The body of a call."""
    images = {name: value for name, value in call.items() if name in ("reference_images", "mask")}
    values = {name: value for name, value in call.items() if name not in (*images, "prompt")}
    return cast("dict[str, Any]", client.call("ruled-1", "edit", call.get("prompt"), images, **options, **values).body)


def refuses(client: Preparing, call: dict[str, Any]) -> str:
    """What the rule tables say against a call."""
    try:
        made(client, call)
    except InvalidRequest as refused:
        return str(refused)
    return ""


def answer(judge: Judge, sent: dict[str, Any], protocol: str, mode: str = "edit") -> str:
    """What the emulator says against a body."""
    try:
        judge.mode(str(sent["model"]), {mode: protocol}, sent)
    except Refused as refused:
        return refused.message
    return ""


NUMBERS = range(34)


def test_every_rule_is_judged(family: Family) -> None:
    (model,) = family.models
    assert len(model.modes[0].rules) == len(NUMBERS)
    assert {rule.kind for rule in model.modes[0].rules} | {"sums_to"} == set(get_args(RuleKind))


def test_every_rule_is_documented_in_both_languages(tmp_path: Path, family: Family) -> None:
    shutil.copytree(SPECS / "tiny_specs", tmp_path / "specs")
    shutil.copy(SPECS / "made_up/ruled-1.yaml", tmp_path / "specs/models")
    spec = planned(tmp_path / "specs").spec
    pages, client = docs(spec), package(spec)["brushwork/clients/ruled_1.py"]
    english, both = (_words(pages[f"docs/{each}models/ruled-1.md"]) for each in ("", "zh/"))
    for rule in family.models[0].modes[0].rules:
        assert _words(rule_words(rule)) in english
        assert _words(rule_words(rule)) in _words(client)
        assert _words(rule_words(rule, chinese({}))) in both


def _words(text: str) -> str:
    """A text without line breaks and marks of Markdown."""
    return " ".join(re.sub(r"[`\\]", "", text).split())


@pytest.mark.parametrize("number", NUMBERS)
def test_a_rule_is_judged_alike(family: Family, number: int) -> None:
    alone, rule = with_rule(family, number)
    (model,) = alone.models
    (mode,) = model.modes
    schemas = {route.protocol: request_schema(model, mode, route) for route in mode.routes}
    arguments = arguments_schema(model, mode)
    judge = Judge(lambda _, __, protocol: cast("Any", schemas)[protocol])
    client = Preparing()
    client.models = client.models.opened([table(alone)])
    verdicts: set[bool] = set()
    for call in calls(rule):
        refused = refuses(client, call)
        verdicts.add(bool(refused))
        told = arguments_errors(arguments, call)
        assert bool(told) == bool(refused), (rule_words(rule), call, told, refused)
        for protocol, schema in schemas.items():
            sent = made(client, call, protocol=protocol, validate=False)
            assert bool(request_errors(schema, sent)) == bool(refused), (rule_words(rule), sent, refused)
            said = answer(judge, sent, protocol)
            assert bool(said) == bool(refused), (rule_words(rule), sent)
            if refused and rule.kind not in ("differ", "counts_sum", "length_equals"):
                assert said == rule_words(rule)
    assert verdicts == ({False} if rule.kind == "ignored_when" else {False, True}), rule_words(rule)


CUP, ROOM = "https://example.com/cup.jpg", "https://example.com/room.jpg"
TOOLS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("outpaint", {"image_url": CUP}, {}, "output_ratio: at least one of output_ratio other than ''"),
    ("outpaint", {"image_url": CUP}, {"output_ratio": ""}, "output_ratio: at least one of"),
    ("outpaint", {"image_url": CUP}, {"x_scale": 1.0, "top_offset": 0, "angle": 0}, "output_ratio: at least one of"),
    ("outpaint", {"image_url": CUP}, {"angle": 180}, "output_ratio: at least one of"),
    ("outpaint", {"image_url": CUP}, {"angle": 10}, ""),
    ("outpaint", {"image_url": CUP}, {"angle": 180, "top_offset": 1}, ""),
    ("outpaint", {"image_url": CUP}, {"output_ratio": "16:9", "x_scale": 1.5}, ""),
    ("background", {"base_image_url": CUP}, {}, "prompt: at least one of prompt and ref_image_url is required"),
    ("background", {"base_image_url": CUP}, {"prompt": "a beach"}, ""),
    ("background", {"base_image_url": CUP, "ref_image_url": ROOM}, {"noise_level": 3}, ""),
    ("background", {"base_image_url": CUP}, {"prompt": "a beach", "noise_level": 3}, "noise_level: is accepted only"),
    ("background", {"base_image_url": CUP, "ref_image_url": ROOM}, {"ref_prompt_weight": 1}, "ref_prompt_weight: is"),
    (
        "background",
        {"base_image_url": CUP, "ref_image_url": ROOM},
        {"prompt": "a beach", "ref_prompt_weight": 0.5},
        "",
    ),
    ("translate", {"image_url": CUP}, {"source_lang": "zh", "target_lang": "zh"}, "target_lang: it must differ"),
    ("translate", {"image_url": CUP}, {"source_lang": "ja", "target_lang": "ko"}, "source_lang: at least one of"),
    ("translate", {"image_url": CUP}, {"source_lang": "auto", "target_lang": "en"}, ""),
    ("repaint", {"image_url": CUP}, {"style_index": -1}, "style_ref_url: is required when style_index is -1"),
    ("repaint", {"image_url": CUP, "style_ref_url": ROOM}, {"style_index": -1}, ""),
    ("repaint", {"image_url": CUP, "style_ref_url": ROOM}, {"style_index": 14}, ""),
    ("try_on", {"person_image_url": CUP}, {}, "top_garment_url: at least one of"),
    ("try_on", {"person_image_url": CUP, "bottom_garment_url": ROOM}, {}, ""),
    (
        "extend",
        {"left_url": CUP},
        {"prompt": "x", "prompt_extend_mode": "agent"},
        "prompt_extend_mode: is not accepted",
    ),
    ("extend", {}, {"prompt": "x", "prompt_extend_mode": "agent"}, ""),
    ("extend", {"left_url": CUP}, {"prompt": "x", "prompt_extend_mode": "direct"}, ""),
]


@pytest.mark.parametrize(("name", "images", "values", "expected"), TOOLS)
def test_what_small_tools_demand_is_judged_alike(
    families: dict[str, Family], name: str, images: dict[str, str], values: dict[str, Any], expected: str
) -> None:
    (model,) = families["tools-1"].models
    (mode,) = (mode for mode in model.modes if mode.name == name)
    schema = request_schema(model, mode, mode.routes[0])
    client = Preparing()
    client.models = client.models.opened([table(families["tools-1"])])
    prompt, given = values.get("prompt"), {key: value for key, value in values.items() if key != "prompt"}
    faults: tuple[str, ...] = ()
    try:
        client.call("tools-1", name, prompt, images, **given)
    except InvalidRequest as refused:
        faults = tuple(f"{fault.parameter}: {fault.rule}" for fault in refused.violations)
    assert len(faults) == bool(expected), faults
    assert all(fault.startswith(expected) for fault in faults), faults
    sent = cast("dict[str, Any]", client.call("tools-1", name, prompt, images, validate=False, **given).body)
    assert bool(request_errors(schema, sent)) == bool(expected), sent
    assert bool(arguments_errors(arguments_schema(model, mode), {**images, **values})) == bool(expected)
    assert bool(answer(Judge(lambda _, __, ___: schema), sent, "async", name)) == bool(expected)
