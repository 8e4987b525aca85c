"""Links of the repository become links of the site."""

from __future__ import annotations

import re
from posixpath import dirname, normpath

from generator.site.pages import Page

_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|#)([^()\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```)", re.MULTILINE | re.DOTALL)
_INCLUDE = re.compile(r"^<!-- include: \S*comparison\.md -->$", re.MULTILINE)


def relinked(text: str, page: Page, known: dict[str, Page], base: str | None = None) -> str:
    """The text with its links rewritten for the site; a link to a file that is not on the site becomes plain text.

    Links are relative to the folder `base`, by default that of the page's source.
    """
    folder = dirname(page.source) if base is None else base

    def replaced(match: re.Match[str]) -> str:
        target, mark, fragment = match[2].partition("#")
        other = known.get(normpath(f"{folder}/{target}"))
        if other is None:
            return match[1]
        place = f"{mark}{fragment}" if page.translated or not other.translated else ""  # headings differ by language
        return f"[{match[1]}]({page.link(other)}{place})"

    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _LINK.sub(replaced, part) for part in parts)


def with_includes(text: str, page: Page, known: dict[str, Page], table: str, folder: str) -> str:
    """The text with each `<!-- include: .../comparison.md -->` replaced by the table, whose links start in `folder`."""
    return _INCLUDE.sub(lambda _: relinked(table, page, known, folder).rstrip("\n"), text)
