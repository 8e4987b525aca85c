"""What the specs hold, a fact a row: whose it is, its value, who says so, who disagrees, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.drift.values import Value, canonical
from generator.ir import Json, Location
from generator.load.document import Document, Path


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
