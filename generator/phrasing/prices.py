"""Sentences about prices, rate limits, durations and regions."""

from __future__ import annotations

from generator.ir import Price, RateLimit, RegionUse, TypicalSeconds
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, plural, sentence
from generator.phrasing.rules import condition_words


def amount_words(price: Price, t: Locale = ENGLISH) -> str:
    """ "USD 0.075", with "about" where the amount is derived and the condition where there is one."""
    amount = f"{price.currency} {price.amount}"
    if price.approximate:
        amount = t.say("about {amount}", amount=amount)
    return t.say("{amount} when {when}", amount=amount, when=condition_words(price.when, t)) if price.when else amount


def rate_words(limit: RateLimit, t: Locale = ENGLISH) -> str:
    """ "5 submissions a second, 5 tasks at once"."""
    per = "{submissions} a second" if limit.per == "second" else "{submissions} a minute"
    submit = t.say(per, submissions=plural(limit.submit, "submission", t=t))
    if limit.concurrent is None:
        return submit
    return t.say("{rate}, {tasks} at once", rate=submit, tasks=plural(limit.concurrent, "task", t=t))


def typical_words(typical: TypicalSeconds, t: Locale = ENGLISH) -> str:
    """How long a task takes, and what the figure is based on."""
    said = t.say(
        "About nine in ten tasks are expected to take {low} to {high} seconds.", low=typical.low, high=typical.high
    )
    return f"{said} {sentence(typical.basis, t)}"


def region_words(use: RegionUse) -> str:
    """The region id, with the protocols where only some are offered there."""
    return f"{use.region} ({listing(use.protocols)} only)" if use.protocols else use.region
