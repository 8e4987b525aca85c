"""One sentence per cross-field rule."""

from __future__ import annotations

from generator.ir import Json, Rule
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, number, span, value


def rule_words(rule: Rule, t: Locale = ENGLISH) -> str:
    """The rule as a sentence; documentation, docstrings and schema descriptions all use this one."""
    when = condition_words(rule.when, t) if rule.when else ""
    if rule.kind == "only_when":
        said = t.say("{of} is accepted only when {when}.", of=_members(rule, "or", t), when=when)
    else:
        said = _consequence(rule, t)
        said = t.say("{said} when {when}.", said=said, when=when) if when else said + t.say(".")
    return said + t.say(" Case is ignored.") if rule.ignore_case else said


def _consequence(rule: Rule, t: Locale) -> str:
    """What the rule says where its condition holds, without a full stop."""
    match rule.kind:
        case "length_equals":
            said = "{of} must have one entry for each entry of {to}, in the same order"
            return t.say(said, of=rule.subject, to=rule.to)
        case "sums_to":
            said = "The {each} values of {of} must add up to exactly {total}"
            return t.say(said, each=rule.each, of=rule.subject, total=rule.total)
        case "only_when" | "forbidden_when":
            return t.say("{of} is not accepted", of=_members(rule, "or", t))
        case "ignored_when":
            return t.say("{of} has no effect", of=_members(rule, "or", t))
        case "required_when" if len(rule.of) == 1:
            return t.say("{of} is required", of=rule.subject)
        case "required_when":
            return t.say("{of} are required", of=_members(rule, "and", t))
        case "range_when":
            return t.say("{of} must be {range}", of=rule.subject, range=_range(rule, t))
        case "at_least_one":
            return t.say("At least one of {of} is required", of=_members(rule, "and", t))
        case "exactly_one":
            return t.say("Exactly one of {of} is required", of=_members(rule, "and", t))
        case "at_most_one":
            return t.say("At most one of {of} is accepted", of=_members(rule, "and", t))
        case "differ":
            return t.say("{of} must differ", of=_members(rule, "and", t))
        case "counts_sum":
            said = "The lengths of {of} must add up to {range}"
            return t.say(said, of=_members(rule, "and", t), range=_range(rule, t))


def _range(rule: Rule, t: Locale) -> str:
    low, high = rule.range or (0, 0)
    return (
        t.say("at most {limit}", limit=number(high)) if rule.kind == "counts_sum" and not low else span((low, high), t)
    )


def _members(rule: Rule, word: str, t: Locale) -> str:
    return listing((_member(name, test, t) for name, test in rule.of.items()), word, t)


def _member(name: str, test: Json, t: Locale) -> str:
    """An argument, with the values that are meant: "size 4K", "angle above 0"."""
    return name if test == "given" else t.say("{name} {value}", name=name, value=_values(test, t))


def condition_words(when: dict[str, Json], t: Locale = ENGLISH) -> str:
    """The pairs of a `when`: "n is 1 and size is given"."""
    return listing((_pair(name, item, t) for name, item in when.items()), t=t)


def _pair(name: str, item: Json, t: Locale) -> str:
    if item == "given":
        return t.say("{name} is given", name=name)
    if item == "absent":
        return t.say("{name} is not given", name=name)
    return t.say("{name} is {value}", name=name, value=_values(item, t))


def _values(test: Json, t: Locale) -> str:
    """The values that meet a test: "4K", "zh or en", "above 1", "other than 90 or 180"."""
    if isinstance(test, list):
        return listing((value(item, t) for item in test), "or", t)
    if isinstance(test, dict):
        said = {"above": "above {value}", "below": "below {value}", "not": "other than {value}"}
        return listing((t.say(said[key], value=_values(item, t)) for key, item in test.items()), t=t)
    return value(test, t)
