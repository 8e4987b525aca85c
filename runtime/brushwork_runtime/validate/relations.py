"""Rules between arguments: what one says of some of them, where its condition holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items, named, same
from brushwork_runtime.base.language import all_of, later, tr
from brushwork_runtime.tables.spec import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.tables.spec import Json, Mode, Rule
    from brushwork_runtime.validate.findings import Findings

    Given = Mapping[str, object]


def relations(mode: Mode, given: Given, findings: Findings) -> None:
    """Check every rule of the mode on what goes out, by name; rules about an argument that is faulty are skipped."""
    faulty = {violation.argument for violation in findings.violations} if findings.violations else _NONE
    for rule in mode.rules:
        met = _met(mode, given, rule.of, rule)
        if not met and rule.kind not in _OF_NONE:
            continue
        holds = not rule.when or len(_met(mode, given, rule.when, rule)) == len(rule.when)
        if holds != (rule.kind == "only_when") and faulty.isdisjoint(rule.of):
            _CHECKS[rule.kind](mode, rule, met, given, findings)


_NONE = frozenset[str]()
_OF_NONE = frozenset(("required_when", "at_least_one", "exactly_one", "counts_sum"))
"""Rules that may be broken where none of what they are about is given."""


def _met(mode: Mode, given: Given, tests: Mapping[str, Json], rule: Rule) -> list[str]:
    """The arguments whose test holds, as the rule compares."""
    alike = _alike(rule)
    return [
        name
        for name, test in tests.items()
        if (given.get(name) is not None if test == "given" else meets(test, _value(mode, given, name, test), alike))
    ]


def _alike(rule: Rule) -> Callable[[object, object], bool]:
    """How the rule compares two values."""
    return _but_for_case if rule.ignore_case else same


def _but_for_case(one: object, other: object) -> bool:
    return one.casefold() == other.casefold() if isinstance(one, str) and isinstance(other, str) else same(one, other)


def _value(mode: Mode, given: Given, name: str, test: Json) -> object:
    """What goes out, or else what the service uses, where a test is about the value."""
    value = given.get(name)
    if value is not None or test in ("given", "absent"):
        return value
    return next((parameter.default for parameter in mode.parameters if parameter.name == name), None)


def meets(test: Json, value: object, alike: Callable[[object, object], bool] = same) -> bool:
    """Whether a value, None for none, meets the test of a condition; `alike` compares it with those of the test."""
    if test in ("given", "absent"):
        return (value is not None) == (test == "given")
    if isinstance(test, dict):
        return (
            value is not None
            and not ("not" in test and meets(test["not"], value, alike))
            and not ("above" in test and not _exceeds(value, test["above"]))
            and not ("below" in test and not _exceeds(test["below"], value))
        )
    if isinstance(test, (list, tuple)):
        return any(meets(item, value, alike) for item in test)
    return alike(value, test)


def _exceeds(one: object, other: object) -> bool:
    return isinstance(one, (int, float)) and isinstance(other, (int, float)) and one > other


def condition(when: Mapping[str, Json]) -> str:
    """The condition in words: "size is '4K' and reference_images is given"."""
    return tr(" and ").join(tr("{name} is {value}", name=name, value=_said(test)) for name, test in when.items())


def _said(test: Json) -> str:
    if test in ("given", "absent"):
        return tr("given") if test == "given" else tr("absent")
    if isinstance(test, dict):
        return tr(" and ").join(tr(_BOUNDS[key], bound=_said(bound)) for key, bound in test.items())
    return tr(" or ").join(map(redact.value, test)) if isinstance(test, (list, tuple)) else redact.value(test)


_BOUNDS = {"above": later("above {bound}"), "below": later("below {bound}"), "not": later("other than {bound}")}


def _members(rule: Rule) -> str:
    """What the rule is about: "ref_image_url and x_scale above 1"."""
    return all_of(name if test == "given" else f"{name} {_said(test)}" for name, test in rule.of.items())


def _when(rule: Rule) -> str:
    return tr(" when {condition}", condition=condition(rule.when)) if rule.when else ""


def _refused(mode: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    only = rule.kind == "only_when"
    said = tr("is accepted only{when}", when=_when(rule)) if only else tr("is not accepted{when}", when=_when(rule))
    for name in met:
        test = rule.of[name]
        what = said if test == "given" else f"{redact.value(given.get(name))} {said}"
        told = tr("{what}.", what=what)
        findings.violation(
            name, given.get(name), said, told, _another(mode, name, partial(meets, test, alike=_alike(rule)))
        )


def _another(mode: Mode, name: str, refused: Callable[[Json], bool]) -> Json:
    """The first choice that is not refused, if the argument is one of a few."""
    choices = [each for own in mode.parameters if own.name == name and isinstance(own, Choice) for each in own.choices]
    return next((choice for choice in choices if not refused(choice)), None)


def _required(_: Mode, rule: Rule, met: Sequence[str], __: Given, findings: Findings) -> None:
    said = tr("is required{when}", when=_when(rule))
    for name in rule.of:
        if name not in met:
            findings.violation(name, None, said, tr("{what}.", what=said))


def _some(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    least, most = rule.kind != "at_most_one", rule.kind == "at_least_one"
    if (met or not least) and (len(met) <= 1 or most):
        return
    wanted = tr(_SOME[rule.kind], of=_members(rule), when=_when(rule))
    name = met[-1] if met else next(iter(rule.of))
    shown = all_of(met) if met else tr("none")
    findings.state(name, given.get(name), wanted, tr("{wanted}; given: {names}.", wanted=wanted, names=shown))


_SOME = {
    "at_least_one": later("at least one of {of} is required{when}"),
    "exactly_one": later("exactly one of {of} is required{when}"),
    "at_most_one": later("at most one of {of} is accepted{when}"),
}


def _differ(mode: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    alike = _alike(rule)
    for number, name in enumerate(met):
        for other in met[:number]:
            if alike(given[other], given[name]):
                case = tr(", not only in case") if rule.ignore_case else ""
                wanted = tr("it must differ from {other}{case}{when}", other=other, case=case, when=_when(rule))
                findings.refuse(name, given[name], wanted, wanted, _another(mode, name, partial(alike, given[name])))


def _counts_sum(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    counts = {name: _length(given[name]) for name in met}
    low, high = rule.range or (0, 0)
    total = sum(counts.values())
    if not low <= total <= high:
        bounds = tr("at most {most:,}", most=high) if total > high else tr("at least {least:,}", least=low)
        wanted = tr(
            "the lengths of {of} must add up to {bounds}{when}", of=_members(rule), bounds=bounds, when=_when(rule)
        )
        name = met[-1] if met else next(iter(rule.of))
        shares = " + ".join(f"{name} {count:,}" for name, count in counts.items())
        told = tr(
            "{wanted}; they add up to {total:,} ({shares}).", wanted=wanted, total=total, shares=shares or tr("none")
        )
        findings.state(name, given.get(name), wanted, told)


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else len(items(value) or ())


def _length_equals(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    wanted = _length(given.get(rule.to or ""))
    for name in met:
        value = items(given[name])
        if value is None or len(value) == wanted:
            continue
        nearest: object = None
        if all(items(item) is not None for item in value):
            free: list[list[object]] = [[] for _ in range(wanted - len(value))]
            nearest = [*value[:wanted], *free]
        entries = tr("1 entry") if len(value) == 1 else tr("{count} entries", count=len(value))
        findings.violation(
            name,
            value,
            tr("it must have one entry for each of {to}", to=rule.to),
            tr("has {entries} for {count} {to}; it must have one for each.", entries=entries, count=wanted, to=rule.to),
            nearest,
        )


def _sums_to(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    from decimal import Decimal

    from brushwork_runtime.validate.boxes_and_colors import number, rescaled

    each, total = rule.each or "", Decimal(rule.total or "0")
    for name in met:
        entries = [named(entry) for entry in items(given[name]) or ()]
        known = [share for entry in entries if (share := number(entry.get(each))) is not None]
        if len(known) != len(entries) or not entries or sum(known) == total:
            continue
        better = rescaled(known, total)
        nearest = [{**entry, each: share} for entry, share in zip(entries, better, strict=True)] if better else None
        wanted = tr("the {each}s must add up to exactly {total}%", each=each, total=rule.total)
        what = tr("has {each}s that add up to {sum}%; {wanted}.", each=each, sum=sum(known), wanted=wanted)
        findings.violation(name, given[name], wanted, what, nearest)


def _range(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    from brushwork_runtime.validate.sizes import exact

    low, high = rule.range or (0, 0)
    for name in met:
        pixels = exact(given[name])
        measure = pixels[0] * pixels[1] if pixels else given[name]
        if isinstance(measure, (int, float)) and not low <= measure <= high:
            wanted = (
                tr("it must have {low:,} to {high:,} pixels{when}", low=low, high=high, when=_when(rule))
                if pixels
                else tr("it must be {low:,} to {high:,}{when}", low=low, high=high, when=_when(rule))
            )
            findings.refuse(name, given[name], wanted, wanted, None if pixels else max(low, min(high, measure)))


_CHECKS: dict[str, Callable[[Mode, Rule, Sequence[str], Given, Findings], None]] = {
    "only_when": _refused,
    "forbidden_when": _refused,
    "required_when": _required,
    "range_when": _range,
    "at_least_one": _some,
    "exactly_one": _some,
    "at_most_one": _some,
    "differ": _differ,
    "counts_sum": _counts_sum,
    "length_equals": _length_equals,
    "sums_to": _sums_to,
}
