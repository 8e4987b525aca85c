"""Loaded specs -> IR: every name, inheritance, override and default resolved.

The specs have passed `check`; their mistakes are not reported here.

    family parameter < mode < model.parameters < model.modes.<mode>.parameters       (key by key, the later one wins)
    family prompt, images < mode < model < model.modes.<mode>
    routes: model.modes.<mode>, else model, else mode, else family                   (whole lists)
    regions, prices, rate_limits, typical_seconds, lifecycle, source: model, else family  (whole)
"""

from __future__ import annotations

import json

from generator.ir import (
    Activation,
    Answers,
    Current,
    Endpoint,
    Example,
    Family,
    Lifecycle,
    Mode,
    Model,
    Price,
    RateLimit,
    RegionUse,
    Spec,
    TypicalSeconds,
)
from generator.load.bilingual import bilingual
from generator.load.document import Document
from generator.load.folder import Loaded
from generator.naming import class_name, identifier
from generator.plan.api import api, disagreement, error_codes, sources
from generator.plan.disputes import disputes
from generator.plan.fields import Fields, child, conflicts, entries, texts, top, words, words_or_none
from generator.plan.modes import Context, mode, mode_names
from generator.spec_language.measures import pixels


def plan(loaded: Loaded) -> Spec:
    """Everything that the specs say."""
    shared = api(loaded.api, loaded.families)
    endpoints = {endpoint.id: endpoint for endpoint in shared.endpoints}
    region = top(loaded.api)["default_region"]
    families = tuple(_family(document, endpoints, region) for document in loaded.families)
    return Spec(
        api=shared,
        sources=sources(loaded.sources),
        families=families,
        errors=error_codes(loaded.errors),
        disputes=disputes(loaded, shared, families),
        chinese={english: zh for document in loaded.documents for _, english, zh in bilingual(document)},
    )


def _family(document: Document, endpoints: dict[str, Endpoint], default_region: str) -> Family:
    fields = top(document)
    context = Context(family=fields, locate=document.location, endpoints=endpoints)
    models = tuple(_model(context, model_id) for model_id in fields["models"])
    return Family(
        id=fields["family"],
        module=identifier(fields["family"]),
        title=words(fields["title"]),
        summary=words(fields["summary"]),
        file=document.file,
        sources=texts(fields.get("source")),
        models=models,
        answers=_answers(child(fields, "answers")),
        disagreements=tuple(disagreement(entry) for entry in entries(fields, "conflicts")),
        examples=tuple(
            _example(document, number, {model.id: model for model in models}, default_region)
            for number in range(len(entries(fields, "examples")))
        ),
    )


def _answers(fields: Fields) -> Answers:
    return Answers(
        typed=fields.get("typed", False),
        usage=fields.get("usage", "size"),
        several=fields.get("several", "choices"),
        echo=fields.get("echo", False),
        tokens=fields.get("tokens", False),
        metric=fields.get("metric", False),
        rounded=fields.get("rounded"),
        area=pixels(fields["area"]) if "area" in fields else None,
        watermark=fields.get("watermark"),
        sources=texts(fields.get("source")),
    )


def _model(context: Context, model_id: str) -> Model:
    family = context.family
    fields = child(child(family, "models"), model_id)
    regions = child(fields, "regions") or child(family, "regions")
    snapshots: tuple[str | Fields, ...] = tuple(fields.get("snapshots", ()))
    modes = tuple(mode(context, model_id, name) for name in mode_names(family, fields))
    return Model(
        id=model_id,
        identifier=identifier(model_id),
        class_name=class_name(model_id),
        summary=words(fields["summary"]),
        location=context.locate(("models", model_id)),
        ids=dict(child(fields, "ids")),
        snapshots=tuple(entry if isinstance(entry, str) else entry["id"] for entry in snapshots),
        current=next((_current(entry) for entry in snapshots if not isinstance(entry, str) and entry["current"]), None),
        without_images=fields.get("without_images"),
        modes=modes,
        regions=tuple(_region(entry) for entry in regions["available"]),
        region_conflicts=conflicts(regions, texts(regions.get("source"))),
        prices=tuple(
            _price(entry, region, modes)
            for entry in entries(fields, "prices") or entries(family, "prices")
            for region in texts(entry["region"])
        ),
        rate_limits=tuple(_rate(entry) for entry in entries(fields, "rate_limits") or entries(family, "rate_limits")),
        typical_seconds=_typical(child(fields, "typical_seconds") or child(family, "typical_seconds")),
        activation=_activation(child(fields, "activation") or child(family, "activation")),
        lifecycle=_lifecycle(child(fields, "lifecycle") or child(family, "lifecycle")),
        sources=texts(fields.get("source", family.get("source"))),
    )


