"""What a request costs by list price, as a range where the number of images or the price is not certain."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from brushwork_runtime.base.json_values import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brushwork_runtime.request.request import Request
    from brushwork_runtime.tables.spec import Mode, Model, Parameter, Price


class Estimate:
    """The cost of a request: `minimum` to `maximum` in `currency`, for `images_minimum` to `images_maximum` images.

    `unit_minimum` and `unit_maximum` are the list price of one image. What is not known is None; `known` tells whether
    the amounts are. `basis` says in words how they come about.
    """

    __slots__ = (
        "basis",
        "currency",
        "images_maximum",
        "images_minimum",
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
    ) -> None:
        self.images_minimum = images[0] if images else None
        self.images_maximum = images[1] if images else None
        self.unit_minimum = unit[0] if unit else None
        self.unit_maximum = unit[1] if unit else None
        self.minimum = images[0] * unit[0] if images and unit else None
        self.maximum = images[1] * unit[1] if images and unit else None
        self.currency = currency
        self.basis = basis

    @property
    def known(self) -> bool:
        """Whether the amounts are known."""
        return self.minimum is not None

    def to_dict(self) -> dict[str, str | int | bool | None]:
        """The estimate as plain values, amounts as text."""
        amounts = ("minimum", "maximum", "unit_minimum", "unit_maximum")
        known: dict[str, Decimal | None] = {name: getattr(self, name) for name in amounts}
        texts = {name: None if amount is None else str(amount) for name, amount in known.items()}
        return {
            **texts,
            "currency": self.currency,
            "images_minimum": self.images_minimum,
            "images_maximum": self.images_maximum,
            "basis": self.basis,
            "known": self.known,
        }

    def __repr__(self) -> str:
        return f"<Estimate {self}>"

    def __str__(self) -> str:
        if not self.known:
            return f"not known: {self.basis}"
        span = str(self.minimum) if self.minimum == self.maximum else f"{self.minimum} to {self.maximum}"
        return f"{self.currency} {span} ({self.basis})"


def estimate(prepared: Request) -> Estimate:
    """The cost of a request by the list price of its client's region."""
    sent = _sent(prepared)
    images, why = _images(prepared.mode, sent)
    return _priced(prepared, sent, images, why)


def of_images(prepared: Request, made: int) -> Estimate:
    """The cost of the images that a request made."""
    return _priced(prepared, _sent(prepared), (made, made), [])


def _sent(prepared: Request) -> dict[str, object]:
    return {**named(prepared.body.get("input")), **named(prepared.body.get("parameters"))}


def _images(mode: Mode, sent: Mapping[str, object]) -> tuple[tuple[int, int] | None, list[str]]:
    """How many images are billed, at least and at most, and what there is to say about it.

    A call that is billed made one image at least.
    """
    counting = [parameter for parameter in mode.parameters if parameter.bills in ("exactly", "at_most")]
    low, high = 1, 1
    notes: list[str] = []
    for parameter in counting:
        counts = _whole_numbers(_possible(parameter, sent))
        if not counts:
            return None, [f"{parameter.name} is not known"]
        if parameter.bills == "at_most":
            high *= max(counts)
            notes.append(f"{parameter.name} is the most that is made")
        else:
            low, high = low * min(counts), high * max(counts)
        if len(counts) > 1:
            notes.append(f"documents differ on the default of {parameter.name}")
    return (low, high), notes


def _whole_numbers(values: Iterable[object]) -> list[int]:
    return [value for value in values if type(value) is int]


def _possible(parameter: Parameter, sent: Mapping[str, object]) -> list[object]:
    """The value that is sent, else every default that some document names."""
    if parameter.name in sent:
        return [sent[parameter.name]]
    claims = [dispute.value for dispute in parameter.disputes if dispute.field == "default"]
    return [value for value in (parameter.default, *claims) if value is not None]


def _priced(
    prepared: Request, sent: Mapping[str, object], images: tuple[int, int] | None, notes: list[str]
) -> Estimate:
    region = prepared.settings.region
    prices = prices_of(prepared.model, prepared.mode, region, sent)
    count = "?" if images is None else f"{images[0]}" if images[0] == images[1] else f"{images[0]} to {images[1]}"
    if not prices:
        where = f"in {region}" if region else "for this base URL"
        return Estimate(images=images, unit=None, currency=None, basis=f"no list price of {prepared.model.id} {where}")
    amounts = sorted(Decimal(price.amount) for price in prices)
    unit = (amounts[0], amounts[-1])
    each = str(unit[0]) if unit[0] == unit[1] else f"{unit[0]} to {unit[1]}"
    about = "about " if any(price.approximate for price in prices) else ""
    if unit[0] != unit[1]:
        tiers = sorted({name for price in prices for name in price.when})
        notes = [*notes, f"the price depends on {', '.join(tiers)}, whose default is disputed or unknown"]
    basis = "; ".join([f"{count} x {about}{each} {prices[0].currency}, list price in {region}", *notes])
    return Estimate(images=images, unit=unit, currency=prices[0].currency, basis=basis)


def prices_of(model: Model, mode: Mode, region: str | None, sent: Mapping[str, object]) -> list[Price]:
    """The prices that may hold, all in the currency that the region's list begins with."""
    here = [price for price in model.prices if price.region == region]
    return [price for price in here if price.currency == here[0].currency and _may_hold(price, mode, sent)]


def _may_hold(price: Price, mode: Mode, sent: Mapping[str, object]) -> bool:
    by_name = {parameter.name: parameter for parameter in mode.parameters}
    for name, wanted in price.when.items():
        parameter = by_name.get(name)
        possible = _possible(parameter, sent) if parameter is not None else [sent[name]] if name in sent else []
        if possible and not any(type(value) is type(wanted) and value == wanted for value in possible):
            return False
    return True
