"""The text of every fault, and that all of them come at once."""

from __future__ import annotations

import pickle
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.violations import WIDTH
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import Boxes, Choice, Images, Integer, Mode, Model, Prompt, Rule, Size, Text
from brushwork_runtime.validate.call import Call
from brushwork_runtime.validate.check import check
from tests.runtime.tables import API, SYNC, Preparing, schema


class Count(IntEnum):
    MANY = 9


class Indexed:
    """Like a NumPy integer: no int, but it has __index__."""

    def __index__(self) -> int:
        return 13

    def __repr__(self) -> str:
        return "int64(13)"


class Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no")


HUGE = 10**400
TWO = ["https://a.example/1.png", "https://a.example/2.png"]
PALETTE = [{"hex": "#000000", "ratio": share} for share in ("50.00%", "25.00%", "25.00%")]
VALUES: dict[str, dict[str, object]] = {
    "n above": {"n": 5},
    "n below": {"n": 0},
    "n true": {"n": True},
    "n float": {"n": 1.0},
    "n fraction": {"n": 2.5},
    "n nan": {"n": float("nan")},
    "n infinite": {"n": float("inf")},
    "n text": {"n": "2"},
    "n unicode digit": {"n": "２"},
    "n huge": {"n": HUGE},
    "n hugest": {"n": 10**5000},
    "n negative zero": {"n": -0.0},
    "n enum": {"n": Count.MANY},
    "n indexed": {"n": Indexed()},
    "n rude": {"n": Rude()},
    "n bytes": {"n": b"2"},
    "boolean one": {"thinking": 1},
    "boolean word": {"thinking": "yes"},
    "boolean list": {"thinking": [True]},
    "choice case": {"style": "Oil"},
    "choice other": {"style": "charcoal"},
    "choice type": {"style": 3},
    "text bytes": {"negative_prompt": b"fog"},
    "text number": {"negative_prompt": 3},
    "text surrogate": {"negative_prompt": "fog \ud83d"},
    "text NUL": {"negative_prompt": "fog\0mist"},
    "size blank after": {"size": "1024*1024 "},
    "size blanks within": {"size": "1024 * 1024"},
    "size unicode digits": {"size": "１０２４*１０２４"},
    "size arabic digits": {"size": "١٠٢٤*١٠٢٤"},
    "size full-width x": {"size": "1024ｘ1024"},
    "size times sign": {"size": "1024×1024"},
    "size capital X": {"size": "1024X1024"},
    "size negative zero": {"size": "-0*5"},
    "size negative": {"size": "-1024*1024"},
    "size leading zero": {"size": "01024*1024"},
    "size small": {"size": "512*512"},
    "size large": {"size": "4096*4096"},
    "size long": {"size": "4096*256"},
    "size huge": {"size": f"{'9' * 400}*1024"},
    "size huge tuple": {"size": (HUGE, 1024)},
    "size floats": {"size": (1280.0, 720.0)},
    "size booleans": {"size": (True, True)},
    "size three": {"size": (1, 2, 3)},
    "size number": {"size": 1024},
    "size nan": {"size": (float("nan"), 5)},
    "size preset case": {"size": "2k"},
    "size preset unknown": {"size": "4K"},
    "size ratio too long": {"size": "9:1"},
    "size nonsense": {"size": "large"},
    "palette no list": {"palette": "red"},
    "palette short": {"palette": [{"hex": "#000000", "ratio": "100.00%"}]},
    "palette hex": {"palette": [{"hex": code, "ratio": "20.00%"} for code in ("#fff", "C2D1E6", "red", "#12345G", 7)]},
    "palette ratio": {"palette": [{"hex": "#000000", "ratio": ratio} for ratio in ("50%", 25, "25.0", "1e1%", None)]},
    "palette keys": {"palette": [{"hex": "#000000"}, {"hex": "#000000", "ratio": "50.00%", "name": "x"}, 3]},
    "palette sum": {"palette": [{"hex": "#000000", "ratio": "33.33%"}] * 3},
    "palette huge": {"palette": [{"hex": "#000000", "ratio": HUGE}] * 3},
    "rule only_when": {"style": "oil", "thinking": False},
    "rule forbidden_when": {"style": "oil", "palette": PALETTE},
    "rule range_when": {"n": 3, "size": "2K"},
    "unknown near": {"sede": 3},
    "unknown elsewhere": {"boxes": [[]]},
    "unknown nowhere": {"guidance": 7.5},
    "unknown constant": {"sequential": True},
    "several": {"n": 9, "size": "1*1", "thinking": 0, "style": "x", "sede": 1},
}
EDITS: dict[str, dict[str, object]] = {
    "boxes too few": {"boxes": [[]]},
    "boxes too many": {"boxes": [[], [], []]},
    "boxes flat": {"boxes": [(1, 2, 3, 4), (1, 2, 3, 4)]},
    "boxes no list": {"boxes": "1,2,3,4"},
    "boxes three in one": {"boxes": [[(1, 2, 3, 4)] * 3, []]},
    "boxes corners": {"boxes": [[(4, 2, 3, 4), (1, 2, 3, 2)], [(-1, 2, 3, 4), (1, 2, 3)]]},
    "boxes floats": {"boxes": [[(1.0, 2, 3, 4)], [(True, 2, 3, 4)]]},
    "no images": {"images": ()},
    "too many images": {"images": [*TWO, *TWO]},
    "blank in url": {"images": ["https://a.example/a b.png"]},
    "image of no kind": {"images": [None, 3]},
    "no host in url": {"images": ["https:///a.png", "oss:///a.png"]},
}
PROMPTS: dict[str, object] = {
    "empty": "",
    "blank": " \n\t",
    "invisible": "\u200b\u200b",
    "bytes": b"a cat",
    "none": None,
    "list": ["a cat"],
    "surrogate": "a cat \udc00",
    "pair of surrogates": "\ud83d\udc31",
    "NUL": "a\0cat",
}


