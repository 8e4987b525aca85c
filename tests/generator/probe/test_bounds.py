"""Questions about bounds, asked of services that keep them and of others: what is said is true, and nothing billed."""

from __future__ import annotations

import base64
import io
import json
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from generator.probe.bounds import bounds
from generator.probe.pictures import content, picture
from generator.probe.questions import Question
from tests.generator.probe.asked import answered, every, home, specs
from tests.generator.probe.edges import Worlds, worlds

SIDES = {"fact": "fact", "narrower": "claim", "wider": "claim", "refused": "claim"}
HIDDEN = "z-image-turbo/generate/size/"
"""Whatever else is wrong with a call of this model, the emulator speaks of it before it speaks of the size."""
FILES = ("wan2.6-image/", "wanx2.1-imageedit/")
"""The models whose files are tried at the bound; those of the others are alike, and take their time."""


@cache
def edges() -> Worlds:
    return worlds(specs().spec)


@cache
def of_bounds() -> list[Question]:
    ids = {bound.id for bound in bounds(specs().spec)}
    return [each for each in every() if each.id in ids]


def tried(question: Question) -> bool:
    return "/bytes-" not in question.id or question.id.startswith(FILES)


def tells(question: Question, way: str) -> bool:
    """Whether something can be told: of a wider bound only where no other mode of the model takes what is outside."""
    edge = any(trial.edge for group in question.groups for trial in group)
    return not question.id.startswith(HIDDEN) and (edge or way != "wider")


def test_every_bound_has_a_question_or_a_reason() -> None:
    asked = {each.id: each for each in of_bounds()}
    assert len(asked) == len(list(bounds(specs().spec))) > 150
    assert {name for name, each in asked.items() if each.free} == set(edges())
    assert [name for name, each in asked.items() if not each.free and not each.reason] == []


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("wan2.7-image-pro/edit/reference_images/sides-minimum", "a picture of 240*240"),
        ("wan2.7-image-pro/edit/reference_images/sides-maximum", "a picture of 8000*1000"),
        ("wan2.7-image-pro/edit/reference_images/aspect-minimum", "a picture of 240*1920"),
        ("wan2.7-image-pro/edit/reference_images/count-maximum", "reference_images = 9 pictures"),
        ("wan2.7-image-pro/generate/color_palette/count-minimum", "color_palette = 3 items"),
        ("wan2.7-image-pro/edit/bbox_list/count-maximum", "bbox_list = 2 items"),
        ("wan2.6-image/edit/reference_images/bytes-maximum", "a picture of 10000000 bytes"),
        ("wanx-style-repaint-v1/repaint/image_url/width-maximum", "a picture of 5760*2880"),
        ("qwen-image-3.0/edit/reference_images/sides-advised", "a picture of 383*383"),
        ("wanx2.1-imageedit/description_edit_with_mask/base_image_url/sides-minimum", "a picture of 512*512"),
        ("wan2.6-t2i/generate/size/aspect-maximum", "size = 2560*640"),
        ("wan2.6-t2i/generate/prompt/length", "prompt = 2101 characters"),
        ("qwen-image-2.0/generate/prompt/length", "prompt = 1301 tokens"),
        ("wan2.6-t2i/generate/negative_prompt/length", "negative_prompt = 501 characters"),
        ("qwen-mt-image-2.0/translate/domainHint/length", "domainHint = 201 words"),
        (
            "kling/kling-v3-omni-image-generation/edit/reference_images/sum-maximum",
            "10 of reference_images, element_list",
        ),
        ("qwen-image-plus/generate/prompt/length-of-async", "prompt = 801 characters"),
        ("qwen-mt-image-2.0/translate/sensitives/count-maximum", "sensitives = 50 items"),
    ],
)
def test_bounds_of_pictures_lists_and_texts_cost_nothing(bound: str, words: str) -> None:
    (question,) = (each for each in of_bounds() if each.id == bound)
    assert question.free
    assert {trial.asked.told for group in question.groups for trial in group} == {words}


def test_a_bound_is_asked_of_the_model_that_may_be_asked_most_often() -> None:
    models = {each.id.partition("/")[0] for each in of_bounds()}
    assert {"qwen-image-2.0", "qwen-image-3.0"} <= models  # twice a second, twenty times a minute
    assert not {"qwen-image-2.0-pro", "qwen-image-3.0-pro"} & models  # twice a minute, five times a minute


@pytest.mark.parametrize("way", SIDES)
def test_what_is_said_of_a_bound_is_true(way: str, tmp_path: Path) -> None:
    """The service keeps it, or is stricter, or takes more; what it does not tell is not said."""
    for number, question in enumerate(of_bounds()):
        world = edges().get(question.id, {})
        if way not in world or not tried(question):
            continue
        found, service = answered(
            {question.id: way}, home(question), [question], tmp_path / f"{way}{number}", worlds={question.id: world}
        )
        expected = SIDES[way] if tells(question, way) else None
        assert found[0].side == expected, f"{question.id}: {found[0].words}"
        assert len(service.api.ledger) == 0


@pytest.mark.parametrize(
    ("width", "height", "size", "alpha"), [(240, 240, 0, False), (300, 20, 1_000_001, False), (8, 8, 0, True)]
)
def test_a_picture_is_just_what_its_mark_says(width: int, height: int, size: int, alpha: bool) -> None:
    mark = picture(width, height, size=size, alpha=alpha)
    (address,) = json.loads(content({"images": [mark]}))["images"]
    head, _, data = address.partition(",")
    drawn = base64.b64decode(data)
    with Image.open(io.BytesIO(drawn)) as image:
        image.load()
        assert (head, image.size, image.mode) == ("data:image/png;base64", (width, height), "RGBA" if alpha else "RGB")
    assert not size or len(drawn) == size


def test_a_plan_holds_no_pictures() -> None:
    longest = max(len(json.dumps(each.body)) for one in of_bounds() for each in one.requests)
    assert longest < 100_000
