"""Names that people bring from other services lead to ours."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork import Client, InvalidRequest

URL = "https://example.com/1.png"


def refusal(client: Client, **request: object) -> str:
    """The message, on one line."""
    with pytest.raises(InvalidRequest) as refused:
        client.prepare(request)
    return " ".join(str(refused.value).split())


@pytest.mark.parametrize(
    ("name", "value", "ours"),
    [
        ("image", URL, "reference_images"),
        ("image_url", URL, "reference_images"),
        ("input_image", URL, "reference_images"),
        ("num_images", 2, "n"),
        ("num_outputs", 2, "n"),
        ("aspect_ratio", "16:9", "size"),
        ("Width", 1024, "size"),
        ("negative", "fog", "negative_prompt"),
        ("text", "a cat", "prompt"),
    ],
)
def test_a_name_of_another_service_leads_to_ours(client: Client, name: str, value: object, ours: str) -> None:
    message = refusal(client, model="wan2.7-image-pro", prompt="a cat", **{name: value})
    assert f"is not a parameter of generate; did you mean {ours}?" in message


def test_a_name_counts_images_where_the_mode_does_so_by_another_one(client: Client) -> None:
    message = refusal(client, model="wan2.6-image", prompt="a cat", enable_interleave=True, num_images=2)
    assert "did you mean max_images?" in message


def test_what_the_model_does_not_take_is_not_offered(client: Client) -> None:
    message = refusal(client, model="z-image-turbo", prompt="a cat", num_images=2)
    assert "which accepts size, prompt_extend, seed; other models have max_images or n." in message


@pytest.mark.parametrize("name", ["guidance_scale", "num_inference_steps", "cfg_scale", "scheduler"])
def test_what_no_model_has_is_said_so(client: Client, name: str) -> None:
    message = refusal(client, model="wan2.7-image", prompt="a cat", **{name: 7})
    assert f"no model here has {name} or anything like it." in message
    typed: Any = client.wan2_7_image.generate  # whose signature has none of them
    with pytest.raises(InvalidRequest) as refused:
        typed.prepare("a cat", **{name: 7})
    assert f"no model here has {name}" in " ".join(str(refused.value).split())


@pytest.mark.parametrize(
    ("model", "width", "height", "way"),
    [
        ("wan2.7-image", 1280, 720, "size='1280*720'?"),
        ("wan2.7-image", "1280px", 720.0, "size='1280*720'?"),
        ("qwen-image", 1000, 700, "size='1472*1104', the nearest, or output_size=(1000, 700)?"),
        ("kling/kling-v3-image-generation", 1000, 700, "output_size=(1000, 700)?"),
    ],
)
def test_width_and_height_are_a_size(model: str, width: object, height: object, way: str) -> None:
    with Client("k", region="cn-beijing") as client:
        message = refusal(client, model=model, prompt="a cat", width=width, height=height)
        assert f"width and height are not parameters of generate; did you mean {way}" in message
        by_id: Any = client[model]
        with pytest.raises(InvalidRequest) as refused:
            by_id.generate.prepare("a cat", width=width, height=height)
        assert way in " ".join(str(refused.value).split())


def test_a_width_alone_leads_to_the_size_too(client: Client) -> None:
    for given in ({"width": 1280}, {"width": 1280, "height": None}, {"width": 1280, "height": "tall"}):
        assert "width (given as 1280)" in refusal(client, model="wan2.7-image", prompt="a cat", **given)
