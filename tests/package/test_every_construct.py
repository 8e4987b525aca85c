"""Every construct of a parameter, from the YAML of tests/generator/made_up/mosaic-1.yaml to the request."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import ModuleType
from typing import Any, Literal, NotRequired, get_type_hints

import pytest
from jsonschema import Draft202012Validator

from brushwork import Client, InvalidRequest, TruncationWarning
from brushwork_runtime import typed
from brushwork_runtime.base.json_values import named
from generator.diff.changes import Scope
from generator.diff.parameters import parameters_changes
from generator.ir import Parameter
from generator.phrasing import range_words
from generator.phrasing.chinese import chinese
from generator.wire.render import wire
from tests.package.made_up import client as made_up, emulated, family, spec


@pytest.fixture
def client() -> Iterator[Client]:
    with made_up("mosaic-1") as client:
        yield client


def body(client: Client, protocol: str = "sync", **values: Any) -> Any:
    flat = {"model": "mosaic-1", "prompt": "a floor", "mode": "generate", "protocol": protocol, **values}
    return client.prepare(flat).body


def test_places_are_paths(client: Client) -> None:
    ext = {"config": {"imageSegment": True}, "domainHint": "Roman"}
    given: dict[str, Any] = {"skip_goods": True, "domain_hint": "Roman"}
    assert body(client, **given)["input"]["ext"] == ext
    assert body(client, "async", **given)["input"] == {"prompt": "a floor", "ext": ext}
    assert "ext" not in body(client)["input"]


@pytest.mark.parametrize("protocol", ["sync", "async"])
def test_a_wire_body_makes_itself(client: Client, protocol: str) -> None:
    terms = [{"src": "floor", "tgt": "Boden", "weight": 2}]
    own: dict[str, Any] = {"skip_goods": True, "domain_hint": "Roman", "terminologies": terms, "edge": [[0, 0.5]]}
    sent = body(client, protocol, n=2, frame={"color": "#010203"}, **own)
    assert sent["input"]["ext"]["terminologies"] == terms
    assert sent["input"]["edgePoints"] == [[0, 0.5]]
    assert client.prepare(sent, protocol=protocol).body == sent


@pytest.mark.parametrize("protocol", ["sync", "async"])
def test_provenance_finds_what_is_nested(protocol: str) -> None:
    given: dict[str, Any] = {"skip_goods": True, "domain_hint": "Roman", "edge": [[0, 0.5]], "n": 2}
    with emulated("mosaic-1") as (client, _):
        made = client.generate("a floor", model="mosaic-1", protocol=protocol, **given)
    assert made.provenance["parameters"] == given


def test_extra_joins_what_a_nested_place_holds(client: Client) -> None:
    extra = {"input": {"ext": {"config": {"newer": 1}}}, "parameters": {}}
    made: Any = client.prepare({"model": "mosaic-1", "prompt": "a floor", "skip_goods": True}, extra=extra).body
    assert made["input"]["ext"] == {"config": {"imageSegment": True, "newer": 1}}


class Layer(IntEnum):
    BACK = 3


class Index:
    """An integer of another library."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("strength", 0, 0),
        ("strength", 0.25, 0.25),
        ("strength", Decimal("0.25"), 0.25),
        ("strength", Fraction(1, 4), 0.25),
        ("strength", Index(1), 1),
        ("scale", 2.3, 2.3),
        ("scale", 3, 3),
        ("ctrl_step", 1, 1),
        ("tile", Index(32), 32),
        ("tile", Decimal(32), 32),
        ("layer", Layer.BACK, 3),
        ("layer", 7, 7),
        ("resolution", -1, -1),
        ("resolution", Index(1024), 1024),
        ("style", "<3d cartoon>", "<3d cartoon>"),
        ("style", "", ""),
        ("language", "nb", "nb"),
        ("ink", (194, 209, 230), "#C2D1E6"),
        ("ink", [Index(194), 209, 230], "#C2D1E6"),
        ("ink", "#c2d1e6", "#c2d1e6"),
        ("sketch_color", ["#C2D1E6", (0, 0, 0)], [[194, 209, 230], [0, 0, 0]]),
        ("clothes_type", ("upper", "lower"), ["upper", "lower"]),
        ("frame", {"color": (1, 2, 3), "wide": True}, {"color": "#010203", "wide": True}),
    ],
)
def test_values_are_accepted_as_people_have_them(client: Client, name: str, value: Any, sent: object) -> None:
    made = body(client, **{name: value})
    found = (made["parameters"] | made["input"])[name]
    assert (found, type(found)) == (sent, type(sent))


