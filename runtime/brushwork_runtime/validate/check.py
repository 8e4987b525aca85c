"""All checks of a call in one pass: either every fault, or what to send and what to warn about.

Each value is accepted by its kind, which costs a microsecond, or explained, which costs what it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from brushwork_runtime.base.json_values import builtin
from brushwork_runtime.base.language import alternatives, series, tr
from brushwork_runtime.tables.spec import Constant
from brushwork_runtime.validate.findings import DOUBT, Findings
from brushwork_runtime.validate.kinds import acceptor, explain
from brushwork_runtime.validate.pictures import listed, pictures
from brushwork_runtime.validate.scalars import accept_prompt, explain_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.base.errors import BrushworkWarning, InvalidRequest
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Json, Mode, Model, Parameter, Pixels, Route
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.findings import Accept, Seen
    from brushwork_runtime.validate.inputs import Input


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


class _Plan:
    """What the checks need of a mode and a route, made once: each parameter with what accepts it, in wire order."""

    __slots__ = ("limits", "names", "prompt", "relations", "steps")

    def __init__(self, mode: Mode, route: Route) -> None:
        self.limits = route.prompt or mode.prompt
        self.prompt: Accept = _no_prompt if self.limits is None else accept_prompt(self.limits)
        self.names = frozenset(parameter.name for parameter in mode.parameters)
        self.steps: list[tuple[str, Accept, Json, Parameter]] = [
            (own.name, _also(acceptor(own), route.accepts.get(own.name, ())), _unasked(own), own)
            for own in mode.parameters
        ]
        self.relations: Callable[[Mode, Mapping[str, object], Findings], None] | None = None
        if mode.rules:
            from brushwork_runtime.validate.relations import relations  # once, not in each call: it takes a microsecond

            self.relations = relations


def _no_prompt(value: object, _: Seen) -> object:
    return None if value is None else DOUBT


_plans: dict[tuple[Mode, Route], _Plan] = {}


def _also(accept: Accept, others: tuple[Json, ...]) -> Accept:
    """What accepts `others` too, as they are."""
    if not others:
        return accept
    return lambda value, images: value if value in others and type(value) is not bool else accept(value, images)


def _unasked(parameter: Parameter) -> Json:
    """What goes out for a parameter that was not given, None for nothing."""
    return parameter.value if isinstance(parameter, Constant) else parameter.send


def check(call: Call, region: str | None, registry: Registry, home: str | None = None) -> Checked:
    """Check a call to the service at `home` against the spec tables. Raises `InvalidRequest` with all its faults."""
    model, mode, route = call.model, call.mode, call.route
    plan = _plans.get((mode, route))
    if plan is None:
        plan = _plans[mode, route] = _Plan(mode, route)
    findings = Findings(call, registry, home)
    if not offered(model, route, region):
        check_region(call, region, registry, findings)
    elsewhere = len(findings.violations)
    asked = builtin(call.prompt)
    prompt = plan.prompt(asked, ())
    if prompt is DOUBT and plan.limits is None:
        rule = tr("{mode} takes no prompt", mode=mode.name)
        findings.refuse("prompt", asked, rule, rule)
    elif prompt is DOUBT and plan.limits is not None:
        prompt = explain_prompt(plan.limits, asked, findings)
    given = {name: several for name, images in call.images.items() if (several := listed(images))}
    fitting = None
    if call.fit is not False:
        from brushwork_runtime.validate.fitting import Fitting

        fitting = Fitting(call.fit)
    images = pictures(mode, given, findings, inline=call.inline, fit=fitting.fitted if fitting else None)
    values, size = call.values, None
    if call.output_size is not None:
        from brushwork_runtime.validate.output_size import size_for

        size = size_for(mode, values, builtin(call.output_size), findings)
        values = values if size is None else {**values, **size.values}
    sent = _parameters(plan, mode, values, images if fitting is None else fitting.seen(images), findings)
    if not call.values.keys() <= plan.names:
        from brushwork_runtime.validate.unknown import unknown

        for name, value in call.values.items():
            if value is not None and name not in plan.names:
                unknown(model, mode, name, value, registry, findings, call.values)
    alone = len(findings.violations)
    if plan.relations is not None:
        plan.relations(mode, {**sent, **given, "prompt": prompt}, findings)
    if call.extra is not None:
        from brushwork_runtime.validate.unknown import extras

        extras(mode, call.extra, findings)
    if route.disputes:
        from brushwork_runtime.validate.disputes import warn_of_route

        warn_of_route(route, findings)
    if findings.violations:
        raise _refusal(call, registry, findings, given, slice(elsewhere, alone))
    if fitting is not None:
        fitting.rescale(mode, sent, images)
    counts = {limits.name: len(given[limits.name]) for limits in mode.inputs if limits.name in given}
    done = Checked(prompt, cast("list[str | Input]", images), counts, sent, findings.warnings)
    if fitting is not None:
        done.fitted = tuple(fitting.done)
    if size is not None:
        done.output_size = size.size
        done.fitted += tuple(filter(None, [size.told()]))
    return done


def _parameters(
    plan: _Plan, mode: Mode, values: Mapping[str, object], images: Seen, findings: Findings
) -> dict[str, object]:
    sent: dict[str, object] = {}
    for name, accept, unasked, parameter in plan.steps:
        value = values.get(name)
        if value is not None:
            value = builtin(value)
            found = accept(value, images)
            sent[name] = explain(parameter, value, images, findings) if found is DOUBT else found
        elif unasked is not None:
            sent[name] = unasked
        elif parameter.required:
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
    violations[own] = name_the_others(violations[own], registry, call.model, call.mode, call.values, images)
    return refusal(call.subject, violations, _hint(call, images, misfit=findings.misfit))


def _hint(call: Call, images: Mapping[str, list[object]], *, misfit: bool) -> str | None:
    if misfit and call.fit is False:
        return tr("fit=True turns, flattens, converts and scales images until they fit, where that can be done.")
    model, mode = call.model, call.mode
    if model.without_images is not None and mode.images[0] and not any(images.values()):
        return tr("Without reference images, use {model}.", model=model.without_images)
    known = {parameter.name for parameter in mode.parameters}
    if all(name in known for name, value in call.values.items() if value is not None):
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
        findings.violations.append(
            Violation("region", region, rule, message, next(iter(model.regions)), others, registry.untried)
        )
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
