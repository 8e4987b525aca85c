"""Numbers, palettes and boxes against plain oracles, and every check against every value."""

from __future__ import annotations

import re
import sys
from ast import literal_eval
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.violations import WIDTH
from brushwork_runtime.tables.spec import Boolean, Boxes, Choice, Integer, List, Number, Palette, Parameter, Text
from brushwork_runtime.validate.call import Findings
from brushwork_runtime.validate.kinds import check, is_ratio, rescaled
from brushwork_runtime.validate.scalars import UNSEEN
from tests.runtime.tables import FREE_SIZE, Preparing

KINDS = [
    Integer("n", -3, 7),
    Boolean("b"),
    Text("t", 20),
    Choice("c", ("oil", "ink")),
    Boxes("x", 1, 2),
    Palette("p", 1, 3),
    FREE_SIZE,
]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.complex_numbers(),
    st.sampled_from([400, 5000]).map(lambda digits: 10**digits),
)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner), st.tuples(inner, inner), st.dictionaries(leaves, inner)),
    max_leaves=6,
)
shares = st.lists(st.integers(0, 10_000), min_size=1, max_size=10)


class Held(Enum):
    N = 4
    SIZE = "1280*720"
    STYLE = "oil"


@pytest.mark.parametrize(
    ("parameter", "value", "sent"),
    [
        (Integer("n", 1, 7), Held.N, 4),
        (Integer("n", 1, 7), Decimal("4.0"), 4),
        (FREE_SIZE, Held.SIZE, "1280*720"),
        (Choice("c", ("oil", "ink")), Held.STYLE, "oil"),
        (Integer("n", 1, 7), "int64(4)", 4),
        (Integer("n", 1, 7), "array(4)", 4),
        (Integer("n", 1, 7), "float32(4)", None),
        (Integer("n", 1, 7), "float64(4)", None),
        (Integer("n", 1, 7), "bool_(True)", None),
        (Number("x", 0, 7), "float32(0.5)", 0.5),
        (Boolean("b"), "bool_(True)", True),
        (FREE_SIZE, "array([1280, 720])", "1280*720"),
        (Boxes("x", 1, 2), "array([[[1, 2, 3, 4]]])", [[[1, 2, 3, 4]]]),
        (Integer("n", 1, 7), "zeros(100000)", None),
    ],
)
def test_what_other_libraries_hold_is_what_it_is_worth(parameter: Parameter, value: object, sent: object) -> None:
    if isinstance(value, str):
        name, _, given = value.rstrip(")").partition("(")
        value = getattr(pytest.importorskip("numpy"), name)(literal_eval(given))
    findings = Findings()
    findings.images = ["https://a.example/a.png"]
    found = check(parameter, value, findings)
    assert (None if findings.violations else found) == sent
    assert type(found) is type(sent) or sent is None


def test_a_list_may_have_any_length() -> None:
    words, findings = List("words", Text("")), Findings()
    assert check(words, ["a"] * 5000, findings) == ["a"] * 5000
    assert not findings.violations
    check(words, "a", findings)
    assert "words is 'a'; it must be a list, each text." in findings.violations[0].message


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), anything)
def test_no_check_crashes_and_what_goes_out_is_accepted_as_it_is(parameter: Integer, value: object) -> None:
    findings, again = Findings(), Findings()
    found = check(parameter, value, findings)
    for fault in findings.violations:
        assert fault.message
        assert len(max(fault.message.split(" "), key=len)) <= WIDTH
    if not findings.violations:
        assert (check(parameter, found, again), again.violations, again.warnings) == (found, [], findings.warnings)


@settings(max_examples=60, deadline=None)
@given(anything, anything, anything)
def test_no_call_crashes(prompt: object, images: object, value: object) -> None:
    values: dict[str, Any] = dict.fromkeys(("size", "n", "boxes", "negative_prompt", "seed", "unknown"), value)
    if value is None and isinstance(prompt, str):
        prompt = ""
    with pytest.raises(InvalidRequest) as caught:  # no value fits all of them, and nothing is named "unknown"
        Preparing().call("brush-1", "edit", prompt, images, extra={"n": value}, **values)
    assert all(len(line) <= WIDTH for line in str(caught.value).splitlines())
    assert caught.value.violations


