"""What a model costs, how often it may be called, how long it takes, when it ends. None of it rejects a call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import cited, rest
from generator.diff.pairs import pairs
from generator.ir import Lifecycle, Price, RateLimit, TypicalSeconds
from generator.phrasing import amount_words, condition_words, listing, rate_words, tier_words

_ABOUT = "prices"


def prices_changes(scope: Scope, old: tuple[Price, ...], new: tuple[Price, ...]) -> Iterator[Change]:
    """What became of the list prices of a model; where documents name several for one case, all of them count."""
    found = pairs(_cases(old), _cases(new), _case)
    for prices in found.gone:
        said = f"no document names a price {_when(prices)} any longer; it was {_amounts(prices)} per {_unit(prices)}."
        yield scope.change("price", "fix", _ABOUT, said, old=_amounts(prices))
    for prices in found.come:
        said = f"an {_unit(prices)} {_costs(prices)} {_when(prices)}; no document named a price."
        yield scope.change("price", "fix", _ABOUT, said, new=_amounts(prices))
    for before, after in found.both:
        if set(map(_amount, before)) != set(map(_amount, after)):
            said = f"an {_unit(after)} {_costs(after)} {_when(after)}; it {_costs(before, 'cost', 'was')}."
            yield scope.change("price", "fix", _ABOUT, said, old=_amounts(before), new=_amounts(after))
        yield from cited(scope, f"the price {_when(after)}", _sources(before), _sources(after))


Case = tuple[Price, ...]
"""The prices in one region under one condition."""


def _cases(prices: tuple[Price, ...]) -> list[Case]:
    cases: dict[str, list[Price]] = {}
    for price in prices:
        cases.setdefault(_case((price,)), []).append(price)
    return [tuple(case) for case in cases.values()]


def _case(prices: Case) -> str:
    first = prices[0]
    when = {name: sorted(map(str, value)) if isinstance(value, list) else value for name, value in first.when.items()}
    return json.dumps([first.region, first.per, when, first.output_pixels], sort_keys=True)


def _sources(prices: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for price in prices for source in price.sources))


def _amounts(prices: Case) -> str:
    return listing(map(_amount, prices), "or")


def _amount(price: Price) -> str:
    return amount_words(replace(price, per="image", when={}, output_pixels=None))


def _costs(prices: Case, verb: str = "costs", other: str = "is") -> str:
    return f"{verb if prices[0].currency else other} {_amounts(prices)}"


def _unit(prices: Case) -> str:
    return prices[0].per.replace("_", " ")


def _when(prices: Case) -> str:
    first = prices[0]
    condition = f" when {condition_words({**first.when, **first.tiers})}" if first.when else ""
    tier = f" for images of {tier_words(first.output_pixels)}" if first.output_pixels else ""
    return f"in `{first.region}`{tier}{condition}"


def rates_changes(scope: Scope, old: tuple[RateLimit, ...], new: tuple[RateLimit, ...]) -> Iterator[Change]:
    """What became of the quotas of an account: the service holds them, and the client refuses nothing for them."""
    found = pairs(old, new, lambda limit: tuple(sorted(limit.regions)))
    for limit in found.gone:
        said = f"no rate limit is known any longer{_where(limit)}; it was {rate_words(limit)}."
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
        yield from rest(
            scope, before, after, subject, ["submit", "per", "concurrent", "shared_by", "regions", "sources"]
        )


def typical_changes(scope: Scope, old: TypicalSeconds | None, new: TypicalSeconds | None) -> Iterator[Change]:
    """What became of the time that tasks are expected to take, by which the client decides when to query."""
    was, now = (None if typical is None else f"{typical.low} to {typical.high} seconds" for typical in (old, new))
    if was != now:
        said = f"a task is expected to take {now or 'no known time'}; it was {was or 'not known'}."
        yield scope.change("changed", "fix", "typical_seconds", said, old=was, new=now)
    if old is not None and new is not None:
        subject = "the time that tasks take"
        yield from cited(scope, subject, old.sources, new.sources)
        yield from rest(scope, old, new, subject, ["low", "high", "sources"], {"basis": "what it stands on"})


def lifecycle_changes(scope: Scope, old: Lifecycle | None, new: Lifecycle | None) -> Iterator[Change]:
    """What became of a model's announced end: the client refuses nothing for it."""
    was, now = (None if told is None else _end(told) for told in (old, new))
    if was != now:
        said = f"the model {now or 'goes on'}{f'; it {was}' if was else ''}."
        yield scope.change("changed", "fix", "lifecycle", said, old=was, new=now)
    if old is not None and new is not None:
        subject = "the end of the model"
        yield from cited(scope, subject, old.sources, new.sources)
        handled = ["retires", "replacement", "confirmed", "sources"]
        yield from rest(scope, old, new, subject, handled, {"announced": "the day of the notice", "note": "the note"})


def _end(told: Lifecycle) -> str:
    if not told.retires:
        return f"goes on, with `{told.replacement}` advised instead"
    seen = " (an answer of the service confirms it)" if told.confirmed else ""
    other = f", replaced by `{told.replacement}`" if told.replacement else ""
    return f"is announced to retire on {told.retires}{seen}{other}"


def _where(limit: RateLimit) -> str:
    return f" in {listing(f'`{region}`' for region in limit.regions)}" if limit.regions else ""
