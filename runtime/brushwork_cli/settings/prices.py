"""Prices of a configuration file in the place of the list prices.

[prices."wan2.6-t2i"]
intl = { amount = "0.03", currency = "USD" }
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from brushwork_runtime import ConfigError, Model, Price, later, named, region_of, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime import Registry

_FORM = later('prices look like intl = { amount = "0.03", currency = "USD" }')


def repriced(registry: Registry, prices: Mapping[str, object]) -> list[Model]:
    """The tables of the models that `prices` names, with these prices in their regions. Raises `ConfigError`."""
    return [_repriced(registry, registry.table(name), named(entry)) for name, entry in prices.items()]


def _repriced(registry: Registry, model: Model, entry: Mapping[str, object]) -> Model:
    own = [_price(registry, model.id, region, named(price)) for region, price in entry.items()]
    regions = {price.region for price in own}
    kept: dict[str, Any] = {name: getattr(model, name) for name in Model.__slots__}
    kept |= {
        "modes": tuple(model.modes.values()),
        "prices": (*own, *(price for price in model.prices if price.region not in regions)),
    }
    return Model(kept.pop("id"), **kept)


def _price(registry: Registry, model: str, region: str, price: Mapping[str, object]) -> Price:
    where = f'[prices."{model}"] {region}'
    found = region_of(registry.api, region, "region=", None)
    amount, currency = str(price.get("amount", "")), price.get("currency")
    try:
        sound = Decimal(amount) >= 0
    except InvalidOperation:
        sound = False
    if found is None or not sound or not isinstance(currency, str) or price.get("per", "image") != "image":
        raise ConfigError(tr("{where} is not a price", where=where), hint=tr("Per image, {form}.", form=tr(_FORM)))
    return Price(found.id, amount, currency)
