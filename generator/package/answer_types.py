"""The types of `result.values`: a TypedDict for each distinct set of values that models of a family declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.ir import Family, Model, ResultValue
from generator.naming import class_name, distinct
from generator.package.aliases import Alias
from generator.package.source_text import docstring, paragraph
from generator.phrasing import sentence

_ANNOTATIONS = {
    "text": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "boxes": "list[list[float] | None]",
}
_Stated = tuple[tuple[tuple[ResultValue, ...], bool], ...]
"""What each name may stand for, and whether every answer of the model tells of it."""


def value_types(family: Family, family_class: str, taken: set[str]) -> tuple[tuple[Alias, ...], dict[str, str]]:
    """The TypedDicts of a family, and of each model that declares values the name of its own.

    The commonest is named after the family, the others after their first model. `taken` are the names of the module.
    """
    stated = {model.id: _stated(model) for model in family.models}
    names: dict[_Stated, str] = {}
    for rank, (each, _) in enumerate(Counter(filter(None, stated.values())).most_common()):
        owner = next(model.class_name for model in family.models if stated[model.id] == each)
        names[each] = distinct((owner if rank else family_class) + "Values", "Dict", taken)
    dicts = tuple(alias for each, name in names.items() for alias in _dicts(name, each))
    return dicts, {model: names[each] for model, each in stated.items() if each}


def _stated(model: Model) -> _Stated:
    results = [route.results or mode.results for mode in model.modes for route in mode.routes]
    told = [
        {value.name: replace(value, example=None, at="[]" * value.listed) for value in each.values} for each in results
    ]
    names = dict.fromkeys(name for values in told for name in values)
    return tuple(
        (
            tuple(dict.fromkeys(values[name] for values in told if name in values)),
            all(name in values for values in told),
        )
        for name in names
    )


def _dicts(name: str, stated: _Stated) -> Iterator[Alias]:
    """The TypedDict, after those of the objects in it."""
    members: list[tuple[str, str]] = []
    lines = paragraph("What `result.values` holds: None for what an answer does not hold.", 11)
    for values, always in stated:
        kinds = dict[str, None]()
        for number, value in enumerate(values):
            yield from _objects(value, own := f"{name}{class_name(value.name)}{number or ''}")
            kind = _annotation(value, own)
            kinds[f"list[{kind} | None]" if value.listed else kind] = None
        kind = " | ".join([*kinds, "None"])
        members.append((values[0].name, kind if always else f"NotRequired[{kind}]"))
        lines += ["", *paragraph(f"{values[0].name}: {sentence(values[0].doc)}", 8, hanging=4)]
    yield Alias(name=name, type="", members=tuple(members), doc=docstring(lines, 8))


def _objects(value: ResultValue, name: str) -> Iterator[Alias]:
    """The TypedDicts that a type needs, each after those in it."""
    if value.items is not None:
        yield from _objects(value.items, name)
    for member in value.members:
        yield from _objects(member, name + class_name(member.name))
    if value.members:
        told = ((each, _annotation(each, name + class_name(each.name))) for each in value.members)
        members = tuple((each.name, f"NotRequired[{kind} | None]") for each, kind in told)
        yield Alias(name=name, type="", members=members, doc=docstring(["An object of an answer."], 8))


def _annotation(value: ResultValue, name: str) -> str:
    if value.items is not None:
        return f"list[{_annotation(value.items, name)} | None]"
    return name if value.members else _ANNOTATIONS[value.type]
