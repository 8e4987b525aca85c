"""Sizes against a slow oracle, and what each way of writing one sends."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from brushwork_runtime.tables.spec import Size
from brushwork_runtime.validate.call import Findings
from brushwork_runtime.validate.kinds import check
from brushwork_runtime.validate.sizes import suggestion
from tests.runtime.tables import FREE_SIZE, LITE

FIXED = LITE.modes["generate"].parameters[0]
assert isinstance(FIXED, Size)
SIDES = Size("size", sides=(512, 1440), default="1024*1024")
ODD = Size(
    "size",
    pixels=(1280 * 1280, 1440 * 1440),
    aspect=("1:4", "4:1"),
    ratios={"4:3": (1472, 1104), "16:9": (1696, 960)},
    recommended=((768, 768),),
    default="1280*1280",
)
EVERY = [FREE_SIZE, FIXED, SIDES, ODD]
NO_DEFAULT = Size("size", pixels=(512 * 512, 2048 * 2048))
"""Without a default: the picture is as large as the image that is edited."""
numbers = st.integers(1, 5000)


def legal(parameter: Size, width: int, height: int) -> bool:
    """The rules, in the plainest words."""
    if (width, height) in (*parameter.ratios.values(), *parameter.recommended):
        return True
    if parameter.fixed:
        return False
    if parameter.pixels and not parameter.pixels[0] <= width * height <= parameter.pixels[1]:
        return False
    if parameter.sides and not all(parameter.sides[0] <= side <= parameter.sides[1] for side in (width, height)):
        return False
    if parameter.aspect:
        low, high = (Fraction(*map(int, bound.split(":"))) for bound in parameter.aspect)
        return low <= Fraction(width, height) <= high
    return True


def sent(parameter: Size, value: object) -> object:
    findings = Findings()
    found = check(parameter, value, findings)
    return None if findings.violations else found


@pytest.mark.parametrize(
    ("parameter", "value", "wire"),
    [
        (FREE_SIZE, "1280*720", "1280*720"),
        (FREE_SIZE, "1280x720", "1280*720"),
        (FREE_SIZE, (1280, 720), "1280*720"),
        (FREE_SIZE, [1280, 720], "1280*720"),
        (FREE_SIZE, "2K", "2K"),
        (FREE_SIZE, "1:1", "2048*2048"),
        (FREE_SIZE, "16:9", "2720*1536"),
        (FREE_SIZE, "32:18", "2720*1536"),
        (FIXED, "16:9", "1664*928"),
        (FIXED, "1:1", "1328*1328"),
        (FIXED, "2:2", "1328*1328"),
        (FIXED, "4:3", None),
        (FIXED, "1664x928", "1664*928"),
        (FIXED, "1664*930", None),
        (ODD, "16:9", "1696*960"),
        (ODD, "768*768", "768*768"),
        (ODD, "1:1", "1280*1280"),
        (SIDES, "1:1", "1024*1024"),
        (NO_DEFAULT, "1:1", "1024*1024"),
        (NO_DEFAULT, "1:4", "512*2048"),
        (SIDES, "1440*512", "1440*512"),
        (SIDES, "1441*512", None),
        (FREE_SIZE, "9:1", None),
        (FREE_SIZE, "0:1", None),
        (FREE_SIZE, "", None),
        (FREE_SIZE, "*", None),
        (FREE_SIZE, "x", None),
        (FREE_SIZE, ":", None),
    ],
)
def test_each_way_of_writing_a_size(parameter: Size, value: object, wire: str | None) -> None:
    assert sent(parameter, value) == wire


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*EVERY, NO_DEFAULT]), numbers, numbers)
def test_a_size_passes_if_and_only_if_it_is_legal(parameter: Size, width: int, height: int) -> None:
    expected = f"{width}*{height}" if legal(parameter, width, height) else None
    assert sent(parameter, f"{width}*{height}") == expected
    assert sent(parameter, (width, height)) == expected


@pytest.mark.parametrize("parameter", [*EVERY, NO_DEFAULT])
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_bounds_to_the_pixel(parameter: Size, off: int) -> None:
    for bound in parameter.pixels or ():
        for width in (768, 1024, 1279, 1280, 2048):
            height = bound // width + off
            assert (sent(parameter, (width, height)) is not None) == legal(parameter, width, height)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EVERY), st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_nearest_size_is_legal(parameter: Size, width: int, height: int) -> None:
    found = suggestion(parameter, (width, height))
    assert found is not None
    near = [int(side) for side in found.split("*")]
    assert legal(parameter, near[0], near[1])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([FREE_SIZE, SIDES, ODD, NO_DEFAULT]), st.integers(1, 400), st.integers(1, 400))
def test_a_ratio_gives_a_legal_size_of_that_ratio(parameter: Size, wide: int, tall: int) -> None:
    found = sent(parameter, f"{wide}:{tall}")
    if found is None:
        return
    width, height = map(int, str(found).split("*"))
    assert legal(parameter, width, height)
    assert abs(Fraction(width, height) / Fraction(wide, tall) - 1) < Fraction(6, 100)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(EVERY),
    st.one_of(
        st.text(), st.text("0123456789*x: KX×-", max_size=12), st.tuples(st.integers(), st.floats()), st.floats()
    ),
)
def test_no_value_crashes_the_check(parameter: Size, value: object) -> None:
    findings = Findings()
    check(parameter, value, findings)
    for fault in findings.violations:
        if fault.nearest is not None:
            assert sent(parameter, fault.nearest) is not None


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        ("1280×720", "1280*720"),
        ("1280 x 720", "1280*720"),
        ("１２８０ｘ７２０", "1280*720"),
        ("1280/720", "1280*720"),
        ("1280 by 720", "1280*720"),
        ("1280 X 720 px", "1280*720"),
        ("w1280h720", "1280*720"),
        ({"width": 1280, "height": "720"}, "1280*720"),
        ("720p", "1280*720"),
        ("16x9", "16:9"),
        ("16 / 9", "2720*1536"),
        ("landscape_16_9", "2720*1536"),
        ("portrait_4_3", "1760*2352"),
        ("square_hd", "2048*2048"),
        ("landscape", "2720*1536"),
        ("1280*720*3", None),
        ("0*0", None),
        ("auto", None),
    ],
)
def test_the_size_that_is_meant_is_named(value: object, nearest: str | None) -> None:
    findings = Findings()
    check(FREE_SIZE, value, findings)
    assert [each.nearest for each in findings.violations] == [nearest]
