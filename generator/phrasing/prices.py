"""Sentences about prices, rate limits, durations and regions."""

from __future__ import annotations

from generator.ir import Price, RateLimit, RegionUse, TypicalSeconds
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, number, plural, sentence, span
from generator.phrasing.rules import condition_words


def amount_words(price: Price, t: Locale = ENGLISH) -> str:
    """ "USD 0.075", with "about" where the amount is derived, what it is for where not for every image, and when."""
    amount = f"{price.currency} {price.amount}" if price.currency else t.say("free of charge")
    if price.amount is None:
        amount = t.say("not for sale")
    if price.approximate:
        amount = t.say("about {amount}", amount=amount)
    if price.per == "input_image":
        amount = t.say("{amount} for each input image", amount=amount)
    if price.output_pixels:
        amount = t.say("{amount} for images of {area}", amount=amount, area=tier_words(price.output_pixels, t))
    when = condition_words({**price.when, **price.tiers}, t)
    return t.say("{amount} when {when}", amount=amount, when=when) if price.when else amount


def tier_words(bounds: tuple[int | None, int | None], t: Locale = ENGLISH) -> str:
    """ "up to 2,250,000 pixels"."""
    low, high = bounds
    if low is None:
        return t.say("up to {area} pixels", area=number(high or 0))
    if high is None:
        return t.say("{area} pixels or more", area=number(low))
    return t.say("{area} pixels", area=span((low, high), t))


def rate_words(limit: RateLimit, t: Locale = ENGLISH) -> str:
    """ "5 submissions a second, 5 tasks at once"."""
    per = "{submissions} a second" if limit.per == "second" else "{submissions} a minute"
    submit = t.say(per, submissions=plural(limit.submit, "submission", t=t))
    if limit.concurrent is None:
        return submit
    tasks = plural(limit.concurrent, "task", t=t)
    if limit.shared_by:
        tasks = t.say("{rate} of all {group} models together", rate=tasks, group=limit.shared_by)
    return t.say("{rate}, {tasks} at once", rate=submit, tasks=tasks)


def typical_words(typical: TypicalSeconds, t: Locale = ENGLISH) -> str:
    """How long a task takes, and what the figure is based on."""
    said = t.say(
        "About nine in ten tasks are expected to take {low} to {high} seconds.", low=typical.low, high=typical.high
    )
    return f"{said} {sentence(typical.basis, t)}"


def region_words(use: RegionUse) -> str:
    """The region id, with the protocols where only some are offered there."""
    return f"{use.region} ({listing(use.protocols)} only)" if use.protocols else use.region
