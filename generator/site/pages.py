"""Which file of the repository becomes which page of the site.

The site has two halves, each built on its own: English at the root and Chinese below zh/, each with its own search.
They have the same pages at the same paths, so that a switch of the language keeps the page; where a text is not there
in Chinese, the Chinese half shows the English one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import TypedDict

from generator.naming import file_name
from generator.site.python_reference import PYTHON_PAGES

LANGUAGES = ("en", "zh")


class _Section(TypedDict):
    en: str
    zh: str
    pages: list[str]


class _Navigation(TypedDict):
    section: list[_Section]
    names: dict[str, str]


Sections = list[tuple[str, list[tuple[str, str]]]]
"""Titles of sections, with the name and the path of each of their pages; an empty name stands for the page's title."""

_PROJECT = {
    "docs/COMMAND_LINE.md": "project/command-line.md",
    "docs/EMULATOR.md": "project/emulator.md",
    "docs/ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown file of the repository and its path on the site, below the folder of its language.

    A page of the Chinese half that is not `translated` shows the English text.
    """

    source: str
    path: str
    language: str
    translated: bool = True

    @property
    def url(self) -> str:
        """The folder that the page is served as, from the root of the site: "reference/models/x"."""
        below = self.path.removesuffix(".md").removesuffix("index").rstrip("/")
        return normpath(f"{'' if self.language == 'en' else self.language}/{below}".lstrip("/"))

    @property
    def folder(self) -> str:
        """The folder that links are relative to, from the site root; Zensical turns them into links between URLs."""
        return normpath(f"{'' if self.language == 'en' else self.language}/{dirname(self.path)}".lstrip("/"))

    def link(self, other: Page) -> str:
        """A link from this page to the other: to its file within a language, to its URL across languages."""
        if self.language == other.language:
            return relpath(other.path, dirname(self.path) or ".")
        return relpath(other.url, self.folder) + "/"


def pages(root: Path) -> tuple[Page, ...]:
    """Every page of the site in both languages, those of the generator included."""
    found = dict(_english(root))
    english = [Page(source=source, path=path, language="en") for source, path in found.items()]
    chinese = [
        Page(source=source if there else page.source, path=page.path, language="zh", translated=there)
        for page in english
        for source in [_in_chinese(page.source)]
        for there in [(root / source).exists()]
    ]
    return (*english, *chinese)


def _english(root: Path) -> list[tuple[str, str]]:
    found = [("docs/guides/index.md", "index.md")]
    for file in sorted((root / "docs/guides").glob("*.md")):
        if file.name != "index.md":
            found.append((f"docs/guides/{file.name}", f"guides/{file.name}"))
    for file in sorted((root / "docs/decisions").glob("*.md")):
        found.append((f"docs/decisions/{file.name}", f"project/decisions/{file.name}"))
    found += _PROJECT.items()
    made = [f"reference/python/{name}.md" for name in PYTHON_PAGES]  # of the code, files nowhere
    found += zip(made, made, strict=True)
    generated = root / "generated/docs"
    for file in sorted(generated.rglob("*.md")):
        below = file.relative_to(generated).as_posix()
        if file.name != "comparison.md" and not below.startswith("zh/"):  # the one is a part of other pages
            found.append((f"generated/docs/{below}", f"reference/{below}"))
    return found


def _in_chinese(source: str) -> str:
    """Where the Chinese text of a page is, if there is one."""
    for folder in ("docs/guides", "generated/docs"):
        if source.startswith(f"{folder}/"):
            return f"{folder}/zh{source.removeprefix(folder)}"
    return source.removesuffix(".md") + ".zh.md"


def links_of(page: Page, every: tuple[Page, ...]) -> dict[str, Page]:
    """Source -> the page that a link of this page to it leads to: one of its own language, where that shows the source.

    An English text in the Chinese half leads to the Chinese half, also where that has a text of its own.
    """
    known = {other.source: other for other in every if other.language != page.language}
    known |= {other.source: other for other in every if other.language == page.language}
    if not page.translated:
        here = {other.path: other for other in every if other.language == page.language}
        known |= {other.source: here[other.path] for other in every if other.language == "en"}
    return known


def navigation(root: Path, every: tuple[Page, ...], models: list[str]) -> dict[str, Sections]:
    """Language -> sections with their pages, as docs/site/nav.toml lists them.

    There `*` stands for the page of every model, and `folder/*` for every page of the folder but its index.
    """
    known: _Navigation = tomllib.loads((root / "docs/site/nav.toml").read_text("utf-8"))  # type: ignore[assignment]  # its own file
    paths = [page.path for page in every if page.language == "en"]
    names = {page.path: known["names"].get(page.path, "") for page in every if not page.translated}
    return {
        language: [
            (
                section["en" if language == "en" else "zh"],
                [(names.get(path, "") if language != "en" else "", path) for path in _listed(section, models, paths)],
            )
            for section in known["section"]
        ]
        for language in LANGUAGES
    }


def _listed(section: _Section, models: list[str], every: list[str]) -> list[str]:
    paths: list[str] = []
    for path in section["pages"]:
        if path == "*":
            paths += [each for model in models for each in every if each.endswith(f"models/{file_name(model)}.md")]
        elif path.endswith("/*"):
            paths += [each for each in every if each.startswith(path[:-1]) and not each.endswith("/index.md")]
        else:
            paths.append(path)
    return paths