def refused(snapshot: SnapshotAssertion, mode: str, **arguments: Any) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        Preparing().call("brush-1", mode, **arguments)
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.violations
    assert all(len(line) <= WIDTH for line in str(error).splitlines())
    assert all(isinstance(fault.rule, str) and fault.rule for fault in error.violations)
    assert str(error) == snapshot
    return error


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_refused(name: str, snapshot: SnapshotAssertion) -> None:
    error = refused(snapshot, "generate", **VALUES[name])
    for fault in error.violations:
        given = VALUES[name].get(fault.parameter, fault.value)
        assert fault.value is given or fault.value == given, "a fault holds what was given"


@pytest.mark.parametrize("name", EDITS)
def test_images_and_boxes_are_refused(name: str, snapshot: SnapshotAssertion) -> None:
    refused(snapshot, "edit", **{"images": TWO, **EDITS[name]})


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_is_refused(name: str, snapshot: SnapshotAssertion) -> None:
    refused(snapshot, "generate", prompt=PROMPTS[name])


@pytest.mark.parametrize("count", [1, 2])
def test_a_mode_without_images_takes_none(count: int, snapshot: SnapshotAssertion) -> None:
    (fault,) = refused(snapshot, "generate", images=TWO[:count]).violations
    assert (fault.rule, fault.value) == ("generate accepts no reference images", count)


@pytest.mark.parametrize(("images", "hint"), [([], "Without reference images, use lite."), (TWO, None)])
def test_the_model_for_calls_without_images_is_named_where_there_are_none(images: list[str], hint: str | None) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Preparing().call("pencil", "edit", images=images, size="1*1")
    assert caught.value.hint == hint


def test_what_is_required_must_be_given(snapshot: SnapshotAssertion) -> None:
    refused(snapshot, "sequence")


