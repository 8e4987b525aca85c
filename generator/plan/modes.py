"""Modes of a model: routes, prompt, input images and rules, with every override applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.ir import Endpoint, Images, Mode, Prompt, Results, ResultValue, Route, Rule
from generator.plan.fields import (
    Fields,
    Locate,
    Path,
    bounds,
    child,
    conflicts,
    entries,
    overlay,
    pair,
    ratio_pair,
    texts,
    words,
    words_or_none,
)
from generator.plan.parameters import Layer, parameters
from generator.spec_language.family import members


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the modes of a family are read from."""

    family: Fields
    locate: Locate
    endpoints: Mapping[str, Endpoint]


def mode_names(family: Fields, model: Fields) -> tuple[str, ...]:
    """The modes that the model has, in the family's order."""
    only = model.get("modes_only")
    return tuple(name for name in family["modes"] if only is None or name in only)


def mode(context: Context, model_id: str, name: str) -> Mode:
    """The mode `name` of a model."""
    family = context.family
    base = child(child(family, "modes"), name)
    model = child(child(family, "models"), model_id)
    own = child(child(model, "modes"), name)
    inputs = _inputs(family, base, model, own)
    taken = parameters(
        *_layers(family, name, model_id),
        without=texts(own.get("without")),
        locate=context.locate,
        source=family.get("source"),
    )
    merged = overlay(base, own)
    prompt = _prompt(*(layer.get("prompt") for layer in (family, base, model, own)))
    names = () if prompt is None else ("prompt",)
    return Mode(
        name=name,
        summary=words(merged["summary"]),
        location=context.locate(_place(model_id, name, base, own)),
        output=merged.get("output", "images"),
        routes=tuple(_with_prompt(route, prompt) for route in _routes(context, (base, own, model))),
        results=_results(*(child(layer, "results") for layer in (family, base, model, own))),
        prompt=prompt,
        inputs=inputs,
        parameters=taken,
        rules=_rules(
            context, model_id, name, {*names, *(each.name for each in taken), *(each.name for each in inputs)}
        ),
    )


def _place(model_id: str, name: str, base: Fields, own: Fields) -> Path:
    return ("models", model_id, "modes", name) if own and not base else ("modes", name)


def _layers(family: Fields, name: str, model_id: str) -> tuple[Layer, Layer, Layer, Layer]:
    """The four `parameters` mappings, the most general first, with their paths."""
    paths: tuple[Path, ...] = (
        ("parameters",),
        ("modes", name, "parameters"),
        ("models", model_id, "parameters"),
        ("models", model_id, "modes", name, "parameters"),
    )
    first, second, third, fourth = ((_at(family, path), path) for path in paths)
    return first, second, third, fourth


def _at(fields: Fields, path: Path) -> Fields:
    for key in path:
        fields = child(fields, str(key))
    return fields


def _prompt(*layers: Fields | str | None) -> Prompt | None:
    """The prompt that the layers state; None if the last one that says anything says that there is none."""
    fields: Fields | None = {}
    for layer in layers:
        if layer is not None:
            fields = None if isinstance(layer, str) else overlay(fields, layer)
    if fields is None:
        return None
    sources = texts(fields.get("source"))
    return Prompt(
        max_characters=fields.get("max_characters"),
        max_tokens=fields.get("max_tokens"),
        max_words=fields.get("max_words"),
        required=fields.get("required", True),
        may_be_empty=fields.get("may_be_empty", False),
        key=fields.get("key", "prompt"),
        sources=sources,
        conflicts=conflicts(fields, sources),
    )


def _inputs(family: Fields, base: Fields, model: Fields, own: Fields) -> tuple[Images, ...]:
    """The image inputs of a mode: what holds for all its images, below what each input says itself."""
    common = overlay(*(layer.get("images") for layer in (family, base, model, own)))
    stated = [{name: input_fields(value) for name, value in child(layer, "inputs").items()} for layer in (base, own)]
    names = dict.fromkeys(name for layer in stated for name in layer)
    found = (_images(name, overlay(common, *(layer.get(name) for layer in stated))) for name in names)
    return tuple(images for images in found if images.maximum)


def input_fields(value: Any) -> Fields:
    """What an input says, where its count alone may stand for it."""
    return {"count": value} if isinstance(value, list) else value


def _images(name: str, fields: Fields) -> Images:
    sources = texts(fields.get("source"))
    least, most = fields.get("count") or (0 if fields.get("optional") else 1, 1)
    return Images(
        name=name,
        minimum=least,
        maximum=most,
        single="count" not in fields,
        place=fields.get("in"),
        formats=texts(fields["formats"]),
        sides=pair(fields.get("sides")),
        sides_recommended=fields.get("sides_recommended", False),
        width=pair(fields.get("width")),
        height=pair(fields.get("height")),
        same_size_as=fields.get("same_size_as"),
        aspect=ratio_pair(fields.get("aspect")),
        alpha=fields.get("alpha", "allowed"),
        kilobytes=pair(fields.get("kilobytes")),
        max_megabytes=fields.get("max_megabytes"),
        total_megabytes=fields.get("total_megabytes"),
        accepts=texts(fields.get("accepts")),
        no_chinese_in_urls=fields.get("no_chinese_in_urls", False),
        doc=words_or_none(fields.get("doc")),
        sources=sources,
        conflicts=conflicts(fields, sources),
        note=words_or_none(fields.get("note")),
    )


