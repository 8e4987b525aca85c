"""The site in a real browser, as a reader meets it."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from tests.site.browser import Browser
from tests.site.test_site import MODELS, html, read

PHONE = (390, 844)
SOME = ("wan2.7-image-pro", "wan2.6-image", "z-image-turbo")
SEARCH = "[...document.querySelectorAll('*')].map(each => each.shadowRoot).find(root => root?.querySelector('input'))"
ROWS = "[...document.querySelectorAll('.compare tbody tr')].filter(row => !row.hidden)"


def rows(browser: Browser, column: int) -> list[str]:
    """The texts of a column of the table, of the rows that are shown."""
    found: list[str] = browser.run(f"{ROWS}.map(row => row.cells[{column}].textContent.trim())")
    return found


def choose(browser: Browser, number: int, value: str) -> None:
    """Take a value of one of the table's lists."""
    browser.run(
        f"(() => {{ const list = document.querySelectorAll('.compare select')[{number}]; list.value = '{value}';"
        " list.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def amount(text: str) -> float:
    """The first number of a cell; what has none comes last."""
    found = re.search(r"[0-9.]+", text)
    return float(found[0]) if found else math.inf


def sort(browser: Browser, column: int) -> str:
    """Click a head of the table; the order that it then says it has."""
    browser.run(f"document.querySelectorAll('.compare th button')[{column}].click()")
    order: str = browser.run(f"document.querySelectorAll('.compare th')[{column}].getAttribute('aria-sort')")
    return order


@pytest.mark.parametrize("half", ["en", "zh"])
def test_pages_load_without_a_complaint_and_fit_a_phone(half: str, browser: Browser, address: str, site: Path) -> None:
    """Every page but those of models, of which some stand for all: they come from one template."""
    wide: list[str] = []
    browser.screen(*PHONE, phone=True)
    for page in html(site):
        model = page.parent.name
        if read(page).language != half or (model in MODELS and model not in SOME):
            continue
        if half == "zh" and "本页尚无中文版" in page.read_text("utf-8"):
            continue  # the English page, which is looked at in English
        url = f"{address}/{page.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        browser.open(url)
        assert browser.run("document.querySelector('h1').textContent.length > 0")
        if browser.run("document.documentElement.scrollWidth") > PHONE[0]:
            wide.append(url)
    assert wide == []


def test_the_text_of_a_phone_is_large_enough_and_the_menu_opens(browser: Browser, address: str) -> None:
    browser.screen(*PHONE, phone=True)
    browser.open(f"{address}/guides/quickstart/")
    assert browser.run("parseFloat(getComputedStyle(document.querySelector('.md-typeset p')).fontSize)") >= 14
    browser.run("document.querySelector('label[for=__drawer]').click()")
    browser.until(
        lambda: browser.run("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left") >= 0
    )
    assert browser.run("document.querySelector('.md-sidebar--primary').textContent.includes('Sequences')")


@pytest.mark.parametrize(
    ("start", "words", "finds"),
    [
        ("/", "wan2.7-image-pro", "/reference/models/wan2.7-image-pro/"),
        ("/", "billed twice", "/guides/errors/"),
        ("/", "edit an image with two references", "/guides/editing/"),
        ("/", "reference image", "/guides/editing/"),
        ("/", "api key", "/guides/keys/"),
        ("/zh/", "z-image-turbo", "/zh/reference/models/z-image-turbo/"),
        ("/zh/", "安装", "/zh/guides/quickstart/"),
    ],
)
def test_the_search_finds_it(start: str, words: str, finds: str, browser: Browser, address: str) -> None:
    browser.open(address + start)
    browser.run("document.querySelector('.md-search__button').click()")
    browser.until(lambda: browser.run(f"Boolean({SEARCH})"))
    browser.until(lambda: browser.run("Boolean(document.activeElement.shadowRoot?.activeElement)"))
    browser.type(words)
    browser.until(lambda: browser.run(f"{SEARCH}.querySelector('a[href]') !== null"))
    links: list[str] = browser.run(f"[...{SEARCH}.querySelectorAll('a[href]')].map(each => each.href)")
    assert any(link.startswith(address + finds) for link in links[:5]), links


@pytest.mark.parametrize("page", ["/guides/choosing/", "/reference/", "/zh/reference/"])
def test_the_table_filters(page: str, browser: Browser, address: str) -> None:
    browser.open(address + page)
    whole = len(rows(browser, 0))
    assert whole == sum(len(model.modes) for model in MODELS.values())
    choose(browser, 0, "sequence")
    making_sets = [model.id for model in MODELS.values() if "sequence" in {mode.name for mode in model.modes}]
    assert sorted(rows(browser, 0)) == sorted(making_sets)
    choose(browser, 0, "")
    choose(browser, 1, "stream")
    assert set(rows(browser, 1)) == {"interleave"}
    choose(browser, 1, "")
    browser.run("document.querySelector('.compare input').focus()")
    browser.type("z-image 0.015")
    assert rows(browser, 0) == ["z-image-turbo"]
    assert browser.run("document.querySelector('.compare output').value").startswith("1 ")


def test_the_table_sorts_by_number_and_by_name(browser: Browser, address: str) -> None:
    browser.open(f"{address}/guides/choosing/")
    assert sort(browser, 2) == "ascending"
    prices = rows(browser, 2)
    assert [amount(text) for text in prices] == sorted(map(amount, prices))
    assert sort(browser, 2) == "descending"
    assert rows(browser, 2) != prices
    assert sort(browser, 4) == "ascending"
    counts = [int(text.split()[-1]) for text in rows(browser, 4)]
    assert counts == sorted(counts)
    assert counts[-1] == 12  # after 6, where a sort by text would put it before 4
    assert sort(browser, 5) == "ascending"
    sides = [re.findall(r"([0-9]+)\*([0-9]+)", text) for text in rows(browser, 5)]
    areas = [int(found[-1][0]) * int(found[-1][1]) for found in sides if found]
    assert areas == sorted(areas)
    sort(browser, 0)
    begun = [re.split(r"[^a-z]", name)[0] for name in rows(browser, 0)]  # how a browser sorts marks is its own affair
    assert begun == sorted(begun)
    assert len(set(begun)) > 3


def test_dark_mode_follows_the_system_and_toggles(browser: Browser, address: str) -> None:
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    colour = "getComputedStyle(document.body).backgroundColor"
    brightness = f"{colour}.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
    browser.screen(1280, 900, dark=True)
    browser.open(f"{address}/guides/cost/")
    assert browser.run(scheme) == "slate"
    assert browser.run(brightness) < 200
    browser.run("[...document.querySelectorAll('[data-md-component=palette] label')].find(l => !l.hidden).click()")
    browser.until(lambda: browser.run(scheme) == "default")
    assert browser.run(brightness) > 600
    browser.until(lambda: browser.run("Object.values(localStorage).some(each => each.includes('default'))"))
    browser.open(f"{address}/guides/sizes/")
    assert browser.run(scheme) == "default"  # it is remembered


def test_the_other_language_is_a_click_away_and_back(browser: Browser, address: str) -> None:
    browser.open(f"{address}/guides/cost/")
    place = "document.readyState === 'complete' && location.pathname + ' ' + document.documentElement.lang"
    browser.run("document.querySelector('.language-switch').click()")
    browser.until(lambda: browser.run(place) == "/zh/guides/cost/ zh")
    browser.run("document.querySelector('.language-switch').click()")
    browser.until(lambda: browser.run(place) == "/guides/cost/ en")
    browser.open(f"{address}/reference/models/wan2.6-t2i/")
    browser.run("[...document.querySelectorAll('.md-typeset a')].find(each => each.textContent === '中文').click()")
    browser.until(lambda: browser.run("location.pathname") == "/zh/reference/models/wan2.6-t2i/")


CUT = """
[...document.querySelectorAll('.drawn svg')].flatMap(svg => {
  const [left, top, width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBBox(), right = box.x + box.width, bottom = box.y + box.height;
    return svg.checkVisibility() && (box.x < left || right > left + width || bottom > top + height);
  }).map(text => text.textContent);
})
"""


@pytest.mark.parametrize("half", ["", "zh/"])
def test_no_word_of_a_figure_is_cut_off(half: str, browser: Browser, address: str, site: Path) -> None:
    cut: list[str] = []
    for page in html(site / f"{half}guides"):
        if 'class="drawn' in page.read_text("utf-8"):
            url = f"{address}/{page.parent.relative_to(site).as_posix()}/"
            browser.open(url)
            cut += [f"{url}: {words}" for words in browser.run(CUT)]
    assert cut == []
