"""The models of a tree that are not shipped, with a call of each of their modes; for programs that run in that tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brushwork_runtime.tables.spec import Mode, Model
from generator.ir import Example, Json
from generator.pipeline import planned
from tests.every.tree import MADE_UP, UNSHIPPED
from tests.package.facts import pictures, required, said


def examples() -> list[Example]:
    """The examples of those models, of the specs in this folder."""
    names = {path.stem for path in (*MADE_UP, *UNSHIPPED)}
    families = (family for family in planned(Path("specs")).spec.families if family.id in names)
    return [example for family in families for example in family.examples]


def calls(models: Iterator[Model]) -> Iterator[tuple[Model, Mode, dict[str, Json]]]:
    """Each mode of those models, with the call of an example or else with what it needs."""
    known = {(each.model, each.mode): dict(each.call) for each in reversed(examples())}
    shared = {each.mode: dict(each.call) for each in examples()}
    ours = {model for model, _ in known} | {"retouch-1", "loom-2-hand"}
    for model in models:
        for mode in model.modes.values() if model.id in ours else ():
            needed = {**said(mode), **pictures(mode, 1), **required(mode)}
            yield (
                model,
                mode,
                known.get((model.id, mode.name)) or (shared[mode.name] if model.id == "loom-2-hand" else needed),
            )
