"""Writes the folders that Zensical builds from: pages, pictures, lists for programs, settings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from generator.site.config import config
from generator.site.links import relinked, with_includes
from generator.site.llms import llms, llms_full
from generator.site.pages import Page, navigation, pages
from generator.site.pictures import with_pictures

LANGUAGES = ("en", "zh")


def assemble(root: Path, pictures: Path, out: Path) -> list[Path]:
    """Write everything below `out` anew; return the settings to build with, English first.

    `root` is the repository, `pictures` the output of `brushwork demo`. The site itself is built in `out`/site.
    """
    shutil.rmtree(out, ignore_errors=True)
    every = pages(root)
    models = [
        str(model["id"]) for model in json.loads((root / "generated/docs/models.json").read_text("utf-8"))["models"]
    ]
    sections = navigation(root, models)
    texts = {language: _texts(root, pictures, every, language) for language in LANGUAGES}
    for language in LANGUAGES:
        folder = out / language
        for path, text in texts[language].items():
            _write(folder / path, text)
        shutil.copytree(root / "docs/site/assets", folder / "assets")
    shutil.copytree(pictures, out / "en/pictures", ignore=shutil.ignore_patterns("*.html", "*.md"))
    shutil.copy(root / "generated/docs/models.json", out / "en/models.json")
    _write_lists(out / "en", every, sections["en"], texts["en"])
    theme = (root / "docs/site/theme.toml").read_text("utf-8")
    for language in LANGUAGES:
        site = "site" if language == "en" else f"site/{language}"
        _write(out / f"{language}.toml", config(language, sections[language], theme, language, site))
    return [out / f"{language}.toml" for language in LANGUAGES]


def _texts(root: Path, pictures: Path, every: tuple[Page, ...], language: str) -> dict[str, str]:
    """Path -> text of every page of the language."""
    known = {page.source: page for page in every}
    fragments = {"generated/docs/comparison.md": (root / "generated/docs/comparison.md").read_text("utf-8")}
    made: dict[str, str] = {}
    for page in every:
        if page.language == language:
            text = relinked((root / page.source).read_text("utf-8"), page, known)
            text = with_includes(text, page, known, fragments)
            made[page.path] = with_pictures(text, page, pictures) if "models/" in page.path else text
    return made


def _write_lists(
    folder: Path, every: tuple[Page, ...], sections: list[tuple[str, list[str]]], texts: dict[str, str]
) -> None:
    by_path = {page.path: page for page in every if page.language == "en"}
    listed = [(title, [by_path[path] for path in paths]) for title, paths in sections]
    _write(folder / "llms.txt", llms(listed, texts))
    _write(folder / "llms-full.txt", llms_full(listed, texts))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
