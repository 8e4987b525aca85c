"""The command line on temporary trees: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.cli import main

PROJECT = Path(__file__).parents[2]
BASE = Path(__file__).parent / "spec_errors" / "base"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "specs"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
    values = {"PYTHONPATH": str(PROJECT), **inherited, **environment}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=values, check=False)


def test_generate_twice_then_check(specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--specs", str(specs), "--out", str(tmp_path / "out")]
    assert main(["generate", *place]) == 0
    assert "files written, 0 deleted" in capsys.readouterr().err
    assert main(["generate", *place]) == 0
    assert "nothing to do" in capsys.readouterr().err
    assert main(["check", *place]) == 0
    assert capsys.readouterr().out == ""

    page = tmp_path / "out" / "docs" / "index.md"
    page.write_text(page.read_text("utf-8") + "mine\n", "utf-8")
    assert main(["check", *place]) == 1
    found = capsys.readouterr()
    assert "-mine\n" in found.out
    assert "docs/index.md" in found.out
    assert "generate" in found.err
    assert main(["generate", *place]) == 1
    assert str(page) in capsys.readouterr().err
    assert main(["generate", "--force", *place]) == 0
    assert main(["check", *place]) == 0


def test_a_mistake_writes_nothing(specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (specs / "errors.yaml").write_text("codes: {}\n")
    place = ["--specs", str(specs), "--out", str(tmp_path / "out")]
    for command in ("generate", "check"):
        assert main([command, *place]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert "specs/errors.yaml:1:8: the mapping is empty" in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments", [["paint-pro"], ["paint-lite"], ["paint-pro-2026-01-01", "n"], ["paint-pro", "bbox_list"]]
)
def test_explain(arguments: list[str], snapshot: SnapshotAssertion, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--specs", str(BASE), *arguments]) == 0
    assert capsys.readouterr().out == snapshot


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["paint-prou"], 'error: unknown model "paint-prou"; did you mean "paint-pro"?\n'),
        (["paint-pro", "sise"], 'error: paint-pro has no parameter "sise"; did you mean "size"?\n'),
        (["x"], 'error: unknown model "x"; known: one of paint-lite, paint-pro, paint-pro-2026-01-01\n'),
    ],
)
def test_explain_unknown_names(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--specs", str(BASE), *arguments]) == 2
    assert capsys.readouterr().err == said


def test_ir_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ir", "--specs", str(BASE)]) == 0
    assert json.loads(capsys.readouterr().out)["families"][0]["id"] == "paint"


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["explain"], ["generate", "--wat"]])
def test_usage_errors(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().out == ""


def test_the_same_bytes_in_every_environment(specs: Path, tmp_path: Path) -> None:
    trees: list[dict[str, bytes]] = []
    for number, environment in enumerate(
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "TZ": "UTC"})
    ):
        out = tmp_path / f"out{number}"
        done = run("generate", "--specs", str(specs), "--out", str(out), **environment)
        assert done.returncode == 0, done.stderr
        trees.append({str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]


def test_nothing_changed_imports_neither_yaml_nor_templates(specs: Path, tmp_path: Path) -> None:
    place = ["--specs", str(specs), "--out", str(tmp_path / "out")]
    assert main(["generate", *place]) == 0
    program = (
        "import sys; from generator.cli import main; main(sys.argv[1:]);"
        "print(*(name for name in ('ruamel', 'jinja2', 'jsonschema', 'generator.pipeline') if name in sys.modules))"
    )
    command = [sys.executable, "-c", program, "generate", *place]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
    assert (done.stdout.strip(), "nothing to do" in done.stderr) == ("", True)
