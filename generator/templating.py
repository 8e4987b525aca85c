"""Jinja templates: they hold loops and names only, and an undefined name is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def templates(folder: str) -> Environment:
    """The templates of a folder under `templates/`."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES / folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
