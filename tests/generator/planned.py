"""The specs that the tests of the renderers read: a tiny family and the real ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.ir import Mode, Model, Spec
from generator.load import load
from generator.plan import plan

HERE = Path(__file__).parent


@cache
def tiny() -> Spec:
    """The family Paint."""
    return plan(load(HERE / "tiny_specs"))


@cache
def real() -> Spec:
    """The specs of this repository."""
    return plan(load(HERE.parents[1] / "specs"))


def find(spec: Spec, model_id: str, mode_name: str) -> tuple[Model, Mode]:
    """A model and one of its modes."""
    (model,) = (each for family in spec.families for each in family.models if each.id == model_id)
    (mode,) = (each for each in model.modes if each.name == mode_name)
    return model, mode
