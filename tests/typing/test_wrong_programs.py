"""Wrong programs fail in mypy and pyright, each line with just the error that it names, and no other line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRONG = Path(__file__).parent / "wrong"
EXPECTED = re.compile(r"# error: mypy=(?P<mypy>\S+) pyright=(?P<pyright>\S+)")

Finding = tuple[str, int, str]


def expected(checker: str) -> set[Finding]:
    return {
        (path.name, number, code)
        for path in WRONG.glob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := EXPECTED.search(line))
        for code in found[checker].split(",")
    }


def run(*command: str) -> str:
    command = (sys.executable, "-m", *command)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180).stdout


def test_mypy_reports_just_the_named_errors(tmp_path: Path) -> None:
    files = sorted(str(path) for path in WRONG.glob("*.py"))
    output = run("mypy", "--no-pretty", "--no-error-summary", "--hide-error-context", f"--cache-dir={tmp_path}", *files)
    lines = re.findall(r"^.*?([^/\s]+\.py):(\d+): error: .*\[([\w-]+)\]$", output, re.MULTILINE)
    assert {(name, int(number), code) for name, number, code in lines} == expected("mypy")


def test_pyright_reports_just_the_named_errors(tmp_path: Path) -> None:
    settings = {
        "include": [os.path.relpath(WRONG, tmp_path)],
        "extraPaths": [str(ROOT / "generated"), str(ROOT / "runtime")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps(settings))
    found = json.loads(run("pyright", "--outputjson", "-p", str(project)))["generalDiagnostics"]
    assert {
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["rule"])
        for each in found
        # What an error leaves behind (an expression of unknown type) is not a finding of its own.
        if not each["rule"].startswith("reportUnknown")
    } == expected("pyright")


@pytest.mark.parametrize("path", sorted(WRONG.glob("*.py")), ids=lambda path: path.stem)
def test_every_wrong_program_says_what_is_expected(path: Path) -> None:
    assert any(EXPECTED.search(line) for line in path.read_text().splitlines())
