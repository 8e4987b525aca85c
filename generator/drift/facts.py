"""What the specs hold, a fact a row: whose it is, its value, who says so, who disagrees, and where it is written.

Values have one form in which facts and claims compare: pairs as tuples, areas as numbers, sizes as W*H.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from generator.ir import Json, Location
from generator.load.document import Document, Path
from generator.spec_language.measures import area, is_size

Value = None | bool | int | str | tuple[int, ...] | tuple[str, ...]

_PAIRS = frozenset({"range", "sides", "width", "height", "boxes", "colors", "count", "seconds"})
_SIDES = range(200, 10_000)


def canonical(field: str, raw: Json) -> Value:
    """A value of the specs; `field` is the last part of a fact's name."""
    if field == "pixels" and isinstance(raw, list):
        return tuple(area(str(end)) for end in cast("list[Json]", raw))
    if field == "formats" and isinstance(raw, list):
        return tuple(sorted(str(each) for each in cast("list[Json]", raw)))
    if isinstance(raw, list):
        items = cast("list[Json]", raw)
        whole = field in _PAIRS and all(float(str(end)).is_integer() for end in items)
        return tuple(int(float(str(end))) for end in items) if whole else tuple(str(each) for each in items)
    if isinstance(raw, float):
        return numeral(str(raw))
    if field == "price":
        return amount(str(raw))
    if isinstance(raw, bool | int | str) or raw is None:
        return raw
    return str(raw)


def numeral(text: str) -> int | str:
    """A number as facts hold it: whole ones as such, others as text without the zeros at the end."""
    value = Decimal(text.replace(",", ""))
    return int(value) if value == value.to_integral_value() else amount(text)


def amount(text: str) -> str:
    """A price without the zeros at its end: "0.20" and "0.2" are one."""
    return format(Decimal(text).normalize(), "f")


def readings(text: str) -> tuple[str, ...]:
    """The sizes that a text may stand for, the likeliest first: one, or several where its asterisk is lost."""
    found = re.fullmatch(r"\s*(\d{2,5})\s*[*xX×_]\s*(\d{2,5})\s*", text)
    if found:
        return (f"{int(found[1])}*{int(found[2])}",)
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{6,9}", digits):
        return ()
    splits = [(digits[:at], digits[at:]) for at in range(3, len(digits) - 2)]
    sound = [(w, h) for w, h in splits if h[0] != "0" and int(w) in _SIDES and int(h) in _SIDES]
    sound.sort(key=lambda pair: max(int(pair[0]), int(pair[1])) / min(int(pair[0]), int(pair[1])))
    return tuple(f"{w}*{h}" for w, h in sound)


def shown(field: str, value: Value) -> str:
    """A value as a report writes it."""
    last = field.rpartition(".")[2]
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case (int() as low, int() as high) if last == "pixels":
            return f"{_area(low)} to {_area(high)} pixels"
        case (low, high) if last in _PAIRS or last == "aspect":
            return str(low) if low == high else f"{low} to {high}"
        case tuple():
            return ", ".join(str(each) for each in value)
        case _:
            return str(value)


def _area(pixels: int) -> str:
    side = round(pixels**0.5)
    return f"{side}*{side}" if side * side == pixels else str(pixels)


def yaml_of(field: str, value: Value) -> str:
    """A value as a spec writes it."""
    last = field.rpartition(".")[2]
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case int():
            return str(value)
        case tuple() if last == "pixels":
            return "[" + ", ".join(_area(int(end)) for end in value) + "]"
        case tuple():
            return "[" + ", ".join(str(each) for each in value) + "]"
        case str() if last == "price" or not (is_size(value) or re.fullmatch(r"[A-Za-z][\w. *-]*|\d+K", value)):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case str():
            return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another claim about a fact that the specs have recorded as a conflict."""

    value: Value
    sources: tuple[str, ...]
    decision: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement of the specs. `field` is "n.range", "images.sides", "price:cn-beijing:CNY" and the like.

    `model` and `mode` are "" for what all models or all modes share.
    """

    field: str
    value: Value
    location: Location
    path: Path
    model: str = ""
    mode: str = ""
    sources: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()
    conflicts_at: Path = ()
    """Where the list of conflicts stands, or would."""

    def cites(self, source: str | None) -> bool:
        """Whether the specs name this source beside the fact, on either side."""
        return source in self.sources or any(source in rival.sources for rival in self.rivals)


class Facts:
    """All facts, to be looked up by model and field."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.all = tuple(facts)
        self._found: dict[tuple[str, str], list[Fact]] = {}
        self._about: dict[str, list[Fact]] = {}
        for fact in self.all:
            self._found.setdefault((fact.model, fact.field), []).append(fact)
            self._about.setdefault(fact.model, []).append(fact)

    def of(self, models: Iterable[str], field: str, modes: frozenset[str] = frozenset()) -> list[Fact]:
        """The facts of these models; of these modes only, where one of the models has one of them."""
        found = [fact for model in models for fact in self._found.get((model, field), [])]
        named = [fact for fact in found if fact.mode in modes]
        return [*named, *(fact for fact in found if not fact.mode)] if named else found

    def parameters(self, model: str) -> frozenset[str]:
        """The names of the parameters that a model takes."""
        return frozenset(fact.field[:-10] for fact in self.about(model) if fact.field.endswith(".supported"))

    def about(self, model: str) -> list[Fact]:
        """Every fact of a model."""
        return self._about.get(model, [])


def texts(value: Json) -> tuple[str, ...]:
    """One text or a list of them."""
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return () if value is None else (str(value),)


def rivals(document: Document, stated: Json, place: Path, field: str) -> tuple[Rival, ...]:
    """The conflicts about a field; `stated` is the list at `place`."""
    return tuple(_rivals(document, stated, place, field))


def _rivals(document: Document, stated: Json, place: Path, field: str) -> Iterator[Rival]:
    for number, each in enumerate(stated if isinstance(stated, list) else []):
        entry = mapping(each)
        if entry.get("field") == field:
            yield Rival(
                value=canonical(field, entry.get("value")),
                sources=texts(entry.get("source")),
                decision=words(entry.get("decision")),
                location=document.location((*place, number, "value"), value=True),
            )


def words(value: Json) -> str:
    """Text as it stands, or the English of {en, zh}."""
    said = value.get("en") if isinstance(value, dict) else value
    return " ".join(str(said or "").split())


def mapping(value: Json) -> Mapping[str, Json]:
    """A mapping, an empty one where there is none."""
    return value if isinstance(value, dict) else {}
