"""The workflows run what is there, and only the job that uploads may ask for an identity."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.release.built import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    reader: Any = YAML(typ="safe")
    loaded: dict[str, Any] = reader.load(path.read_text("utf-8"))
    return loaded


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", ())]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_it_runs_what_there_is(path: Path) -> None:
    workflow = read(path)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = "\n".join(step.get("run", "") for step in steps(workflow))
    assert set(re.findall(r"\bmake ([a-z]+)", commands)) <= targets
    assert all((ROOT / name).exists() for name in re.findall(r"\.ci/\w+", commands))
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@[\w./-]+", step["uses"]) for step in steps(workflow) if "uses" in step)
    called = [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    assert all((ROOT / name).exists() for name in called)
    assert workflow["permissions"] == {"contents": "read"}


def test_only_a_tag_that_passed_the_gate_is_uploaded() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "release.yml")
    assert workflow["on"] == {"push": {"tags": ["v*"]}}
    asking = [name for name, job in workflow["jobs"].items() if "id-token" in job.get("permissions", {})]
    assert asking == ["publish"]
    publish = workflow["jobs"]["publish"]
    assert (publish["needs"], publish["environment"]) == (["gate", "wheel"], "pypi")
    assert publish["steps"][-1]["uses"].startswith("pypa/gh-action-pypi-publish@")
    assert not any("run" in step for step in publish["steps"]), "nothing of the repository runs beside the identity"


def test_the_gate_is_the_one_of_every_clone() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "ci.yml")
    assert steps(workflow)[-1]["run"] == ".ci/run"
    versions = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert workflow["jobs"]["gate"]["strategy"]["matrix"]["python"] == versions
