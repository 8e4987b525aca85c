"""Random values for the parameters of the models: right ones, ones at and around every bound, and wrong ones."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from math import isqrt
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from brushwork_runtime.tables.spec import (
    Boolean,
    Boxes,
    Choice,
    Color,
    Constant,
    Integer,
    List,
    Number,
    Object,
    Palette,
    Parameter,
    Size,
    Text,
)

Value: TypeAlias = object
Values: TypeAlias = SearchStrategy[Value]

ODD: list[Value] = [True, 0, 1, -1, 2.0, 1.5, 1e20, "", "1", "auto", "true", [], [1], {}, {"a": 1}, [[]], ["a"], "a\0b"]
"""Values of every type of JSON; nearly every parameter refuses nearly all of them."""
ODD_SIZES: list[Value] = [
    *("1024", "1024*", "*1024", "01024*1024", "1024*1024 ", "1024*1024\n", " 1024*1024", "1024×1024", "1024X1024"),
    *(
        "1k",
        "2k",
        "1K",
        "2K",
        "4K",
        "8K",
        "١٠٢٤*1024",
        "1024*1024*1",
        "1024.0*1024",
        "-1024*1024",
        "1e3*1024",
        "0*1024",
    ),
    *("9999999*1", "1*9999999", "9999999999*1", "16:", "0:1", "16:9:1", "16/9", "1024 * 1024"),
    *(1024, [1024], [1024, 1024, 1024], [1024.0, 1024], ["1024", "1024"], [True, True], [0, 1024], {"width": 1024}),
]


@cache
def likely(parameter: Parameter) -> Values:
    """Values that are right, and the nearest wrong ones."""
    match parameter:
        case Integer():
            low, high = parameter.minimum, parameter.maximum
            likely_ones = [low, high, low, high, low - 1, high + 1, *parameter.excluded]
            return st.sampled_from(likely_ones) | _stepped(parameter) | st.integers(low, high)
        case Number():
            return _numbers(parameter)
        case Boolean():
            return st.booleans()
        case Color():
            return _colors(parameter)
        case Object():
            members = {member.name: likely(member) for member in parameter.members}
            needed = {name for name, member in zip(members, parameter.members, strict=True) if member.required}
            optional = {name: values for name, values in members.items() if name not in needed}
            return st.fixed_dictionaries({name: members[name] for name in needed}, optional=optional)
        case List() if parameter.combinations:
            return st.sampled_from([list(each) for each in parameter.combinations])
        case Text():
            return st.sampled_from(["", " ", "fog", "雾", "x" * 501]) | st.text(max_size=8)
        case Choice():
            return st.sampled_from(parameter.choices)
        case Size():
            return sizes(parameter)
        case Boxes():
            return st.lists(st.lists(_boxes(), min_size=parameter.minimum, max_size=parameter.maximum), max_size=4)
        case Palette():
            return _palettes(parameter)
        case List():
            return st.lists(
                likely(parameter.items),
                min_size=parameter.minimum,
                max_size=min(parameter.maximum, parameter.minimum + 9),
            )
        case Constant():
            return st.just(parameter.value)
        case _:
            raise AssertionError(f"no values for {parameter.kind}")


@cache
def doubtful(parameter: Parameter) -> Values:
    """Values that are most likely wrong."""
    odd = st.sampled_from(ODD)
    match parameter:
        case Integer():
            low, high = parameter.minimum, parameter.maximum
            return (
                odd | st.sampled_from([low - 1, high + 1, float(high), str(low), 2**31, 2**63, 10**30]) | st.integers()
            )
        case Number():
            return odd | st.sampled_from(["0.5", [0.5], 1e299, -1e-300]) | st.floats(-1e299, 1e299)
        case Text():
            return odd | st.text(max_size=20)
        case Choice():
            choices = st.sampled_from(parameter.choices)
            return odd | choices.map(lambda choice: str(choice).upper()) | st.integers(-9, 99) | st.text(max_size=5)
        case Size():
            return odd | st.sampled_from(ODD_SIZES) | _any_size()
        case Boxes():
            most = parameter.maximum + 1
            return odd | st.lists(odd | _boxes() | st.lists(odd | _boxes() | _corners(), max_size=most), max_size=4)
        case Palette():
            return odd | _palettes(parameter, least=0, spoilt=True)
        case Color():
            levels: Values = st.lists(st.integers(-1, 256), min_size=2, max_size=4)
            return odd | (
                levels if parameter.form == "rgb" else st.sampled_from(["#fff", "C2D1E6", "#C2D1E6\n", "#C2D1E６"])
            )
        case List():
            item = likely(parameter.items) | doubtful(parameter.items)
            return odd | st.lists(item, max_size=min(parameter.maximum, 50) + 1)
        case Object():
            names = st.sampled_from([*(member.name for member in parameter.members), "other"])
            values = st.one_of(*map(likely, parameter.members), *map(doubtful, parameter.members))
            return odd | st.dictionaries(names, values, max_size=3)
        case _:
            return odd


def _colors(parameter: Color) -> Values:
    """In the form that goes out; that the other one is taken too, a schema does not say."""
    if parameter.form == "hex":
        return st.sampled_from(["#C2D1E6", "#ffffff", "#a1B2c3"])
    return st.lists(st.integers(0, 255), min_size=3, max_size=3)


def _numbers(parameter: Number) -> Values:
    low, high = parameter.minimum, parameter.maximum
    near = [low, high, int(low), int(high), float(low), float(high), low - 0.01, high + 0.01, *parameter.excluded]
    return st.sampled_from(near) | st.floats(low, high) | _stepped(parameter)


def _stepped(parameter: Number) -> Values:
    """Multiples of the step, and numbers beside them."""
    step = Decimal(str(parameter.step or 1))
    least, most = (int(Decimal(str(end)) / step) for end in (parameter.minimum, parameter.maximum))
    kind = int if isinstance(parameter, Integer) else float
    return st.integers(least, most).map(lambda count: kind(count * step)) | st.integers(least, most)


def sizes(parameter: Size) -> Values:
    """Every form of size that the parameter takes, and sizes just within and just beyond its bounds."""
    listed = list(dict.fromkeys((*parameter.recommended, *parameter.ratios.values())))
    known: list[Value] = [*parameter.presets, *parameter.ratios, *map(list, listed)]
    known += [f"{width + step}*{height}" for width, height in listed for step in (0, 0, 1, -1)]
    found: list[Values] = [st.sampled_from(known)] if known else []
    if not parameter.fixed:
        ends = [*(parameter.pixels or ()), *(side * side for side in parameter.sides or ())] or [1024 * 1024]
        found.append(st.builds(_near, st.sampled_from(ends), st.floats(0.1, 10.0), _step(), _spelling()))
        aspects = [_quotient(aspect) for aspect in parameter.aspect or ("1:1",)]
        found.append(
            st.builds(_near, st.integers(min(ends), max(ends)), st.sampled_from(aspects), _step(), _spelling())
        )
        found.append(st.builds(_sides, *[st.sampled_from(_around(parameter.sides or (512, 2048)))] * 2, _spelling()))
        found.append(st.builds("{}:{}".format, st.integers(1, 40), st.integers(1, 40)))
    return st.one_of(found)


def _around(bounds: tuple[int, int]) -> list[int]:
    return [bound + step for bound in bounds for step in (-1, 0, 1)]


def _quotient(aspect: str) -> float:
    width, _, height = aspect.partition(":")
    return int(width) / int(height)


def _step() -> SearchStrategy[int]:
    return st.sampled_from([-16, -1, 0, 0, 0, 1, 16])


def _spelling() -> SearchStrategy[str]:
    return st.sampled_from("***x,")


def _near(area: int, aspect: float, step: int, spelling: str) -> Value:
    """A size of about this area and aspect; of exactly this area and 1:1 where it is a square."""
    width = max(1, isqrt(int(area * aspect)))
    return _sides(max(1, width + step), max(1, area // width), spelling)


def _sides(width: int, height: int, spelling: str) -> Value:
    return [width, height] if spelling == "," else f"{width}{spelling}{height}"


def _any_size() -> Values:
    side = st.integers(0, 9000)
    return st.builds(_sides, side, side, _spelling())


def _corners() -> SearchStrategy[list[int]]:
    return st.lists(st.integers(-1, 9), min_size=3, max_size=5)


def _boxes() -> SearchStrategy[list[int]]:
    low, more = st.integers(0, 9), st.integers(1, 9)
    return st.builds(_box, low, low, more, more)


def _box(left: int, top: int, width: int, height: int) -> list[int]:
    return [left, top, left + width, top + height]


@st.composite
def _palettes(draw: st.DrawFn, parameter: Palette, least: int = 1, spoilt: bool = False) -> list[Value]:
    """Colours whose ratios sum to 100.00%; `spoilt`: one is changed, or there are too few or too many."""
    low, high = (least, parameter.maximum + 2) if spoilt else (parameter.minimum, parameter.maximum)
    count = draw(st.integers(low, high))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=max(count - 1, 0), max_size=max(count - 1, 0))))
    shares = [end - start for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)][:count]
    hexes = draw(st.lists(st.sampled_from(["#C2D1E6", "#ffffff", "#a1B2c3"]), min_size=count, max_size=count))
    colors: list[dict[str, Value]] = [
        {"hex": code, "ratio": f"{share // 100}.{share % 100:02}%"} for code, share in zip(hexes, shares, strict=True)
    ]
    if spoilt and colors:
        index = draw(st.integers(0, count - 1))
        colors[index] = draw(_spoilt(colors[index], shares[index]))
    return list(colors)


def _spoilt(color: dict[str, Value], share: int) -> SearchStrategy[dict[str, Value]]:
    whole, cents = divmod(share, 100)
    ratios = [f"0{whole}.{cents:02}%", f"{whole:03}.{cents:02}%", f"{whole}.{cents:02}", f"{whole}.{cents // 10}%"]
    ratios += [f"{whole}.{cents:02} %", f"+{whole}.{cents:02}%", f"-{whole}.{cents:02}%", f"{whole}.{cents:02}%\n"]
    ratios += [
        f"{whole}.{cents:02}0%",
        f".{cents:02}%",
        f"{whole}.{(cents + 1) % 100:02}%",
        "100.00%",
        "100.01%",
        "１.00%",
    ]
    numbers: list[Value] = [whole + cents / 100, share, True, [f"{whole}.{cents:02}%"]]
    codes: list[Value] = [
        "C2D1E6",
        "#C2D1E",
        "#C2D1E6F",
        "#G2D1E6",
        "#c2d1e6\n",
        "#fff",
        "red",
        12767718,
        "＃C2D1E6",
        "#C2D1E６",
    ]
    return st.one_of(
        st.sampled_from([*ratios, *numbers]).map(lambda ratio: {**color, "ratio": ratio}),
        st.sampled_from(codes).map(lambda code: {**color, "hex": code}),
        st.sampled_from(["hex", "ratio"]).map(lambda gone: {key: own for key, own in color.items() if key != gone}),
        st.just({**color, "name": "sky"}),
        st.just(color),
    )
