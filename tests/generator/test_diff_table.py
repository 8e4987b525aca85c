"""Small edits of the tiny specs, and for each the changes that it is: class, kind and sentence, word for word.

A case of diff_table.txt is a title (`#`), for each file (`@`) the lines to take out (`-`) and to put in (`+`), and the
changes that follow, or "no change". Backwards an edit closes what it opened.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.diff.comparison import Side, compared
from generator.diff.report import plain
from generator.ir import Spec
from generator.load import load
from generator.plan import plan
from tests.generator.planned import HERE, tiny

TABLE = (HERE / "diff_table.txt").read_text("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    edits: tuple[tuple[str, str, str], ...]
    changes: tuple[str, ...]


def cases() -> list[Case]:
    blocks = (block.split("\n") for block in TABLE.strip().split("\n\n"))
    return [case(lines) for lines in blocks if lines[0].startswith("# ")]


def case(lines: list[str]) -> Case:
    edits: list[tuple[str, str, str]] = []
    changes: list[str] = []
    file, before = "", ""
    for line in lines[1:]:
        if line.startswith("@ "):
            file = line[2:]
        elif line[0] == "-":
            if before != "-":
                edits.append((file, "", ""))
            edits[-1] = (file, f"{edits[-1][1]}{line[1:]}\n", edits[-1][2])
        elif line[0] == "+":
            edits[-1] = (*edits[-1][:2], f"{edits[-1][2]}{line[1:]}\n")
        else:
            changes.append(line)
        before = line[0]
    return Case(name=lines[0][2:], edits=tuple(edits), changes=tuple(changes))


def edited(case: Case, folder: Path) -> Spec:
    specs = Path(shutil.copytree(HERE / "tiny_specs", folder / "specs"))
    for file, old, new in case.edits:
        text = (specs / file).read_text("utf-8")
        gone, come = (old[:-1], new[:-1]) if new else (old, new)
        assert text.count(gone) == 1, f"found {text.count(gone)} times in {file}:\n{gone}"
        (specs / file).write_text(text.replace(gone, come), "utf-8")
    loaded = load(specs)
    assert loaded.problems == ()
    return plan(loaded)


def changes(old: Spec, new: Spec) -> list[str]:
    comparison = compared(Side(name="old", spec=old), Side(name="new", spec=new))
    return [f"{entry.level} {entry.kind}: {plain(entry.text)}" for entry in comparison.entries] or ["no change"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name.replace(" ", "-"))
def test_edit(case: Case, tmp_path: Path) -> None:
    new = edited(case, tmp_path)
    assert changes(tiny(), new) == list(case.changes)
    backwards = changes(new, tiny())
    there, back = levels(case.changes), levels(backwards)
    if "breaking" not in there:
        assert ("breaking" in back) == ("feature" in there), (
            "what opens something closes it backwards, a fix never does"
        )
    assert ("no" in there) == ("no" in back)


def levels(said: Iterable[str]) -> set[str]:
    return {line.split(" ")[0] for line in said}


def test_every_class_and_kind_is_in_the_table() -> None:
    assert len(cases()) > 120
    said = [line for case in cases() for line in case.changes if line != "no change"]
    assert levels(said) == {"breaking", "feature", "fix"}
    assert {re.split(r"[ :]", line)[1] for line in said} == {
        *("added", "removed", "widened", "narrowed", "changed", "moved", "default", "price", "text", "source"),
    }  # fmt: skip
