"""The workflows run what is there, and only the job that uploads may ask for an identity."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
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
    assert all((ROOT / name).exists() for name in re.findall(r"\.ci/[\w.]+", commands))
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
    ran = [step["run"].split()[2] for step in publish["steps"] if "run" in step]
    assert ran == ["pip", "twine"], "nothing of the repository runs beside the identity"
    assert publish["steps"][0]["with"]["sparse-checkout"] == ".ci"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_others_wrote_is_pinned_by_its_hash(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"uses: ([^.\s].*)", text)
    assert [line for line in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+(\.\d+)+", line)] == []
    installed = [line for line in text.splitlines() if re.search(r"\b(pip|pipx|uv|npm) ", line)]
    assert [line for line in installed if "--require-hashes" not in line or "--only-binary :all:" not in line] == []


def test_the_hashes_are_of_what_a_release_needs() -> None:
    """Everything that the group asks for, and what that asks for in turn, in the versions of constraints.txt."""
    text = (ROOT / ".ci" / "release.txt").read_text("utf-8")
    assert "://" not in text
    locked = dict(re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}\b", text, re.MULTILINE))
    assert len(locked) == text.count("==")
    pins = re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    pinned = {canonicalize_name(name): version for name, version in pins}
    assert {name: pinned.get(name) for name in locked} == locked

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    needed = {
        canonicalize_name(name) for group in ("build", "release") for name in groups[group] if isinstance(name, str)
    }
    waiting = list(needed)
    while waiting:
        for required in map(Requirement, metadata.requires(waiting.pop()) or ()):
            name = canonicalize_name(required.name)
            if name not in needed and (required.marker is None or required.marker.evaluate({"extra": ""})):
                needed.add(name)
                waiting.append(name)
    assert needed <= set(locked)


def test_the_gate_is_the_one_of_every_clone() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "ci.yml")
    assert workflow["jobs"]["gate"]["steps"][-1]["run"] == ".ci/run"
    versions = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert workflow["jobs"]["gate"]["strategy"]["matrix"]["python"] == versions


def test_what_is_mutated_and_what_is_to_notice_it_are_there() -> None:
    text = (ROOT / ".ci" / "mutate").read_text("utf-8")
    modules = re.findall(r'^    "([\w/]+)": \[', text, re.MULTILINE)
    tests = set(re.findall(r'"(\w+/test_\w+\.py)"', text))
    assert len(modules) > 10
    assert [name for name in modules if not (ROOT / "runtime" / "brushwork_runtime" / f"{name}.py").exists()] == []
    assert [name for name in tests if not (ROOT / "tests" / name).exists()] == []
