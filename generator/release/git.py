"""The git commands that a release needs."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.release.project_files import ReleaseError


def git(root: Path, *arguments: str) -> str:
    """What the command prints. Raises ReleaseError if it fails."""
    return git_bytes(root, *arguments).decode("utf-8", "replace").strip()


def git_bytes(root: Path, *arguments: str) -> bytes:
    """`git` for binary output. Raises ReleaseError."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise ReleaseError("git is not installed; a release is made from a commit") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise ReleaseError(f"git {' '.join(arguments[:2])} failed in {root}: {said or f'exit code {done.returncode}'}")
    return done.stdout


def uncommitted(root: Path) -> list[str]:
    """Files that differ from the last commit, or that git does not know."""
    return [line[3:] for line in git_bytes(root, "status", "--porcelain").decode("utf-8", "replace").splitlines()]


def tags(root: Path) -> set[str]:
    """Every tag."""
    return set(git(root, "tag", "--list").splitlines())


def tags_here(root: Path) -> set[str]:
    """The tags of the commit that is checked out."""
    return set(git(root, "tag", "--points-at", "HEAD").splitlines())