@given(st.integers(-1000, 1000), st.integers(0, 100), st.integers(-2000, 2000))
def test_a_whole_number_passes_if_it_is_in_the_range(low: int, span: int, value: int) -> None:
    parameter, findings = Integer("n", low, low + span), Findings()
    check(parameter, value, findings)
    inside = value in range(low, low + span + 1)
    assert (not findings.violations) == inside
    if not inside:
        nearest = findings.violations[0].nearest
        assert nearest in (low, low + span)


@given(shares)
def test_ratios_pass_if_they_sum_to_one_hundred(cents: list[int]) -> None:
    colours = [{"hex": "#012345", "ratio": f"{cent // 100}.{cent % 100:02}%"} for cent in (*cents, 1, 2)][:5]
    total = sum(Decimal(colour["ratio"][:-1]) for colour in colours)
    fits = total == 100 and 3 <= len(colours) <= 5
    client = Preparing()
    if fits:
        assert client.call("brush-1", "generate", palette=colours).body["parameters"] == {"n": 1, "palette": colours}
        return
    with pytest.raises(InvalidRequest) as caught:
        client.call("brush-1", "generate", palette=colours)
    nearest = caught.value.violations[0].nearest
    if nearest is not None:
        client.call("brush-1", "generate", palette=nearest)


@given(shares)
def test_rescaled_ratios_sum_to_one_hundred(cents: list[int]) -> None:
    found = rescaled([Decimal(cent) for cent in cents], Decimal("100.00"))
    if found is None:
        assert sum(cents) == 0
        return
    assert sum(Decimal(share[:-1]) for share in found) == 100
    assert all(is_ratio(share) for share in found)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("0.00%", True),
        ("100.00%", True),
        ("23.51%", True),
        ("100.01%", False),
        ("023.51%", False),
        ("23.5%", False),
        ("23.510%", False),
        ("23.51", False),
        (".51%", False),
        ("+3.51%", False),
        ("２3.51%", False),
        (" 3.51%", False),
    ],
)
def test_the_form_of_a_ratio(text: str, fits: bool) -> None:
    assert is_ratio(text) == fits


def test_boxes_are_sent_as_lists() -> None:
    images = ["https://a.example/1.png"]
    parameters = (
        Preparing().call("brush-1", "edit", "x", images, boxes=(((0, 0, 1, 1), [1, 2, 3, 4]),)).body["parameters"]
    )
    assert parameters == {"n": 1, "boxes": [[[0, 0, 1, 1], [1, 2, 3, 4]]]}


def test_no_letter_or_digit_is_a_character_that_does_not_show() -> None:
    unseen = re.compile(rf"[\s{UNSEEN}]").match
    assert not [code for code in range(sys.maxunicode + 1) if unseen(chr(code)) and chr(code).isalnum()]


odd_corners = st.one_of(st.integers(-3, 9), st.integers(-3, 9).map(float), st.floats(-3, 9), st.booleans())


@settings(max_examples=200, deadline=None)
@given(st.lists(odd_corners, min_size=4, max_size=4))
def test_the_nearest_box_is_a_valid_one(corners: list[float]) -> None:
    parameter, findings = Boxes("x", 1, 2), Findings()
    check(parameter, [[corners]], findings)
    for fault in findings.violations:
        again = Findings()
        if fault.nearest is not None:
            check(parameter, [[fault.nearest]], again)
        assert again.violations == []


@pytest.mark.parametrize(
    ("box", "nearest"),
    [
        ((1.0, 2, "3", 4.0), [1, 2, 3, 4]),
        ((4.0, 2, 3, 4), None),
        ((3.0, 2, 3, 4), None),
        ((1.0, 2, 3, 2), None),
        ((-1.0, 2, 3, 4), None),
        ((0.0, 2, 3, 4), [0, 2, 3, 4]),
        ((1, 2, 3, "x"), None),
    ],
)
def test_a_box_of_other_numbers_names_the_box_that_is_meant(box: object, nearest: object) -> None:
    findings = Findings()
    check(Boxes("x", 1, 2), [[box]], findings)
    assert [(fault.value, fault.nearest) for fault in findings.violations] == [(box, nearest)]


def test_a_text_without_a_limit_is_sent_whole() -> None:
    findings, long = Findings(), "x" * 100_000
    assert check(Text("t"), long, findings) == long
    assert (findings.violations, findings.warnings) == ([], [])
