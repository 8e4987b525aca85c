"""Every mistake of a spec author: a folder per case under spec_errors/, the printed problems in the snapshot.

`base` is a small family without a mistake. A case changes files of it: `<file>.edit` holds hunks, a blank line between
them, of lines to take out (`-` before them), to put in (`+`) and to leave (indented, as they stand); `<file>.gone`
takes the file away; any other file is laid over.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.pipeline import planned
from generator.problems import SpecError

CASES = Path(__file__).parent / "spec_errors"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.name != "base")


def specs_of(name: str, folder: Path) -> Path:
    """The specs of a case, made in `folder`."""
    specs = folder / "specs"
    shutil.copytree(CASES / "base", specs)
    for change in sorted(path for path in (CASES / name).rglob("*") if path.is_file()):
        target = specs / change.relative_to(CASES / name)
        if change.suffix == ".edit":
            edit(target.with_suffix(""), change.read_text("utf-8"))
        elif change.suffix == ".gone":
            target.with_suffix("").unlink()
        else:
            shutil.copy(change, target)
    return specs


def edit(file: Path, hunks: str) -> None:
    text = file.read_text("utf-8")
    for hunk in hunks.strip("\n").split("\n\n"):
        old, new = (
            "".join(f"{line[1:]}\n" if line[0] in "-+" else f"{line}\n" for line in hunk.split("\n") if line[0] in kept)
            for kept in ("- ", "+ ")
        )
        assert text.count(old) == 1, f"found {text.count(old)} times in {file.name}:\n{old}"
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def test_the_base_has_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    assert planned(CASES / "base").spec.families[0].id == "paint"


@pytest.mark.parametrize("name", NAMES)
def test_mistake(name: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    specs = specs_of(name, tmp_path)
    with pytest.raises(SpecError) as caught:
        planned(specs)
    assert str(caught.value) == snapshot
