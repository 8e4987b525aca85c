"""What rule tables and schemas once judged differently, as tests/emulator/test_differential.py found out, settled."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork import Client, InvalidRequest
from generator.schema.validation import request_errors

URL = "https://example.com/1.png"


def content(*items: dict[str, Any], model: str = "wan2.7-image", **parameters: Any) -> dict[str, Any]:
    return {"model": model, "input": {"messages": [{"role": "user", "content": list(items)}]}, "parameters": parameters}


def edit_errors(client: Client, body: dict[str, Any]) -> list[str]:
    return request_errors(client.models["wan2.7-image"].json_schema("edit", "sync"), body)


@pytest.mark.parametrize("prompt", ["\u200b", "\ufeff\u2060", "\xad", "\x7f", "\0", "a\0b", "a\ud800"])
def test_a_prompt_that_shows_nothing_or_holds_what_no_text_does(client: Client, prompt: str) -> None:
    with pytest.raises(InvalidRequest, match="prompt"):
        client.wan2_7_image.edit.prepare(prompt, [URL])
    assert edit_errors(client, content({"text": prompt}, {"image": URL}))


@pytest.mark.parametrize("prompt", ["\ue000", "\U000e0fff", "a\u200b"])
def test_a_character_that_this_python_may_not_know_shows(client: Client, prompt: str) -> None:
    assert client.wan2_7_image.edit.prepare(prompt, [URL]).content
    assert not edit_errors(client, content({"text": prompt}, {"image": URL}))


@pytest.mark.parametrize("url", ["https:", "https://", "https:///a", "oss://", "https://a/\u200b", "https://a/\0"])
def test_a_url_without_host_or_with_what_does_not_show(client: Client, url: str) -> None:
    with pytest.raises(InvalidRequest, match="reference_images"):
        client.wan2_7_image.edit.prepare("a cat", [url])
    assert edit_errors(client, content({"text": "a cat"}, {"image": url}))


@pytest.mark.parametrize("url", ["HTTPS://example.com/1.png", "https://例.cn/猫"])
def test_a_url_in_capitals_or_chinese(client: Client, url: str) -> None:
    assert client.wan2_7_image.edit.prepare("a cat", [url]).content
    assert not edit_errors(client, content({"text": "a cat"}, {"image": url}))


@pytest.mark.parametrize(("n", "seed"), [(1.0, 1), (1, 7.0), (True, 1)])
def test_a_number_that_is_not_written_as_an_integer(client: Client, n: Any, seed: Any) -> None:
    with pytest.raises(InvalidRequest):
        client.wan2_7_image.edit.prepare("a cat", [URL], n=n, seed=seed)
    assert edit_errors(client, content({"text": "a cat"}, {"image": URL}, n=n, seed=seed))


def test_a_ratio_with_a_leading_zero(client: Client) -> None:
    palette: list[Any] = [{"hex": "#ffffff", "ratio": ratio} for ratio in ("050.00%", "25.00%", "25.00%")]
    with pytest.raises(InvalidRequest, match="ratio"):
        client.wan2_7_image.edit.prepare("a cat", [URL], color_palette=palette)
    assert edit_errors(client, content({"text": "a cat"}, {"image": URL}, color_palette=palette))


def test_images_are_not_dropped_from_an_unchecked_request(client: Client) -> None:
    request = {"model": "wan2.5-t2i-preview", "prompt": "a cat", "reference_images": [URL]}
    assert client.prepare(request, validate=False).body["input"] == {"prompt": "a cat", "images": [URL]}


def test_a_named_mode_may_say_that_another_is_not_meant(client: Client) -> None:
    request = {"model": "wan2.7-image", "mode": "edit", "prompt": "a cat", "reference_images": [URL]}
    assert client.prepare(request, enable_sequential=False).content == client.prepare(request).content
    with pytest.raises(InvalidRequest, match="enable_sequential"):
        client.prepare(request, enable_sequential=True)
