"""Parameters of a mode: the family's definition with the overrides of the mode and the model applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.ir import Json, Location, Parameter, Size
from generator.plan.fields import (
    Fields,
    Locate,
    Path,
    areas,
    bounds,
    child,
    conflicts,
    overlay,
    pair,
    ratio_pair,
    sizes,
    texts,
    words,
    words_or_none,
)
from generator.spec_language.measures import pixels

PAYLOADS = ("messages", "prompt", "prompt+images")

Layer = tuple[Fields, Path]
"""A `parameters` mapping of the spec and its path."""


def parameters(
    family: Layer, mode: Layer, model: Layer, own: Layer, *, without: Iterable[str], locate: Locate, source: Any
) -> tuple[Parameter, ...]:
    """The parameters of one mode of one model, in wire order.

    `family` and `model` say what a parameter is wherever it is taken, `mode` and `own` (the model's override of the
    mode) also which parameters the mode takes.
    """
    names = dict.fromkeys((*mode[0], *own[0]))
    for name in without:
        names.pop(name, None)
    layers = (family, mode, model, own)
    return tuple(_parameter(name, layers, locate, source) for name in names)


def _parameter(name: str, layers: tuple[Layer, ...], locate: Locate, source: Any) -> Parameter:
    fields = overlay(*(layer.get(name) for layer, _ in layers))
    sources = texts(fields.get("source", source))
    required = fields.get("required", False)
    location = _location(name, layers, locate)
    return Parameter(
        name=name,
        place=_place(fields["in"]),
        wire=fields.get("wire"),
        doc=words(fields["doc"]),
        sources=sources,
        location=location,
        conflicts=conflicts(fields, sources),
        default=fields.get("default"),
        default_text=words_or_none(fields.get("default_text")),
        send=None if required else fields.get("send"),
        required=required,
        constant=fields.get("constant"),
        bills=fields.get("bills"),
        **_of_type(fields, location),
    )


def _of_type(fields: Fields, location: Location) -> dict[str, Any]:
    """The type, and what it says beside what every type may."""
    return {
        "kind": fields["type"],
        "range": bounds(fields.get("range")),
        "exclusive": texts(fields.get("exclusive")),
        "step": fields.get("step"),
        "excluded": tuple(fields.get("excluded", ())),
        "max_characters": fields.get("max_characters"),
        "max_words": fields.get("max_words"),
        "choices": tuple(fields.get("choices", ())),
        "open": fields.get("open") or None,
        "size": _size(fields) if fields["type"] == "size" else None,
        "boxes": pair(fields.get("boxes")),
        "colors": pair(fields.get("colors")),
        "form": fields.get("form", "hex") if fields["type"] == "color" else None,
        "items": nested("", fields["items"], location) if "items" in fields else None,
        "count": pair(fields.get("count")),
        "combinations": tuple(tuple[Json, ...](each) for each in fields.get("combinations", ())),
        "members": tuple(nested(name, member, location) for name, member in child(fields, "members").items()),
    }


def nested(name: str, fields: Fields, location: Location) -> Parameter:
    """An item of a list, a member of an object, or a parameter of a query: what has no place in a body."""
    doc, required = words(fields.get("doc", "")), fields.get("required", False)
    return Parameter(
        name=name, place={}, doc=doc, sources=(), location=location, required=required, **_of_type(fields, location)
    )


def _location(name: str, layers: tuple[Layer, ...], locate: Locate) -> Location:
    """The location in the most specific layer that mentions the parameter."""
    path = next(path for layer, path in reversed(layers) if layer.get(name))
    return locate((*path, name))


def _place(value: str | Fields) -> dict[str, str]:
    return dict.fromkeys(PAYLOADS, value) if isinstance(value, str) else dict(value)


def _size(fields: Fields) -> Size:
    ratios = sizes(child(fields, "ratios"))
    tiers = {name: tuple(map(pixels, texts(listed))) for name, listed in child(fields, "tiers").items()}
    others = (*map(pixels, texts(fields.get("recommended"))), *(size for listed in tiers.values() for size in listed))
    return Size(
        presets=sizes(child(fields, "presets")),
        pixels=areas(fields.get("pixels")),
        sides=pair(fields.get("sides")),
        aspect=ratio_pair(fields.get("aspect")),
        ratios=ratios,
        recommended=tuple(dict.fromkeys((*ratios.values(), *others))),
        tiers=tiers,
        fixed=fields.get("fixed", False),
    )
