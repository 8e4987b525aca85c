"""What a request costs by list price, as a range where the number of images or the price is not certain."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from brushwork_runtime.base.json_values import named, same
from brushwork_runtime.base.language import series, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.request.request import Request
    from brushwork_runtime.tables.spec import Mode, Model, Parameter, Price


class Estimate:
    """The cost of a request: `minimum` to `maximum` in `currency`, for `images_minimum` to `images_maximum` images.

    `unit_minimum` and `unit_maximum` are the list price of one image, `input_minimum` and `input_maximum` that of all
    `input_images` together, 0 where they are free. What is not known is None; `known` tells whether the amounts are.
    `basis` says in words how they come about.
    """

    __slots__ = (
        "basis",
        "currency",
        "images_maximum",
        "images_minimum",
        "input_images",
        "input_maximum",
        "input_minimum",
        "maximum",
        "minimum",
        "unit_maximum",
        "unit_minimum",
    )

    def __init__(
        self,
        *,
        images: tuple[int, int] | None,
        unit: tuple[Decimal, Decimal] | None,
        currency: str | None,
        basis: str,
        input_images: int = 0,
        inputs: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0)),
    ) -> None:
        self.images_minimum = images[0] if images else None
        self.images_maximum = images[1] if images else None
        self.unit_minimum = unit[0] if unit else None
        self.unit_maximum = unit[1] if unit else None
        self.input_images = input_images
        self.input_minimum, self.input_maximum = inputs
        self.minimum = images[0] * unit[0] + inputs[0] if images and unit else None
        self.maximum = images[1] * unit[1] + inputs[1] if images and unit else None
        self.currency = currency
        self.basis = basis

    @property
    def known(self) -> bool:
        """Whether the amounts are known."""
        return self.minimum is not None

    def to_dict(self) -> dict[str, str | int | bool | None]:
        """The estimate as plain values, amounts as text."""
        amounts = ("minimum", "maximum", "unit_minimum", "unit_maximum", "input_minimum", "input_maximum")
        known: dict[str, Decimal | None] = {name: getattr(self, name) for name in amounts}
        texts = {name: None if amount is None else str(amount) for name, amount in known.items()}
        return {
            **texts,
            "currency": self.currency,
            "images_minimum": self.images_minimum,
            "images_maximum": self.images_maximum,
            "input_images": self.input_images,
            "basis": self.basis,
            "known": self.known,
        }

    def __repr__(self) -> str:
        return f"<Estimate {self}>"

    def __str__(self) -> str:
        if not self.known:
            return tr("not known: {basis}", basis=self.basis)
        amount = f"{self.currency} {_span(self.minimum, self.maximum)}" if self.currency else tr("free of charge")
        return f"{amount} ({self.basis})"


def _span(low: object, high: object) -> str:
    return str(low) if low == high else tr("{low} to {high}", low=low, high=high)


def estimate(prepared: Request) -> Estimate:
    """The cost of a request by the list price of its client's region."""
    sent = _sent(prepared)
    images, why = _images(prepared.mode, sent)
    return _priced(prepared, sent, images, why)


def of_images(prepared: Request, made: int, size: str | None = None) -> Estimate:
    """The cost of the images that a request made, of this size where the answer tells it."""
    return _priced(prepared, _sent(prepared), (made, made), [], size)


def _sent(prepared: Request) -> dict[str, object]:
    """What goes out, by the names of parameters, sizes as width*height; not what leaves the choice to the service."""
    route, body = prepared.route, prepared.body
    found = {**prepared.values, **named(body.get("input")), **named(body.get("parameters"))}
    if route.payload == "flat":
        found |= named(body)
    for parameter in prepared.mode.parameters:
        size = found.get(parameter.name)
        if parameter.kind == "size" and isinstance(size, str):
            found[parameter.name] = size.replace(route.size_separator, "*")
    return {name: value for name, value in found.items() if value not in route.accepts.get(name, ())}


def _images(mode: Mode, sent: Mapping[str, object]) -> tuple[tuple[int, int] | None, list[str]]:
    """How many images are billed, at least and at most, and what there is to say about it.

    A call that is billed made one image at least.
    """
    counting = [parameter for parameter in mode.parameters if parameter.bills in ("exactly", "at_most")]
    low, high = 1, 1
    notes: list[str] = []
    for parameter in counting:
        counts = [value for value in _possible(parameter, sent) if type(value) is int]
        if not counts:
            return None, [tr("{name} is not known", name=parameter.name)]
        if parameter.bills == "at_most":
            high *= max(counts)
            notes.append(tr("{name} is the most that is made", name=parameter.name))
        else:
            low, high = low * min(counts), high * max(counts)
        if len(counts) > 1:
            notes.append(tr("documents differ on the default of {name}", name=parameter.name))
    return (low, high), notes


