"""Prices, rate limits and regions in words."""

from __future__ import annotations

from generator.ir import Price, RateLimit, RegionUse
from generator.words.numbers import listing, plural
from generator.words.rules import condition_words


def amount_words(price: Price) -> str:
    """ "USD 0.075", with "about" where the amount is derived and the condition where there is one."""
    amount = f"{'about ' if price.approximate else ''}{price.currency} {price.amount}"
    if not price.when:
        return amount
    return f"{amount} when {condition_words(price.when)}"


def rate_words(limit: RateLimit) -> str:
    """ "5 submissions a second, 5 tasks at once"."""
    submit = f"{plural(limit.submit, 'submission')} a {limit.per}"
    return submit if limit.concurrent is None else f"{submit}, {plural(limit.concurrent, 'task')} at once"


def region_words(use: RegionUse) -> str:
    """The region id, with the protocols where only some are offered there."""
    return f"{use.region} ({listing(use.protocols)} only)" if use.protocols else use.region