@pytest.mark.parametrize(
    ("name", "value", "message", "nearest"),
    [
        ("strength", 1.5, "strength is 1.5; it must be a number from 0 to 1.", 1),
        ("strength", float("nan"), "strength is nan of type float; it must be a number from 0 to 1.", None),
        ("strength", float("inf"), "strength is inf; it must be a number from 0 to 1.", 1),
        (
            "strength",
            Decimal("nan"),
            "strength is Decimal('NaN') of type Decimal; it must be a number from 0 to 1.",
            None,
        ),
        ("strength", "0.5", "strength is '0.5' of type str; it must be a number from 0 to 1.", 0.5),
        ("strength", True, "strength is True of type bool; it must be a number from 0 to 1.", None),
        ("ctrl_step", 0, "ctrl_step is 0; it must be a number above 0 to 1.", 0.01),
        ("scale", 2.34, "scale is 2.34; it must be a number from 2.0 to 8.0 in steps of 0.1.", 2.3),
        ("angle", 90, "angle is 90; it must be an integer from 0 and below 360, but not 90, 180 or 270.", 89),
        ("angle", 360, "angle is 360; it must be an integer from 0 and below 360, but not 90, 180 or 270.", 359),
        ("tile", 30, "tile is 30; it must be an integer from 16 to 64 in steps of 16.", 32),
        ("tile", 32.0, "tile is 32.0 of type float; it must be an integer from 16 to 64 in steps of 16.", 32),
        ("resolution", 1000, "resolution is 1000; it must be -1, 1024 or 1280.", 1024),
        ("resolution", "1280", "resolution is '1280'; it must be -1, 1024 or 1280.", 1280),
        ("resolution", True, "resolution is True; it must be -1, 1024 or 1280.", -1),
        ("style", "cartoon", "style is 'cartoon'; it must be '<auto>', '<3d cartoon>' or ''.", "<3d cartoon>"),
        ("layer", "7", "layer is '7'; it must be an integer.", 7),
        ("language", 7, "language is 7 of type int; it must be text (str).", None),
        ("sensitives", "one", "sensitives is 'one'; it must be a list of 0 to 3, each text.", ["one"]),
        ("sensitives", list("abcd"), "sensitives has 4 items; it must have 0 to 3.", ["a", "b", "c"]),
        ("sensitives", ["a", 7], "sensitives[1] is 7 of type int; it must be text (str).", None),
        ("terminologies", [{"src": "a"}], "terminologies[0].tgt is required.", None),
        (
            "terminologies",
            [{"src": "a", "tgt": "b", "tgd": "c"}],
            'terminologies[0] has \'tgd\'; it must be {"src": text, "tgt": text, "weight": an integer}.',
            "tgt",
        ),
        (
            "terminologies",
            [{"src": "a", "tgt": "b", "weight": 9}],
            "terminologies[0].weight is 9; it must be an integer from 0 to 3.",
            3,
        ),
        ("edge", [[0, 0.5], [0.1, 2]], "edge[1][1] is 2; it must be a number from 0 to 1.", 1),
        ("edge", [[0, 0.5, 1]], "edge[0] has 3 items; it must have 2.", [0, 0.5]),
        (
            "clothes_type",
            ["lower", "upper"],
            "clothes_type is ['lower', 'upper']; it must be ['upper'] or ['lower'] or ['dress'] or ['upper', 'lower'].",
            ["upper", "lower"],
        ),
        ("ink", "red", "ink is 'red'; it must be a colour, as \"#RRGGBB\" or three integers from 0 to 255.", None),
        (
            "ink",
            (0, 300, 0),
            'ink is (0, 300, 0); it must be a colour, as "#RRGGBB" or three integers from 0 to 255.',
            "#00FF00",
        ),
        (
            "sketch_color",
            ["#abc"],
            "sketch_color[0] is '#abc'; it must be a colour, as \"#RRGGBB\" or three integers from 0 to 255.",
            [170, 187, 204],
        ),
        ("frame", {}, "frame.color is required.", None),
        ("frame", 7, 'frame is 7; it must be {"color": "#RRGGBB", "wide": True or False}.', None),
    ],
)
def test_a_refusal_names_the_nearest_value(
    client: Client, name: str, value: Any, message: str, nearest: object
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        body(client, **{name: value})
    (violation,) = caught.value.violations
    assert violation.message == message
    assert (violation.nearest, type(violation.nearest)) == (nearest, type(nearest))


def test_a_rule_of_a_model_holds_for_that_model_alone() -> None:
    call = {"pattern": "https://a.example/1.png", "prompt": "x", "knot": "flat", "clip": "pin", "warp": 1}
    with made_up("loom-2") as client:
        assert client.prepare({"model": "loom-2", **call}).body["parameters"] == {
            "warp": 1,
            "knot": "flat",
            "clip": "pin",
        }
        with pytest.raises(InvalidRequest, match="clip is not accepted when knot is 'flat'"):
            client.prepare({"model": "loom-2-hand", **call})


def test_the_emulator_answers_values_of_each_type() -> None:
    flat = {"model": "loom-2", "pattern": "https://a.example/1.png", "warp": 1}
    with emulated("loom-2") as (client, _):
        values = client.prepare(flat).send().values
    assert values == {
        "threads": 7,
        "weight": 0.5,
        "torn": False,
        "yarn": {"wool": 1, "dyes": ["madder"]},
        "knots": [12],
        "marks": [[0, 0, 64, 64]],
        "seam": {"at": 1, "words": []},
        "remark": None,
    }


@pytest.mark.parametrize(
    ("source", "target", "good"),
    [("ja", "ko", False), ("JA", "Ko", False), ("ZH", "ko", True), ("Japanese", "ko", True)],
)
def test_one_of_two_languages_is_chinese_or_english(source: str, target: str, good: bool) -> None:
    call = {"image_url": "https://a.example/1.png", "source_lang": source, "target_lang": target}
    with Client(api_key="sk-test", region="cn-beijing") as client:
        assert client.prepare({"model": "qwen-mt-image-2.0", **call}).body["input"] == call
        if good:
            client.prepare({"model": "qwen-mt-image", **call})
            return
        with pytest.raises(InvalidRequest, match=f"source_lang {source!r} is not accepted when target_lang is 'ko'"):
            client.prepare({"model": "qwen-mt-image", **call})


def test_what_is_sent_unchecked_has_its_form_too(client: Client) -> None:
    flat = {"model": "mosaic-1", "prompt": "a floor", "ink": (1, 2, 3), "resolution": 7, "sketch_color": ["#010203"]}
    made: Any = client.prepare(flat, validate=False).body
    assert made["parameters"] == {"n": 1, "resolution": 7, "sketch_color": [[1, 2, 3]], "ink": "#010203"}


def test_a_long_text_is_told_by_its_words(client: Client) -> None:
    with pytest.warns(TruncationWarning, match=r"mood has 4 words; the service silently truncates it to 3\."):
        body(client, mood="calm and very blue")
    with pytest.warns(TruncationWarning, match="mood has 4 words"):
        body(client, mood="平静 and 蓝")
    with pytest.warns(TruncationWarning, match=r"sensitives\[0\] has 21 characters"):
        body(client, sensitives=["x" * 21])


def test_the_schema_is_plain_json_schema(client: Client) -> None:
    schema: Any = client.models["mosaic-1"].json_schema("generate")
    Draft202012Validator.check_schema(schema)
    about: dict[str, Any] = {"description": "", "x-sources": []}
    found: dict[str, Any] = {name: {**each, **about} for name, each in schema["properties"].items()}
    assert found["ctrl_step"] == {**about, "type": "number", "exclusiveMinimum": 0, "maximum": 1}
    assert found["resolution"] == {**about, "type": "integer", "enum": [-1, 1024, 1280], "default": -1}
    assert found["language"]["examples"] == ["auto", "en", "zh"]
    assert found["clothes_type"]["enum"] == [["upper"], ["lower"], ["dress"], ["upper", "lower"]]
    assert found["terminologies"]["items"]["required"] == ["src", "tgt"]


def test_wire_types_follow_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ModuleType("mosaic_wire")
    monkeypatch.setitem(sys.modules, "mosaic_wire", made)
    exec(compile(wire(spec("mosaic-1"), cache=None)["brushwork/wire/requests.py"], "wire.py", "exec"), made.__dict__)
    kinds = {name: get_type_hints(getattr(made, f"Mosaic1Messages{name}")) for name in ("InputExtConfig", "Parameters")}
    assert kinds["InputExtConfig"] == {"imageSegment": bool}
    assert kinds["Parameters"]["resolution"] == Literal[-1, 1024, 1280]
    assert kinds["Parameters"]["sketch_color"] == list[list[int]]
    item = get_type_hints(made.Mosaic1MessagesInputExtTerminologiesItem, include_extras=True)
    assert item == {"src": str, "tgt": str, "weight": NotRequired[int]}


def test_the_page_says_what_is_accepted() -> None:
    (mode,) = family("mosaic-1").models[0].modes
    said = {each.name: (range_words(each), range_words(each, chinese({}))) for each in mode.parameters}
    assert said["ctrl_step"] == ("above 0 and at most 1", "大于 0 且不超过 1")
    assert said["scale"][0] == "2.0 to 8.0 in steps of 0.1"
    assert said["angle"][0] == "at least 0 and below 360, but not 90, 180 or 270"
    assert said["style"][0] == '<auto>, <3d cartoon> or ""'
    assert said["language"][0] == "auto, en or zh; the documents leave it open what else"
    assert said["clothes_type"][0] == "one of the lists [upper], [lower], [dress] or [upper, lower]"
    assert said["sketch_color"][1] == "含 0 至 4 项的列表，每项为颜色，写作 #RRGGBB 或 (r, g, b)"
    assert said["terminologies"][0] == (
        "a list of 0 to 3, each an object of src (text): The word., tgt (text) and weight (0 to 3; optional)"
    )
    assert said["mood"][0] == "text; the server silently truncates it after 3 words"


@pytest.mark.parametrize(
    ("name", "typed_in", "value"),
    [
        ("strength", "0.5", 0.5),
        ("strength", "1", 1),
        ("resolution", "-1", -1),
        ("style", "<auto>", "<auto>"),
        ("sensitives", '["a"]', ["a"]),
        ("terminologies", '[{"src": "a", "tgt": "b"}]', [{"src": "a", "tgt": "b"}]),
        ("frame", '{"color": "#010203"}', {"color": "#010203"}),
        ("ink", "#010203", "#010203"),
        ("ink", "[1, 2, 3]", [1, 2, 3]),
        ("sensitives", "no JSON", "no JSON"),
    ],
)
def test_the_command_line_reads_values(client: Client, name: str, typed_in: str, value: object) -> None:
    assert typed(client.models.table("mosaic-1"), name, typed_in) == value


def without(item: Parameter, *steps: str) -> Parameter:
    """The same without the last member, or the last of what stands at the steps."""
    if not steps:
        return replace(item, members=item.members[:-1])
    inner = getattr(item, steps[0])
    changed: Any = without(inner, *steps[1:]) if isinstance(inner, Parameter) else inner[:-1]
    fields: dict[str, Any] = {steps[0]: changed}
    return replace(item, **fields)


@pytest.mark.parametrize(
    ("name", "steps", "forth", "back"),
    [
        (
            "terminologies",
            ("items",),
            ["breaking: `terminologies[].weight` is gone."],
            ["feature: `terminologies[].weight` is new: 0 to 3."],
        ),
        (
            "frame",
            (),
            ["breaking: `frame.wide` is gone."],
            ["feature: `frame.wide` is new: true or false."],
        ),
        (
            "clothes_type",
            ("combinations",),
            [
                "breaking: `clothes_type` accepts one of the lists [upper], [lower] or [dress]; "
                "it accepted one of the lists [upper], [lower], [dress] or [upper, lower]."
            ],
            [
                "feature: `clothes_type` accepts one of the lists [upper], [lower], [dress] or [upper, lower]; "
                "it accepted one of the lists [upper], [lower] or [dress]."
            ],
        ),
        (
            "clothes_type",
            ("items", "choices"),
            ["breaking: `clothes_type[]` no longer accepts dress."],
            ["feature: `clothes_type[]` also accepts dress."],
        ),
    ],
)
def test_what_becomes_of_what_is_nested_is_told(
    name: str, steps: tuple[str, ...], forth: list[str], back: list[str]
) -> None:
    (own,) = (each for each in family("mosaic-1").models[0].modes[0].parameters if each.name == name)
    less = without(own, *steps)

    def told(old: Parameter, new: Parameter) -> list[str]:
        return [f"{change.level}: {change.said}" for change in parameters_changes(Scope(), (old,), (new,))]

    assert (told(own, less), told(less, own), told(own, own)) == (forth, back, [])


@pytest.mark.parametrize("options", [{}, {"route": "nested-open"}], ids=["nested", "flat"])
def test_the_bill_goes_by_parameters_wherever_they_stand(options: dict[str, str]) -> None:
    with emulated("nested-1") as (client, api):
        call = {"model": "nested-1", "prompt": "a cat", "pictures": 3, "area": "600*300", "finish": "gloss", **options}
        prepared = client.prepare(call)
        result = prepared.send()
        assert len(result.images) == api.ledger.images == 3
        assert api.ledger.cost["USD"] == prepared.estimate().maximum == Decimal("0.15")
        assert result.images[0].bytes()[16:24].hex() == f"{600:08x}{300:08x}"
        assert named(result.provenance["parameters"])["pictures"] == 3
