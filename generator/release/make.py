"""`make release`, `make bump`, `make baseline`: what they write, commit and tag."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.diff.version import Version
from generator.pipeline import planned
from generator.release.git import git, tags, uncommitted
from generator.release.next_release import Release, next_release
from generator.release.notes import fragment_files
from generator.release.project_files import Project, ReleaseError
from generator.release.released_json import released_json
from generator.release.version_check import since_release

_WRITTEN = ("CHANGELOG.md", "changelog.d", "pyproject.toml", "generator/package/version.py", "specs", "generated")


def release(project: Project, date: str, version: Version | None, *, dry_run: bool) -> Release:
    """Writes the version, the changelog and released.json, regenerates, commits and tags; or only says what it would.

    Raises ReleaseError before anything is touched if the tree is not that of the last commit, the tag exists, or there
    is nothing to release.
    """
    spec = planned(project.specs).spec
    made = next_release(project, spec, date, version)
    tag = f"v{made.version}"
    if dry_run:
        return made
    if dirty := uncommitted(project.root):
        shown = ", ".join(dirty[:5]) + (" and others" if dirty[5:] else "")
        raise ReleaseError(
            f"a release is made from a commit, and these are not committed: {shown}. Commit or remove them first"
        )
    if tag in tags(project.root):
        raise ReleaseError(f"the tag {tag} already exists; give a higher version with --version")
    project.write_version(made.version)
    project.changelog.write_text(made.changelog, "utf-8")
    for fragment in fragment_files(project.fragments):
        fragment.unlink()
    project.released_file.write_text(released_json(spec, str(made.version), date), "utf-8")
    regenerate(project.root)
    git(project.root, "add", "--all", "--", *(name for name in _WRITTEN if (project.root / name).exists()))
    git(project.root, "commit", "--quiet", "--message", f"Release {made.version}")
    git(
        project.root,
        "tag",
        "--annotate",
        tag,
        "--cleanup=verbatim",
        "--message",
        f"Brushwork {made.version}\n\n{made.notes}",
    )
    return made


def bump(project: Project) -> tuple[Version, Version]:
    """Raises the version to what the changes in the specs require, if it is too low; returns it before and after."""
    spec = planned(project.specs).spec
    before, wanted = project.version(), since_release(project, spec).version
    after = max(before, wanted) if wanted else before
    if after != before:
        project.write_version(after)
        regenerate(project.root)
    return before, after


def baseline(project: Project) -> Version:
    """Writes released.json before the first release. Raises ReleaseError after it."""
    if project.released_file.exists() and (released := project.released()).date:
        raise ReleaseError(f"{released.version} was released on {released.date}; only `make release` replaces it")
    version = project.version()
    project.released_file.write_text(released_json(planned(project.specs).spec, str(version), None), "utf-8")
    return version


def regenerate(root: Path) -> None:
    """Generates in a separate process, which reads the new version. Raises ReleaseError."""
    command = [sys.executable, "-m", "generator", "generate"]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise ReleaseError(f"`python -m generator generate` failed:\n{done.stderr}")
