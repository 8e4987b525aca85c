"""The emulator holds for a client that is not ours: the vendor's `dashscope` SDK, with all that it does for images."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from PIL import Image as Pil

from brushwork.testing import Emulator
from tests.emulator.vendor import image_generation, message, pointed_at
from tests.runtime.support import picture

PROMPT = "一间有着精致窗户的花店，漂亮的木质门，摆放着花朵"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator() as api:
        yield api


@pytest.fixture
def dashscope(api: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pointed_at(api, monkeypatch) as dashscope:
        yield dashscope


def user(*content: dict[str, str]) -> list[dict[str, Any]]:
    return [{"role": "user", "content": list(content)}]


def pictures(response: Any) -> list[tuple[int, int]]:
    """The sizes of the images of an answer, fetched as anyone would."""
    assert response.status_code == 200, response
    results: list[dict[str, str]] = response.output.get("results") or []
    choices: list[Any] = response.output.get("choices") or []
    contents: list[list[dict[str, str]]] = [choice["message"]["content"] for choice in choices]
    urls = [result["url"] for result in results]
    urls += [item["image"] for content in contents for item in content if "image" in item]
    files = [urllib3.request("GET", url) for url in urls]
    assert all(file.status == 200 for file in files)
    return [Pil.open(io.BytesIO(file.data)).size for file in files]


def test_the_call_of_the_guide(api: Emulator, dashscope: Any) -> None:
    """As guide-04 prints it: qwen-image-plus, which is sent as a task and waited for."""
    response = dashscope.ImageSynthesis.call(
        api_key=api.key,
        model="qwen-image-plus",
        prompt=PROMPT,
        negative_prompt=" ",
        n=1,
        size="1328*1328",
        prompt_extend=True,
        watermark=False,
    )
    assert pictures(response) == [(1328, 1328)]
    assert response.output.task_status == "SUCCEEDED"
    assert response.output.results[0].orig_prompt == PROMPT
    assert response.output.results[0].actual_prompt
    assert response.output.task_metrics == {"TOTAL": 1, "SUCCEEDED": 1, "FAILED": 0}
    assert response.usage.image_count == 1
    assert api.ledger.images == 1


@pytest.mark.parametrize(
    ("model", "arguments", "sizes"),
    [
        ("wan2.6-t2i", {"size": "1280*1280", "n": 2}, [(1280, 1280)] * 2),
        ("qwen-image-2.0", {"size": "1024*1024", "n": 2, "prompt_extend": False}, [(1024, 1024)] * 2),
        ("qwen-image-max", {"size": "1664*928", "negative_prompt": "fog"}, [(1664, 928)]),
        ("z-image-turbo", {"size": "1024*1536"}, [(1024, 1536)]),
        ("wan2.7-image", {"size": "1K", "n": 1}, [(1024, 1024)]),
    ],
)
def test_a_synchronous_call(
    api: Emulator, dashscope: Any, model: str, arguments: dict[str, Any], sizes: list[tuple[int, int]]
) -> None:
    response = dashscope.MultiModalConversation.call(model=model, messages=user({"text": PROMPT}), **arguments)
    assert pictures(response) == sizes
    assert response.output.choices[0].finish_reason == "stop"
    assert response.usage["image_count"] == api.ledger.images == len(sizes)


def test_the_class_for_images_calls_too(api: Emulator, dashscope: Any) -> None:
    one = message(PROMPT)
    assert pictures(image_generation().call(model="wan2.6-t2i", messages=[one], n=1, size="1696*960")) == [(1696, 960)]


def test_a_task_from_submission_to_images(api: Emulator, dashscope: Any) -> None:
    task = dashscope.ImageSynthesis.async_call(model="wan2.5-t2i-preview", prompt=PROMPT, n=2, size="1280*1280")
    assert (task.status_code, task.output.task_status) == (200, "PENDING")
    assert dashscope.ImageSynthesis.fetch(task).output.task_status == "RUNNING"
    assert len(api.ledger) == 1
    done = dashscope.ImageSynthesis.wait(task)
    assert done.output.task_id == task.output.task_id
    assert pictures(done) == [(1280, 1280)] * 2
    assert api.ledger.images == 2


def test_a_task_of_messages(api: Emulator, dashscope: Any) -> None:
    """Its parameters hold `is_async` too, which no document names; the service bears with its own SDK."""
    images = image_generation()
    task = images.async_call(model="wan2.6-t2i", messages=[message(PROMPT)], n=2, size="1280*1280")
    assert task.output.task_status == "PENDING"
    assert pictures(images.wait(task)) == [(1280, 1280)] * 2
    assert api.ledger.images == 2


def test_tasks_are_listed_and_cancelled(api: Emulator, dashscope: Any) -> None:
    first, second = (
        dashscope.ImageSynthesis.async_call(model="wan2.2-t2i-flash", prompt=PROMPT, n=1) for _ in range(2)
    )
    assert dashscope.ImageSynthesis.cancel(first).status_code == 200
    assert dashscope.ImageSynthesis.fetch(first).output.task_status == "CANCELED"
    dashscope.ImageSynthesis.fetch(second)  # now it runs
    refused = dashscope.ImageSynthesis.cancel(second)
    assert (refused.status_code, refused.code) == (400, "UnsupportedOperation")
    page = dashscope.ImageSynthesis.list(model_name="wan2.2-t2i-flash", status="CANCELED")
    assert (page.status_code, page.output["total"]) == (200, 1)
    assert page.output["data"][0]["task_id"] == first.output.task_id


def test_a_local_file_is_uploaded(api: Emulator, dashscope: Any, tmp_path: Path) -> None:
    file = tmp_path / "猫.png"
    file.write_bytes(picture(640, 480))
    response = dashscope.MultiModalConversation.call(
        model="qwen-image-edit-plus", messages=user({"image": f"file://{file}"}, {"text": "a hat on the cat"}), n=1
    )
    (entry,) = api.ledger
    assert entry["headers"]["x-dashscope-ossresourceresolve"] == "enable"
    assert "oss://" in str(entry["body"])
    width, height = pictures(response)[0]
    assert width / height == pytest.approx(640 / 480, rel=0.03)


def test_a_local_file_of_the_older_endpoint(api: Emulator, dashscope: Any, tmp_path: Path) -> None:
    file = tmp_path / "cat.png"
    file.write_bytes(picture(512, 512))
    response = dashscope.ImageSynthesis.call(
        model="wan2.5-i2i-preview", prompt="a hat on the cat", images=[f"file://{file}"], n=1, size="1024*1024"
    )
    assert pictures(response) == [(1024, 1024)]


def test_text_and_images_arrive_as_a_stream(api: Emulator, dashscope: Any) -> None:
    """The SDK asks for the stream by header alone."""
    frames = list(
        dashscope.MultiModalConversation.call(
            model="wan2.6-image",
            messages=user({"text": "latte art in two steps"}),
            enable_interleave=True,
            max_images=2,
            size="1280*1280",
            stream=True,
        )
    )
    assert all(frame.status_code == 200 for frame in frames), frames[0]
    items = [item for frame in frames for item in frame.output.choices[0].message.content]
    assert [item["type"] for item in items if item["type"] == "image"] == ["image"] * 2
    assert any(item["type"] == "text" for item in items)
    assert {frame.output.choices[0].finish_reason for frame in frames[:-1]} == {"null"}
    assert frames[-1].output.choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ({"model": "qwen-image-2.0", "n": 9}, 400, "InvalidParameter"),
        ({"model": "wan2.6-t2i", "size": "100*100"}, 400, "InvalidParameter"),
        ({"model": "no-such-model"}, 404, "ModelNotFound"),
        ({"model": "wan2.6-t2i", "api_key": "other"}, 401, "InvalidApiKey"),
    ],
)
def test_refusals_are_understood(
    api: Emulator, dashscope: Any, arguments: dict[str, Any], status: int, code: str
) -> None:
    response = dashscope.MultiModalConversation.call(messages=user({"text": PROMPT}), **arguments)
    assert (response.status_code, response.code) == (status, code)
    assert response.message
    assert response.request_id
    assert len(api.ledger) == 0


def test_a_task_that_nobody_knows(api: Emulator, dashscope: Any) -> None:
    response = dashscope.ImageSynthesis.fetch("0385dc79-5ff8-4d82-bcb6-000000000000")
    assert (response.status_code, response.output.task_status) == (200, "UNKNOWN")
