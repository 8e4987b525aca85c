"""Everything that differs between two sets of specs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.api import api_changes
from generator.diff.changes import Change, Scope
from generator.diff.errors_and_sources import errors_changes, sources_changes
from generator.diff.models import families_changes, models_changes
from generator.diff.other_facts import rest
from generator.ir import Spec


def compare(old: Spec, new: Spec) -> tuple[Change, ...]:
    """The changes, one for each model and mode they hold for, in the order of the specs."""
    return tuple(_changes(old, new))


def _changes(old: Spec, new: Spec) -> Iterator[Change]:
    yield from models_changes(old, new)
    yield from api_changes(old.api, new.api)
    yield from errors_changes(old.errors, new.errors)
    yield from families_changes(old, new)
    yield from sources_changes(old.sources, new.sources)
    told = {"api", "sources", "families", "errors", "disputes"}  # disputes are those of the others once more
    yield from rest(Scope(), old, new, "the specs", told, {"chinese": "Chinese texts"})
