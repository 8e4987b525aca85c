"""`generator new`: a file to start from, for every model that there is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.pipeline import planned
from tests.generator.planned import HERE, real

ROOT = HERE.parents[1]
FIRST = [family.models[0].id for family in real().families]


@pytest.mark.parametrize("other", FIRST)
def test_it_is_sound_as_it_stands(other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", specs)
    if main(["new", "--specs", str(specs), "fresco/fresco_9", "--like", other]) != 0:
        assert "an endpoint of its family; move it to api.yaml first" in capsys.readouterr().err
        return
    text = (specs / "models" / "fresco_fresco_9.yaml").read_text("utf-8")
    assert text.startswith(f"# fresco/fresco_9, begun as a copy of {other}.")
    assert "# Every parameter by its name" in text
    spec = planned(specs).spec
    made, like = spec.models["fresco/fresco_9"], spec.models[other]
    assert [mode.name for mode in made.modes] == [mode.name for mode in like.modes]
    for mine, theirs in zip(made.modes, like.modes, strict=True):
        assert [each.name for each in mine.parameters] == [each.name for each in theirs.parameters]
        assert len(mine.rules) == len(theirs.rules)


@pytest.mark.parametrize(
    ("model", "other", "said"),
    [
        ("chalk-1", "paint-prou", 'error: unknown model "paint-prou"; did you mean "paint-pro"?\n'),
        ("paint-lite", "paint-pro", 'error: there is a model "paint-lite" already\n'),
    ],
)
def test_what_it_cannot_write(
    model: str, other: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(HERE / "spec_errors" / "base", specs)
    assert main(["new", "--specs", str(specs), model, "--like", other]) == 2
    assert capsys.readouterr().err == said
