"""A project in a folder: the generator itself, small specs, a changelog, and the first commit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.release.built import ROOT

BASE = ROOT / "tests" / "generator" / "spec_errors" / "base"
CHANGELOG = """\
# Changelog

About it.

## Unreleased

### Fixed

- Written by hand,
  on two lines.
"""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def made(folder: Path) -> Path:
    """A project of version 0.1.0 with a baseline; nothing is generated yet."""
    for name in ("generator", "runtime"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(BASE, folder / "specs")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    (folder / "changelog.d").mkdir()
    set_version(folder, "0.1.0")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for key, value in (("user.name", "A"), ("user.email", "a@example.com"), ("commit.gpgsign", "false")):
        git(folder, "config", key, value)
    return folder


def set_version(folder: Path, version: str) -> None:
    from generator.package.version import VERSION

    for name in ("pyproject.toml", "generator/package/version.py"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(f'"{VERSION}"', f'"{version}"', 1), "utf-8")


def generator(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs the generator of that project."""
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == code, f"{arguments}\n{done.stdout}{done.stderr}"
    return done


def edit(folder: Path, old: str, new: str, file: str = "specs/models/paint.yaml") -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")
