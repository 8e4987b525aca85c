"""One sentence per cross-field rule."""

from __future__ import annotations

from generator.ir import Json, Rule
from generator.words.numbers import listing, span, value


def rule_words(rule: Rule) -> str:
    """The rule as a sentence; documentation, docstrings and schema descriptions all use this one."""
    match rule.kind:
        case "length_equals":
            return f"{rule.of} has one entry for each entry of {rule.to}, in the same order."
        case "sums_to":
            return f"The {rule.each} fields of {rule.of} add up to exactly {rule.total}."
        case "only_when":
            return f"{rule.of} is taken only when {condition_words(rule.when)}."
        case "forbidden_when":
            return f"{rule.of} is not taken when {condition_words(rule.when)}."
        case "range_when":
            return f"{rule.of} is {span(rule.range or (0, 0))} when {condition_words(rule.when)}."


def condition_words(when: dict[str, Json]) -> str:
    """The pairs of a `when`: "n is 1 and size is given"."""
    return listing(_pair(name, item) for name, item in when.items())


def _pair(name: str, item: Json) -> str:
    if item == "given":
        return f"{name} is given"
    if item == "absent":
        return f"{name} is not given"
    return f"{name} is {value(item)}"
