"""Answers have the shapes that the vendor's pages print, family by family."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.emulator.services import ASYNC, I2I, IG, MM, SSE, T2I, get, messages, prompt, raw, send, service, submit
from tests.runtime.support import picture

IMAGE = "https://example.com/1.png"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def shown(document: object) -> str:
    """The document with every id and signature as dots."""
    text = re.sub(r"Expires=[^\"]*", "Expires=…", json.dumps(document, indent=1, ensure_ascii=False))
    return _ID.sub("…", text)


SYNC: list[tuple[str, dict[str, Any]]] = [
    ("wan2.7-image", messages("wan2.7-image", n=2)),
    ("wan2.7-image sequence", messages("wan2.7-image", enable_sequential=True, n=2)),
    ("wan2.6-t2i", messages("wan2.6-t2i", n=2)),
    ("wan2.6-image", messages("wan2.6-image", IMAGE, n=1)),
    ("qwen-image-2.0-pro", messages("qwen-image-2.0-pro", n=2)),
    ("qwen-image-edit-plus", messages("qwen-image-edit-plus", IMAGE, n=1)),
    ("qwen-image-plus", messages("qwen-image-plus")),
    ("z-image-turbo", messages("z-image-turbo")),
    ("z-image-turbo extended", messages("z-image-turbo", prompt_extend=True)),
]


@pytest.mark.parametrize(("name", "body"), SYNC, ids=[name for name, _ in SYNC])
def test_synchronous_answers(name: str, body: dict[str, Any], snapshot: SnapshotAssertion) -> None:
    status, document = send(service(), MM, body)
    assert status == 200
    assert shown(document) == snapshot


TASKS: list[tuple[str, str, dict[str, Any]]] = [
    ("wan2.6-t2i", IG, messages("wan2.6-t2i", n=2)),
    ("wan2.6-image interleave", IG, messages("wan2.6-image", enable_interleave=True, max_images=2)),
    ("wan2.2-t2i-flash", T2I, prompt("wan2.2-t2i-flash", n=2)),
    ("wan2.5-i2i-preview", I2I, prompt("wan2.5-i2i-preview", IMAGE, n=1, prompt_extend=False)),
    ("qwen-image", T2I, prompt("qwen-image")),
]


@pytest.mark.parametrize(("name", "path", "body"), TASKS, ids=[name for name, *_ in TASKS])
def test_answers_of_tasks(name: str, path: str, body: dict[str, Any], snapshot: SnapshotAssertion) -> None:
    to = service()
    status, submitted = send(to, path, body, **ASYNC)
    assert status == 200
    task = f"/tasks/{submitted['output']['task_id']}"
    assert "\n".join(map(shown, (submitted, get(to, task), get(to, task)))) == snapshot


def test_a_stream_comes_in_increments(snapshot: SnapshotAssertion) -> None:
    body = messages("wan2.6-image", enable_interleave=True, max_images=2, stream=True)
    reply = raw(service(), MM, body, **SSE)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/event-stream;charset=UTF-8")
    text = re.sub(r"Expires=[^\"]*", "Expires=…", reply.content.decode())
    assert _ID.sub("…", text) == snapshot
    frames = [json.loads(line.removeprefix("data:")) for line in text.splitlines() if line.startswith("data:")]
    assert [frame["output"]["choices"][0]["finish_reason"] for frame in frames] == ["null"] * 5 + ["stop"]
    assert [frame["usage"]["image_count"] for frame in frames] == [0, 0, 1, 1, 1, 2]


def test_the_header_of_streams_changes_nothing_in_a_mode_that_does_not_stream() -> None:
    body = messages("wan2.6-image", IMAGE, n=1)
    reply = raw(service(), MM, body, **SSE)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(reply.content)["usage"] == json.loads(raw(service(), MM, body).content)["usage"]


def test_every_frame_goes_out_by_itself() -> None:
    reply = raw(service(), MM, messages("wan2.6-image", enable_interleave=True, max_images=1, stream=True), **SSE)
    assert len(reply.frames) == 3
    assert b"".join(reply.frames) == reply.content


def size_of(model: str, *images: str, path: str = MM, **parameters: object) -> tuple[int, int]:
    to = service()
    status, document = send(to, path, messages(model, *images, **parameters))
    assert status == 200, document
    usage = document["usage"]
    width, height = usage["size"].split("*") if "size" in usage else (usage["width"], usage["height"])
    return int(width), int(height)


def inline(width: int, height: int) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture(width, height)).decode()}"


@pytest.mark.parametrize(
    ("size", "wanted"), [("1K", (1024, 1024)), ("2K", (2048, 2048)), ("4K", (4096, 4096)), (None, (2048, 2048))]
)
def test_presets_are_squares_without_images(size: str | None, wanted: tuple[int, int]) -> None:
    assert size_of("wan2.7-image-pro", **({} if size is None else {"size": size})) == wanted


@pytest.mark.parametrize(
    ("model", "size", "wanted"),
    [
        ("wan2.7-image", "1K", (1448, 724)),
        ("wan2.6-image", "1K", (1808, 912)),
        ("wan2.6-image", "1000*1000", (992, 992)),
        ("qwen-image-2.0-pro", None, (1440, 720)),
        ("qwen-image-edit", None, (1440, 720)),
    ],
)
def test_edits_follow_the_last_image(model: str, size: str | None, wanted: tuple[int, int]) -> None:
    found = size_of(model, inline(400, 600), inline(800, 400), **({} if size is None else {"size": size}))
    assert found == wanted


@pytest.mark.parametrize(
    ("given", "wanted"), [((800, 400), (800, 400)), ((4000, 1000), (2560, 640)), (None, (1280, 1280))]
)
def test_a_story_keeps_the_size_of_a_small_image(given: tuple[int, int] | None, wanted: tuple[int, int]) -> None:
    to = service()
    body = messages("wan2.6-image", *([inline(*given)] if given else []), enable_interleave=True, max_images=1)
    task = submit(to, IG, body)
    assert [get(to, f"/tasks/{task}").get("usage", {}).get("size") for _ in range(2)] == [None, "{}*{}".format(*wanted)]


def test_an_image_elsewhere_gives_a_square() -> None:
    assert size_of("wan2.6-image", IMAGE) == (1280, 1280)


@pytest.mark.parametrize(("count", "parameters"), [(4, {}), (3, {"n": 3})])
def test_the_services_own_default_counts(count: int, parameters: dict[str, int]) -> None:
    to = service()
    _, document = send(to, MM, messages("wan2.6-t2i", **parameters))
    assert document["usage"]["image_count"] == to.ledger.images == count


def test_long_texts_are_cut_and_not_refused() -> None:
    to = service()
    _, document = send(to, MM, messages("z-image-turbo", prompt="a" * 900))
    assert document["output"]["choices"][0]["message"]["content"][1]["text"] == "a" * 800
