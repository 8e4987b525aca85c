"""What agents may read: the folders that the user allowed, and the pictures of the server; nothing else, by no name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brushwork.testing import Emulator
from brushwork_mcp.wishes import Refused
from tests.mcp.support import desk

NIGHT = {"prompt": "make it night", "model": "wan2.7-image"}


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "images": lambda path: {**NIGHT, "images": [path]},
    "beside": lambda path: {**NIGHT, "images": ["room.png", path]},
    "parameter": lambda path: {**NIGHT, "parameters": {"reference_images": [path]}},
    "mask": lambda path: {
        "prompt": "a hat",
        "model": "wanx2.1-imageedit",
        "mode": "description_edit_with_mask",
        "parameters": {"base_image_url": "https://example.com/a.png", "mask_image_url": path},
    },
    "body": lambda path: {
        "model": "wan2.7-image",
        "parameters": {"input": {"messages": [{"role": "user", "content": [{"text": "night"}, {"image": path}]}]}},
    },
}
"""Where the reference to an image may stand in the arguments of a tool."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that is allowed, and a secret beside it."""
    for name in ("photos/room.png", "secret.png", "photos-of-others/room.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (640, 480), "navy").save(path)
    (tmp_path / "photos/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "photos/out-of").symlink_to(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", ["{home}/photos/room.png", "room.png", "file://{home}/photos/room.png", "./room.png"])
def test_a_file_of_an_allowed_folder_is_taken(form: str, home: Path) -> None:
    with Emulator() as api, desk(api, home, allow=(home / "photos",)) as opened:
        wish = opened.wishes.of("edit_image", {**NIGHT, "images": [form.format(home=home)]})
        assert wish.request["reference_images"] == [str(home / "photos/room.png")]
        job = opened.buy(wish, "not needed").job
        assert opened.wait(job.key, 20).state == "done"


@pytest.mark.parametrize(
    "form",
    [
        "{home}/secret.png",
        "../secret.png",
        "{home}/photos/../secret.png",
        "{home}/photos/link.png",
        "link.png",
        "out-of/secret.png",
        "{home}/photos-of-others/room.png",
        "file://{home}/secret.png",
        "FILE:{home}/secret.png",
        "file://localhost{home}/secret.png",
        "file://{home}/photos/%2e%2e/secret.png",
        "{home}/no-such.png",
        "{home}/" + "./" * 600 + "secret.png",
        "brushwork://images/../secret.png",
        "brushwork://images/nobody/1",
    ],
)
@pytest.mark.parametrize("where", PLACES)
def test_no_other_file_is_read_by_any_name(form: str, where: str, home: Path) -> None:
    path = form.format(home=home)
    asked = PLACES[where](path)
    with Emulator() as api, desk(api, home, allow=(home / "photos",)) as opened:
        with pytest.raises(Refused) as refused:
            opened.wishes.of("edit_image", asked)
        assert "640" not in str(refused.value), "nobody learns what is there"
        assert len(api.ledger) == 0


@pytest.mark.parametrize("where", PLACES)
def test_an_address_is_taken_there(where: str, home: Path) -> None:
    with Emulator(region="cn-beijing") as api, desk(api, home, "cn-beijing", allow=(home / "photos",)) as opened:
        assert opened.wishes.of("edit_image", PLACES[where]("https://example.com/a.png"))


def test_a_mode_of_one_model_needs_no_model_and_one_of_several_does(home: Path) -> None:
    asked = {"images": ["https://example.com/a.png"], "prompt": "wider"}
    with Emulator(region="cn-beijing") as api, desk(api, home, "cn-beijing") as opened:
        assert opened.wishes.of("edit_image", {**asked, "mode": "expand"}).model == "wanx2.1-imageedit"
        assert opened.wishes.of("edit_image", asked).model == "wan2.6-image"
        with pytest.raises(Refused, match="these have the mode translate: qwen-mt-image-2"):
            opened.wishes.of("edit_image", {**asked, "mode": "translate"})
        with pytest.raises(Refused, match="none has the mode dance"):
            opened.wishes.of("edit_image", {**asked, "mode": "dance"})


def test_without_an_allowed_folder_it_says_how_to_allow_one(home: Path) -> None:
    with Emulator() as api, desk(api, home) as opened, pytest.raises(Refused, match="--allow-dir FOLDER"):
        opened.wishes.of("edit_image", {**NIGHT, "images": [str(home / "photos/room.png")]})


def test_a_picture_of_the_server_is_taken_by_address_and_by_path(home: Path) -> None:
    with Emulator() as api, desk(api, home) as opened:
        cat = opened.buy(opened.wishes.of("generate_image", {"prompt": "a cat"}), "not needed").job
        (path,) = opened.wait(cat.key, 20).paths
        for text in (path, f"brushwork://images/{cat.key}/1", f"file://{path}"):
            assert opened.wishes.of("edit_image", {**NIGHT, "images": [text]}).request["reference_images"] == [path]
        Image.new("RGB", (640, 480)).save(home / "out/mine.png")
        Image.new("RGB", (640, 480)).save(home / f"out/{cat.key}-mine.png")
        for name in ("mine.png", f"{cat.key}-mine.png"):
            with pytest.raises(Refused):
                opened.wishes.of("edit_image", {**NIGHT, "images": [str(home / "out" / name)]})


def test_a_file_that_changed_is_another_wish(home: Path) -> None:
    asked = {**NIGHT, "images": ["room.png"]}
    with Emulator() as api, desk(api, home, allow=(home / "photos",)) as opened:
        before = opened.wishes.of("edit_image", asked)
        assert opened.wishes.of("edit_image", asked).identity == before.identity
        Image.new("RGB", (640, 480), "red").save(home / "photos/room.png")
        assert opened.wishes.of("edit_image", asked).identity != before.identity
