"""Where a figure stands: the language of its words and the way to files of the site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from posixpath import relpath

from generator.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page, and the folder of the pictures that the samples of code made."""

    page: Page
    pictures: Path

    def say(self, english: str, chinese: str) -> str:
        """The words of the page's language."""
        return english if self.page.language == "en" else chinese

    def url(self, path: str) -> str:
        """The address of a file of the site, as a link of the page: Zensical makes one between URLs of it."""
        return relpath(path, self.page.folder)
