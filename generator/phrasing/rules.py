"""One sentence per cross-field rule."""

from __future__ import annotations

from generator.ir import Json, Rule
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, span, value


def rule_words(rule: Rule, t: Locale = ENGLISH) -> str:
    """The rule as a sentence; documentation, docstrings and schema descriptions all use this one."""
    when = condition_words(rule.when, t)
    match rule.kind:
        case "length_equals":
            said = "{of} must have one entry for each entry of {to}, in the same order."
            return t.say(said, of=rule.of, to=rule.to)
        case "sums_to":
            return t.say(
                "The {each} values of {of} must add up to exactly {total}.",
                each=rule.each,
                of=rule.of,
                total=rule.total,
            )
        case "only_when":
            return t.say("{of} is accepted only when {when}.", of=rule.of, when=when)
        case "forbidden_when":
            return t.say("{of} is not accepted when {when}.", of=rule.of, when=when)
        case "range_when":
            return t.say(
                "{of} must be {range} when {when}.", of=rule.of, range=span(rule.range or (0, 0), t), when=when
            )


def condition_words(when: dict[str, Json], t: Locale = ENGLISH) -> str:
    """The pairs of a `when`: "n is 1 and size is given"."""
    return listing((_pair(name, item, t) for name, item in when.items()), t=t)


def _pair(name: str, item: Json, t: Locale) -> str:
    if item == "given":
        return t.say("{name} is given", name=name)
    if item == "absent":
        return t.say("{name} is not given", name=name)
    said = listing((value(each, t) for each in item), "or", t) if isinstance(item, list) else value(item, t)
    return t.say("{name} is {value}", name=name, value=said)
