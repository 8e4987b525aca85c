"""Which file of the repository becomes which page of the site.

The site has two halves, each built on its own: English at the root and Chinese below zh/, each with its own search.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import TypedDict

from generator.naming import file_name


class _Section(TypedDict):
    title: str
    pages: list[str]


_PROJECT = {
    "docs/COMMAND_LINE.md": "project/command-line.md",
    "docs/EMULATOR.md": "project/emulator.md",
    "docs/ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown file of the repository and its path on the site, below the folder of its language."""

    source: str
    path: str
    language: str

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
    """Every page of the site, those of the generator included."""
    found = [Page(source="docs/guides/index.md", path="index.md", language="en")]
    for file in sorted((root / "docs/guides").glob("*.md")):
        if file.name != "index.md":
            found.append(Page(source=f"docs/guides/{file.name}", path=f"guides/{file.name}", language="en"))
    for file in sorted((root / "docs/decisions").glob("*.md")):
        found.append(Page(source=f"docs/decisions/{file.name}", path=f"project/decisions/{file.name}", language="en"))
    for source, path in _PROJECT.items():
        found.append(Page(source=source, path=path, language="en"))
    generated = root / "generated/docs"
    for file in sorted(generated.rglob("*.md")):
        below = file.relative_to(generated).as_posix()
        if file.name == "comparison.md":
            continue  # a part of other pages
        if below.startswith("zh/"):
            found.append(Page(source=f"generated/docs/{below}", path=below.removeprefix("zh/"), language="zh"))
        else:
            found.append(Page(source=f"generated/docs/{below}", path=f"reference/{below}", language="en"))
    return tuple(found)


def navigation(root: Path, models: list[str]) -> dict[str, list[tuple[str, list[str]]]]:
    """Language -> sections with their pages, as docs/site/nav.toml lists them.

    There `*` stands for the page of every model, and `folder/*` for every page of the folder but its index.
    """
    known: dict[str, list[_Section]] = tomllib.loads((root / "docs/site/nav.toml").read_text("utf-8"))
    paths = {language: [page.path for page in pages(root) if page.language == language] for language in known}
    return {
        language: [_section(entry, models, paths[language]) for entry in sections]
        for language, sections in known.items()
    }


def _section(entry: _Section, models: list[str], every: list[str]) -> tuple[str, list[str]]:
    paths: list[str] = []
    for path in entry["pages"]:
        if path == "*":
            paths += [each for model in models for each in every if each.endswith(f"models/{file_name(model)}.md")]
        elif path.endswith("/*"):
            paths += [each for each in every if each.startswith(path[:-1]) and not each.endswith("/index.md")]
        else:
            paths.append(path)
    return entry["title"], paths
