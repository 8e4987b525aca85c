"""Whether a value fits its parameter: defaults, constants, values in examples and conflicts."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from generator.check.facts import Fact
from generator.check.findings import shown
from generator.ir import Json
from generator.spec_language.measures import area, is_size, pixels, quotient, shape_of
from generator.spec_language.shape import Integer, Number
from generator.spec_language.structure import takes

_LABEL_TOLERANCE = Fraction(5, 100)


def expected(fact: Fact, value: Json) -> str | None:
    """What the parameter accepts, in words, if it does not accept this value; None if it does."""
    return of_type(fact, value) or _within(fact, value)


def of_type(fact: Fact, value: Json) -> str | None:
    """What the parameter's type takes, in words, if the value is of another type; bounds do not count."""
    kind = fact.values.get("type")
    if kind in ("integer", "number"):
        shape = Integer(minimum=0) if kind == "integer" else Number()
        return None if takes(shape, value) else shape.what
    if kind == "choice" and any(isinstance(choice, int) for choice in fact.items("choices")):
        return None if takes(Integer(), value) else "an integer"
    if kind == "boolean":
        return None if isinstance(value, bool) else "true or false"
    if kind == "size":
        known = is_size(value) or (isinstance(value, str) and value in fact.pairs("presets"))
        return None if known else " or ".join([*fact.pairs("presets"), "a size, width*height"])
    if kind in ("boxes", "palette", "list"):
        return None if isinstance(value, list) else "a list"
    if kind == "object":
        return None if isinstance(value, dict) else "a mapping"
    if kind == "color":
        return None if is_color(value) else "a colour, #RRGGBB or [red, green, blue]"
    return None if isinstance(value, str) else "text"


def _within(fact: Fact, value: Json) -> str | None:
    kind = fact.values.get("type")
    if kind == "choice":
        choices = fact.items("choices")
        return None if fact.values.get("open") or value in choices else "one of " + ", ".join(map(str, choices))
    if kind == "list" and isinstance(value, list):
        return _listed(fact, value)
    if kind == "object" and isinstance(value, dict):
        return _joined(fact, value)
    if kind == "size" and isinstance(value, str):
        return _taken(fact, value)
    if kind == "text" and isinstance(value, str):
        most = fact.values.get("max_characters")
        return f"at most {most} characters" if isinstance(most, int) and len(value) > most else None
    return _number(fact, value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(fact: Fact, value: list[Json]) -> str | None:
    """What the items of a list are, in words, if these are others."""
    low, high = fact.ends("count") or (0, len(value))
    combinations = fact.items("combinations")
    if not low <= len(value) <= high:
        return f"{low} to {high} items"
    if combinations and value not in combinations:
        return f"one of {', '.join(map(shown, combinations))}"
    return next(filter(None, (expected(fact.inner("items"), item) for item in value)), None)


def _joined(fact: Fact, value: dict[str, Json]) -> str | None:
    """What the members of an object are, in words, if these are others."""
    members = {name: fact.inner("members", name) for name in fact.mapping("members")}
    if (
        not members.keys()
        >= value.keys()
        >= {name for name, member in members.items() if member.values.get("required")}
    ):
        return f"a mapping of {', '.join(members)}"
    return next(filter(None, (expected(members[name], item) for name, item in value.items())), None)


def is_color(value: Json) -> bool:
    """Whether this is a colour in one form or the other."""
    if isinstance(value, list):
        return len(value) == 3 and all(type(level) is int and 0 <= level <= 255 for level in value)
    return isinstance(value, str) and re.fullmatch("#[0-9A-Fa-f]{6}", value) is not None


def _number(fact: Fact, value: int | float) -> str | None:
    """What the numbers of the parameter are, in words, if this is none of them."""
    ends, exclusive = fact.ends("range"), fact.texts("exclusive")
    if ends is None:
        return None
    step, excluded = fact.values.get("step"), fact.items("excluded")
    inside = ends[0] <= value <= ends[1]
    inside &= not ("minimum" in exclusive and value == ends[0]) and not ("maximum" in exclusive and value == ends[1])
    if inside and value not in excluded and is_multiple(value, step):
        return None
    what = "an integer" if fact.values.get("type") == "integer" else "a number"
    low, high = ("above" if "minimum" in exclusive else "from"), ("below" if "maximum" in exclusive else "to")
    words = f"{what} {low} {ends[0]} {high} {ends[1]}"
    words += f", a multiple of {step}" if step is not None else ""
    return words + (f", but not {', '.join(map(str, excluded))}" if excluded else "")


def is_multiple(value: Json, step: Json) -> bool:
    """Whether a number is a whole multiple of a step, as both are written in decimals; of no step, any is."""
    return not step or Decimal(str(value)) % Decimal(str(step)) == 0


def _taken(fact: Fact, value: str) -> str | None:
    if value in fact.pairs("presets") or value in listed(fact):
        return None
    if fact.values.get("fixed"):
        return "one of " + ", ".join([*fact.pairs("presets"), *listed(fact)])
    return bound_broken(fact, value)


def listed(fact: Fact) -> list[str]:
    """The recommended sizes, those of the table of ratios first, those of tiers last."""
    tiers = (size for sizes in fact.mapping("tiers").values() for size in (sizes if isinstance(sizes, list) else []))
    return list(dict.fromkeys([*fact.pairs("ratios").values(), *fact.texts("recommended"), *map(str, tiers)]))


def bound_broken(fact: Fact, size: str) -> str | None:
    """The bound that a size lies outside of, in words; None if inside all of them."""
    least_most = fact.texts("pixels")
    if least_most and not area(least_most[0]) <= area(size) <= area(least_most[1]):
        return f"an area from {least_most[0]} to {least_most[1]} pixels"
    sides = fact.ends("sides")
    if sides and not all(sides[0] <= side <= sides[1] for side in pixels(size)):
        return f"sides from {sides[0]} to {sides[1]} pixels"
    aspect = fact.texts("aspect")
    if aspect and not quotient(aspect[0]) <= shape_of(size) <= quotient(aspect[1]):
        return f"an aspect ratio from {aspect[0]} to {aspect[1]}"
    return None


def label_fits(ratio: str, size: str) -> bool:
    """Whether a size has the shape that its label says, to 5 %."""
    return abs(shape_of(size) / quotient(ratio) - 1) <= _LABEL_TOLERANCE
