"""`make wheel`: sdist, wheel and SBOM of the last commit, the same bytes wherever and whenever they are built.

Two builds are made of two exports of the commit, under another umask, time zone, hash seed and folder, and compared.
All times in the files are those of the commit. What is not committed is not in them.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.release.git import git, git_bytes
from generator.release.project_files import ReleaseError
from generator.release.sbom import write_sbom

_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file that was built; its hash is SHA-256 in hexadecimal digits."""

    path: Path
    size: int
    hash: str


def wheel(root: Path, out: Path) -> tuple[Artifact, ...]:
    """Builds sdist, wheel and SBOM into `out`, in place of earlier ones.

    Raises ReleaseError, also if two builds differ.
    """
    commit, epoch = git(root, "log", "-1", "--format=%H %ct").split()
    with tempfile.TemporaryDirectory() as temporary:
        first = _built(root, commit, epoch, Path(temporary, "a"), umask=0o022, zone="UTC", seed="1")
        second = _built(root, commit, epoch, Path(temporary, "another"), umask=0o077, zone="Asia/Tokyo", seed="2")
        differing = sorted(name for name in {*first, *second} if _bytes(first.get(name)) != _bytes(second.get(name)))
        if differing:
            raise ReleaseError(f"two builds of {commit[:12]} differ in {', '.join(differing)}; nothing was kept")
        out.mkdir(parents=True, exist_ok=True)
        for old in (path for kind in ("whl", "tar.gz", "cdx.json") for path in out.glob(f"brushwork-*.{kind}")):
            old.unlink()
        for name, path in first.items():
            shutil.move(path, out / name)
    bills = [write_sbom(path, int(epoch)) for path in sorted(out.glob("brushwork-*.whl"))]
    return (*artifacts(out), *map(_artifact, bills))


def artifacts(folder: Path) -> Iterator[Artifact]:
    """What a package index accepts: the sdist and the wheel in a folder, by name."""
    yield from map(_artifact, sorted((*folder.glob("*.whl"), *folder.glob("*.tar.gz"))))


def _artifact(path: Path) -> Artifact:
    content = path.read_bytes()
    return Artifact(path=path, size=len(content), hash=hashlib.sha256(content).hexdigest())


def _bytes(path: Path | None) -> bytes | None:
    return None if path is None else path.read_bytes()


def _built(root: Path, commit: str, epoch: str, folder: Path, *, umask: int, zone: str, seed: str) -> dict[str, Path]:
    """One build: the wheel is built from the sdist, as anyone who downloads that would."""
    tree, out = folder / "tree", folder / "dist"
    tree.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(git_bytes(root, "archive", "--format=tar", commit))) as archive:
        archive.extractall(tree, filter="data")
    inherited = {name: value for name, value in os.environ.items() if name in _KEPT}
    environment = {**inherited, "SOURCE_DATE_EPOCH": epoch, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)]
    done = subprocess.run(
        command, cwd=folder, env=environment, umask=umask, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise ReleaseError(f"the build of {commit[:12]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return {path.name: path for path in out.iterdir()}
