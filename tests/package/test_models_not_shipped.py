"""What the models of tests/generator/unshipped refuse, cost and answer, as their pages say.

Their requests are held in tests/every, and their generated package too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from brushwork import Client, InvalidRequest, OutcomeUnknown, Result
from brushwork_runtime.base.errors import BrushworkError
from generator.docs.render import docs
from tests.package.made_up import client as made_up, spec
from tests.runtime.support import FakeTransport, picture, reply

P, T, B, C = (f"https://example.com/{name}.png" for name in ("p", "t", "b", "c"))
REGION = "cn-beijing"
OUTPAINT: dict[str, Any] = {"model": "image-out-painting", "image_url": P}
TRY_ON: dict[str, Any] = {"model": "aitryon", "person_image_url": P, "top_garment_url": T}
REFINE: dict[str, Any] = {"model": "aitryon-refiner", "person_image_url": P, "top_garment_url": T, "gender": "man"}
PARSE: dict[str, Any] = {"model": "aitryon-parsing-v1", "image_url": P}
GOODS: dict[str, Any] = {"model": "wanx-background-generation-v2", "base_image_url": B}
SKETCH: dict[str, Any] = {"model": "wanx-sketch-to-image-lite", "prompt": "an oak", "sketch_image_url": P}
PAINT: dict[str, Any] = {"model": "wanx-x-painting", "prompt": "a hat", "base_image_url": B, "mask_image_url": C}
SHOE: dict[str, Any] = {"model": "shoemodel-v1", "template_image_url": P}
POSTER: dict[str, Any] = {"model": "wanx-poster-generation-v1", "generate_mode": "generate", "title": "Sale"}
FAMILY = {
    "image-out-painting": "image-out-painting",
    "aitryon": "aitryon",
    "aitryon-refiner": "aitryon",
    "aitryon-parsing-v1": "aitryon",
    "wanx-background-generation-v2": "wanx-background-generation",
    "wanx-sketch-to-image-lite": "wanx-sketch-to-image",
    "wanx-x-painting": "wanx-sketch-to-image",
    "shoemodel-v1": "trial-tools",
    "image-instance-segmentation": "trial-tools",
    "wanx-poster-generation-v1": "wanx-poster-generation",
}
LEAVES, LEAF = {"foreground_edge": [P] * 6, "background_edge": [T] * 5}, {"foreground_edge": [P]}


def of(flat: dict[str, Any], **settings: Any) -> Client:
    return made_up(FAMILY[flat["model"]], REGION, **settings)


def accepted(flat: dict[str, Any], **options: Any) -> Any:
    with of(flat) as client:
        return client.prepare(flat, **options)


@pytest.mark.parametrize(
    "flat",
    [
        {**OUTPAINT, "output_ratio": "4:3"},
        {**OUTPAINT, "angle": 91},
        {**OUTPAINT, "angle": 90, "y_scale": 1.1},
        {**OUTPAINT, "right_offset": 1},
        {**TRY_ON, "resolution": 1280},
        {"model": "aitryon", "person_image_url": P, "bottom_garment_url": B},
        *({**PARSE, "clothes_type": each} for each in (["upper"], ["lower"], ["dress"], ["upper", "lower"])),
        {**GOODS, "ref_image_url": P, "noise_level": 7},
        {**GOODS, "prompt": "beach", "title": "Sale", "sub_title": "today"},
        {**SKETCH, "sketch_color": [(1, 2, 3)], "sketch_extraction": False},
        {**SKETCH, "sketch_color": [(1, 2, 3)]},
        {**SHOE, "shoe_image_url": [P, T, B], "scale": 8},
        {**POSTER, "prompt_text_en": "x" * 50},
    ],
)
def test_what_the_pages_allow(flat: dict[str, Any]) -> None:
    assert accepted(flat).body["model"] == flat["model"]


@pytest.mark.parametrize(
    ("flat", "said"),
    [
        (OUTPAINT, "output_ratio"),
        ({**OUTPAINT, "output_ratio": "", "x_scale": 1.0, "angle": 0}, "output_ratio"),
        ({**OUTPAINT, "angle": 180}, "is required when angle is 90 or 180 or 270"),
        ({**OUTPAINT, "x_scale": 3.1}, "x_scale is 3.1"),
        ({**OUTPAINT, "angle": 7, "prompt": "a garden"}, "takes no prompt"),
        ({"model": "aitryon", "person_image_url": P}, "top_garment_url"),
        ({**TRY_ON, "resolution": 1000}, "it must be -1, 1024 or 1280"),
        ({**TRY_ON, "person_image_url": "data:image/png;base64,iVBORw0KGgo="}, "person_image_url"),
        ({**REFINE, "coarse_image_url": C, "gender": "cat"}, "gender is 'cat'"),
        (REFINE, "coarse_image_url"),
        ({**PARSE, "clothes_type": ["lower", "upper"]}, "clothes_type"),
        ({**PARSE, "clothes_type": []}, "clothes_type"),
        (GOODS, "prompt"),
        ({**GOODS, "prompt": "beach", "noise_level": 7}, "noise_level"),
        ({**GOODS, "ref_image_url": P, "ref_prompt_weight": 0.5}, "ref_prompt_weight"),
        ({**GOODS, "prompt": "beach", **LEAVES}, "11"),
        ({**GOODS, "prompt": "beach", **LEAF, "foreground_edge_prompt": []}, "foreground_edge_prompt"),
        ({**GOODS, "prompt": "beach", "sub_title": "today"}, "sub_title"),
        ({**SKETCH, "sketch_color": [(1, 2, 3)], "sketch_extraction": True}, "sketch_color"),
        ({**SKETCH, "size": "1024*1024"}, "not one of 768"),
        ({**SHOE, "shoe_image_url": [P] * 4}, "shoe_image_url"),
        ({**SHOE, "shoe_image_url": [P], "scale": 1.9}, "scale is 1.9"),
        (POSTER, "prompt_text_zh"),
        ({**POSTER, "prompt_text_zh": "花" * 25, "prompt_text_en": "x" * 26}, "51"),
        ({**POSTER, "prompt_text_en": "x", "ctrl_step": 0}, "above 0"),
        ({**POSTER, "generate_mode": "sr"}, "auxiliary_parameters is required"),
    ],
)
def test_what_the_pages_refuse(flat: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        accepted(flat)


@pytest.mark.parametrize(
    ("flat", "given", "said"),
    [
        (TRY_ON, {"person_image_url": picture(200, 200)}, "must have 5 to 5,120 KB"),
        (TRY_ON, {"person_image_url": picture(200, 100).ljust(6000, b"\0")}, "150"),
        (GOODS, {"base_image_url": picture(64, 64), "prompt": "beach"}, "alpha"),
        (GOODS, {"base_image_url": picture(2049, 64, mode="RGBA"), "prompt": "beach"}, "2,?048"),
        (PAINT, {"base_image_url": picture(300, 300), "mask_image_url": picture(300, 301)}, "300"),
        (
            REFINE,
            {
                "person_image_url": picture(300, 400).ljust(6000, b"\0"),
                "coarse_image_url": picture(400, 300).ljust(6000, b"\0"),
            },
            "coarse_image_url",
        ),
        (SKETCH, {"sketch_image_url": "https://example.com/树.png"}, "Chinese"),
    ],
)
def test_what_images_must_be(flat: dict[str, Any], given: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        accepted({**flat, **given})


def test_images_as_they_must_be_are_taken() -> None:
    person, coarse = (picture(300, 400, form).ljust(6000, b"\0") for form in ("PNG", "JPEG"))
    assert accepted({**REFINE, "person_image_url": person, "coarse_image_url": coarse}).local == (0, 2)
    assert accepted({**GOODS, "prompt": "beach", "base_image_url": picture(64, 64, mode="RGBA")}).local == (0,)


@pytest.mark.parametrize(
    ("flat", "minimum", "maximum"),
    [
        (PARSE, "0.004", "0.004"),
        ({**PARSE, "clothes_type": ["upper", "lower"]}, "0.004", "0.004"),
        (TRY_ON, "0.20", "0.20"),
        ({**REFINE, "coarse_image_url": C}, "0.30", "0.30"),
        ({**SKETCH, "n": 3}, "0.18", "0.18"),
    ],
)
def test_what_a_call_costs(flat: dict[str, Any], minimum: str, maximum: str) -> None:
    found = accepted(flat).estimate()
    assert (found.minimum, found.maximum) == (Decimal(minimum), Decimal(maximum))


def test_what_nobody_can_buy_has_no_price() -> None:
    assert accepted({**SHOE, "shoe_image_url": [P]}).estimate().maximum is None


def test_the_page_tells_that_the_price_falls() -> None:
    page = docs(spec("aitryon"))["docs/models/aitryon-refiner.md"]
    assert "It falls with the images of the month, from 0.275 above 25 of them to 0.15 above 25,000." in page


def answered(flat: dict[str, Any], document: dict[str, Any]) -> Result:
    with of(flat, transport=FakeTransport(reply({"request_id": "r-1", **document}))) as client:
        return client.prepare(flat).send()


def test_what_was_not_found_is_null_in_every_list() -> None:
    """The second of two kinds of clothes, as the page has it: HTTP 200, null in each list, billed by what went in."""
    output = {"crop_img_url": [P, None], "parsing_img_url": [T, None], "bbox": [[1, 2, 30, 40], None]}
    flat = {**PARSE, "clothes_type": ["upper", "lower"]}
    result = answered(flat, {"output": output, "usage": {"image_count": 1}})
    assert [image.url for image in result.images] == [P, T]
    assert result.values["bbox"] == [[1, 2, 30, 40], None]
    assert result.boxes == ((1, 2, 30, 40),)
    assert result.raw["output"] == output


@pytest.mark.parametrize(
    "bbox", [[[1, 2, 30]], [[1, 2, 30, "40"]], [[1, 2, 30, None]], [[1, 2, 30, True]], [1, 2, 30, 40], {"x": 1}, "here"]
)
def test_what_is_of_another_type_is_in_raw_alone(bbox: object, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "brushwork")
    result = answered(PARSE, {"output": {"crop_img_url": [P], "bbox": bbox}, "usage": {"image_count": 1}})
    assert (result.values["bbox"], result.boxes, len(result)) == (None, (), 1)
    assert result.raw["output"] == {"crop_img_url": [P], "bbox": bbox}
    assert "something else at output.bbox than its spec says (boxes)" in caplog.text


def test_boxes_are_pixels() -> None:
    result = answered(PARSE, {"output": {"crop_img_url": [P], "bbox": [[0.6, 2, 30.0, 1e400]]}})
    assert result.values["bbox"] is None  # no pixel is infinitely far
    result = answered(PARSE, {"output": {"crop_img_url": [P], "bbox": [[0.6, 2, 30.0, 40]]}})
    assert result.boxes == ((1, 2, 30, 40),)


def test_nothing_found_is_no_success() -> None:
    output = {"crop_img_url": [None], "parsing_img_url": [None], "bbox": [None]}
    with pytest.raises(BrushworkError) as caught:
        answered(PARSE, {"output": output, "usage": {"image_count": 1}})
    assert not isinstance(caught.value, OutcomeUnknown)
    assert caught.value.request_id == "r-1"


def test_two_keys_hold_one_picture_each() -> None:
    flat = {"model": "image-instance-segmentation", "image_url": P}
    states = [{"task_id": "t-1", "task_status": "PENDING"}]
    states += [{"task_id": "t-1", "task_status": "SUCCEEDED", "output_image_url": T, "output_vis_image_url": B}]
    steps = [reply({"request_id": "r-1", "output": output}) for output in states]
    with of(flat, transport=FakeTransport(*steps)) as client:
        result = client.prepare(flat).send()
    assert [image.url for image in result.images] == [T, B]
