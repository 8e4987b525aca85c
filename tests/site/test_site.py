"""The built site: every link leads somewhere, nothing is fetched from elsewhere, everything is in the lists."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import brushwork
import brushwork.batch
import brushwork.otel
import brushwork.testing
from brushwork_runtime.base.image_headers import signature
from generator.naming import file_name
from generator.site.figures.billing import STAGES
from tests.package.facts import specs

MODELS = {model.id: model for family in specs().families for model in family.models}
_ADDRESS = {"a": "href", "link": "href", "img": "src", "image": "href", "script": "src", "source": "src"}


class _Found(HTMLParser):
    """The links, the addresses of what is loaded, and the anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors = {"", "__top"}
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        address = values.get(_ADDRESS.get(tag, ""), "")
        if tag == "html":
            self.language = values["lang"]
        if address:
            known = tag == "a" or values.get("rel") in ("prev", "next", "alternate", "canonical")
            (self.links if known else self.loaded).append(address)


@cache
def read(file: Path) -> _Found:
    found = _Found()
    found.feed(file.read_text("utf-8"))
    return found


def html(site: Path) -> list[Path]:
    return sorted(file for file in site.rglob("*.html") if file.name != "404.html")


def test_every_link_leads_somewhere(site: Path) -> None:
    lost: list[tuple[str, str]] = []
    for page in html(site):
        for address in (*read(page).links, *read(page).loaded):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            known = target.is_relative_to(site.resolve()) or target == page
            whole = known and target.exists()
            if not whole or (target.suffix == ".html" and unquote(parts.fragment) not in read(target).anchors):
                lost.append((page.relative_to(site).as_posix(), address))
    assert lost == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in html(site):
        assert [address for address in read(page).loaded if urlsplit(address).scheme not in ("", "data")] == [], page
    for style in site.rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]*", style.read_text("utf-8")) == [], style


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_page_in_both_languages_with_a_picture_of_every_mode(model: str, site: Path) -> None:
    for folder, language in (("reference/models", "en"), ("zh/reference/models", "zh")):
        page = site / folder / file_name(model) / "index.html"
        assert read(page).language == language
        for mode in MODELS[model].modes:
            shown = [address for address in read(page).loaded if f"/{file_name(model)}/{mode.name}/" in address]
            assert shown
            for address in shown:
                assert signature((page.parent / address).read_bytes()[:64]) in ("PNG", "JPEG")


def test_figures_say_what_the_specs_and_the_pages_say(site: Path) -> None:
    """Sizes, models and boxes are those of the specs and of the code beside them."""
    for half in ("", "zh"):
        sizes = _figures(site / half / "guides/sizes/index.html")
        assert "<title>1696*960</title>" in sizes
        assert "wan2.6-t2i" in sizes
        chosen = _figures(site / half / "guides/choosing/index.html")
        assert {model for use in specs().api.uses for model in use.models[:1]} & set(
            re.findall(r">([\w./-]+)<", chosen)
        )
        assert "x1 989, y1 515" in _figures(site / half / "guides/boxes/index.html")
        shown = _figures(site / half / "guides/editing/index.html")
        takers = {mode.name for model in MODELS.values() for mode in model.modes if any(i.minimum for i in mode.inputs)}
        assert set(re.findall(r"<b>(\w+)</b>", shown)) == takers


def test_the_figure_of_the_bill_agrees_with_the_table_of_errors(site: Path) -> None:
    guide = (site / "guides/errors/index.html").read_text("utf-8")
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", guide, re.DOTALL)
    table = {name: told for names, told in rows for name in re.findall(r"<code>(\w+)</code>", names)}
    begins = {"no": ("no",), "perhaps": ("<strong>perhaps", "<strong>probably"), "yes": ("yes",)}
    for _, _, billed, errors, _, _ in STAGES:
        for error in errors:
            assert table[error].startswith(begins[billed]), error
            assert error in _figures(site / "guides/errors/index.html")


def _figures(page: Path) -> str:
    return "".join(re.findall(r'<figure class="drawn.*?</figure>', page.read_text("utf-8"), re.DOTALL))


def test_samples_of_code_use_pictures_that_the_site_ships(site: Path) -> None:
    shipped = {file.name for file in (site / "samples").iterdir()}
    for page in html(site):
        text = page.read_text("utf-8")
        if "/models/" in page.as_posix():
            assert "NotRealJustExample" not in text
            named = re.findall(r"example\.com/([\w.-]+)", text)
            assert set(named) <= shipped, page


