"""Every page exists in English and in Chinese; each links to the other."""

from __future__ import annotations

from posixpath import dirname, relpath

from generator.phrasing import Locale


def folder(t: Locale) -> str:
    """The folder of the language's pages."""
    return "docs" if t.code == "en" else f"docs/{t.code}"


def other_language(t: Locale) -> str:
    """The name of the other language, in itself."""
    return "中文" if t.code == "en" else "English"


def twin(page: str, t: Locale) -> str:
    """The same page in the other language, as a link; `page` is below the language's folder: "models/x.md"."""
    here = dirname(f"{folder(t)}/{page}")
    there = f"docs/zh/{page}" if t.code == "en" else f"docs/{page}"
    return relpath(there, here)
