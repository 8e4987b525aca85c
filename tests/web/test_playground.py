"""The playground in a real browser: from an empty page to a saved picture, in both languages, on a phone."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brushwork.registry import REGISTRY
from brushwork_batch.leases import Lease
from brushwork_batch.records import Job
from brushwork_web.words import words
from tests.site.browser import Browser
from tests.web.conftest import KEY, TOKEN, House, opened

PHONE = (390, 844)
LANGUAGES = ("en", "zh")
DONE = "[...document.querySelectorAll('.card[data-state=done] .shots img')].filter(each => each.complete).length"


class Page:
    """The page as somebody uses it."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser = browser
        self.house = house

    def enter(self, language: str = "en", *, phone: bool = False) -> None:
        """Open the printed address, and wait for the form."""
        if phone:
            self.browser.screen(*PHONE, phone=True)
        self.browser.tell("Page.navigate", url=f"{self.house.server.entrance}&lang={language}")
        self.browser.until(lambda: self.browser.run("document.querySelector('#fields .field') !== null"))
        assert "token" not in self.browser.run("location.href")

    def choose(self, model: str, mode: str) -> None:
        """Choose a model, then one of its modes."""
        self.browser.run(
            "(() => { const list = document.getElementById('model'); list.value = " + json.dumps(model) + ";"
            " list.dispatchEvent(new Event('change')); })()"
        )
        self.browser.until(lambda: self.browser.run(f"location.hash.includes(encodeURIComponent({json.dumps(model)}))"))
        self.browser.until(lambda: self.browser.run(f"document.querySelector('[name=mode][value={mode}]') !== null"))
        self.browser.run(f"document.querySelector('[name=mode][value={mode}]').click()")
        self.browser.until(lambda: self.browser.run(f'decodeURIComponent(location.hash).includes(\'"mode":"{mode}"\')'))

    def fill(self, name: str, text: str) -> None:
        """Type into a field, in the place of what it holds."""
        field = f"document.getElementById('f-{name}')"
        self.browser.run(
            f"{field}.closest('details.more')?.setAttribute('open', ''), {field}.focus(), {field}.select()"
        )
        self.browser.type(text)

    def bring(self, *files: Path) -> None:
        """Choose files for the first input of images."""
        node = self.browser.tell("Runtime.evaluate", expression="document.querySelector('#fields input[type=file]')")
        self.browser.tell(
            "DOM.setFileInputFiles", files=[str(file) for file in files], objectId=node["result"]["objectId"]
        )
        count = len(files)
        self.browser.until(
            lambda: (
                self.browser.run(
                    "[...document.querySelectorAll('#fields .pictures img')].filter(i => i.naturalWidth).length"
                )
                == count
            )
        )

    def checked(self) -> str:
        """What the price says once the request is valid."""
        self.browser.until(lambda: self.browser.run("document.getElementById('price').textContent !== ''"))
        return str(self.browser.run("document.getElementById('price').textContent"))

    def settled(self, what: str) -> list[float]:
        """Left, top, width and height of an element, once it has stood still for a fifth of a second."""
        script = (
            f"(rect => [rect.left, rect.top, rect.width, rect.height])(document.querySelector({json.dumps(what)})"
            ".getBoundingClientRect())"
        )
        seen: list[list[float]] = [[]]

        def still() -> bool:
            seen.append(self.browser.run(f"new Promise(done => setTimeout(() => done({script}), 200))"))
            return seen[-1] == seen[-2]

        self.browser.until(still)
        return seen[-1]

    def make(self, pictures: int) -> Job:
        """Press the button, wait for so many pictures, and give back the order."""
        self.checked()
        before = self.browser.run(DONE)
        self.browser.run("document.querySelector('.bar .main').click()")
        self.browser.until(lambda: self.browser.run(DONE) == before + pictures)
        key = self.browser.run("document.querySelector('.card').dataset.key")
        job = self.house.studio.journal.get(key)
        assert job is not None
        return job

    def fits(self) -> bool:
        """Whether nothing of the page is wider than the window."""
        return bool(self.browser.run("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def page(browser: Browser, house: House) -> Page:
    return Page(browser, house)


def photo(folder: Path, name: str = "room.jpg", size: tuple[int, int] = (1280, 720)) -> Path:
    path = folder / name
    Image.new("RGB", size, "navy").save(path)
    return path


def saved(page: Page, job: Job) -> None:
    """The pictures lie in the folder, and the page hands them out."""
    assert job.state == "done"
    assert all(Path(path).is_file() for path in job.paths)
    links = page.browser.run(
        "[...document.querySelector('.card').querySelectorAll('a[download]')].map(each => each.href)"
    )
    assert len(links) == len(job.paths)
    for link, path in zip(links, job.paths, strict=True):
        with urllib.request.urlopen(link, timeout=20) as answer:
            assert answer.read() == Path(path).read_bytes()
    assert page.fits()


def complaints_of_axe(browser: Browser) -> list[str]:
    """What axe finds that is serious or worse."""
    browser.run(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8") + "; undefined")
    found: list[dict[str, Any]] = browser.run("axe.run().then(each => each.violations)")
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_empty_page_to_a_picture(language: str, page: Page) -> None:
    page.enter(language, phone=True)
    assert page.browser.run("document.documentElement.lang").startswith(language)
    page.fill("prompt", "a stray orange cat, spring")
    assert "0.03 USD" in page.checked()
    saved(page, page.make(1))
    assert page.house.billed == 1
    assert complaints_of_axe(page.browser) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_with_boxes_that_are_drawn(language: str, page: Page, tmp_path: Path) -> None:
    page.enter(language, phone=True)
    page.choose("wan2.7-image", "edit")
    page.fill("prompt", "put the clock there")
    page.bring(photo(tmp_path))
    page.checked()  # what it has to say moves what stands below
    page.browser.run("document.querySelector('.stage').scrollIntoView({block: 'center'})")
    left, top, width, height = page.settled(".stage svg")
    page.browser.drag((left + width * 0.25, top + height * 0.25), (left + width * 0.75, top + height * 0.5))
    page.browser.until(lambda: page.browser.run("document.querySelectorAll('.box input').length === 4"))
    page.browser.until(lambda: "bbox_list" in page.browser.run("decodeURIComponent(location.hash)"))
    job = page.make(1)
    saved(page, job)
    (((x1, y1, x2, y2),),) = job.request["bbox_list"]
    assert (x1, x2) == (pytest.approx(320, abs=5), pytest.approx(960, abs=5))
    assert (y1, y2) == (pytest.approx(180, abs=5), pytest.approx(360, abs=5))
    assert page.browser.run("document.querySelector('.card .from img').naturalWidth") > 0
    assert complaints_of_axe(page.browser) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sequence(language: str, page: Page) -> None:
    page.enter(language, phone=True)
    page.choose("wan2.7-image", "sequence")
    page.fill("prompt", "a cat through the four seasons")
    page.fill("n", "4")
    saved(page, page.make(4))
    assert complaints_of_axe(page.browser) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interleaved_story_has_its_texts(language: str, page: Page) -> None:
    page.enter(language, phone=True)
    page.choose("wan2.6-image", "interleave")
    page.fill("prompt", "latte art in three steps")
    page.fill("max_images", "3")
    saved(page, page.make(3))
    assert page.browser.run("document.querySelectorAll('.card .story').length") >= 3
    assert complaints_of_axe(page.browser) == []


def test_violations_stand_at_their_fields_with_the_nearest_value_as_a_button(page: Page) -> None:
    page.enter()
    page.fill("prompt", "a cat")
    page.fill("n", "9")
    faults = "document.querySelector('[data-name=n] .faults')"
    page.browser.until(lambda: page.browser.run(f"{faults}.textContent.includes('must be an integer from 1 to 4')"))
    assert page.browser.run("document.getElementById('f-n').getAttribute('aria-invalid')") == "true"
    page.browser.run(f"{faults}.querySelector('button').click()")
    assert "0.12 USD" in page.checked()
    assert page.browser.run("document.getElementById('f-n').value") == "4"
    assert page.browser.run(f"{faults}.textContent") == ""


def test_another_model_that_takes_it_is_a_button(page: Page) -> None:
    page.enter()
    page.choose("wan2.7-image", "generate")
    page.fill("prompt", "a cat")
    page.fill("n", "5")
    faults = "document.querySelector('[data-name=n] .faults')"
    page.browser.until(lambda: page.browser.run(f"{faults}.querySelectorAll('button').length > 1"))
    others = page.browser.run(f"[...{faults}.querySelectorAll('button')].slice(1).map(each => each.textContent)")
    offered = page.browser.run("[...document.getElementById('model').options].map(each => each.value)")
    assert all(each.removeprefix("Use ") in offered for each in others)
    page.browser.run(f"{faults}.querySelectorAll('button')[1].click()")
    page.browser.until(lambda: "Use " + page.browser.run("document.getElementById('model').value") == others[0])
    page.checked()
    assert page.browser.run("document.getElementById('f-n').value") == "5"


def test_what_is_missing_is_said_once_the_button_is_pressed(page: Page) -> None:
    page.enter()
    assert page.browser.run("document.querySelectorAll('.faults:not(:empty)').length") == 0
    page.browser.run("document.querySelector('.bar .main').click()")
    page.browser.until(lambda: page.browser.run("document.activeElement.id") == "f-prompt")
    assert page.browser.run("document.querySelector('[data-name=prompt] .faults').textContent") == "prompt is required."
    assert len(page.house.api.ledger) == 0


def test_the_same_again_is_shown_and_new_ones_are_made_on_purpose(page: Page) -> None:
    page.enter()
    page.fill("prompt", "a cat")
    page.make(1)
    page.browser.until(lambda: page.browser.run("!document.querySelector('.bar button:not(.main)').hidden"))
    page.browser.run("document.querySelector('.bar .main').click()")
    page.browser.until(lambda: not page.browser.run("document.querySelector('.bar .main').disabled"))
    assert page.house.billed == 1
    page.browser.run("document.querySelector('.bar button:not(.main)').click()")
    page.browser.until(lambda: page.browser.run(DONE) == 2)
    assert page.house.billed == 2


def test_two_models_side_by_side(page: Page) -> None:
    page.enter()
    page.fill("prompt", "a cat")
    page.browser.run(
        "(() => { const list = document.getElementById('second'); list.value = 'qwen-image-2.0';"
        " list.dispatchEvent(new Event('change')); })()"
    )
    page.browser.until(lambda: " + " in page.checked())
    page.make(2)
    assert {job.model for job in page.house.studio.journal.jobs()} == {"wan2.6-t2i", "qwen-image-2.0"}


def test_a_link_restores_the_form_and_the_gallery_its_pictures(page: Page) -> None:
    page.enter()
    page.choose("wan2.7-image", "generate")
    page.fill("prompt", "a cat; 一只猫")
    page.browser.run("document.querySelector('.chips input[value=\"1K\"]').click()")
    page.fill("seed", "7")
    page.browser.until(lambda: "seed" in page.browser.run("decodeURIComponent(location.hash)"))
    page.make(1)
    link = page.browser.run("location.href")
    page.browser.open("about:blank")
    page.browser.open(link)
    page.browser.until(lambda: page.browser.run("document.getElementById('f-seed')?.value") == "7")
    assert page.browser.run("document.getElementById('model').value") == "wan2.7-image"
    assert page.browser.run("document.getElementById('f-prompt').value") == "a cat; 一只猫"
    assert page.browser.run("document.querySelector('[name=f-size]:checked').value") == "1K"
    page.browser.until(lambda: page.browser.run(DONE) == 1)


def test_a_palette_adds_up(page: Page) -> None:
    page.enter()
    page.choose("wan2.7-image", "generate")
    page.fill("prompt", "a cat")
    page.browser.run("document.querySelector('[data-name=color_palette] .chips button').click()")
    page.browser.until(lambda: "color_palette" in page.browser.run("decodeURIComponent(location.hash)"))
    job = page.make(1)
    ratios = [float(each["ratio"].rstrip("%")) for each in job.request["color_palette"]]
    assert len(ratios) == 3
    assert sum(ratios) == pytest.approx(100)


def test_the_same_as_code(page: Page, tmp_path: Path) -> None:
    page.enter()
    page.choose("wan2.7-image", "edit")
    page.fill("prompt", "it's night")
    page.bring(photo(tmp_path))
    page.checked()
    said: dict[str, str] = {}
    for way in ("python", "command", "curl", "batch", "mcp"):
        page.browser.run(f"document.querySelector('[data-way={way}]').click()")
        said[way] = page.browser.run("document.querySelector('.code pre').textContent")
    assert "client.wan2_7_image.edit(\"it's night\", reference_images=['room.jpg'])" in said["python"]
    assert said["command"] == "brushwork edit 'it'\"'\"'s night' -m wan2.7-image -i room.jpg"
    assert "$DASHSCOPE_API_KEY" in said["curl"]
    assert "https://dashscope-intl.aliyuncs.com/api/v1" in said["curl"]
    assert json.loads(said["batch"]) == {
        "model": "wan2.7-image", "prompt": "it's night", "reference_images": ["room.jpg"],
    }  # fmt: skip
    assert json.loads(said["mcp"])["name"] == "edit_image"


def test_it_is_used_by_the_keyboard_alone(page: Page) -> None:
    page.enter()
    browser = page.browser

    def until_at(script: str) -> None:
        for _ in range(60):
            if browser.run(script):
                return
            browser.press("Tab")
        pytest.fail(f"nobody gets there by Tab: {script}")

    until_at("document.activeElement.id === 'f-prompt'")
    browser.type("a cat")
    page.checked()
    until_at("document.activeElement.classList.contains('main')")
    browser.press("Enter")
    browser.until(lambda: browser.run(DONE) == 1)
    browser.run("document.getElementById('f-prompt').focus()")
    until_at("document.activeElement.name === 'f-size'")
    browser.press("ArrowRight")
    assert browser.run("document.querySelector('[name=f-size]:checked').value") != ""


def test_what_waits_is_cancelled(page: Page) -> None:
    """Another call of the model is on its way, or in doubt, so that this one has to wait for its turn."""
    journal, orders = page.house.studio.journal, page.house.studio.orders
    journal.add([orders.check({"model": "wan2.6-t2i", "prompt": "a dog"}, key="other")])
    another = Lease(journal)
    journal.move("other", "sending", expect=("planned",), owner=another.owner)
    page.enter()
    page.fill("prompt", "a cat")
    page.checked()
    page.browser.run("document.querySelector('.bar .main').click()")
    cancel = "document.querySelector('.card[data-state=planned] .does button:last-child')"
    page.browser.until(lambda: page.browser.run(f"{cancel} !== null"))
    page.browser.run(f"{cancel}.click()")
    page.browser.until(lambda: page.browser.run("document.querySelector('.card[data-state=skipped]') !== null"))
    assert page.browser.run("document.querySelector('.card .error').textContent") == "cancelled"
    assert len(page.house.api.ledger) == 0
    another.close()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_pictures_are_dropped_and_pasted(way: str, page: Page) -> None:
    page.enter()
    page.choose("wan2.7-image", "edit")
    page.browser.run(
        """(async () => {
          const canvas = Object.assign(document.createElement('canvas'), {width: 512, height: 512});
          canvas.getContext('2d').fillRect(0, 0, 512, 512);
          const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg'));
          const held = new DataTransfer();
          held.items.add(new File([blob], 'black.jpg', {type: 'image/jpeg'}));
          const given = {bubbles: true, cancelable: true};
          const [place, happens] = WAY === 'drop'
            ? [document.querySelector('.drop'), new DragEvent('drop', {...given, dataTransfer: held})]
            : [document, new ClipboardEvent('paste', {...given, clipboardData: held})];
          place.dispatchEvent(happens);
        })()""".replace("WAY", repr(way))
    )
    page.browser.until(lambda: page.browser.run("document.querySelector('#fields .pictures img')?.naturalWidth") == 512)
    assert page.browser.run("document.querySelector('#fields .pictures .line span').textContent") == "black.jpg"


def test_a_file_that_is_no_picture_is_refused_by_its_content(page: Page, tmp_path: Path) -> None:
    page.enter("zh")
    page.choose("wan2.7-image", "edit")
    (tmp_path / "cat.png").write_text("no picture", "utf-8")
    node = page.browser.tell("Runtime.evaluate", expression="document.querySelector('#fields input[type=file]')")
    page.browser.tell("DOM.setFileInputFiles", files=[str(tmp_path / "cat.png")], objectId=node["result"]["objectId"])
    faults = "document.querySelector('[data-name=reference_images] .faults').textContent"
    page.browser.until(lambda: "cat.png" in page.browser.run(faults))
    assert "这不是已知格式的图像" in page.browser.run(faults)
    page.browser.complaints.clear()  # Chromium tells of each answer that is a refusal


def test_what_is_under_way_outlives_the_page(browser: Browser, tmp_path: Path) -> None:
    with opened(tmp_path, latency=3.0) as house:
        page = Page(browser, house)
        page.enter()
        page.fill("prompt", "a cat")
        page.checked()
        browser.run("document.querySelector('.bar .main').click()")
        browser.until(lambda: browser.run("document.querySelector('.card progress') !== null"))
        browser.open("about:blank")
        page.enter()
        browser.until(lambda: browser.run(DONE) == 1)
        assert house.billed == 1


def test_every_mode_of_every_model_has_a_form(page: Page) -> None:
    """Fields for each argument, whatever the schema is; so a new model needs no edit here."""
    page.enter()
    for model in REGISTRY.tables():
        if model.regions and "ap-southeast-1" not in model.regions:
            continue
        for mode in model.modes:
            page.choose(model.id, mode)
            wanted = set(REGISTRY[model.id].json_schema(mode)["properties"])  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
            shown = page.browser.run(
                "[...document.querySelectorAll('#fields [data-name]')].map(each => each.dataset.name)"
            )
            assert set(shown) == wanted - {"bbox_list"}, (model.id, mode)


def test_it_is_small_and_asks_nobody_else(page: Page) -> None:
    page.enter()
    loaded: list[dict[str, Any]] = page.browser.run(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
        ".map(each => ({url: each.name, bytes: each.transferSize}))"
    )
    assert {each["url"].startswith(page.house.server.origin) for each in loaded} == {True}
    assert sum(each["bytes"] for each in loaded) <= 100_000


def get(house: House, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(house.server.origin + path, headers=headers)
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, *_: Any) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - an answer as others
        return None


def test_the_token_opens_the_page_and_stays_out_of_it(house: House) -> None:
    status, text, _ = get(house, "/")
    assert status == 401
    assert "brushwork serve" in text
    assert get(house, "/?token=wrong")[0] == 401
    assert "令牌" in get(house, "/", **{"Accept-Language": "zh-CN,zh;q=0.9"})[1]
    status, _, headers = get(house, f"/?token={TOKEN}&lang=zh")
    assert (status, headers["location"]) == (303, "/?lang=zh")
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    inside = {"Cookie": cookie.partition(";")[0]}
    said = [
        get(house, path, **inside) for path in ("/", "/api/start", "/api/orders", "/api/form/wan2.7-image?mode=edit")
    ]
    assert [status for status, _, _ in said] == [200] * 4
    for _, text, headers in said:
        assert TOKEN not in text
        assert KEY not in text + str(headers)
        assert "default-src 'none'" in headers["content-security-policy"]
    assert get(house, "/api/start")[0] == 401
    assert get(house, "/api/orders", Cookie="brushwork-1=x; {}")[0] == 401


@pytest.mark.parametrize("path", ["/api/start", "/", "/assets/page.js", "/files/x/y/0"])
def test_foreign_names_and_pages_are_refused_everywhere(path: str, house: House) -> None:
    assert get(house, path, Host="evil.example")[0] == 403
    assert get(house, path, Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("path", ["/assets/../server.py", "/assets/page.html", "/assets/none.js", "/api/none"])
def test_there_is_nothing_else(path: str, house: House) -> None:
    assert get(house, path, Authorization=f"Bearer {TOKEN}")[0] == 404


def test_every_word_of_the_page_is_one_that_it_says() -> None:
    assets = files("brushwork_web").joinpath("assets")
    scripts = "".join(each.read_text("utf-8") for each in assets.iterdir() if each.name.endswith(".js"))
    said = set(re.findall(r"say\(\"(\w+)\"", scripts)) | {"planned", "sending", "submitted", "done", "failed"}
    said |= {"rejected", "unknown", "expired", "skipped"} | set(re.findall(r"\? \"(\w+)\" : \"(\w+)\"\)", scripts)[0])
    assert set(words()) == said
