"""What rendering costs grows with the models and no faster, counted in calls of functions."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from many_models import multiply

from generator.check import check
from generator.docs.render import docs
from generator.ir import Spec
from generator.load import load
from generator.openapi.render import openapi
from generator.package.render import package
from generator.plan import plan
from generator.schema.render import schemas
from generator.wire.request_bodies import bodies

ROOT = Path(__file__).parents[2]


def multiplied(folder: Path, times: int) -> Path:
    """A family with endpoints, routes and results of its own, and copies of it."""
    one, many = folder / f"one-{times}", folder / f"many-{times}"
    shutil.copytree(ROOT / "specs", one, ignore=shutil.ignore_patterns("models", "released.json", "reviewed"))
    (one / "models").mkdir()
    shutil.copy(ROOT / "tests/generator/made_up/atelier-2.yaml", one / "models")
    multiply(one, times, many)
    return many


def calls(specs: Path, step: str) -> int:
    """How many functions of the generator run in one step of it."""
    loaded = load(specs)
    spec: Spec = plan(loaded)
    steps: dict[str, Callable[[], object]] = {
        "load": lambda: load(specs),
        "check": lambda: check(loaded),
        "plan": lambda: plan(loaded),
        "package": lambda: package(spec),
        "bodies": lambda: bodies(spec),
        "schemas": lambda: schemas(spec),
        "openapi": lambda: openapi(spec),
        "docs": lambda: docs(spec),
    }
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        steps[step]()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("step", ["load", "check", "plan", "package", "bodies", "schemas", "openapi", "docs"])
def test_a_step_is_linear_in_the_models(step: str, tmp_path: Path) -> None:
    calls(multiplied(tmp_path, 1), step)  # reads templates and the like, once
    few, some, many = (calls(multiplied(tmp_path, times), step) for times in (10, 20, 40))
    assert many - some < 2.2 * (some - few)
