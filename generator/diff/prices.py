"""What a model costs and how often it may be called. Neither refuses a call, and a price is said aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.pairs import pairs
from generator.diff.plain import cited, rest
from generator.ir import Price, RateLimit
from generator.words import amount_words, condition_words, listing, rate_words

_ABOUT = "prices"


def prices_changes(scope: Scope, old: tuple[Price, ...], new: tuple[Price, ...]) -> Iterator[Change]:
    """What became of the list prices of a model."""
    found = pairs(old, new, lambda price: (price.region, json.dumps(price.when, sort_keys=True)))
    for price in found.gone:
        said = f"no document names a price {_when(price)} any more; it was {_amount(price)} an image."
        yield scope.change("price", "fix", _ABOUT, said, old=amount_words(price))
    for price in found.come:
        said = f"an image costs {_amount(price)} {_when(price)}; no document named a price."
        yield scope.change("price", "fix", _ABOUT, said, new=amount_words(price))
    for before, after in found.both:
        if _amount(before) != _amount(after):
            said = f"an image costs {_amount(after)} {_when(after)}; it cost {_amount(before)}."
            yield scope.change("price", "fix", _ABOUT, said, old=amount_words(before), new=amount_words(after))
        subject = f"the price {_when(after)}"
        yield from cited(scope, subject, before.sources, after.sources)
        yield from rest(
            scope, before, after, subject, ["region", "amount", "currency", "sources", "when", "approximate"]
        )


def _amount(price: Price) -> str:
    return f"{'about ' if price.approximate else ''}{price.currency} {price.amount}"


def _when(price: Price) -> str:
    condition = f" when {condition_words(price.when)}" if price.when else ""
    return f"in `{price.region}`{condition}"


def rates_changes(scope: Scope, old: tuple[RateLimit, ...], new: tuple[RateLimit, ...]) -> Iterator[Change]:
    """What became of the quotas of an account: the service holds them, and the client refuses nothing for them."""
    found = pairs(old, new, lambda limit: tuple(sorted(limit.regions)))
    for limit in found.gone:
        said = f"no rate limit is known any more{_where(limit)}; it was {rate_words(limit)}."
        yield scope.change("changed", "fix", "rate_limits", said, old=rate_words(limit))
    for limit in found.come:
        said = f"a rate limit is known{_where(limit)}: {rate_words(limit)}."
        yield scope.change("changed", "fix", "rate_limits", said, new=rate_words(limit))
    for before, after in found.both:
        if rate_words(before) != rate_words(after):
            said = f"the rate limit{_where(after)} is {rate_words(after)}; it was {rate_words(before)}."
            yield scope.change("changed", "fix", "rate_limits", said, old=rate_words(before), new=rate_words(after))
        subject = f"the rate limit{_where(after)}"
        yield from cited(scope, subject, before.sources, after.sources)
        yield from rest(scope, before, after, subject, ["submit", "per", "concurrent", "regions", "sources"])


def _where(limit: RateLimit) -> str:
    return f" in {listing(f'`{region}`' for region in limit.regions)}" if limit.regions else ""
