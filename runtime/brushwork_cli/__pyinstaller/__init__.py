"""What PyInstaller asks of an installed package: where its hooks are (entry point `pyinstaller40`)."""

from __future__ import annotations

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """The folders with hooks, as PyInstaller calls it when it builds a program."""
    return [str(Path(__file__).parent)]
