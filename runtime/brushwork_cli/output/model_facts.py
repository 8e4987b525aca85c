"""What the tables and schemas say of a model, as plain values and as words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from brushwork_runtime import Constant, alternatives, items, named, today, tr

if TYPE_CHECKING:
    from brushwork_cli.session import Session
    from brushwork_runtime import Api, Dispute, Mode, Model, ModelInfo, Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A filter of models; None and False are no condition. `words` are looked for in names and descriptions."""

    words: tuple[str, ...]
    mode: str | None
    region: str | None
    price_in: str
    max_price: Decimal | None
    images: int | None
    text: bool
    protocol: str | None


def priced_in(session: Session, region: str | None) -> str:
    """The id of the region whose prices are shown: the one that is named, configured, or the API's default."""
    from brushwork_runtime import region_of

    api = session.registry.api
    found = region_of(api, region or session.configuration["region"], "region=", None)
    return found.id if found is not None else api.default_region


def fits(model: Model, wanted: Wanted) -> bool:
    """Whether the model, and some mode of it, is as wanted."""
    described = f"{model.id} {model.summary}".lower()
    if not all(word.lower() in described for word in wanted.words):
        return False
    if wanted.region is not None and model.regions and wanted.region not in model.regions:
        return False
    if wanted.max_price is not None:
        here = prices_in(model, wanted.price_in)
        prices = [Decimal(price.amount) for price in here if price.amount is not None and price.per == "image"]
        if not prices or min(prices) > wanted.max_price:
            return False
    return any(_mode_fits(mode, wanted) for mode in model.modes.values())


def _mode_fits(mode: Mode, wanted: Wanted) -> bool:
    low, high = images_in(mode)
    return (
        wanted.mode in (None, mode.name)
        and (wanted.images is None or low <= wanted.images <= high)
        and (not wanted.text or mode.output == "parts")
        and (wanted.protocol is None or any(route.protocol == wanted.protocol for route in mode.routes))
    )


def is_past(model: Model) -> bool:
    """Whether the date of its retirement is past."""
    lifecycle = model.lifecycle
    return lifecycle is not None and lifecycle.retires is not None and lifecycle.retires <= today()


def images_in(mode: Mode) -> tuple[int, int]:
    """How many images the mode takes."""
    return mode.images


def images_out(mode: Mode) -> tuple[int, int]:
    """How many images a call can make."""
    most = 1
    for parameter in mode.parameters:
        if parameter.bills in ("exactly", "at_most"):
            most *= int(getattr(parameter, "maximum", 1))
    return 1, most


def prices_in(model: Model, region: str) -> list[Price]:
    """The prices of a region, in the currency that its list begins with."""
    here = [price for price in model.prices if price.region == region]
    currency = next((price.currency for price in here if price.currency), None)
    return [price for price in here if price.currency in (currency, None)]


def price_words(prices: list[Price]) -> str:
    """Prices of one region in words."""
    each = [_amount(price) for price in prices if price.per == "image"]
    of_images = alternatives(each) if each else tr("not known")
    return ", ".join(
        [of_images, *(tr("{price} an input image", price=_amount(price)) for price in prices if price.per != "image")]
    )


def price_span(model: Model, region: str) -> str:
    """What an image costs in the region, or where there is the model at all: "CNY 0.2 to 0.4 in cn-beijing"."""
    where = region if region in model.regions or not model.regions else next(iter(model.regions))
    prices = [price for price in prices_in(model, where) if price.per == "image"]
    amounts = sorted((Decimal(price.amount), price.amount) for price in prices if price.amount and price.currency)
    if len(amounts) != len(prices) or not amounts:
        said = price_words(prices)
    else:
        low, high = amounts[0][1], amounts[-1][1]
        span = low if low == high else tr("{low} to {high}", low=low, high=high)
        said = _about(f"{prices[0].currency} {span}", approximate=any(price.approximate for price in prices))
    return said if where == region else tr("{said} in {where}", said=said, where=where)


def _amount(price: Price) -> str:
    amount = tr("free")
    if price.currency:
        amount = _about(f"{price.currency} {price.amount}", approximate=price.approximate)
    low, high = price.output_pixels or (None, None)
    cases = [f"{name} {_words(value)}" for name, value in price.when.items()]
    cases += [tr("from {low:,} pixels", low=low)] if low is not None else []
    cases += [tr("up to {high:,} pixels", high=high)] if high is not None else []
    told = ", ".join(cases)
    return f"{amount if price.amount else tr('not for sale')}{f' ({told})' if told else ''}"


