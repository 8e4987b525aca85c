"""What every model takes, as JSON for programs: `models.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from generator.ir import Images, Json, Mode, Model, Parameter, Price, Results, Spec
from generator.naming import file_name
from generator.phrasing import dimensions, lifecycle_words
from generator.schema.json_text import json_text


def models_json(spec: Spec) -> str:
    """Every model with modes, parameters, prices and limits; what nothing is known about is left out."""
    models = [_model(spec, family.id, model) for family in spec.families for model in family.models]
    regions = [{"id": each.id, "aliases": each.aliases, "host": each.host} for each in spec.api.regions]
    document = {"spec_version": spec.api.spec_version, "default_region": spec.api.default_region, "regions": regions}
    return json_text(document | {"models": models})


def _model(spec: Spec, family: str, model: Model) -> dict[str, Json]:
    return _known(
        {
            "id": model.id,
            "python": f"client.{model.identifier}",
            "family": family,
            "summary": _text(spec, model.summary),
            "page": f"models/{file_name(model.id)}.md",
            "snapshots": list(model.snapshots),
            "ids": model.ids,
            "currently": model.current.snapshot if model.current else None,
            "activation": _text(spec, model.activation.where) if model.activation else None,
            "lifecycle": _lifecycle(spec, model),
            "regions": [use.region for use in model.regions],
            "modes": {mode.name: _mode(spec, mode) for mode in model.modes},
            "prices": [_price(price) for price in model.prices],
            "rate_limits": [_known(asdict(limit) | {"sources": None}) for limit in model.rate_limits],
        }
    )


def _lifecycle(spec: Spec, model: Model) -> dict[str, Json] | None:
    told = model.lifecycle
    if told is None:
        return None
    return _known(asdict(told) | {"note": told.note and _text(spec, told.note), "sources": list(told.sources)}) | {
        "confirmed": told.confirmed,
        "said": lifecycle_words(model, spec.models),
    }


def _mode(spec: Spec, mode: Mode) -> dict[str, Json]:
    limits = ("max_characters", "max_tokens", "max_words")
    return _known(
        {
            "summary": _text(spec, mode.summary),
            "prompt": _known({name: getattr(mode.prompt, name) for name in limits}) if mode.prompt else None,
            "inputs": {images.name: _images(images) for images in mode.inputs},
            "results": _results(spec, mode.results),
            "protocols": list(dict.fromkeys(route.protocol for route in mode.routes)),
            "parameters": {each.name: _parameter(spec, each) for each in mode.parameters if each.constant is None},
        }
    )


def _results(spec: Spec, results: Results) -> dict[str, Json] | None:
    values = {each.name: _known({"type": each.kind, "doc": _text(spec, each.doc)}) for each in results.values}
    found = {"format": results.format, "lifetime_hours": results.lifetime_hours, "hosts": list(results.hosts)}
    return _known({**found, "values": values}) or None


def _images(images: Images) -> dict[str, Json]:
    return _known(
        {
            "count": [images.minimum, images.maximum],
            "single": images.single or None,
            "formats": list(images.formats),
            "sides": list(images.sides or ()),
            "aspect": list(images.aspect or ()),
            "width": list(images.width or ()),
            "height": list(images.height or ()),
            "alpha": images.alpha,
            "kilobytes": list(images.kilobytes or ()),
            "max_megabytes": images.max_megabytes,
            "total_megabytes": images.total_megabytes,
            "accepts": list(images.accepts),
            "same_size_as": images.same_size_as,
        }
    )


def _parameter(spec: Spec, parameter: Parameter) -> dict[str, Json]:
    size = parameter.size
    return _known(
        {
            "type": parameter.kind,
            "doc": _text(spec, parameter.doc),
            "required": parameter.required or None,
            "range": list(parameter.range or ()),
            "exclusive": list(parameter.exclusive),
            "step": parameter.step,
            "excluded": list(parameter.excluded),
            "choices": list(parameter.choices),
            "open": parameter.open,
            "max_characters": parameter.max_characters,
            "max_words": parameter.max_words,
            "form": parameter.form,
            "items": _parameter(spec, parameter.items) if parameter.items else None,
            "count": list(parameter.count or ()),
            "combinations": [list(each) for each in parameter.combinations],
            "members": {each.name: _parameter(spec, each) for each in parameter.members},
            "boxes": list(parameter.boxes or ()),
            "colors": list(parameter.colors or ()),
            "server_default": parameter.default_text or parameter.default,
            "sent_by_default": parameter.send,
            "bills": parameter.bills,
            "presets": {name: dimensions(each) for name, each in size.presets.items()} if size else None,
            "pixels": list(size.pixels or ()) if size else None,
            "sides": list(size.sides or ()) if size else None,
            "aspect": list(size.aspect or ()) if size else None,
            "recommended": [dimensions(each) for each in size.recommended] if size else None,
            "ratios": {name: dimensions(each) for name, each in size.ratios.items()} if size else None,
            "only_recommended": (size.fixed or None) if size else None,
        }
    )


def _price(price: Price) -> dict[str, Json]:
    return _known(
        {
            "region": price.region,
            "amount": price.amount,
            "currency": price.currency,
            "per": price.per if price.per != "image" else None,
            "not_for_sale": (price.amount is None) or None,
            "when": price.when,
            "output_pixels": list(price.output_pixels or ()),
            "approximate": price.approximate or None,
        }
    )


def _text(spec: Spec, text: str) -> dict[str, Json]:
    return _known({"en": text, "zh": spec.chinese.get(text)})


def _known(fields: Mapping[str, Json]) -> dict[str, Json]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, [], (), {})}
