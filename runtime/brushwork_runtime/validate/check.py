"""All checks of a call in one pass: either every fault, or what to send and what to warn about.

Each value is judged by its kind; then come the rules between arguments: what one says of some of them, where its
condition holds.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import builtin, items, named, same
from brushwork_runtime.base.language import all_of, alternatives, later, series, tr
from brushwork_runtime.tables.spec import Choice, Constant
from brushwork_runtime.validate import kinds
from brushwork_runtime.validate.call import Findings
from brushwork_runtime.validate.pictures import listed, pictures
from brushwork_runtime.validate.scalars import check_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.base.errors import BrushworkWarning, InvalidRequest
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Json, Mode, Model, Pixels, Route, Rule
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.inputs import Input

    Given = Mapping[str, object]


def relations(mode: Mode, given: Given, findings: Findings) -> None:
    """Check every rule of the mode on what goes out, by name; rules about an argument that is faulty are skipped."""
    before = tuple(findings.violations)
    for rule in mode.rules:
        met = _met(mode, given, rule.of, rule)
        if not met and rule.kind not in _OF_NONE:
            continue
        holds = not rule.when or len(_met(mode, given, rule.when, rule)) == len(rule.when)
        sound = not any(violation.argument in rule.of for violation in before)
        if sound and holds != (rule.kind == "only_when"):
            _CHECKS[rule.kind](mode, rule, met, given, findings)


_OF_NONE = frozenset(("required_when", "at_least_one", "exactly_one", "counts_sum"))
"""Rules that may be broken where none of what they are about is given."""


def _met(mode: Mode, given: Given, tests: Mapping[str, Json], rule: Rule) -> list[str]:
    """The arguments whose test holds, as the rule compares; a test about a value is of what the service uses, too."""
    met: list[str] = []
    for name, test in tests.items():
        value = given.get(name)
        if test != "given":
            if value is None and test != "absent" and name in mode.by_name:
                value = mode.by_name[name].default
            if meets(test, value, _alike(rule)):
                met.append(name)
        elif value is not None:
            met.append(name)
    return met


def _alike(rule: Rule) -> Callable[[object, object], bool]:
    """How the rule compares two values."""
    return _but_for_case if rule.ignore_case else same


def _but_for_case(one: object, other: object) -> bool:
    return one.casefold() == other.casefold() if isinstance(one, str) and isinstance(other, str) else same(one, other)


def meets(test: Json, value: object, alike: Callable[[object, object], bool]) -> bool:
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
    """The condition in words: " when size is '4K' and reference_images is given"."""
    said = [tr("{name} is {value}", name=name, value=_said(test)) for name, test in rule.when.items()]
    return tr(" when {condition}", condition=tr(" and ").join(said)) if said else ""


def _refused(mode: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    only = rule.kind == "only_when"
    said = tr("is accepted only{when}", when=_when(rule)) if only else tr("is not accepted{when}", when=_when(rule))
    for name in met:
        test = rule.of[name]
        what = said if test == "given" else f"{redact.value(given.get(name))} {said}"
        told = tr("{what}.", what=what)
        another = _another(mode, name, partial(meets, test, alike=_alike(rule)))
        findings.violation(name, given.get(name), said, told, another)


def _another(mode: Mode, name: str, refused: Callable[[Json], bool]) -> Json:
    """The first choice that is not refused, if the argument is one of a few."""
    own = mode.by_name.get(name)
    return next((each for each in own.choices if not refused(each)), None) if isinstance(own, Choice) else None


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
        of, when = _members(rule), _when(rule)
        wanted = tr("the lengths of {of} must add up to {bounds}{when}", of=of, bounds=bounds, when=when)
        name = met[-1] if met else next(iter(rule.of))
        shares = " + ".join(f"{name} {count:,}" for name, count in counts.items()) or tr("none")
        told = tr("{wanted}; they add up to {total:,} ({shares}).", wanted=wanted, total=total, shares=shares)
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
        told = tr(
            "has {entries} for {count} {to}; it must have one for each.", entries=entries, count=wanted, to=rule.to
        )
        findings.violation(name, value, tr("it must have one entry for each of {to}", to=rule.to), told, nearest)


def _sums_to(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    from decimal import Decimal

    from brushwork_runtime.validate.kinds import number, rescaled

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


_AREA = later("it must have {low:,} to {high:,} pixels{when}")
_VALUE = later("it must be {low:,} to {high:,}{when}")


def _range(_: Mode, rule: Rule, met: Sequence[str], given: Given, findings: Findings) -> None:
    from brushwork_runtime.validate.sizes import exact

    low, high = rule.range or (0, 0)
    for name in met:
        pixels = exact(given[name])
        measure = pixels[0] * pixels[1] if pixels else given[name]
        if isinstance(measure, (int, float)) and not low <= measure <= high:
            wanted = tr(_AREA if pixels else _VALUE, low=low, high=high, when=_when(rule))
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


class Checked:
    """A call that passed: its prompt, images and parameters as sent, in wire order, and the warnings to give.

    An image is its address where that is passed on unread, otherwise what was read of it. Those of all inputs stand in
    one list; `counts` tells how many of them are each input's, in their order. `fitted` says what was done to which,
    and what is to be done to the pictures that come back, which get `output_size`.
    """

    __slots__ = ("counts", "fitted", "images", "output_size", "prompt", "values", "warnings")

    def __init__(
        self,
        prompt: object,
        images: Sequence[str | Input],
        counts: Mapping[str, int],
        values: dict[str, object],
        warnings: list[tuple[str, type[BrushworkWarning]]],
    ) -> None:
        self.prompt = prompt
        self.images = images
        self.counts = counts
        self.values = values
        self.warnings = warnings
        self.fitted: tuple[str, ...] = ()
        self.output_size: Pixels | None = None


def check(call: Call, region: str | None, registry: Registry, home: str | None = None) -> Checked:
    """Check a call to the service at `home` against the spec tables. Raises `InvalidRequest` with all its faults."""
    model, mode, route = call.model, call.mode, call.route
    findings = Findings(call, registry, home)
    if not offered(model, route, region):
        check_region(call, region, registry, findings)
    elsewhere = len(findings.violations)
    prompt, limits = builtin(call.prompt), route.prompt or mode.prompt
    if limits is not None:
        prompt = check_prompt(limits, prompt, findings)
    elif prompt is not None:
        rule = tr("{mode} takes no prompt", mode=mode.name)
        findings.refuse("prompt", prompt, rule, rule)
    given = {name: several for name, images in call.images.items() if (several := listed(images))}
    fitting = None
    if call.fit is not False:
        from brushwork_runtime.validate.fitting import Fitting

        fitting = Fitting(call.fit)
    images = pictures(call, given, findings, fitting.fitted if fitting else None)
    findings.images = images if fitting is None else fitting.seen(images)
    values, size = call.values, None
    if call.output_size is not None:
        from brushwork_runtime.validate.fitting import size_for

        size = size_for(mode, values, builtin(call.output_size), findings)
        values = values if size is None else {**values, **size.values}
    sent = _parameters(mode, route, values, findings)
    if not call.values.keys() <= mode.by_name.keys():
        from brushwork_runtime.validate.unknown import unknown

        for name, value in call.values.items():
            if value is not None and name not in mode.by_name:
                unknown(call, name, call.values, findings)
    alone = len(findings.violations)
    if mode.rules:
        relations(mode, {**sent, **given, "prompt": prompt}, findings)
    if call.extra is not None:
        from brushwork_runtime.validate.unknown import extras

        extras(mode, call.extra, findings)
    for dispute in route.disputes:
        if dispute.field == "supported" and dispute.value is False:
            told = tr("{protocol} call of {endpoint}", protocol=route.protocol, endpoint=route.endpoint)
            findings.disputed(told, dispute, tr("it is not supported"))
    if findings.violations:
        raise _refusal(call, registry, findings, given, slice(elsewhere, alone))
    counts = {limits.name: len(given[limits.name]) for limits in mode.inputs if limits.name in given}
    done = Checked(prompt, cast("list[str | Input]", images), counts, sent, findings.warnings)
    if fitting is not None:
        fitting.rescale(mode, sent, images)
        done.fitted = tuple(fitting.done)
    if size is not None:
        done.output_size = size.size
        done.fitted += tuple(filter(None, [size.told()]))
    return done


def _parameters(mode: Mode, route: Route, values: Given, findings: Findings) -> dict[str, object]:
    """What goes out by the names of parameters, in wire order."""
    sent: dict[str, object] = {}
    accepts = route.accepts
    for own in mode.parameters:
        name = own.name
        value = values.get(name)
        if value is not None:
            as_it_is = name in accepts and any(same(builtin(value), each) for each in accepts[name])
            sent[name] = builtin(value) if as_it_is else kinds.check(own, value, findings)
        elif (unasked := own.value if isinstance(own, Constant) else own.send) is not None:
            sent[name] = unasked
        elif own.required:
            what = tr("is required for {mode}.", mode=mode.name)
            findings.violation(name, None, tr("it is required"), what)
    return sent


def _refusal(
    call: Call, registry: Registry, findings: Findings, images: Mapping[str, list[object]], own: slice
) -> InvalidRequest:
    """The error for all faults; those of single values, at `own`, with the models that take them."""
    from brushwork_runtime.base.violations import refusal
    from brushwork_runtime.validate.unknown import name_the_others

    violations = findings.violations
    violations[own] = name_the_others(violations[own], call, call.values, images, registry)
    return refusal(call.subject, violations, _hint(call, images, misfit=findings.misfit))


def _hint(call: Call, images: Mapping[str, list[object]], *, misfit: bool) -> str | None:
    if misfit and call.fit is False:
        return tr("fit=True turns, flattens, converts and scales images until they fit, where that can be done.")
    model, mode = call.model, call.mode
    if model.without_images is not None and mode.images[0] and not any(images.values()):
        return tr("Without reference images, use {model}.", model=model.without_images)
    if all(name in mode.by_name for name, value in call.values.items() if value is not None):
        return None
    code = f"client.models[{call.model_id!r}].json_schema({mode.name!r})"
    return tr("{code} lists everything that it accepts.", code=code)


def offered(model: Model, route: Route, region: str | None) -> bool:
    """Whether `region` offers the model on this route; true if the region or the model's regions are not known."""
    if region is None or not model.regions:
        return True
    protocols = model.regions.get(region)
    here = protocols is not None and (not protocols or route.protocol in protocols)
    return here and (not route.regions or region in route.regions)


