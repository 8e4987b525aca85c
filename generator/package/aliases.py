"""Names for the types of sizes and choices in a client module, one for each distinct type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.ir import Family
from generator.naming import class_name, distinct
from generator.package.signatures import OWN, Dict, alias_type
from generator.package.source_text import docstring

Use = tuple[str, str, str]
"""Model id, mode, parameter."""
_Found = tuple[str, tuple[Dict, ...]]
"""The type of a parameter and the TypedDicts in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """`Wan2_7Size = Literal["1K", "2K"] | str | tuple[int, int]`."""

    name: str
    type: str
    members: tuple[tuple[str, str], ...] = ()
    """Of a TypedDict, which has no other type."""
    doc: str = ""
    """Of a TypedDict, as source text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """The aliases of a module and which one each parameter of each mode has."""

    listed: tuple[Alias, ...]
    names: Mapping[Use, str]

    def of_mode(self, model: str, mode: str) -> dict[str, str]:
        """Parameter -> alias."""
        return {use[2]: name for use, name in self.names.items() if use[:2] == (model, mode)}


def type_aliases(family: Family, family_class: str, taken: set[str]) -> Aliases:
    """The commonest type of a parameter is named after the family, the others after where they are used first.

    `taken` are the classes of the module.
    """
    types: dict[Use, _Found] = {}
    classes = {model.id: model.class_name for model in family.models}
    for model in family.models:
        for mode in model.modes:
            for parameter in mode.parameters:
                found = alias_type(parameter)
                if found is not None and parameter.constant is None:
                    types[model.id, mode.name, parameter.name] = found
    names: dict[tuple[str, _Found], str] = {}
    for parameter_name in dict.fromkeys(use[2] for use in types):
        counts = Counter(found for use, found in types.items() if use[2] == parameter_name)
        for rank, (found, _) in enumerate(counts.most_common()):
            uses = [use for use, each in types.items() if use[2] == parameter_name and each == found]
            owner = _owner(uses, types, classes) if rank else family_class
            names[parameter_name, found] = distinct(owner + class_name(parameter_name), "Value", taken)
    return Aliases(
        listed=tuple(alias for (about, found), name in names.items() for alias in _named(name, about, *found)),
        names={use: names[use[2], found] for use, found in types.items()},
    )


def _named(name: str, about: str, kind: str, dicts: tuple[Dict, ...]) -> Iterator[Alias]:
    """The alias, after the TypedDicts that it needs; of a type that is one itself, that alone."""
    for each in dicts:
        members = ((member, text.replace(OWN, name)) for member, text in each.members)
        own = each.name.replace(OWN, name)
        doc = f"What {about} holds." if own == name else f"An item of {about}, or what is in one."
        yield Alias(name=own, type="", members=tuple(members), doc=docstring([doc], 8))
    if kind != OWN:
        yield Alias(name=name, type=kind.replace(OWN, name))


def _owner(uses: list[Use], types: dict[Use, _Found], classes: dict[str, str]) -> str:
    """The model's class where all its modes share the type, else with the mode's name after it."""
    model, mode, parameter = uses[0]
    own = {found for use, found in types.items() if (use[0], use[2]) == (model, parameter)}
    return classes[model] + ("" if len(own) == 1 else class_name(mode))
