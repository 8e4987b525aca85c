"""The demo's page in a real browser: filter, dialog, tabs, keys, on a phone and in the dark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser import Browser
from tests.site.test_site import MODELS

CARDS = "[...document.querySelectorAll('article')].filter(card => card.offsetParent !== null)"
CALLS = sum(len(model.modes) for model in MODELS.values())


@pytest.fixture
def gallery(chromium: Browser, demo: Path) -> Iterator[Browser]:
    """A browser that shows the page of `make demo`."""
    chromium.complaints.clear()
    chromium.screen(1280, 900)
    chromium.open((demo / "index.html").as_uri())
    chromium.run("localStorage.clear()")
    yield chromium
    assert chromium.complaints == []


def press(browser: Browser, key: str) -> None:
    """A key, wherever the focus is."""
    for kind in ("keyDown", "keyUp"):
        browser.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key)


def calls(browser: Browser) -> dict[str, dict[str, Any]]:
    """What the page holds of its calls."""
    found: dict[str, dict[str, Any]] = json.loads(browser.run("document.querySelector('#calls').textContent"))
    return found


def test_it_filters_by_what_is_done_and_by_words(gallery: Browser) -> None:
    assert gallery.run(f"{CARDS}.length") == len(calls(gallery)) == CALLS
    gallery.run("document.querySelector('.bar [data-kind=edit]').click()")
    kinds = gallery.run(f"[...new Set({CARDS}.map(card => card.closest('section').dataset.kind))]")
    assert kinds == ["edit"]
    assert gallery.run("document.querySelector('.bar [data-kind=edit]').getAttribute('aria-pressed')") == "true"
    gallery.run("document.querySelector('.bar [data-kind=\"\"]').click()")
    gallery.run("document.querySelector('.bar input').focus()")
    gallery.type("wan2.6 lighthouse-that-is-nowhere")
    assert gallery.run(f"{CARDS}.length") == 0
    gallery.run("document.querySelector('.bar input').select()")
    gallery.type("z-image")
    assert gallery.run(f"{CARDS}.map(card => card.id)") == ["z-image-turbo-generate"]
    assert gallery.run("document.querySelector('.bar output').value") == "1 call"


def test_a_call_opens_in_four_forms_by_mouse_and_by_keys(gallery: Browser) -> None:
    name = "wan2.7-image-pro-edit"
    call = calls(gallery)[name]
    gallery.run(f"document.getElementById('{name}').querySelector('.open').click()")
    text = "document.querySelector('pre').textContent"
    assert gallery.run("document.querySelector('dialog').open")
    assert gallery.run(text) == call["py"]
    gallery.run("document.querySelector('[role=tab][aria-selected=true]').focus()")
    press(gallery, "ArrowRight")
    assert gallery.run("document.activeElement.textContent") == "Command line"
    assert gallery.run(text) == call["sh"]
    press(gallery, "ArrowRight")
    assert gallery.run(text).startswith(call["curl"])
    press(gallery, "ArrowRight")
    assert json.loads(gallery.run(text)) == call["body"]
    gallery.run("document.querySelector('.copy').click()")
    gallery.until(lambda: gallery.run("document.querySelector('.copy').textContent") == "Copied")
    gallery.run("document.querySelector('.close').click()")
    assert not gallery.run("document.querySelector('dialog').open")


def test_a_picture_opens_its_call_and_so_does_an_address(gallery: Browser) -> None:
    gallery.run("document.getElementById('wan2.6-image-interleave').querySelector('.made a').click()")
    assert gallery.run("document.querySelector('#title').textContent").startswith("wan2.6-image")
    assert gallery.run("location.hash") == "#wan2.6-image-interleave"
    gallery.run("location.reload()")
    gallery.until(lambda: gallery.run("document.readyState === 'complete' && document.querySelector('dialog').open"))


def test_every_picture_loads_and_the_page_fits_a_phone(gallery: Browser) -> None:
    gallery.screen(390, 844, phone=True)
    gallery.run("document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })")
    gallery.until(lambda: gallery.run("[...document.images].every(image => image.complete && image.naturalWidth > 0)"))
    assert gallery.run("document.documentElement.scrollWidth") <= 390
    assert gallery.run("[...document.images].every(image => image.alt.length > 0)")


def test_it_is_dark_as_the_system_and_switches(gallery: Browser) -> None:
    gallery.screen(1280, 900, dark=True)
    brightness = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((a, b) => a + +b, 0)"
    gallery.until(lambda: gallery.run(brightness) < 200)
    gallery.run("document.querySelector('.theme').click()")
    assert gallery.run(brightness) > 600
