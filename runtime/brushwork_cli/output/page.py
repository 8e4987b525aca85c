"""The Markdown page beside several images, or text and images in turns."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime import atomic_file, safe

if TYPE_CHECKING:
    from brushwork_runtime import Result


def write(result: Result, destination: str, folder: Path, *, overwrite: bool) -> Path:
    """Write the page into `folder` and return its path: it never stands in the way of one that is there."""
    target = _target(result, destination, folder, overwrite)
    atomic_file.write(result.markdown(folder).encode(), target, overwrite=overwrite)
    return target


def _target(result: Result, destination: str, folder: Path, overwrite: bool) -> Path:
    """`a.md` beside `a-0.png`, `index.md` for a story in a folder, else a name that no other result has."""
    own = f"{safe(result.fields()['model'])}-{safe(result.fields()['id'])}.md"
    given = Path(destination)
    if "{" not in destination and given.name and given.parent == folder:
        wanted = given.with_suffix(".md").name
    else:
        wanted = "index.md" if result.story else own
    target = folder / wanted
    return folder / own if os.path.lexists(target) and not overwrite else target
