"""Whatever a spec holds, checking it ends in problems or in a plan, never in a traceback."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st

from generator.check.example_requests import check_requests
from generator.check.specs import check
from generator.load import Loaded, load
from generator.load.document import Document
from generator.plan import plan
from generator.problems import render

BASE = Path(__file__).parent / "spec_errors" / "base"
LOADED = load(BASE)
_words = ["", "n", "size", "generate", "prompt", "1:1", "1024*1024", "messages", "sync", "paint-pro", "guide", "[1, 2]"]
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.floats(allow_nan=False) | st.sampled_from(_words),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_words), inner, max_size=3),
    max_leaves=5,
)


def changed(document: Document, number: int, value: object, *, remove: bool) -> Document:
    """The document with another value at one of its places."""
    paths = sorted((path for path in document.marks if path), key=str)
    path = paths[number % len(paths)]
    copied: Any = copy.deepcopy(document.data)
    holder = copied
    for step in path[:-1]:
        holder = holder[step]
    if remove:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return replace(document, data=copied)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 10_000), st.integers(0, 10_000), _values, st.booleans(), st.sampled_from(["api", "family", "both"])
)
def test_no_spec_raises(first: int, second: int, value: object, remove: bool, where: str) -> None:
    api, family = LOADED.api, LOADED.families[0]
    if where != "family":
        api = changed(api, first, value, remove=remove)
    if where != "api":
        family = changed(family, second, value, remove=remove)
    loaded = Loaded(api=api, errors=LOADED.errors, sources=LOADED.sources, families=(family,), problems=LOADED.problems)
    problems = check(loaded)
    if not problems:
        problems = check_requests(loaded, plan(loaded))
    assert render(problems, loaded.lines) is not None


def test_no_removal_raises() -> None:
    for number in range(len([path for path in LOADED.families[0].marks if path])):
        family = changed(LOADED.families[0], number, None, remove=True)
        loaded = replace(LOADED, families=(family,))
        if not check(loaded):
            plan(loaded)


def test_problems_come_in_order_and_once() -> None:
    family = changed(LOADED.families[0], 0, None, remove=True)
    loaded = replace(LOADED, families=(family,))
    places = [(each.location.line, each.location.column, each.message) for each in check(loaded)]
    assert places == sorted(set(places))
