"""The emulator's page in a real browser: what arrives appears, as text, and faults are switched on and off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brushwork import Client
from brushwork.testing import Emulator
from tests.site.browser import Browser

WORDS = "<img src=x onerror=alert(1)> a cat"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key="sk-page") as made:
        yield made


@pytest.fixture
def shown(chromium: Browser, api: Emulator) -> Iterator[Browser]:
    """The page of an emulator that has answered two calls."""
    with Client("sk-page", base_url=api.url) as client:
        client.z_image_turbo.generate(WORDS)
        client.wan2_2_t2i_flash.generate("a lighthouse")
    chromium.complaints.clear()
    chromium.screen(1280, 900)
    chromium.open(f"{api.origin}/")
    chromium.until(lambda: chromium.run("document.querySelectorAll('#pictures img').length") == 2)
    yield chromium
    assert chromium.complaints == []
    chromium.open("about:blank")


def test_it_shows_requests_tasks_bill_and_pictures(shown: Browser) -> None:
    assert shown.run("document.querySelector('#images').textContent") == "2"
    assert shown.run("document.querySelector('#cost').textContent") == "USD 0.040"
    assert shown.run("document.querySelector('#tasks tr').cells[0].textContent") == "SUCCEEDED"
    shown.until(lambda: shown.run("[...document.images].every(each => each.complete && each.naturalWidth > 0)"))
    first = "document.querySelector('#requests details:last-child')"
    shown.run(f"{first}.open = true")
    shown.until(lambda: WORDS in shown.run(f"{first}.textContent"))  # as text: it made no element
    assert shown.run("document.querySelectorAll('img[src=x]').length") == 0


def test_faults_are_switched_on_and_off(shown: Browser, api: Emulator) -> None:
    shown.until(lambda: shown.run("document.querySelector('#kind').options.length") > 90)
    shown.run("document.querySelector('#kind').value = 'rate-limited'")
    shown.run("document.querySelector('#argument').value = '2'")
    shown.run("document.querySelector('#add button').click()")
    shown.until(lambda: shown.run("document.querySelectorAll('.rule').length") == 1)
    (rule,) = api.faults.rules
    assert (rule.fault.kind.name, rule.fault.argument, rule.times) == ("rate-limited", "2", 1)
    shown.run("document.querySelector('.rule button').click()")
    shown.until(lambda: shown.run("document.querySelectorAll('.rule').length") == 0)
    assert api.faults.rules == []
    shown.run("document.querySelector('#kind').value = 'slow-answer'")
    shown.run("document.querySelector('#argument').value = 'x'")
    shown.run("document.querySelector('#add button').click()")
    shown.until(lambda: "number of seconds" in shown.run("document.querySelector('#said').textContent"))
    shown.complaints.clear()  # the browser tells that it was refused


def test_it_fits_a_phone_and_the_dark(shown: Browser) -> None:
    shown.screen(390, 844, phone=True, dark=True)
    assert shown.run("document.documentElement.scrollWidth") <= 390
    colour = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((a, b) => a + +b, 0)"
    assert shown.run(colour) < 200
