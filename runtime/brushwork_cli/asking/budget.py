"""`--max-cost`: nothing is sent that may cost more than the caller allows."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli.exits import OverBudget
from brushwork_cli.streams import both_terminals

if TYPE_CHECKING:
    from brushwork_runtime.request.cost import Estimate

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?")


class Limit:
    """An amount, in `currency` or, where that is None, in the one of the region's price list."""

    __slots__ = ("amount", "currency")

    def __init__(self, text: str) -> None:
        found = _AMOUNT.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no amount; it looks like 0.50 or 0.50USD")
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


def hold(estimate: Estimate, limit: Limit | None, *, agreed: bool) -> None:
    """Return if the estimate is within the limit, or the caller agrees to what is not. Raises `OverBudget`.

    A person at a terminal is asked; nobody else is.
    """
    problem = None if limit is None or agreed else _problem(estimate, limit)
    if problem is None:
        return
    if both_terminals() and click.confirm(f"{problem}. Send it?", err=True):
        return
    raise OverBudget(f"{problem}; nothing was sent", hint="A higher --max-cost allows it, and --yes allows anything.")


def _problem(estimate: Estimate, limit: Limit) -> str | None:
    if estimate.maximum is None:
        return f"what it costs is not known ({estimate.basis}), and --max-cost is {limit}"
    if limit.currency not in (None, estimate.currency):
        return f"it is priced in {estimate.currency}, and --max-cost is {limit}"
    if estimate.maximum > limit.amount:
        return f"it may cost {estimate.currency} {estimate.maximum} ({estimate.basis}), and --max-cost is {limit}"
    return None
