"""What a notebook keeps of results, images, requests and models: thumbnails and texts, bounded and escaped."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

from brushwork import Client, HttpRequest, HttpResponse, HttpTransport, ImagePart, TextPart
from brushwork.testing import Emulator

HEX = "<script>alert(1)</script> & \x1b[31m"
SOURCE = re.compile(r'src="data:(image/\w+);base64,([^"]+)"')


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator() as api:
        yield api


@pytest.fixture
def fetched() -> list[str]:
    """The addresses that were fetched from."""
    return []


@pytest.fixture
def client(api: Emulator, fetched: list[str]) -> Iterator[Client]:
    class Noting(HttpTransport):
        def send(self, request: HttpRequest, /) -> HttpResponse:
            if "/results/" in request.url:
                fetched.append(request.url)
            return super().send(request)

    with Client(api_key=api.key, base_url=api.url, retries=0, transport=Noting()) as client:
        yield client


def html(thing: Any) -> str:
    shown: str = thing._repr_html_()
    assert "<script" not in shown
    assert "Signature=" not in shown
    assert "\x1b" not in shown
    return shown


def test_pictures_are_thumbnails_and_what_is_saved_later_is_not_fetched_again(
    client: Client, fetched: list[str], tmp_path: Path
) -> None:
    result = client.wan2_7_image_pro.generate("a lighthouse " + HEX, size="4K", n=2)
    shown = html(result)
    found = SOURCE.findall(shown)
    assert len(found) == 2
    for _, text in found:
        assert len(text) <= 64 * 1024
        with Pil.open(BytesIO(base64.b64decode(text))) as picture:
            assert max(picture.size) <= 512 or len(base64.b64decode(text)) <= 48_000
    assert "&lt;script&gt;" in shown
    assert "wan2.7-image-pro · generate" in shown
    assert len(fetched) == 2
    result.save(tmp_path)
    assert len(fetched) == 2


def test_what_is_saved_is_shown_without_a_request(client: Client, fetched: list[str], tmp_path: Path) -> None:
    result = client.wan2_6_t2i.generate("a lighthouse")
    result.save(tmp_path)
    assert len(fetched) == 1
    assert SOURCE.search(html(result))
    assert f"saved to {result[0].path}" in html(result[0])
    assert len(fetched) == 1


def test_a_story_is_text_and_pictures_in_turns(client: Client) -> None:
    story = client.wan2_6_image.interleave("latte art in three steps", max_images=3)
    shown = html(story)
    order = ["<p" if isinstance(part, TextPart) else "<img" for part in story.parts]
    assert re.findall(r"<p\b|<img\b", shown) == order
    assert all(part.text.strip()[:40] in shown for part in story.parts if isinstance(part, TextPart))
    assert SOURCE.search(html(next(part for part in story.parts if isinstance(part, ImagePart))))


def test_without_pillow_it_is_bounded_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    result = client.wan2_7_image_pro.generate("a lighthouse", size="4K")
    assert len(result[0].bytes()) > 48_000
    monkeypatch.setitem(sys.modules, "PIL", None)
    shown = html(result)
    assert len(shown) < 2_000
    assert "4096×4096 PNG" in shown
    assert "pip install &#x27;brushwork[pil]&#x27;" in shown or "pip install 'brushwork[pil]'" in shown


def test_many_pictures_are_counted(client: Client) -> None:
    result = client.wan2_7_image_pro.sequence("a cat through the year", n=12)
    assert len(SOURCE.findall(html(result))) == 12
    assert sum(len(text) for _, text in SOURCE.findall(html(result))) <= 12 * 64 * 1024


@pytest.mark.parametrize(("fault", "tried"), [("expired-url", 4), ("reset", 1), ("error-500", 1)])
def test_what_cannot_be_fetched_is_told_in_its_place(
    api: Emulator, client: Client, fetched: list[str], fault: str, tried: int
) -> None:
    result = client.wan2_6_t2i.generate("a lighthouse", n=4)
    api.faults.add(fault, endpoint="result", times=None)
    shown = html(result)
    assert shown.count("<pre") == 4
    assert "Traceback" not in shown
    assert len(set(fetched)) == tried, "none is tried once the store cannot be reached"
    assert "<pre" in html(result[0])


def test_a_request_shows_where_it_would_go_and_what_it_costs() -> None:
    prepared = Client(api_key="sk-test-0123456789abcdef", region="ap-southeast-1").wan2_7_image.edit.prepare(
        "a hat " + HEX, ["https://a.example/b.png?Signature=s3cret", "https://a.example/c.png"], n=2
    )
    shown = html(prepared)
    assert "USD 0.06" in shown
    assert "/services/aigc/multimodal-generation/generation" in shown
    assert "&lt;script&gt;" in shown
    assert "s3cret" not in shown
    assert "0123456789abcdef" not in shown
    assert len(shown) < 4_000


def test_the_models_are_a_table() -> None:
    models = Client(api_key="sk-test").models
    shown = html(models)
    assert shown.count("<tr>") == len(models) + 1
    assert "<code>wan2.7-image</code></td><td>generate, edit, sequence</td>" in shown
