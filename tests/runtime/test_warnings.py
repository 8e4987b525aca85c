"""Warnings: what the documents dispute, and texts that the service cuts."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.base.errors import DisputedWarning, InvalidRequest, TruncationWarning
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import (
    Boolean,
    Boxes,
    Choice,
    Images,
    Integer,
    Mode,
    Model,
    Palette,
    Prompt,
    Route,
    Size,
    Text,
)
from tests.runtime.support import picture
from tests.runtime.tables import API, SYNC, Preparing, dispute, schema

DISPUTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "supported": ("brush-1", "generate", {"watermark": True}),
    "range": ("lite", "generate", {"n": 3}),
    "sides": ("pencil", "edit", {"images": ["https://a.example/1.png"], "size": "2500*1000"}),
}
CUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "prompt": ("brush-1", "generate", {"prompt": "cat " * 30}),
    "negative prompt": ("brush-1", "generate", {"negative_prompt": "x" * 51}),
    "tokens": ("lite", "generate", {"prompt": "x" * 41}),
    "tokens of Chinese": ("lite", "generate", {"prompt": "一只橘猫坐在窗台上看雨"}),
    "tokens of both": ("lite", "generate", {"prompt": "a cat on a windowsill: 窗台上的猫"}),
}


@pytest.mark.parametrize("name", DISPUTED)
def test_a_dispute_names_both_sources(name: str, snapshot: SnapshotAssertion) -> None:
    model, mode, values = DISPUTED[name]
    with pytest.warns(DisputedWarning) as caught:
        Preparing().call(model, mode, **values)
    text = str(caught[0].message)
    assert "The guide" in text
    assert "The help pages" in text
    assert text == snapshot


@pytest.mark.parametrize("name", CUT)
def test_a_text_that_is_cut_passes_with_a_warning(name: str, snapshot: SnapshotAssertion) -> None:
    model, mode, values = CUT[name]
    with pytest.warns(TruncationWarning) as caught:
        Preparing().call(model, mode, **values)
    assert str(caught[0].message) == snapshot


def test_within_the_limits_there_is_no_warning() -> None:
    client = Preparing()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.call("brush-1", "generate", "x" * 100, negative_prompt="y" * 50, thinking=True)
        for prompt in ("x" * 40, "一只橘猫坐在窗台上看", "a cat: 窗台上的橘猫看雨", "кошка " * 6):
            client.call("lite", "generate", prompt, n=1)
        client.call("pencil", "edit", images="https://a.example/1.png", size="2048*512")


def test_a_warning_points_at_the_callers_line() -> None:
    client = Preparing()
    with pytest.warns(DisputedWarning) as caught:
        client.flat({"model": "lite", "prompt": "x", "n": 2})
    assert Path(caught[0].filename).parent == Path(__file__).parent


def test_a_large_file_is_disputed(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "large.png"
    Image.new("RGB", (300, 300)).save(picture)
    with picture.open("ab") as file:
        file.write(bytes(11 * 1024 * 1024))
    with pytest.warns(DisputedWarning, match="at most 10 MB"):
        Preparing().call("brush-1", "edit", "x", picture)


PRESETS = {"1K": (1024, 1024), "2K": (2048, 2048)}
DISPUTABLE = Model(
    "disputable",
    identifier="disputable",
    family="disputable",
    summary="Narrower claims about every limit.",
    modes=(
        Mode(
            "edit",
            routes=(
                SYNC,
                Route("tasks", "/async", protocol="async", payload="prompt", disputes=(dispute("supported", False),)),
            ),
            prompt=Prompt(max_characters=30, disputes=(dispute("max_tokens", 5), dispute("max_characters", 10))),
            inputs=(
                Images(
                    "reference_images",
                    0,
                    3,
                    formats=("JPEG", "PNG", "BMP"),
                    sides=(240, 1000),
                    sides_recommended=True,
                    aspect=("1:8", "8:1"),
                    max_megabytes=2,
                    disputes=(
                        dispute("formats", ["JPEG", "PNG"]),
                        dispute("sides_recommended", False),
                        dispute("aspect", ["1:4", "4:1"]),
                        dispute("alpha", "refused"),
                        dispute("max_megabytes", 1),
                    ),
                ),
            ),
            parameters=(
                Integer("n", 1, 6, disputes=(dispute("range", [2, 3]),)),
                Integer("one", 1, 6, disputes=(dispute("range", [1, 1]),)),
                Text("note", 20, disputes=(dispute("max_characters", 10),)),
                Choice("style", ("oil", "ink", "chalk"), disputes=(dispute("choices", ["oil", "ink"]),)),
                Boolean("mark", disputes=(dispute("supported", False), dispute("default", True))),
                Boxes("boxes", 0, 3, disputes=(dispute("boxes", [0, 1]),)),
                Palette("palette", 1, 5, disputes=(dispute("colors", [2, 3]),)),
                Size("preset", presets=PRESETS, sides=(1, 9999), disputes=(dispute("presets", ["1K"]),)),
                Size(
                    "area",
                    sides=(1, 9999),
                    ratios={"16:9": (1664, 928)},
                    recommended=((4000, 3000),),
                    disputes=(dispute("pixels", ["512*512", "1024*1024"]),),
                ),
                Size("sides", sides=(1, 9999), disputes=(dispute("sides", [512, 2048]),)),
                Size("aspect", sides=(1, 9999), disputes=(dispute("aspect", ["1:2", "3:1"]),)),
                Size("fixed", sides=(1, 9999), recommended=((768, 768),), disputes=(dispute("fixed", True),)),
            ),
        ),
    ),
    regions={},
)


def warned(**values: Any) -> list[str]:
    """What is warned of a call that passes."""
    client = Preparing()
    client.models = Registry({"disputable": (__name__, "DISPUTABLE")}, lambda: API, schema, {})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.call("disputable", "edit", **values)
    return [str(each.message) for each in caught]


def colors(*shares: str) -> list[dict[str, str]]:
    return [{"hex": "#000000", "ratio": share} for share in shares]


BOX = (1, 2, 3, 4)
NARROWER: list[tuple[dict[str, Any], str | None]] = [
    ({"n": 1}, "it must be 2 to 3"),
    ({"n": 2}, None),
    ({"n": 3}, None),
    ({"n": 4}, "it must be 2 to 3"),
    ({"n": 6}, "it must be 2 to 3"),
    ({"one": 1}, None),
    ({"one": 2}, "it must be 1"),
    ({"note": "x" * 10}, None),
    ({"note": "x" * 11}, "the limit is 10 characters"),
    ({"style": "ink"}, None),
    ({"style": "chalk"}, "it must be one of 'oil', 'ink'"),
    ({"mark": False}, "it is not supported"),
    ({"boxes": [[], [BOX]]}, None),
    ({"boxes": [[BOX], [BOX, BOX]]}, "it must be 0 to 1"),
    ({"palette": colors("100.00%")}, "it must be 2 to 3"),
    ({"palette": colors("50.00%", "50.00%")}, None),
    ({"palette": colors(*["25.00%"] * 4)}, "it must be 2 to 3"),
    ({"preset": "1K"}, None),
    ({"preset": "2K"}, "the presets are 1K"),
    ({"preset": "700*700"}, None),
    ({"area": "512*512"}, None),
    ({"area": "511*512"}, "it has 261,632 pixels, below the minimum of 262,144 (512*512)"),
    ({"area": "1024*1025"}, "it has 1,049,600 pixels, above the maximum of 1,048,576 (1024*1024)"),
    ({"area": "16:9"}, None),
    ({"area": "4000*3000"}, None),
    ({"sides": "512*2048"}, None),
    ({"sides": "511*2048"}, "it has a side outside 512 to 2,048 pixels"),
    ({"aspect": "500*1000"}, None),
    ({"aspect": "3000*1000"}, None),
    ({"aspect": "499*1000"}, "it has an aspect ratio outside 1:2 to 3:1"),
    ({"aspect": "3001*1000"}, "it has an aspect ratio outside 1:2 to 3:1"),
    ({"fixed": "768*768"}, None),
    ({"fixed": "767*768"}, "it is not one of 768*768"),
    ({"protocol": "async"}, "it is not supported"),
]


@pytest.mark.parametrize(("values", "claim"), NARROWER, ids=lambda each: str(each)[:40])
def test_what_passes_one_document_and_not_the_other_is_sent_with_a_warning(
    values: dict[str, Any], claim: str | None
) -> None:
    found = warned(images=["https://a.example/1.png"] * 2, **values)
    assert len(found) == (claim is not None), found
    assert all(f'. Contradicted by "The help pages": {claim}. It is sent.' in text for text in found), found


@pytest.mark.parametrize(
    ("length", "limits"),
    [(10, []), (11, ["10 characters"]), (20, ["10 characters"]), (21, ["5 tokens", "10 characters"])],
)
def test_a_prompt_is_held_against_each_disputed_limit(length: int, limits: list[str]) -> None:
    found = warned(prompt="x" * length)
    assert len(found) == len(limits)
    assert all(f": the limit is {limit}. " in text for limit, text in zip(limits, found, strict=True))


def padded(size: int) -> bytes:
    return picture(300, 300).ljust(size, b"\0")


@pytest.mark.parametrize(
    ("image", "claim"),
    [
        (picture(240, 240), None),
        (picture(239, 240), "each side must be 240 to 1,000 pixels"),
        (picture(1001, 1000), "each side must be 240 to 1,000 pixels"),
        (picture(1000, 250), None),
        (picture(1000, 249), "the aspect ratio must be 1:4 to 4:1"),
        (picture(300, 300, mode="RGBA"), "it must be flattened onto a solid colour first"),
        (picture(300, 300, "BMP"), "the format must be one of JPEG, PNG"),
        (padded(1024 * 1024), None),
        (padded(1024 * 1024 + 1), "a file must be at most 1 MB"),
        (padded(2 * 1024 * 1024), "a file must be at most 1 MB"),
    ],
    ids=["small", "smaller", "larger", "long", "longer", "alpha", "format", "1 MB", "more", "2 MB"],
)
def test_an_image_that_one_document_rules_out_is_sent_with_a_warning(image: bytes, claim: str | None) -> None:
    found = warned(images=[image])
    assert len(found) == (claim is not None), found
    assert all(f'. Contradicted by "The help pages": {claim}. It is sent.' in text for text in found), found


def test_a_file_of_more_than_the_limit_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"at most 2\s+MB"):
        warned(images=[padded(2 * 1024 * 1024 + 1)])