def _with_prompt(route: Route, prompt: Prompt | None) -> Route:
    """A route's own limit of the prompt holds for the prompt that the mode has."""
    if route.prompt is None or prompt is None:
        return replace(route, prompt=None)
    own = replace(route.prompt, required=prompt.required, may_be_empty=prompt.may_be_empty, key=prompt.key)
    return replace(route, prompt=own)


def _routes(context: Context, layers: tuple[Fields, Fields, Fields]) -> tuple[Route, ...]:
    """The routes that the mode itself states, else the model's for all its modes, else the family's."""
    base, own, model = layers
    stated = (entries(layer, "routes") for layer in (own, model, base, context.family))
    regions = child(model, "regions") or child(context.family, "regions")
    having = [entry if isinstance(entry, str) else str(entry["region"]) for entry in regions["available"]]
    found = [child(layer, "results") for layer in (context.family, base, model, own)]
    return tuple(_route(context, entry, having, found) for entry in next(filter(None, stated), ()))


def _route(context: Context, fields: Fields, having: list[str], found: list[Fields]) -> Route:
    sources = texts(fields.get("source", context.family.get("source")))
    prompt = fields.get("prompt")
    return Route(
        endpoint=fields["endpoint"],
        path=context.endpoints[fields["endpoint"]].path,
        protocol=fields["protocol"],
        payload=fields["payload"],
        content=texts(fields.get("content")),
        headers=dict(child(fields, "headers")),
        send=dict(child(fields, "send")),
        sources=sources,
        prompt=None if prompt is None else _prompt(prompt),
        conflicts=conflicts(fields, sources),
        base_path=context.endpoints[fields["endpoint"]].base_path,
        size_separator=fields.get("size_separator", "*"),
        accepts={name: tuple(values) for name, values in child(fields, "accepts").items()},
        always_parameters=fields.get("always_parameters", False),
        regions=_regions(fields, having),
        results=_results(*found, _OF_PAYLOAD.get(fields["payload"], {}), child(fields, "results"))
        if "results" in fields or fields["payload"] in _OF_PAYLOAD
        else None,
    )


_OF_PAYLOAD: dict[str, Fields] = {"flat": {"images": ["data[].url"]}}
"""Where answers hold pictures on a route of this style, unless it says otherwise."""


def _results(*layers: Fields) -> Results:
    fields = overlay(*layers)
    sources = texts(fields.get("source"))
    return Results(
        images=texts(fields.get("images")),
        values=tuple(
            replace(value_of(name, value), at=value["at"], example=value.get("example"))
            for name, value in child(fields, "values").items()
        ),
        usage=dict(child(fields, "usage")),
        format=fields.get("format"),
        lifetime_hours=fields.get("lifetime_hours"),
        hosts=texts(fields.get("hosts")),
        sources=sources,
        conflicts=conflicts(fields, sources),
    )


def value_of(name: str, fields: Fields) -> ResultValue:
    """What answers hold under a name, or what is in it."""
    return ResultValue(
        name=name,
        doc=words(fields.get("doc", "")),
        type=fields.get("type", "text"),
        items=value_of("", fields["items"]) if "items" in fields else None,
        members=tuple(value_of(*each) for each in child(fields, "members").items()),
    )


def _regions(fields: Fields, having: list[str]) -> tuple[str, ...]:
    """The regions of a model that have a route; none where all do."""
    without = texts(fields.get("regions_except"))
    only = texts(fields.get("regions")) or [region for region in having if region not in without]
    return () if set(only) >= set(having) else tuple(only)


def _rules(context: Context, model_id: str, name: str, taken: set[str]) -> tuple[Rule, ...]:
    """The rules of family, mode and model, as far as the mode takes what they speak of."""
    places: tuple[Path, ...] = ((), ("modes", name), ("models", model_id))
    return tuple(
        _rule(context, entry, (*place, "rules", number))
        for place in places
        for number, entry in enumerate(entries(_at(context.family, place), "rules"))
        if taken.issuperset(_subjects(entry))
    )


def _subjects(entry: Fields) -> tuple[str, ...]:
    return (*members(entry["of"]), *texts(entry.get("to")), *child(entry, "when"))


def _rule(context: Context, entry: Fields, path: Path) -> Rule:
    return Rule(
        kind=entry["rule"],
        of=members(entry["of"]),
        sources=texts(entry.get("source", context.family.get("source"))),
        location=context.locate(path),
        to=entry.get("to"),
        each=entry.get("each"),
        total=entry.get("total"),
        when=dict(child(entry, "when")),
        range=bounds(entry.get("range")),
        ignore_case=entry.get("ignore_case", False),
    )
