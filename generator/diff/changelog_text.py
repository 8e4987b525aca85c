"""A comparison in the style of a changelog: what a user has to know, under the headings of Keep a Changelog.

What breaks is marked so, prices stand out, and texts, sources and examples shrink to a line that counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from generator.diff.comparison import Comparison
from generator.diff.grouping import Entry
from generator.phrasing import plural

SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_WIDTH = 118
_QUIET = frozenset({"text", "source"})


def sections(comparison: Comparison) -> dict[str, list[str]]:
    """Heading -> its items, each Markdown on as many lines as it takes."""
    found: dict[str, list[str]] = {}
    for entry in comparison.entries:
        if entry.kind not in _QUIET:
            found.setdefault(_section(entry), []).append(item(_marked(entry)))
    quiet = sum(entry.kind in _QUIET for entry in comparison.entries)
    if quiet:
        found.setdefault("Fixed", []).append(item(f"{plural(quiet, 'text')} of the reference, sources and examples."))
    return {name: found[name] for name in SECTIONS if name in found}


def markdown(comparison: Comparison) -> str:
    """The sections as one text, "" where nothing changed."""
    return joined(sections(comparison))


def joined(by_section: Mapping[str, Iterable[str]]) -> str:
    """Sections as Markdown, a blank line between them."""
    parts = [f"### {name}\n\n" + "\n".join(items) + "\n" for name, items in by_section.items()]
    return "\n".join(parts)


def item(said: str) -> str:
    """A sentence as an item of a list, wrapped."""
    lines = wrap(
        said,
        _WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _section(entry: Entry) -> str:
    if entry.kind in ("removed", "added") and not (entry.kind == "added" and entry.level == "breaking"):
        return "Removed" if entry.kind == "removed" else "Added"
    if entry.kind == "widened":
        return "Added"
    return "Changed"


def _marked(entry: Entry) -> str:
    if entry.level == "breaking":
        return f"**Breaking:** {entry.text}"
    return f"**Price:** {entry.text}" if entry.kind == "price" else entry.text