def _possible(parameter: Parameter, sent: Mapping[str, object]) -> list[object]:
    """The value that is sent, else every default that some document names."""
    if parameter.name in sent:
        return [sent[parameter.name]]
    claims = [dispute.value for dispute in parameter.disputes if dispute.field == "default"]
    return [value for value in (parameter.default, *claims) if value is not None]


def _priced(
    prepared: Request,
    sent: Mapping[str, object],
    images: tuple[int, int] | None,
    notes: list[str],
    size: str | None = None,
) -> Estimate:
    region, model = prepared.settings.region, prepared.model
    currency, prices = prices_of(model, prepared.mode, region, sent, size)
    made = [price for price in prices if price.per == "image"]
    where = tr("in {region}", region=region) if region else tr("for this base URL")
    if not made or any(price.amount is None for price in made):
        unsold = tr("{model} is not for sale {where}", model=model.id, where=where)
        basis = unsold if made else tr("no list price of {model} {where}", model=model.id, where=where)
        return Estimate(images=images, unit=None, currency=None, basis=basis)
    unit, each = _amounts(made, currency)
    parts = [f"{_span(*images) if images else '?'} x {each}"]
    count, inputs = prepared.image_count, (Decimal(0), Decimal(0))
    if count and (given := [price for price in prices if price.per == "input_image"]):
        of_one, each = _amounts(given, currency)
        inputs = (count * of_one[0], count * of_one[1])
        given_images = tr("1 input image") if count == 1 else tr("{count} input images", count=count)
        parts.append(f"{given_images} x {each}")
        made += given
    price = tr("{sum}, list price {where}", sum=" + ".join(parts), where=where)
    basis = tr("; ").join([price, *notes, *_why(made)])
    return Estimate(images=images, unit=unit, currency=currency, basis=basis, input_images=count, inputs=inputs)


def _amounts(prices: list[Price], currency: str | None) -> tuple[tuple[Decimal, Decimal], str]:
    """The lowest and the highest of them, and both in words."""
    amounts = sorted(Decimal(price.amount or 0) for price in prices)
    about = tr("about ") if any(price.approximate for price in prices) else ""
    return (amounts[0], amounts[-1]), f"{about}{_span(amounts[0], amounts[-1])}{f' {currency}' if currency else ''}"


def _why(prices: list[Price]) -> list[str]:
    """Why more than one price may hold, if they differ."""
    if all(len({price.amount for price in prices if price.per == per}) < 2 for per in ("image", "input_image")):
        return []
    names = sorted({name for price in prices for name in price.when})
    notes: list[str] = []
    if names:
        notes.append(tr("the price depends on {names}, whose default is disputed or unknown", names=series(names)))
    if any(price.output_pixels for price in prices):
        notes.append(tr("the price depends on the area of the image, which no size says"))
    return notes


def prices_of(
    model: Model, mode: Mode, region: str | None, sent: Mapping[str, object], size: str | None = None
) -> tuple[str | None, list[Price]]:
    """The currency that the region's list begins with, and the prices in it that may hold for images of this size."""
    here = [price for price in model.prices if price.region == region]
    currency = next((price.currency for price in here if price.currency), None)
    in_it = [price for price in here if price.currency in (currency, None)]
    return currency, [price for price in in_it if _may_hold(price, mode, sent, size)]


def _may_hold(price: Price, mode: Mode, sent: Mapping[str, object], size: str | None) -> bool:
    for name, wanted in price.when.items():
        parameter = mode.by_name.get(name)
        possible = _possible(parameter, sent) if parameter is not None else [sent[name]] if name in sent else []
        any_of = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
        if possible and not any(same(value, one) for value in possible for one in any_of):
            return False
    areas = _areas(mode, sent, size) if price.output_pixels else ()
    return not areas or any(price.of_area(area) for area in areas)


def _areas(mode: Mode, sent: Mapping[str, object], size: str | None) -> list[int]:
    """The areas that the images may have; none where that is not known."""
    from brushwork_runtime.tables.spec import Size
    from brushwork_runtime.validate.sizes import exact

    if size is not None and (made := exact(size)) is not None:
        return [made[0] * made[1]]
    found: list[int] = []
    for parameter in [parameter for parameter in mode.parameters if isinstance(parameter, Size)]:
        for value in _possible(parameter, sent):
            pixels = parameter.presets.get(value) if isinstance(value, str) else None
            pixels = pixels or exact(value)
            if pixels is None:
                return []
            found.append(pixels[0] * pixels[1])
    return found
