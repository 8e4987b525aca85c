"""Cross-field rules. A rule rejects calls, so a new one is breaking, unless everything that it rejects is new too."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from generator.conditions import holds_unasked
from generator.diff.changes import Change, Kind, Level, Scope
from generator.diff.other_facts import cited, plain, rest
from generator.diff.pairs import graded, motion, pairs
from generator.ir import Json, Parameter, Rule
from generator.phrasing import rule_words

_HANDLED = frozenset(["kind", "of", "to", "each", "total", "when", "range", "ignore_case", "sources"])


Taken = Mapping[str, Parameter | None]
"""What a mode can be given by name; None for what is no parameter."""


def rules_changes(
    scope: Scope, old: tuple[Rule, ...], new: tuple[Rule, ...], old_names: Collection[str], taken: Taken
) -> Iterator[Change]:
    """What became of the rules of one mode; `old_names` are what the mode could be given."""
    found = pairs(old, new, _key)
    for rule in found.gone:
        if _subjects(rule) <= set(taken):
            graded_: tuple[Kind, Level] = ("text", "fix") if rule.kind == "ignored_when" else ("widened", "feature")
            said = _quoted(f"a rule is gone: {rule_words(rule)}", rule)
            yield scope.at(rule.location).change(*graded_, rule.subject, said)
    for rule in found.come:
        said = _quoted(f"a rule is new: {rule_words(rule)}", rule)
        yield scope.at(rule.location).change(*_graded(rule, old_names, taken), rule.subject, said)
    for before, after in found.both:
        yield from _changes(scope.at(after.location), before, after)


def _key(rule: Rule) -> str:
    """What makes a rule the same one: everything but its numbers, and the order of values of which any is meant."""
    of, when = ({name: _any_order(test) for name, test in tests.items()} for tests in (rule.of, rule.when))
    return json.dumps([rule.kind, of, rule.to, rule.each, when, rule.ignore_case], sort_keys=True)


def _any_order(test: Json) -> Json:
    return sorted(test, key=json.dumps) if isinstance(test, list) else test


def _subjects(rule: Rule) -> set[str]:
    return {*rule.of, *rule.when, *([rule.to] if rule.to else [])}


def _graded(rule: Rule, names: Collection[str], taken: Taken) -> tuple[Kind, Level]:
    """What a new rule means for callers: whether it can refuse a call that gives some of `names` and nothing else."""
    if rule.kind == "ignored_when":
        return "text", "fix"
    return ("narrowed", "breaking") if _refuses(rule, names, taken) else ("added", "feature")


def _refuses(rule: Rule, names: Collection[str], taken: Taken) -> bool:
    if rule.kind == "only_when":
        return any(_may(rule.of, names, taken)) and any(_may(rule.when, names, taken, hold=False))
    if not all(_may(rule.when, names, taken)):
        return False
    held, missed = list(_may(rule.of, names, taken)), list(_may(rule.of, names, taken, hold=False))
    match rule.kind:
        case "required_when":
            return any(missed)
        case "at_least_one":
            return all(missed)
        case "exactly_one":
            return all(missed) or sum(held) > 1
        case "at_most_one" | "differ":
            return sum(held) > 1
        case _:
            return any(held)


def _may(tests: Mapping[str, Json], names: Collection[str], taken: Taken, *, hold: bool = True) -> Iterator[bool]:
    """For each test, whether it can hold (or fail, without `hold`) in a call that gives some of `names`."""
    return (name in names or holds_unasked(test, taken.get(name)) == hold for name, test in tests.items())


def _changes(scope: Scope, old: Rule, new: Rule) -> Iterator[Change]:
    if moved := motion(old.range, new.range):
        kind, level = graded(moved)
        said = _quoted(f"{rule_words(new)} Before: {rule_words(old)}", new)
        yield scope.change(kind, level, new.subject, said, old=plain(old.range), new=plain(new.range))
    if old.total != new.total:
        said = _quoted(f"{rule_words(new)} Before: {rule_words(old)}", new)
        yield scope.change("narrowed", "breaking", new.subject, said, old=old.total, new=new.total)
    yield from cited(scope, f"the rule on `{new.subject}`", old.sources, new.sources)
    yield from rest(scope, old, new, f"the rule on `{new.subject}`", _HANDLED)


def _quoted(said: str, rule: Rule) -> str:
    """The sentence with the names of the API in backticks."""
    names = _subjects(rule)
    words = ((word, word.strip(".,:")) for word in said.split(" "))
    return " ".join(word.replace(bare, f"`{bare}`") if bare in names else word for word, bare in words)
