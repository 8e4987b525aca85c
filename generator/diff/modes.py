"""Modes: the methods of a model."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.inputs import inputs_changes, prompt_changes
from generator.diff.other_facts import rest
from generator.diff.pairs import pairs
from generator.diff.parameters import parameters_changes
from generator.diff.results import results_changes
from generator.diff.routes import routes_changes
from generator.diff.rules import Taken, rules_changes
from generator.ir import Mode, Model
from generator.phrasing import sentence

_HANDLED = frozenset(["name", "output", "routes", "prompt", "inputs", "parameters", "rules", "results"])
_RETURNS = {"images": "images", "parts": "alternating texts and images"}


def modes_changes(old: Model, new: Model) -> Iterator[Change]:
    """What became of the modes of one model."""
    found = pairs(old.modes, new.modes, lambda mode: mode.name)
    for mode in found.gone:
        scope = Scope(model=new.id, location=mode.location)
        yield scope.change("removed", "breaking", mode.name, f"the mode `{mode.name}` is gone.")
    for mode in found.come:
        scope = Scope(model=new.id, location=mode.location)
        said = f"the mode `{mode.name}` is new. {sentence(mode.summary)}"
        yield scope.change("added", "feature", mode.name, said)
    for before, after in found.both:
        yield from _changes(Scope(model=new.id, mode=after.name, location=after.location), before, after)


def _changes(scope: Scope, old: Mode, new: Mode) -> Iterator[Change]:
    if old.output != new.output:
        said = f"the result contains {_RETURNS[new.output]}; it contained {_RETURNS[old.output]}."
        yield scope.change("changed", "breaking", "output", said, old=old.output, new=new.output)
    yield from results_changes(scope, old.results, new.results)
    yield from routes_changes(scope, old, new)
    yield from prompt_changes(scope, old.prompt, new.prompt)
    yield from inputs_changes(scope, old.inputs, new.inputs)
    yield from parameters_changes(scope, old.parameters, new.parameters)
    yield from rules_changes(scope, old.rules, new.rules, _taken(old), _taken(new))
    yield from rest(scope, old, new, f"`{new.name}`", _HANDLED, {"summary": "the description"})


def _taken(mode: Mode) -> Taken:
    images = dict.fromkeys(images.name for images in mode.inputs)
    return {"prompt": None, **images, **{parameter.name: parameter for parameter in mode.parameters}}
