"""The wheel of the working tree, and clean environments to install it in."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
EPOCH = "1700000000"


def run(
    command: Sequence[str | Path], cwd: Path, *, timeout: float = 300, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs without what the tests' own environment says of Python; fails with what the program said."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


def build(source: Path, out: Path, *targets: str) -> list[Path]:
    """Builds `targets` ("sdist", "wheel") of a source tree with the pinned hatchling."""
    out.mkdir()
    wanted = [part for target in targets for part in ("-t", target)]
    run([sys.executable, "-m", "hatchling", "build", "-d", out, *wanted], source, SOURCE_DATE_EPOCH=EPOCH)
    return sorted(out.iterdir())


def install(wheel: Path, folder: Path, extra: str = "", constraints: Path = ROOT / "constraints.txt") -> Path:
    """A new environment without pip that holds the wheel and what it asks for; returns its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    wanted = f"brushwork{f'[{extra}]' if extra else ''} @ {wheel.as_uri()}"
    pinned: list[str | Path] = ["-c", constraints, "--disable-pip-version-check", "--no-compile"]
    run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *pinned, wanted], folder)
    return python
