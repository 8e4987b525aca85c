"""`--max-cost`: a request that may cost more than the caller allows is not sent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli.exit_codes import OverBudget
from brushwork_cli.streams import both_terminals
from brushwork_runtime import BrushworkError, ConfigError, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_cli.options.request import RequestOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Estimate

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?")


class Limit:
    """An amount, in `currency` or, where that is None, in the one of the region's price list."""

    __slots__ = ("amount", "currency")

    def __init__(self, text: str) -> None:
        found = _AMOUNT.fullmatch(text.strip())
        if found is None:
            raise ValueError(tr("{text!r} is not an amount; write it as 0.50 or 0.50USD", text=text))
        self.amount = Decimal(found[1])
        self.currency = found[2].upper() if found[2] else None

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}" if self.currency else str(self.amount)


if TYPE_CHECKING:
    ParamType = click.ParamType[Limit]
else:  # a generic class in new versions of click only
    ParamType = click.ParamType


class Amount(ParamType):
    """An amount of money on the command line."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Limit:
        """The amount."""
        try:
            return value if isinstance(value, Limit) else Limit(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def limits(session: Session, typed: Limit | None, options: RequestOptions, mode: str | None) -> dict[str, Limit]:
    """What a call may cost at most, by the name of each limit: that of --max-cost, else those of the settings.

    A user without a limit pays no more in a project than without its file. Raises `ConfigError` for an invalid amount.
    """
    if typed is not None:
        return {"--max-cost": typed}
    configuration = session.configuration
    try:
        found = {tr("max_cost of {origin}", origin=each.origin): Limit(each.value) for each in configuration.limits}
    except ValueError as error:
        origins = ", ".join(each.origin for each in configuration.limits)
        raise ConfigError(tr("max_cost {error} ({origins})", error=error, origins=origins)) from None
    own = session.own()
    if own is None:
        return found
    for each in own.configuration.limits:  # an amount alone is one of the user's region, not of the project's
        limit = found[tr("max_cost of {origin}", origin=each.origin)]
        limit.currency = limit.currency or currency_of(own)
    if not own.configuration.limits and (cost := _cost(own, options, mode)) is not None:
        found[tr("what it costs without the project's file")] = cost
    return found


def currency_of(session: Session) -> str | None:
    """The currency of the prices of the region; None where it has none."""
    with session.client() as client:
        region = client.settings.region
    prices = (price for model in session.registry.tables() for price in model.prices)
    return next((price.currency for price in prices if price.region == region), None)


def _cost(session: Session, options: RequestOptions, mode: str | None) -> Limit | None:
    """The maximum cost of a request; None if it is not known or the request is invalid."""
    from brushwork_cli.execution.prepare import prepare

    try:
        with session.client() as client:
            estimate = prepare(session, client, options, mode).estimate()
    except (BrushworkError, click.UsageError):
        return None
    return Limit(f"{estimate.maximum:f}{estimate.currency or ''}") if estimate.maximum is not None else None


def hold(estimate: Estimate, limits: Mapping[str, Limit], *, agreed: bool) -> None:
    """Return if the estimate is within the limits, or the caller agrees to what is not. Raises `OverBudget`.

    A person at a terminal is asked; nobody else is.
    """
    problems = (_problem(estimate, limit, name) for name, limit in limits.items())
    problem = None if agreed else next((found for found in problems if found is not None), None)
    if problem is None:
        return
    if both_terminals() and click.confirm(tr("{problem}. Send it?", problem=problem), err=True):
        return
    raise OverBudget(
        tr("{problem}; nothing was sent", problem=problem),
        hint=tr("A higher --max-cost allows it; --yes allows any cost."),
    )


def _problem(estimate: Estimate, limit: Limit, name: str) -> str | None:
    if estimate.maximum is None:
        basis = estimate.basis
        return tr("its cost is not known ({basis}), and {name} is {limit}", basis=basis, name=name, limit=limit)
    if estimate.currency and limit.currency not in (None, estimate.currency):
        priced = estimate.currency
        return tr("it is priced in {currency}, and {name} is {limit}", currency=priced, name=name, limit=limit)
    if estimate.maximum > limit.amount:
        return tr(
            "it may cost {currency} {amount} ({basis}), and {name} is {limit}",
            currency=estimate.currency,
            amount=estimate.maximum,
            basis=estimate.basis,
            name=name,
            limit=limit,
        )
    return None
