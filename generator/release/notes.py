"""The section of a release in CHANGELOG.md: what was written there by hand, fragments, and the diff of the specs.

A fragment is a file `changelog.d/<slug>.<section>.md`, or `<slug>.<section>.breaking.md` for what breaks callers; its
text becomes one item of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.diff.changelog_text import SECTIONS, item, joined
from generator.diff.changes import Level, gravest
from generator.release.project_files import ReleaseError

UNRELEASED = "## Unreleased"
_BREAKING = "**Breaking:**"
_LEVELS: dict[str, Level] = {
    "Added": "feature",
    "Changed": "feature",
    "Deprecated": "feature",
    "Removed": "breaking",
    "Fixed": "fix",
    "Security": "fix",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """CHANGELOG.md, cut at its unreleased section."""

    head: str
    before: str
    """Text of the unreleased section above its first heading."""
    items: Mapping[str, tuple[str, ...]]
    tail: str


def read_changelog(path: Path) -> Changelog:
    """The changelog. Raises ReleaseError if it has no unreleased section or an unknown heading in it."""
    text = path.read_text("utf-8")
    head, found, after = text.partition(f"{UNRELEASED}\n")
    if not found:
        raise ReleaseError(f"{path.name}: expected a line {UNRELEASED!r}, found none")
    body, tail = _cut(after)
    before, *parts = re.split(r"^### (.*)\n", body, flags=re.MULTILINE)
    items: dict[str, tuple[str, ...]] = {}
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        if name not in SECTIONS:
            raise ReleaseError(f"{path.name}: the heading {name!r} must be one of {', '.join(SECTIONS)}")
        items[name] = (*items.get(name, ()), *_items(content))
    return Changelog(head=head, before=before.strip(), items=items, tail=tail)


def _cut(after: str) -> tuple[str, str]:
    """The unreleased section, and all that follows from the heading of the last release on."""
    found = re.search(r"^## ", after, re.MULTILINE)
    return (after[: found.start()], after[found.start() :]) if found else (after, "")


def _items(content: str) -> list[str]:
    return [part.rstrip() for part in re.split(r"^(?=- )", content, flags=re.MULTILINE) if part.strip()]


def read_fragments(folder: Path) -> dict[str, list[str]]:
    """Section -> items, by file name. Raises ReleaseError for a name without a section."""
    found: dict[str, list[str]] = {}
    for path in fragment_files(folder):
        _, section, *rest = [*path.name.removesuffix(".md").split("."), ""]
        name = section.capitalize()
        if name not in SECTIONS or rest[0] not in ("", "breaking") or len(rest) > 2:
            expected = f"<slug>.<section>[.breaking].md with a section of {', '.join(SECTIONS).lower()}"
            raise ReleaseError(f"{folder.name}/{path.name}: expected {expected}")
        text = " ".join(path.read_text("utf-8").split())
        if not text:
            raise ReleaseError(f"{folder.name}/{path.name}: it is empty")
        found.setdefault(name, []).append(item(f"{_BREAKING} {text}" if rest[0] == "breaking" else text))
    return found


def fragment_files(folder: Path) -> list[Path]:
    """The fragments, in the order of their names."""
    return sorted(path for path in folder.glob("*.md") if path.name != "README.md")


def merged(*sources: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The items of all sources by section, in the order of Keep a Changelog."""
    every = {name: [one for source in sources for one in source.get(name, ())] for name in SECTIONS}
    return {name: items for name, items in every.items() if items}


def level_of(items: Mapping[str, Iterable[str]]) -> Level | None:
    """How serious hand-written items are: by their section, or because they are marked as breaking."""
    return gravest(
        {"breaking" if _BREAKING in one else _LEVELS[name] for name, section in items.items() for one in section}
    )


def released_changelog(changelog: Changelog, version: str, date: str, items: Mapping[str, Iterable[str]]) -> str:
    """The text of the changelog once the version is out."""
    section = section_text(changelog, items)
    text = f"{changelog.head}{UNRELEASED}\n\n## {version} - {date}\n\n{section}"
    return f"{text}\n{changelog.tail}" if changelog.tail else text


def section_text(changelog: Changelog, items: Mapping[str, Iterable[str]]) -> str:
    """What is below the heading of the version."""
    return (f"{changelog.before}\n\n" if changelog.before else "") + joined(items)