def _about(amount: str, *, approximate: bool) -> str:
    return tr("about {amount}", amount=amount) if approximate else amount


def _words(value: object) -> str:
    several = items(value)
    if several is None:
        return str(value).lower()
    shown = list(several) if len(several) <= _MANY else [several[0], tr("{count} others", count=len(several) - 1)]
    return alternatives([str(each) for each in shown])


_MANY = 3
"""Values that a condition shows, at most."""


def catalogue(model: Model, region: str) -> dict[str, object]:
    """A model's line in the catalogue, as plain values; prices are those of `region`."""
    return {
        "id": model.id,
        "family": model.family,
        "summary": model.summary,
        "modes": [
            {
                "name": mode.name,
                "protocols": [route.protocol for route in mode.routes],
                "images_in": list(images_in(mode)),
                "images_out": list(images_out(mode)),
                "output": mode.output,
            }
            for mode in model.modes.values()
        ],
        "regions": {name: list(protocols) for name, protocols in model.regions.items()},
        "ids": dict(model.ids),
        "snapshots": list(model.snapshots),
        "activation": model.activation,
        "lifecycle": None
        if (told := model.lifecycle) is None
        else {
            "retires": told.retires,
            "replacement": told.replacement,
            "said": told.said,
        },
        "prices": [_price(price) for price in prices_in(model, region)],
        "rate_limits": [
            {"submits": limit.submits, "per": limit.per, "concurrent": limit.concurrent, "regions": list(limit.regions)}
            for limit in model.rate_limits
        ],
    }


def _price(price: Price) -> dict[str, object]:
    return {
        "region": price.region,
        "amount": price.amount,
        "currency": price.currency,
        "per": price.per,
        "when": dict(price.when),
        "output_pixels": None if price.output_pixels is None else list(price.output_pixels),
        "approximate": price.approximate,
    }


def modes_of(info: ModelInfo, api: Api) -> dict[str, object]:
    """Every mode with the schema of its arguments, its routes and its conflicts, as plain values."""
    return {
        mode.name: {
            "arguments": info.json_schema(mode.name),
            "routes": [
                {"protocol": route.protocol, "path": (route.base_path or api.base_path) + route.path}
                for route in mode.routes
            ],
            "images_in": list(images_in(mode)),
            "images_out": list(images_out(mode)),
            "values": values_of(mode),
            "conflicts": conflicts(mode, api),
        }
        for mode in info.spec.modes.values()
    }


def values_of(mode: Mode) -> dict[str, object]:
    """What answers hold beside pictures: the type of each, ["text"] of a list, {"kind": "text"} of an object."""
    return {name: kind for name, (_, kind) in mode.results.values.items()}


def conflicts(mode: Mode, api: Api) -> list[dict[str, object]]:
    """What documents say differently about a mode, and how it is decided."""
    found: list[tuple[str, Dispute]] = [
        ("prompt", dispute) for dispute in (mode.prompt.disputes if mode.prompt is not None else ())
    ]
    found += [(images.name, dispute) for images in mode.inputs for dispute in images.disputes]
    found += [(own.name, dispute) for own in mode.parameters for dispute in own.disputes]
    found += [
        (tr("{protocol} route", protocol=route.protocol), dispute)
        for route in mode.routes
        for dispute in route.disputes
    ]
    return [
        {
            "of": name,
            "field": dispute.field,
            "other_claim": dispute.value,
            "stated_by": [api.sources.get(source, source) for source in dispute.stated_by],
            "against": [api.sources.get(source, source) for source in dispute.sources],
            "decision": dispute.decision,
        }
        for name, dispute in found
    ]


def described(info: ModelInfo, mode: Mode) -> list[tuple[str, str, bool]]:
    """The arguments of a mode: name, what the documents say, and whether it is required."""
    arguments = info.json_schema(mode.name)
    required = items(arguments.get("required")) or ()
    hidden = {own.name for own in mode.parameters if isinstance(own, Constant)}
    return [
        (name, str(named(value).get("description", "")), name in required)
        for name, value in named(arguments.get("properties")).items()
        if name not in hidden
    ]
