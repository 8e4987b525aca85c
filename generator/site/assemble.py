"""Writes the folders that Zensical builds from: pages, pictures, lists for programs, settings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from posixpath import relpath

from generator.pipeline import planned
from generator.site.config import config
from generator.site.figures import with_figures
from generator.site.figures.place import Place
from generator.site.links import relinked, with_includes
from generator.site.llms import first, llms, llms_full
from generator.site.pages import LANGUAGES, Page, Sections, links_of, navigation, pages
from generator.site.pictures import with_pictures
from generator.site.python_reference import python_reference

_ONLY_ENGLISH = "> 本页尚无中文版，以下是英文原文。"


def assemble(root: Path, pictures: Path, out: Path, address: str) -> list[Path]:
    """Write everything below `out` anew; return the settings to build with, English first.

    `root` is the repository, `pictures` what `tests.site.illustrate` made, `address` where the site will be. The site
    itself is built in `out`/site.
    """
    shutil.rmtree(out, ignore_errors=True)
    every = pages(root)
    spec = planned(root / "specs").spec
    sections = navigation(root, every, list(spec.models))
    made = {f"reference/python/{name}.md": text for name, text in python_reference(root).items()}
    sources = {page: made.get(page.source) or (root / page.source).read_text("utf-8") for page in every}
    texts = {language: _texts(root, sources, language) for language in LANGUAGES}
    for page in every:
        text = with_pictures(texts[page.language][page.path], page, pictures, address)
        text = with_figures(text, spec, Place(page=page, pictures=pictures))
        _write(out / page.language / page.path, _told(page, every, text))
    for language in LANGUAGES:
        shutil.copytree(root / "docs/site/assets", out / language / "assets")
    shutil.copytree(root / "docs/site/theme", out / "theme")
    shutil.copytree(pictures, out / "en/pictures", ignore=shutil.ignore_patterns("*.txt", "samples"))
    shutil.copytree(pictures / "samples", out / "en/samples")
    shutil.copy(root / "docs/gallery.webp", out / "en/gallery.webp")
    shutil.copy(root / "generated/docs/models.json", out / "en/models.json")
    _write_lists(out / "en", every, sections["en"], texts["en"])
    theme = (root / "docs/site/theme.toml").read_text("utf-8")
    for language in LANGUAGES:
        below = "" if language == "en" else f"{language}/"
        settings = config(
            language,
            sections[language],
            theme,
            docs=language,
            site=f"site/{below}".rstrip("/"),
            address=f"{address}{below}",
        )
        _write(out / f"{language}.toml", settings)
    return [out / f"{language}.toml" for language in LANGUAGES]


def sitemap(every: tuple[Page, ...], address: str) -> str:
    """The addresses of all pages, each with that of the other language."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"']
    lines.append('        xmlns:xhtml="http://www.w3.org/1999/xhtml">')
    for page in every:
        languages = [other for other in every if other.path == page.path]
        lines.append(f"  <url><loc>{_address(page, address)}</loc>")
        lines += [
            f'    <xhtml:link rel="alternate" hreflang="{other.language}" href="{_address(other, address)}"/>'
            for other in languages
        ]
        lines.append("  </url>")
    return "\n".join([*lines, "</urlset>", ""])


def _address(page: Page, address: str) -> str:
    return f"{address}{'' if page.url == '.' else f'{page.url}/'}"


def _texts(root: Path, sources: dict[Page, str], language: str) -> dict[str, str]:
    """Path -> text of every page of the language, without pictures."""
    every = tuple(sources)
    folder = "generated/docs" if language == "en" else f"generated/docs/{language}"
    table = (root / folder / "comparison.md").read_text("utf-8")
    made: dict[str, str] = {}
    for page, source in sources.items():
        if page.language == language:
            known = links_of(page, every)
            made[page.path] = with_includes(relinked(source, page, known), page, known, table, folder)
    return made


def _told(page: Page, every: tuple[Page, ...], text: str) -> str:
    """The page with what it says of itself before it: a description, and where it is in the other language."""
    (other,) = (each for each in every if each.path == page.path and each.language != page.language)
    start = "." if page.language == "en" else page.language
    about = {"description": first(text), "twin": relpath(other.url, start) + "/"}
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in about.items())
    if not page.translated:
        title, _, rest = text.partition("\n")
        text = f"{title}\n\n{_ONLY_ENGLISH}\n{rest}"
    return f"---\n{head}---\n\n{text}"


def _write_lists(folder: Path, every: tuple[Page, ...], sections: Sections, texts: dict[str, str]) -> None:
    by_path = {page.path: page for page in every if page.language == "en"}
    listed = [(title, [by_path[path] for _, path in paths]) for title, paths in sections]
    _write(folder / "llms.txt", llms(listed, texts))
    _write(folder / "llms-full.txt", llms_full(listed, texts))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