def check_region(call: Call, region: str | None, registry: Registry, findings: Findings) -> None:
    """Record that the region does not offer the model, or offers it only with another protocol or on another route."""
    from brushwork_runtime.base.violations import Violation

    model, mode, route, protocol = call.model, call.mode, call.route, call.route.protocol
    protocols = model.regions.get(region or "")
    if protocols is None:
        rule = tr("{model} is offered in {regions}", model=model.id, regions=series(model.regions))

        def others() -> tuple[str, ...]:
            advised = registry.advised(model)
            return tuple(each.id for each in advised if mode.name in each.modes and region in each.regions)

        message = tr("region is {region}, which does not offer this model; {rule}.", region=region, rule=rule)
        violation = Violation("region", region, rule, message, next(iter(model.regions)))
        findings.violations.append(violation.with_others(others, untried=registry.untried))
    elif not protocols or protocol in protocols:
        here = series(route.regions)
        rule = tr("the route to {endpoint} is offered in {regions}", endpoint=route.endpoint, regions=here)
        message = tr("region is {region}, which does not have this route; {rule}.", region=region, rule=rule)
        findings.violations.append(Violation("region", region, rule, message, route.regions[0]))
    else:
        ways = alternatives(protocols)
        rule = tr("{region} offers {model} only as {ways}", region=region, model=model.id, ways=ways)
        message = tr("{name} is {value}; {wanted}.", name="protocol", value=repr(protocol), wanted=rule)
        findings.violations.append(Violation("protocol", protocol, rule, message, protocols[0]))
