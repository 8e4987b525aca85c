"""Kinds of values on the command line: `name=value`, and amounts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

if TYPE_CHECKING:
    ParamType = click.ParamType[Decimal]
else:
    ParamType = click.ParamType


class Price(ParamType):
    """An amount of money in whatever currency, from 0."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The amount."""
        try:
            amount = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            amount = Decimal(-1)
        if not amount.is_finite() or amount < 0:
            self.fail(tr("{value!r} is not an amount; write it as 0.50", value=value), param, ctx)
        return amount


def split(texts: Iterable[str], hint: str = "-p") -> dict[str, str]:
    """`name=value` texts as a mapping. Raises `click.BadParameter` for one without "=" or a name that comes twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(tr("{text!r} is not of the form name=value", text=text), param_hint=hint)
        if name.strip() in found:
            raise click.BadParameter(tr("{name!r} is given twice", name=name.strip()), param_hint=hint)
        found[name.strip()] = value
    return found