def test_a_box_lies_within_its_image(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    from PIL import Image

    Image.new("RGB", (300, 250)).save(tmp_path / "room.png")
    boxes = [[(10, 10, 301, 240), (400, 10, 500, 20)]]
    refused(snapshot, "edit", images=str(tmp_path / "room.png"), boxes=boxes)


def test_a_picture_breaks_rules(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    from PIL import Image

    Image.new("RGBA", (10, 900)).save(tmp_path / "logo.png")
    Image.new("RGB", (300, 300)).save(tmp_path / "photo.gif")
    (tmp_path / "text.png").write_text("hello")
    refused(snapshot, "edit", images=[tmp_path / "logo.png", tmp_path / "photo.gif", tmp_path / "text.png"])


def test_protocol_that_the_mode_has_not(snapshot: SnapshotAssertion) -> None:
    refused(snapshot, "sequence", n=2, protocol="async")


@pytest.mark.parametrize(
    "extra",
    [3, {"n": 2}, {"new": {1, 2}}, {"new": float("nan")}, {3: 4}, {"input": {"prompt": "x"}}],
    ids=["no dict", "own field", "a set", "nan", "no text", "prompt"],
)
def test_extra_is_refused(extra: object, snapshot: SnapshotAssertion) -> None:
    refused(snapshot, "generate", extra=extra)


def test_faults_are_data(snapshot: SnapshotAssertion) -> None:
    error = refused(snapshot, "generate", n=5, size="512*512")
    size, count = error.violations
    assert (count.parameter, count.value, count.nearest, count.accepted_by) == ("n", 5, 4, ("lite",))
    assert (size.parameter, size.nearest) == ("size", "768*768")
    assert error.hint is None
    with pytest.raises(AttributeError):
        count.value = 4
    assert pickle.loads(pickle.dumps(error)).faults == error.violations


def test_the_image_itself_is_in_no_text() -> None:
    secret = "data:image/png;base64," + "A" * 12 + "SECRET" * 50
    with pytest.raises(InvalidRequest) as caught:
        Preparing().call("brush-1", "edit", "x", [bytes(8) + b"SECRET" * 50, secret])
    assert "SECRET" not in str(caught.value)
    assert "SECRET" not in repr(caught.value.violations)


RULED = Model(
    "ruled",
    identifier="ruled",
    family="ruled",
    summary="Rules that no other model has.",
    modes=(
        Mode(
            "generate",
            routes=(SYNC,),
            prompt=Prompt(),
            parameters=(Size("size", sides=(512, 4096)), Integer("n", 1, 4), Choice("style", ("oil", "ink"))),
            rules=(
                Rule("range_when", "size", when={"style": "absent"}, range=(512 * 512, 2048 * 2048)),
                Rule("only_when", "n", when={"size": "given"}),
            ),
        ),
    ),
    regions={},
)


@pytest.mark.parametrize("size", ["4096*1025", "1025*4096", (4096, 4096), "2049x2048"])
def test_an_area_may_be_bounded_on_a_condition(size: object) -> None:
    client = Preparing()
    client.models = Registry({"ruled": (__name__, "RULED")}, lambda: API, schema, {})
    with pytest.raises(InvalidRequest) as caught:
        client.call("ruled", "generate", size=size)
    (fault,) = caught.value.violations
    assert (fault.parameter, fault.nearest) == ("size", None)
    assert fault.rule == "it must have 262,144 to 4,194,304 pixels when style is absent"
    client.call("ruled", "generate", size=size, style="oil")
    for legal in ("4096*1024", "1024*4096", (2048, 2048), "512*512"):
        client.call("ruled", "generate", size=legal)


def test_what_is_accepted_only_beside_another_is_refused_without_it() -> None:
    client = Preparing()
    client.models = Registry({"ruled": (__name__, "RULED")}, lambda: API, schema, {})
    client.call("ruled", "generate", size="512*512", n=2)
    with pytest.raises(InvalidRequest, match="n is accepted only when size is given"):
        client.call("ruled", "generate", n=2)


ROBE: dict[str, Any] = {"angle": 90, "ratio": "", "zh": "red", "lang": "en"}
CONDITIONS: dict[str, tuple[Rule, dict[str, Any]]] = {
    "only when given": (Rule("only_when", "noise", when={"reference_images": "given"}), {"noise": 3}),
    "only when both": (
        Rule("only_when", {"noise": "given", "angle": {"above": 80}}, when={"zh": "given", "lang": ["de", "fr"]}),
        {"noise": 3},
    ),
    "a value forbidden": (Rule("forbidden_when", {"lang": "en"}, when={"ratio": {"not": "free"}}), {}),
    "required": (Rule("required_when", {"mask": "given", "noise": "given"}, when={"angle": [90, 180]}), {}),
    "none": (Rule("at_least_one", {"en": "given", "ratio": {"not": ""}, "noise": {"above": 0}}), {}),
    "none on a condition": (
        Rule("at_least_one", {"ratio": {"not": ""}, "noise": {"above": 0, "below": 9}}, when={"angle": [90, 270]}),
        {"noise": 9},
    ),
    "two for one": (Rule("exactly_one", {"zh": "given", "lang": "given", "en": "given"}), {}),
    "none for one": (Rule("exactly_one", {"en": "given", "noise": "given"}), {}),
    "two for at most one": (Rule("at_most_one", {"zh": "given", "angle": {"above": 0}}), {}),
    "the same": (Rule("differ", {"lang": "given", "zh": "given"}), {"zh": "en"}),
    "too many": (Rule("counts_sum", {"zh": "given", "reference_images": "given"}, range=(0, 3)), {"images": TWO}),
    "too few": (Rule("counts_sum", {"en": "given", "reference_images": "given"}, range=(1, 3)), {}),
    "length of nothing": (Rule("length_equals", "boxes", to="reference_images"), {"boxes": [[]]}),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_explained(name: str, snapshot: SnapshotAssertion) -> None:
    rule, more = CONDITIONS[name]
    mode = Mode(
        "edit",
        routes=(SYNC,),
        prompt=Prompt(),
        inputs=(Images("reference_images", 0, 3, formats=("PNG",)),),
        parameters=(
            Integer("angle", 0, 359, default=0),
            Integer("noise", 0, 999),
            Choice("ratio", ("", "free", "1:1"), default=""),
            Choice("lang", ("en", "de", "fr")),
            Text("zh", 50),
            Text("en", 50),
            Text("mask", 50),
            Boxes("boxes", 0, 2),
        ),
        rules=(rule,),
    )
    table = Model("ruled", identifier="ruled", family="ruled", summary="One rule.", modes=(mode,), regions={})
    client = Preparing()
    client.models = client.models.opened([table])
    with pytest.raises(InvalidRequest) as caught:
        client.call("ruled", "edit", **ROBE | more)
    assert str(caught.value) == snapshot


class _Counted(Registry):
    """A registry that tells which tables were asked for."""

    def __init__(self) -> None:
        super().__init__({}, lambda: API, lambda _: {})
        self.asked: set[str] = set()

    def table(self, name: str) -> Model:
        self.asked.add(name)
        return super().table(name)


def test_a_refusal_looks_at_few_of_very_many_models_and_only_when_it_is_read() -> None:
    registry = _Counted()
    routes, prompt = (SYNC,), Prompt(max_characters=10)
    for number in range(500):
        mode = Mode("generate", routes=routes, prompt=prompt, parameters=(Integer("n", 1, 3 + number % 2),))
        registry.add(Model(f"m-{number}", identifier=f"m_{number}", family="m", summary="", modes=(mode,), regions={}))
    first = registry.table("m-0")
    registry.asked.clear()
    with pytest.raises(InvalidRequest) as caught:
        check(Call(first, "m-0", first.modes["generate"], "a cat", {}, {"n": 4}), None, registry)
    assert registry.asked == set()
    told = "Accepted unchanged by: m-1, m-3, m-5, m-7, m-9, m-11, m-13, m-15 and 12 others; not all models were tried."
    assert told in " ".join(str(caught.value).split())
    assert 0 < len(registry.asked) <= 60
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), repr(again), again.args) == (str(caught.value), repr(caught.value), caught.value.args)


def test_only_modes_that_take_the_images_of_a_call_are_named_to_it() -> None:
    registry = Preparing().models
    few, many = Integer("n", 1, 4), Integer("n", 1, 12)
    image, text = Images("reference_images", 1, 3, formats=("PNG",)), Prompt(max_characters=100)

    def model(name: str, *modes: Mode) -> None:
        registry.add(Model(name, identifier=name, family="m", summary="", modes=modes, regions={}))

    edit = Mode("edit", routes=(SYNC,), prompt=text, parameters=(few,), inputs=(image,))
    model("few", edit)
    model("no_images", Mode("generate", routes=(SYNC,), prompt=text, parameters=(many,)))
    model("images", Mode("sequence", routes=(SYNC,), prompt=text, parameters=(many,), inputs=(image,)))
    for images in (1, 4):  # four are a fault of their own, which some other mode may not take either
        given = {"reference_images": ["https://example.com/a.png"] * images}
        call = Call(registry.table("few"), "few", edit, "a cat", given, {"n": 12})
        with pytest.raises(InvalidRequest) as caught:
            check(call, None, registry)
        count = next(fault for fault in caught.value.violations if fault.parameter == "n")
        assert "images (sequence)" in count.accepted_by
        assert not {"no_images", "no_images (generate)"} & {*count.accepted_by}