def test_the_python_reference_has_what_a_program_imports(site: Path) -> None:
    pages = {file.parent.name: file.read_text("utf-8") for file in html(site / "reference/python")}
    for name in brushwork.__all__:
        kind = getattr(brushwork, name)
        if isinstance(kind, type) and not issubclass(kind, brushwork.BrushworkError | Warning):
            assert any(f'id="{name.lower()}"' in text for text in pages.values()), name
        elif isinstance(kind, type):
            assert f'id="{name.lower()}"' in pages["errors"], name
    for module in (brushwork.batch, brushwork.otel, brushwork.testing):
        page = pages[module.__name__.rpartition(".")[2]]
        for name in module.__all__:
            assert not isinstance(getattr(module, name), type) or f'id="{name.lower()}"' in page, f"{module}: {name}"
    for method in ("generate", "prepare", "task", "wait_all", "as_completed", "with_options"):
        for client in ("client", "async-client"):
            assert f"client{method}" in pages[client].lower()
    assert "wan2_6_t2i" not in pages["client"], "models have pages of their own"


def test_every_page_is_reached_from_the_navigation(site: Path) -> None:
    for half in (site, site / "zh"):
        start = half / "index.html"
        reached = {(start.parent / urlsplit(link).path).resolve() for link in read(start).links}
        pages = {file.parent.resolve() for file in html(half) if half != site or not file.is_relative_to(site / "zh")}
        assert pages - reached == set()


def test_the_switch_of_the_language_keeps_the_page(site: Path) -> None:
    english = {file.relative_to(site) for file in html(site) if not file.is_relative_to(site / "zh")}
    assert english == {file.relative_to(site / "zh") for file in html(site / "zh")}
    for page in english:
        for file, other in ((site / page, site / "zh" / page), (site / "zh" / page, site / page)):
            (switch,) = re.findall(r'class="[^"]*language-switch" href="([^"]+)"', file.read_text("utf-8"))
            assert (file.parent / switch / "index.html").resolve() == other.resolve()


def test_the_chinese_half_says_which_pages_are_english(site: Path) -> None:
    note = "本页尚无中文版"
    known = {file: note in file.read_text("utf-8") for file in html(site / "zh")}
    assert not known[site / "zh/reference/models/wan2.6-t2i/index.html"]
    assert known[site / "zh/project/architecture/index.html"]
    assert not any(note in file.read_text("utf-8") for file in html(site) if not file.is_relative_to(site / "zh"))


def test_every_page_describes_itself_and_is_in_the_map(site: Path) -> None:
    pattern = re.compile(r'<meta name="description" content="[^"]{6,}"')
    assert [file for file in html(site) if len(pattern.findall(file.read_text("utf-8"))) != 1] == []
    listed = re.findall(r"<loc>http://localhost:8000/([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(
        f"{file.parent.relative_to(site).as_posix()}/".removeprefix("./") for file in html(site)
    )


def test_the_lists_for_programs(site: Path) -> None:
    listed = json.loads((site / "models.json").read_text("utf-8"))
    assert [model["id"] for model in listed["models"]] == list(MODELS)
    index = (site / "llms.txt").read_text("utf-8")
    assert index.startswith("# Brushwork\n\n> ")
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\): \S", index, re.MULTILINE)
    assert len(links) > 40
    assert [line for line in index.splitlines() if line.startswith("- ") and line[-1] in ":,;"] == []
    for link in links:
        target = site / link
        assert (target / "index.html" if link.endswith("/") else target).exists(), link
    whole = (site / "llms-full.txt").read_text("utf-8")
    for model in MODELS:
        assert f"\n# {model}\n" in whole
    for link in links[2:]:
        assert f"<!-- {link} -->" in whole


def test_the_table_is_whole_without_a_script(site: Path) -> None:
    text = (site / "guides/choosing/index.html").read_text("utf-8")
    table = re.search(r'<div class="compare">.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    assert table
    assert table[1].count("<tr>") == sum(len(model.modes) for model in MODELS.values())


def test_the_search_knows_every_model(site: Path) -> None:
    for half in ("", "zh"):
        known = (site / half / "search.json").read_text("utf-8")
        for model in MODELS:
            assert model in known
