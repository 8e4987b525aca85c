"""The keywords that Brushwork adds to JSON Schema: each one's boundary, from both sides."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from generator.schema.keywords import BOX, SAME_LENGTH, SIZE, SIZE_PATTERN, SUM, box_fault, size_fault, sum_fault
from generator.schema.validation import request_errors

SIDES = st.integers(1, 3000)


@given(width=SIDES, height=SIDES)
def test_pixels_bound_the_product(width: int, height: int) -> None:
    bounds = {"pixels": [width * height, width * height]}
    assert size_fault(bounds, f"{width}*{height}") is None
    assert size_fault(bounds, f"{width}*{height + 1}") is not None
    if height > 1:
        assert size_fault(bounds, f"{width}*{height - 1}") is not None


@given(width=SIDES, height=SIDES)
def test_sides_bound_each_side(width: int, height: int) -> None:
    low, high = sorted((width, height))
    size = f"{width}*{height}"
    assert size_fault({"sides": [low, high]}, size) is None
    assert size_fault({"sides": [low + 1, high + 1]}, size) is not None
    assert size_fault({"sides": [0, high - 1]}, size) is not None


@given(width=SIDES, height=SIDES)
def test_aspect_bounds_width_to_height_exactly(width: int, height: int) -> None:
    exactly = f"{width}:{height}"
    size = f"{width}*{height}"
    assert size_fault({"aspect": [exactly, exactly]}, size) is None
    assert size_fault({"aspect": [exactly, exactly]}, f"{width + 1}*{height}") is not None
    assert size_fault({"aspect": [exactly, exactly]}, f"{width}*{height + 1}") is not None


@pytest.mark.parametrize("size", ["2K", "768*768 ", "768x768", 768, None, ["768*768"], "٧٦٨*٧٦٨"])
def test_bounds_leave_other_values_to_the_pattern(size: object) -> None:
    assert size_fault({"pixels": [1, 2], "sides": [1, 2], "aspect": ["1:1", "1:1"]}, size) is None


@pytest.mark.parametrize("size", ["0*5", "05*5", "5*5\n", " 5*5", "5*5 ", "-5*5", "5*5*5", "1e3*5", "٥*٥", "9" * 5000])
def test_size_pattern_takes_two_plain_numbers_only(size: str) -> None:
    assert request_errors({"pattern": SIZE_PATTERN, SIZE: {"pixels": [1, 10]}}, size) != []


@pytest.mark.parametrize("box", [[0, 0, 1, 1], [5, 5, 6, 900], "box", [1, 2, 3], None])
def test_box_takes_what_has_an_area_or_is_no_box(box: object) -> None:
    assert box_fault(box) is None


@pytest.mark.parametrize("box", [[1, 0, 1, 1], [0, 1, 1, 1], [2, 0, 1, 1], [0, 2, 1, 1]])
def test_box_refuses_what_is_empty_or_turned_round(box: list[int]) -> None:
    assert request_errors({BOX: True}, box) != []
    assert request_errors({BOX: False}, box) == []


@given(shares=st.lists(st.integers(0, 5000), min_size=1, max_size=9))
def test_sum_is_exact(shares: list[int]) -> None:
    """0.1 and its like do not add up in binary; the judge must count in decimals."""
    total = sum(shares)
    items = [{"ratio": f"{share // 100}.{share % 100:02}%"} for share in shares]
    rule = {"each": "ratio", "total": f"{total // 100}.{total % 100:02}"}
    assert sum_fault(rule, items) is None
    assert sum_fault(rule, [*items, {"ratio": "0.01%"}]) is not None


@pytest.mark.parametrize("items", [[{}], [{"ratio": "much"}], ["red"], "red", [None]])
def test_sum_leaves_what_is_no_number_to_the_pattern(items: object) -> None:
    assert request_errors({SUM: {"each": "ratio", "total": "1.00"}}, items) == []


@pytest.mark.parametrize(
    ("document", "holds"),
    [
        ({"boxes": [1], "content": [{"image": "a"}, {"text": "b"}]}, True),
        ({"boxes": [1, 2], "content": [{"image": "a"}, {"text": "b"}]}, False),
        ({"boxes": [], "content": [{"text": "b"}]}, True),
        ({"boxes": [1]}, False),
        ({"content": [{"image": "a"}]}, True),
        ({"boxes": "one", "content": []}, True),
    ],
)
def test_same_length_counts_the_items_that_hold_the_member(document: Any, holds: bool) -> None:
    schema = {SAME_LENGTH: [{"of": "/boxes", "to": "/content", "holding": "image"}]}
    assert (request_errors(schema, document) == []) is holds


def test_same_length_looks_through_lists() -> None:
    schema = {SAME_LENGTH: [{"of": "/b", "to": "/m/0/c"}]}
    assert request_errors(schema, {"b": [1], "m": [{"c": [1]}]}) == []
    assert request_errors(schema, {"b": [1], "m": []}) == ["body: b has 1 entry for 0 of c"]


def test_dollar_is_the_end_of_the_text() -> None:
    assert request_errors({"pattern": "^a$"}, "a\n") == [r"body: 'a\n' is not of the form that the schema has for it"]
