"""`make wheel` in two clones at the same commit gives the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.release.built import ROOT
from tests.release.made_project import commit, generator, git

LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", ".git", ".venv", ".*_cache", ".hypothesis", ".cache", "dist", "out", "tests"
)


def test_identical_files(tmp_path: Path) -> None:
    """A repository of the working tree, cloned to two places; one clone holds files that are in no commit."""
    origin = Path(shutil.copytree(ROOT, tmp_path / "origin", ignore=LEFT_OUT))
    git(origin, "init", "--quiet")
    for key, value in (("user.name", "A"), ("user.email", "a@example.com"), ("commit.gpgsign", "false")):
        git(origin, "config", key, value)
    commit(origin, "All")
    clones = [tmp_path / "first", tmp_path / "elsewhere" / "second"]
    for clone in clones:
        git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    (clones[1] / "generated" / "brushwork" / "left.py").write_text("left = 1\n")
    (clones[1] / "README.md").write_text("Not committed.\n")
    said = [generator(clone, "release", "wheel") for clone in clones]
    files = [{path.name: path.read_bytes() for path in (clone / "dist").iterdir()} for clone in clones]
    assert sorted(files[0]) == sorted(path.name for path in (clones[0] / "dist").iterdir())
    assert len(files[0]) == 3, "sdist, wheel and SBOM"
    assert files[0] == files[1]
    assert said[0].stdout == said[1].stdout
    assert "warning: the wheel is built from the last commit, which does not include README.md" in said[1].stderr
