"""Cross-field rules. A rule rejects calls, so a new one is breaking, unless everything that it rejects is new too."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from generator.diff.changes import Change, Kind, Level, Scope
from generator.diff.other_facts import cited, plain, rest
from generator.diff.pairs import graded, motion, pairs
from generator.ir import Rule
from generator.phrasing import rule_words

_HANDLED = frozenset(["kind", "of", "to", "each", "total", "when", "range", "sources"])


def rules_changes(
    scope: Scope, old: tuple[Rule, ...], new: tuple[Rule, ...], old_names: Collection[str], new_names: Collection[str]
) -> Iterator[Change]:
    """What became of the rules of one mode; `old_names` and `new_names` are what the mode could and can be given."""
    found = pairs(old, new, _key)
    for rule in found.gone:
        if _subjects(rule) <= set(new_names):
            said = f"a rule is gone: {rule_words(rule)}"
            yield scope.at(rule.location).change("widened", "feature", rule.of, _quoted(said, rule))
    for rule in found.come:
        level: Level = "breaking" if _refuses(rule, old_names) else "feature"
        said = f"a rule is new: {rule_words(rule)}"
        kind: Kind = "narrowed" if level == "breaking" else "added"
        yield scope.at(rule.location).change(kind, level, rule.of, _quoted(said, rule))
    for before, after in found.both:
        yield from _changes(scope.at(after.location), before, after)


def _key(rule: Rule) -> str:
    """What makes a rule the same one: everything but its numbers."""
    return json.dumps([rule.kind, rule.of, rule.to, rule.each, rule.when], sort_keys=True)


def _subjects(rule: Rule) -> set[str]:
    return {rule.of, *rule.when, *([rule.to] if rule.to else [])}


def _refuses(rule: Rule, names: Collection[str]) -> bool:
    """Whether a call that gives some of `names` and nothing else can be refused by the rule."""
    if rule.of not in names:
        return False
    match rule.kind:
        case "only_when":
            return any(value != "absent" or name in names for name, value in rule.when.items())
        case "forbidden_when" | "range_when":
            return all(value == "absent" or name in names for name, value in rule.when.items())
        case "length_equals" | "sums_to":
            return True


def _changes(scope: Scope, old: Rule, new: Rule) -> Iterator[Change]:
    if moved := motion(old.range, new.range):
        kind, level = graded(moved)
        said = _quoted(f"{rule_words(new)} Before: {rule_words(old)}", new)
        yield scope.change(kind, level, new.of, said, old=plain(old.range), new=plain(new.range))
    if old.total != new.total:
        said = _quoted(f"{rule_words(new)} Before: {rule_words(old)}", new)
        yield scope.change("narrowed", "breaking", new.of, said, old=old.total, new=new.total)
    yield from cited(scope, f"the rule on `{new.of}`", old.sources, new.sources)
    yield from rest(scope, old, new, f"the rule on `{new.of}`", _HANDLED)


def _quoted(said: str, rule: Rule) -> str:
    """The sentence with the names of the API in backticks."""
    names = _subjects(rule)
    words = ((word, word.strip(".,:")) for word in said.split(" "))
    return " ".join(word.replace(bare, f"`{bare}`") if bare in names else word for word, bare in words)
