"""What a batch leaves behind, as people open it: the page in a real browser, the pictures as a data set."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork.testing import Emulator
from brushwork_batch.expand import Expansion
from brushwork_batch.planning import Planning
from tests.site.browser import Browser, session

MODELS = ("z-image-turbo", "qwen-image-2.0")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    yield from session(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch of a matrix left, moved to another place."""
    work = tmp_path_factory.mktemp("batch")
    rows = [{"key": f"k{n}", "prompt": f"a cat in {place}"} for n, place in enumerate(("the snow", "a boat"))]
    with Emulator() as api, Client(api.key, base_url=api.url, region="ap-southeast-1") as client:
        planning = Planning(rows, client, Expansion(matrix={"model": MODELS}))
        with Journal(work / "j") as journal:
            journal.set_meta(matrix=json.dumps(["model"]))
            batch = Batch(
                planning, journal=journal, out=work / "out", names="some {model}/{key}#{i}.{ext}", client=client
            )
            assert batch.run().states == {"done": 4}
            batch.report()
    return Path(shutil.move(work / "out", work / "moved & kept"))


def test_the_page_opens_from_the_disk_with_its_pictures(browser: Browser, folder: Path) -> None:
    browser.screen(1280, 900)
    browser.open((folder / "report.html").as_uri())
    for part in browser.run("[...document.querySelectorAll('details')].map(each => each.open = true)"):
        assert part
    browser.run("document.querySelectorAll('img').forEach(each => each.loading = 'eager')")
    browser.until(lambda: browser.run("[...document.images].every(each => each.complete)"))
    assert browser.run("[...document.images].map(each => each.naturalWidth > 100)") == [True] * 8
    asked = browser.run("performance.getEntriesByType('resource').map(each => each.name)")
    assert not [name for name in asked if not name.startswith(folder.as_uri())]
    assert not browser.complaints


def test_a_matrix_is_seen_side_by_side(browser: Browser, folder: Path) -> None:
    for width in (1280, 700):
        browser.screen(width, 900)
        browser.open((folder / "report.html").as_uri())
        heads = browser.run("[...document.querySelectorAll('.matrix th[scope=col]')].map(each => each.textContent)")
        assert tuple(heads) == MODELS
        boxes = "[...document.querySelectorAll('.matrix img')].map(each => each.getBoundingClientRect())"
        places = browser.run(f"{boxes}.map(box => [Math.round(box.left), Math.round(box.top)])")
        (left, top), (beside, same), (below, lower), _ = places
        assert (top, left) == (same, below)
        assert beside > left
        assert lower > top
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_the_pictures_are_a_data_set(folder: Path) -> None:
    """By the rules that are documented for `imagefolder`: JSON lines beside the images, each naming one below them."""
    lines: list[dict[str, Any]] = [
        json.loads(line) for line in (folder / "metadata.jsonl").read_text("utf-8").splitlines()
    ]
    assert len({line["file_name"] for line in lines}) == len(lines) == 4
    for line in lines:
        assert not Path(line["file_name"]).is_absolute()
        with Image.open(folder / line["file_name"]) as image:
            assert image.size == (line["width"], line["height"])
    kinds: dict[str, set[str]] = {
        name: {type(line[name]).__name__ for line in lines if line[name] is not None} for name in lines[0]
    }
    assert {tuple(line) for line in lines} == {tuple(kinds)}  # every line has the columns of all
    assert all(len(each) <= 1 for each in kinds.values()), kinds  # and a column is of one type
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".png", ".html", ".jsonl"}
