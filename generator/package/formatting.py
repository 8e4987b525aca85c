"""Formats Python files with one run of ruff."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_FORMAT = ("format", "--isolated", "--line-length=120", "--target-version=py311", "--no-cache", "--quiet", ".")
"""Everything explicit: no configuration file is read, wherever this runs."""
_ENCLOSED = re.compile(r"""=\(("[^"\\\n]*"|'[^'\\\n]*')\)(?=,?$)""", re.MULTILINE)


def format_python(files: dict[str, str]) -> dict[str, str]:
    """The same files, laid out; what is no Python is left alone.

    Raises CalledProcessError, with ruff's words in `stderr`, if one of them is not valid Python.
    """
    sources = {path: text for path, text in files.items() if path.endswith(".py")}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in sources.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        subprocess.run([_ruff(), *_FORMAT], cwd=root, check=True, capture_output=True, text=True)
        laid_out = {path: _bare((root / path).read_text("utf-8")) for path in sources}
    return {path: laid_out.get(path, text) for path, text in files.items()}


def _bare(source: str) -> str:
    """Without the parentheses around a long text that turned out to fit into one line."""
    return _ENCLOSED.sub(r"=\1", source)


def _ruff() -> str:
    """The ruff beside this interpreter, else the one on the path."""
    beside = Path(sys.executable).with_name("ruff")
    return str(beside) if beside.exists() else "ruff"
