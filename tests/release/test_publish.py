"""`make publish` says what it would do; it uploads only a release, and only when that is confirmed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.release.project_files import Project, ReleaseError
from generator.release.publish import publish
from tests.release.made_project import commit, git, made


class Twine:
    """Notes the commands that would run; `codes` are their exit codes by subcommand."""

    def __init__(self, **codes: int) -> None:
        self.codes = codes
        self.ran: list[list[str]] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.ran.append([Path(part).name for part in command[1:]])
        return self.codes.get(command[3], 0)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = made(tmp_path_factory.mktemp("publish") / "project")
    commit(folder, "First")
    git(folder, "tag", "-a", "-m", "It", "v0.1.0")
    return Project(specs=folder / "specs")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "brushwork-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
    (folder / "brushwork-0.1.0.tar.gz").write_bytes(b"sdist")
    return folder


FILES = ["brushwork-0.1.0-py3-none-any.whl", "brushwork-0.1.0.tar.gz"]


def test_a_dry_run(project: Project, dist: Path) -> None:
    twine, said = Twine(), list[str]()
    assert publish(project, dist, said.append, confirmed=False, run=twine) == 0
    assert twine.ran == [["-m", "twine", "check", "--strict", *FILES]]
    assert said[0].startswith("would upload brushwork-0.1.0-py3-none-any.whl  5 bytes  sha256:")
    assert said[2:] == ["Nothing was uploaded. `make publish CONFIRM=yes` uploads."]


def test_confirmed(project: Project, dist: Path) -> None:
    twine, said = Twine(upload=3), list[str]()
    assert publish(project, dist, said.append, confirmed=True, run=twine) == 3, "twine's exit code"
    assert twine.ran[1] == ["-m", "twine", "upload", "--non-interactive", "--disable-progress-bar", *FILES]


def test_nothing_is_uploaded_that_is_not_the_release(project: Project, dist: Path, tmp_path: Path) -> None:
    untagged = Project(specs=Path(shutil.copytree(project.root, tmp_path / "untagged")) / "specs")
    git(untagged.root, "tag", "-d", "v0.1.0")
    (untagged.root / "left.txt").touch()
    (dist / FILES[1]).rename(dist / "brushwork-0.0.9.tar.gz")
    twine, said = Twine(), list[str]()
    assert publish(untagged, dist, said.append, confirmed=False, run=twine) == 1
    assert [line for line in said if line.startswith("it would not be uploaded")] == [
        f"it would not be uploaded: expected {' and '.join(FILES)}, found brushwork-0.0.9.tar.gz and {FILES[0]}",
        "it would not be uploaded: the commit has no tag v0.1.0; `make release` creates it",
        "it would not be uploaded: left.txt is not committed",
    ]
    assert said[-1] == "Nothing was uploaded."
    with pytest.raises(ReleaseError, match="not uploaded: expected"):
        publish(untagged, dist, said.append, confirmed=True, run=twine)
    assert [command[2] for command in twine.ran] == ["check", "check"]


def test_what_twine_refuses(project: Project, dist: Path) -> None:
    with pytest.raises(ReleaseError, match=r"twine check rejects them \(exit code 1\)"):
        publish(project, dist, list[str]().append, confirmed=True, run=Twine(check=1))


def test_nothing_built(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="contains no wheel and no sdist; `make wheel` builds them"):
        publish(project, tmp_path, list[str]().append, confirmed=True, run=Twine())
