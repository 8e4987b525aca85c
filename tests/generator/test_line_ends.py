"""A clone made where git writes CRLF: no difference, no hand edit, and every place in a spec as before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
CLONED = ("specs/models/wan2.6-image.yaml", "generated/openapi.yaml", "generated/.manifest.json", "generator/cli.py")


def git(*arguments: str | Path) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "gc.auto=0")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def cloned(folder: Path, *, attributes: bool) -> Path:
    """The working tree as a commit, cloned with core.autocrlf=true."""
    origin = folder / "origin"
    for name in ("generated", "generator", "specs"):
        shutil.copytree(PROJECT / name, origin / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", ".gitignore", *([".gitattributes"] if attributes else [])):
        shutil.copy(PROJECT / name, origin / name)
    git("init", "--quiet", origin)
    git("-C", origin, "add", "--all")
    git("-C", origin, "commit", "--quiet", "--message", "All")
    git("clone", "--quiet", "-c", "core.autocrlf=true", origin, folder / "clone")
    return folder / "clone"


def generator(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, cwd=clone, env=inherited, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("attributes", [True, False], ids=["with .gitattributes", "without"])
def test_a_clone_with_autocrlf(attributes: bool, tmp_path: Path) -> None:
    clone = cloned(tmp_path, attributes=attributes)
    for name in CLONED:
        assert (b"\r\n" in (clone / name).read_bytes()) is not attributes, name

    checked = generator(clone, "check")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    generated = generator(clone, "generate")
    assert generated.returncode == 0, generated.stderr
    assert generated.stderr.startswith(("nothing to do", "0 files written, 0 deleted"))

    page = clone / "generated" / "openapi.yaml"
    page.write_bytes(page.read_bytes() + b"# mine\n")
    assert generator(clone, "check").stdout.count("\n-") == 1, "the edit and no other line"
    assert "edited by hand" in generator(clone, "generate").stderr
    assert generator(clone, "generate", "--force").returncode == 0

    spec = clone / "specs" / "models" / "wan2.6-image.yaml"
    said = list[str]()
    for ends in (b"\n", b"\r\n"):
        lines = spec.read_bytes().splitlines()
        broken = [*lines[:10], b"oops: [1,", *lines[10:]] if b"oops: [1," not in lines else lines
        spec.write_bytes(ends.join(broken) + ends)
        said.append(generator(clone, "check").stderr)
    assert "specs/models/wan2.6-image.yaml:" in said[0]
    assert said[0] == said[1]
    assert "\r" not in said[1]