def _current(entry: Fields) -> Current:
    return Current(snapshot=entry["id"], sources=texts(entry.get("source")))


def _activation(entry: Fields) -> Activation | None:
    return Activation(where=words(entry["where"]), sources=texts(entry.get("source"))) if entry else None


def _lifecycle(entry: Fields) -> Lifecycle | None:
    if not entry:
        return None
    return Lifecycle(
        announced=entry.get("announced"),
        retires=entry.get("retires"),
        replacement=entry.get("replacement"),
        confirmed=entry.get("confirmed", False),
        note=words_or_none(entry.get("note")),
        sources=texts(entry.get("source")),
    )


def _region(entry: str | Fields) -> RegionUse:
    if isinstance(entry, str):
        return RegionUse(region=entry)
    return RegionUse(region=entry["region"], protocols=texts(entry.get("protocols")))


def _price(entry: Fields, region: str, modes: tuple[Mode, ...]) -> Price:
    bounds, when = entry.get("output_pixels"), dict(child(entry, "when"))
    sizes = {each.name: each.size.tiers for own in modes for each in own.parameters if each.size is not None}
    tiers = {name: tier for name, tier in when.items() if isinstance(tier, str) and tier in sizes.get(name, {})}
    return Price(
        region=region,
        amount="0" if entry.get("free") else entry.get("amount"),
        currency=entry.get("currency"),
        sources=texts(entry.get("source")),
        per=entry.get("per", "image"),
        when=when | {name: [f"{wide}*{high}" for wide, high in sizes[name][tier]] for name, tier in tiers.items()},
        tiers=tiers,
        output_pixels=None if bounds is None else (bounds[0], bounds[1]),
        approximate=entry.get("approximate", False),
    )


def _rate(entry: Fields) -> RateLimit:
    submit, per = entry["submit"].split("/")
    return RateLimit(
        submit=int(submit),
        per=per,
        concurrent=entry.get("concurrent"),
        regions=texts(entry.get("regions")),
        sources=texts(entry.get("source")),
        shared_by=entry.get("shared_by"),
    )


def _typical(entry: Fields) -> TypicalSeconds | None:
    if not entry:
        return None
    low, high = entry["range"]
    return TypicalSeconds(low=low, high=high, basis=words(entry["basis"]), sources=texts(entry.get("source")))


def _example(document: Document, number: int, models: dict[str, Model], default_region: str) -> Example:
    family = top(document)
    fields = entries(family, "examples")[number]
    request = child(fields, "request")
    model = models[fields["model"]]
    (used,) = (mode for mode in model.modes if mode.name == fields["mode"])
    wanted = [(key, fields[key]) for key in ("protocol", "endpoint") if key in fields]
    route = next(route for route in used.routes if all(getattr(route, key) == value for key, value in wanted))
    documents = tuple((entry["source"], entry["region"]) for entry in entries(fields, "documents"))
    return Example(
        name=fields["name"],
        title=words(fields["title"]),
        family=family["family"],
        model=fields["model"],
        mode=fields["mode"],
        call=dict(fields["call"]),
        protocol=route.protocol,
        endpoint=route.endpoint,
        path=request["path"],
        headers=dict(child(request, "headers")),
        body=json.loads(request["body"]),
        documents=documents,
        location=document.location(("examples", number)),
        region=documents[0][1] if documents else model.region_for(route, default_region),
    )
