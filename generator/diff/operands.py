"""What `diff` is told to compare: the last release, a folder of specs, an IR file, or a git revision."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path

from generator.diff.comparison import Side
from generator.diff.ir_json import read_ir
from generator.diff.released import NAME, read_released, release_of
from generator.diff.version import Version, parse
from generator.pipeline import planned
from generator.problems import SpecError

RELEASED = "released"


class SideError(Exception):
    """One side cannot be read; the message says which, why and what to do."""


def side(name: str, specs: Path) -> Side:
    """The side called `name`. Raises SideError, ReadError, and SpecError for a folder of specs.

    `released` is `released.json` among the specs; what is no file and no folder is a revision of their repository.
    """
    path = Path(name)
    if name == RELEASED:
        released = read_released(specs / NAME, f"specs/{NAME}")
        called = f"{released.version}" if released.date else f"{released.version} (baseline, not yet released)"
        return Side(name=called, spec=released.spec, version=released.version)
    if path.is_dir():
        return folder(path if (path / "api.yaml").exists() else path / "specs")
    if path.is_file():
        text = path.read_text("utf-8")
        spec = read_ir(text, name)
        return Side(name=name, spec=spec, version=release_of(text, name)[0])
    return _revision(name, specs)


def folder(specs: Path) -> Side:
    """A folder of specs. Raises SpecError."""
    return Side(name=_shown(specs), spec=planned(specs).spec)


def _shown(path: Path) -> str:
    relative = Path(os.path.relpath(path))
    return path.as_posix() if ".." in relative.parts else relative.as_posix()


def _revision(name: str, specs: Path) -> Side:
    commit = _git(specs, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    prefix = _git(specs, name, "rev-parse", "--show-prefix").decode().strip()
    top = Path(_git(specs, name, "rev-parse", "--show-toplevel").decode().strip())
    revision = commit.decode().strip()
    with tempfile.TemporaryDirectory() as temporary:
        tree = f"{revision}:{prefix}"
        with tarfile.open(fileobj=io.BytesIO(_git(top, name, "archive", "--format=tar", tree))) as archive:
            archive.extractall(temporary, filter="data")
        try:
            spec = planned(Path(temporary)).spec
        except SpecError as error:
            raise SideError(
                f"{name}: this generator does not read the specs of that revision:\n{error}"
                "Compare the IR that the generator of that time prints: in a checkout of it, "
                "`python -m generator ir > old.json`, then give that file."
            ) from None
    return Side(name=name, spec=spec, version=_version(specs, name, revision, prefix))


def _version(specs: Path, name: str, revision: str, prefix: str) -> Version | None:
    """The version of the project at a revision, as pyproject.toml beside the specs had it."""
    place = (Path(prefix).parent / "pyproject.toml").as_posix()
    try:
        project = tomllib.loads(_git(specs, name, "show", f"{revision}:{place}").decode())
        return parse(project["project"]["version"])
    except (SideError, KeyError, ValueError):
        return None


def _git(specs: Path, name: str, *arguments: str) -> bytes:
    command = ["git", "-C", str(specs), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise SideError(f"{name}: no such file, and git, which might know it as a revision, is not installed") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise SideError(
            f"{name}: no file, no folder, and no revision that git knows with specs in it"
            f"{f' ({reason})' if reason else ''}; expected {RELEASED}, a folder of specs, a file that "
            "`python -m generator ir` printed, or a git revision"
        )
    return done.stdout
