"""The life of a project: baseline, first release, a change that the version must follow, the next release."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from tests.release.made_project import commit, edit, generator, git, made

DATE = ("--date", "2026-11-22")


def version_of(project: Path) -> str:
    program = "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=project, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_from_the_baseline_to_the_second_release(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    project = made(tmp_path / "project")
    generator(project, "release", "baseline")
    generator(project, "generate")
    commit(project, "First")
    generator(project, "check")

    said = generator(project, "release", "make", *DATE, "--dry-run")
    assert "would release 0.1.0; nothing was written" in said.stderr
    assert git(project, "status", "--porcelain") == ""
    generator(project, "release", "make", *DATE)
    assert git(project, "tag", "--points-at", "HEAD") == "v0.1.0"
    assert json.loads((project / "specs" / "released.json").read_text())["release"] == {
        "version": "0.1.0",
        "date": "2026-11-22",
    }
    generator(project, "check")
    assert "only `make release` replaces it" in generator(project, "release", "baseline", code=1).stderr
    assert "nothing changed since 0.1.0" in generator(project, "release", "make", *DATE, code=1).stderr

    edit(project, "    range: [1, 4]\n", "    range: [1, 3]\n")
    edit(project, "    default: 4\n", "    default: 3\n")
    edit(project, 'amount: "0.03"', 'amount: "0.04"')
    generator(project, "generate")
    assert generator(project, "check", code=1).stderr == snapshot(name="too low")
    assert generator(project, "release", "bump").stderr == "0.1.0 -> 0.2.0\n"
    assert version_of(project) == "0.2.0"
    generator(project, "check")
    assert generator(project, "release", "bump").stderr == "0.2.0 is high enough\n"

    (project / "changelog.d" / "wait.added.md").write_text("`wait` takes a callback that is called\nat every query.\n")
    (project / "changelog.d" / "old.changed.breaking.md").write_text("`cancel` returns nothing.\n")
    assert "these are not committed: " in generator(project, "release", "make", *DATE, code=1).stderr
    commit(project, "Take three")
    said = generator(project, "release", "make", *DATE, "--version", "0.1.5", code=1)
    assert "0.1.5 is too low: a breaking change since 0.1.0 makes it 0.2.0 (minor)" in said.stderr
    generator(project, "release", "make", *DATE)
    assert (project / "CHANGELOG.md").read_text("utf-8") == snapshot(name="changelog")
    assert git(project, "tag", "--points-at", "HEAD") == "v0.2.0"
    assert git(project, "log", "-1", "--format=%s") == "Release 0.2.0"
    assert "`paint-pro`: an image costs USD 0.04" in git(project, "tag", "--list", "--format=%(contents)", "v0.2.0")
    assert git(project, "status", "--porcelain") == ""
    assert list((project / "changelog.d").glob("*")) == []
    assert '__version__ = "0.2.0"' in (project / "generated" / "brushwork" / "_version.py").read_text("utf-8")
    assert generator(project, "diff", "v0.1.0", "v0.2.0", "--json").stdout
    assert generator(project, "diff").stdout.endswith("no change\n")
    generator(project, "check")


def test_two_places_of_one_version(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    generator(project, "release", "baseline")
    edit(project, 'VERSION = "0.1.0"', 'VERSION = "0.1.1"', "generator/package/version.py")
    said = generator(project, "release", "bump", code=1).stderr
    assert said == (
        "error: pyproject.toml has version '0.1.0', generator/package/version.py VERSION = \"0.1.1\"; "
        "they must be the same\n"
    )


def test_without_released_json_the_check_fails(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    assert "`make baseline` writes it" in generator(project, "check", code=1).stderr
    (project / "specs" / "released.json").write_text("{}")
    assert "specs/released.json.api: expected a value, found nothing" in generator(project, "check", code=1).stderr
    (project / "specs" / "released.json").write_text(generator(project, "ir").stdout)
    assert 'expected "release"' in generator(project, "check", code=1).stderr


def test_before_the_first_release_the_baseline_may_follow(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    generator(project, "release", "baseline")
    edit(project, "    range: [1, 4]\n", "    range: [1, 3]\n")
    edit(project, "    default: 4\n", "    default: 3\n")
    generator(project, "generate")
    said = generator(project, "check", code=1).stderr
    assert "a breaking change makes it 0.2.0 or higher" in said
    assert "0.1.0 is not released yet: `make baseline`" in said
    generator(project, "release", "baseline")
    generator(project, "check")


def test_a_new_model_needs_no_new_version_before_the_release(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    generator(project, "release", "baseline")
    edit(project, "summary: The faster one.", "summary: The fast one.")
    family = (project / "specs/models/paint.yaml").read_text("utf-8")
    other = family.replace("family: paint", "family: chalk").replace("paint-", "chalk-")
    (project / "specs/models/chalk.yaml").write_text(other, "utf-8")
    generator(project, "generate")
    generator(project, "check")
    assert "chalk-pro: new, with" in generator(project, "diff").stdout
    assert generator(project, "release", "bump").stderr == "0.1.0 -> 0.1.1\n"
