"""Facts in phrasing."""

from __future__ import annotations

from typing import Any

import pytest

from generator import phrasing
from generator.ir import Conflict, Json, Location, Parameter, Price, Prompt, Rule, RuleKind, Size
from generator.phrasing.chinese import chinese
from generator.spec_language.family import members

HERE = Location(file="a.yaml", line=1, column=1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (phrasing.number(1638400), "1,638,400"),
        (phrasing.span((1, 4)), "1 to 4"),
        (phrasing.span((1, 1)), "1"),
        (phrasing.plural(1, "image"), "1 image"),
        (phrasing.plural(4, "image"), "4 images"),
        (phrasing.counted((0, 1), "image"), "0 to 1 image"),
        (phrasing.counted((0, 2), "box", "boxes"), "0 to 2 boxes"),
        (phrasing.listing([]), ""),
        (phrasing.listing(["a"]), "a"),
        (phrasing.listing(["a", "b", "c"], "or"), "a, b or c"),
        (phrasing.area_span((589824, 4000000)), "589,824 (768*768) to 4,000,000 (2000*2000) pixels"),
        (phrasing.area(1000), "1,000"),
        (phrasing.value(True), "true"),
        (phrasing.value(["a", 1000]), "a, 1,000"),
        (phrasing.sentence("a fox"), "A fox."),
        (phrasing.sentence("bbox_list marks regions"), "bbox_list marks regions."),
        (phrasing.sentence("n is 1."), "n is 1."),
        (phrasing.sentence("wan2.7 takes nine!"), "wan2.7 takes nine!"),
    ],
)
def test_numbers_and_lists(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (Size(), "width*height"),
        (Size(fixed=True, recommended=((4, 3), (3, 4))), "4*3 or 3*4"),
        (Size(sides=(512, 1440)), "width*height with sides of 512 to 1,440 pixels"),
        (
            Size(presets={"1K": (1024, 1024)}, aspect=("1:4", "4:1"), recommended=((1, 9),)),
            "1K (1024*1024) or width*height with an aspect ratio of 1:4 to 4:1; recommended sizes are always accepted",
        ),
    ],
)
def test_sizes(size: Size, expected: str) -> None:
    assert phrasing.size_words(size) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"set": True}, "set is true"),
        ({"n": "given", "size": "absent"}, "n is given and size is not given"),
    ],
)
def test_conditions(when: dict[str, Json], expected: str) -> None:
    rule = Rule(kind="forbidden_when", of={"seed": "given"}, when=when, sources=(), location=HERE)
    assert phrasing.rule_words(rule) == f"seed is not accepted when {expected}."


@pytest.mark.parametrize(
    ("kind", "of", "more", "expected"),
    [
        ("only_when", ["a"], {"when": {"b": "given"}}, "a is accepted only when b is given."),
        ("only_when", {"a": 1, "c": True}, {"when": {"b": 2}}, "a 1 or c true is accepted only when b is 2."),
        ("forbidden_when", {"a": "agent"}, {"when": {"b": ["x", "y"]}}, "a agent is not accepted when b is x or y."),
        ("required_when", ["a"], {"when": {"b": {"above": 1}}}, "a is required when b is above 1."),
        ("required_when", ["a", "c"], {"when": {"b": {"not": ""}}}, 'a and c are required when b is other than "".'),
        ("ignored_when", ["a", "c"], {"when": {"b": {"not": ""}}}, 'a or c has no effect when b is other than "".'),
        ("at_least_one", ["a", "b"], {}, "At least one of a and b is required."),
        ("at_least_one", {"a": {"not": ""}, "b": {"above": 1, "below": 9}}, {"when": {"c": [90, 180]}},
         'At least one of a other than "" and b above 1 and below 9 is required when c is 90 or 180.'),
        ("exactly_one", ["a", "b"], {}, "Exactly one of a and b is required."),
        ("at_most_one", ["a", "b", "c"], {}, "At most one of a, b and c is accepted."),
        ("differ", ["a", "b"], {}, "a and b must differ."),
        ("counts_sum", ["a", "b"], {"range": (0, 10)}, "The lengths of a and b must add up to at most 10."),
        ("counts_sum", ["a", "b"], {"range": (1, 10)}, "The lengths of a and b must add up to 1 to 10."),
    ],
)  # fmt: skip
def test_rules(kind: RuleKind, of: Any, more: dict[str, Any], expected: str) -> None:
    rule = Rule(kind=kind, of=members(of), sources=(), location=HERE, **more)
    assert phrasing.rule_words(rule) == expected
    assert phrasing.rule_words(rule, chinese({})).endswith("。")


def test_a_parameter_in_full() -> None:
    count = Parameter(
        name="n",
        kind="integer",
        place={"messages": "parameters"},
        doc="Number of images",
        sources=("book",),
        location=HERE,
        range=(1, 4),
        default=4,
        send=1,
        bills="exactly",
    )
    expected = "Number of images. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. Every image is billed."
    assert phrasing.parameter_words(count) == expected


@pytest.mark.parametrize(
    ("prompt", "field", "value", "here", "there"),
    [
        (Prompt(max_characters=800), "max_characters", 500, "800 characters", "500 characters"),
        (Prompt(max_tokens=800), "max_characters", 800, "800 tokens", "800 characters"),
        (Prompt(), "max_characters", 800, "not limited", "800 characters"),
        (Prompt(), "supported", False, "supported", "not supported"),
    ],
)
def test_both_claims_of_a_conflict(prompt: Prompt, field: str, value: Json, here: str, there: str) -> None:
    conflict = Conflict(field=field, value=value, sources=("blog",), decision="the book is right", stated_by=("book",))
    assert phrasing.claimed(prompt, field) == here
    assert phrasing.other_claim(conflict) == there


def test_prices() -> None:
    price = Price(region="north", amount="0.02", currency="USD", sources=(), when={"brush": "ink"}, approximate=True)
    assert phrasing.amount_words(price) == "about USD 0.02 when brush is ink"
