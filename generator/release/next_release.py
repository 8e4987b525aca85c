"""What the next release will be: its version and its section of the changelog. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diff import changelog_text
from generator.diff.changes import Level, gravest
from generator.diff.comparison import Comparison
from generator.diff.version import Version, bump_for, needed
from generator.ir import Spec
from generator.release.notes import (
    level_of,
    merged,
    read_changelog,
    read_fragments,
    released_changelog,
    section_text,
)
from generator.release.project_files import Project, ReleaseError
from generator.release.version_check import since_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release to be made."""

    version: Version
    date: str
    notes: str
    changelog: str
    """The whole text of CHANGELOG.md once it is out."""
    comparison: Comparison


def next_release(project: Project, spec: Spec, date: str, version: Version | None = None) -> Release:
    """The next release: the given version, else the lowest one that the changes allow, at least that of the tree.

    Hand-written items count like changes of the specs, except before the first release, which they describe. Raises
    ReleaseError if there is nothing to release or the given version is too low, and ReadError.
    """
    comparison = since_release(project, spec)
    changelog, fragments = read_changelog(project.changelog), read_fragments(project.fragments)
    by_hand = merged(changelog.items, fragments)
    released = project.released()
    level = _gravest(comparison.level, level_of(by_hand) if released.date else None)
    if released.date and level is None:
        raise ReleaseError(
            f"nothing changed since {released.version}: no change in the specs, no fragment in changelog.d/, no item "
            "under Unreleased"
        )
    lowest = needed(released.version, level)
    chosen = version or max(lowest, project.version())
    if chosen < lowest:
        bump = bump_for(released.version, level)
        raise ReleaseError(f"{chosen} is too low: a {level} change since {released.version} makes it {lowest} ({bump})")
    items = merged(by_hand, changelog_text.sections(comparison))
    return Release(
        version=chosen,
        date=date,
        notes=section_text(changelog, items),
        changelog=released_changelog(changelog, str(chosen), date, items),
        comparison=comparison,
    )


def _gravest(*levels: Level | None) -> Level | None:
    return gravest({level for level in levels if level is not None})
