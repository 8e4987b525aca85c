"""What a call of a mode was given by mistake: names that it does not have, too much by places, or too little.

Python would say which name is wrong. What is said here is what the checks of a request say: the name that was meant, or
who takes it, and in one error with what else is wrong.
"""

from __future__ import annotations

from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import InvalidArguments, InvalidRequest
from brushwork_runtime.base.language import series, tr
from brushwork_runtime.base.violations import nearest_names, refusal
from brushwork_runtime.request.request import choose
from brushwork_runtime.tables.spec import Constant
from brushwork_runtime.validate.call import Call, Findings
from brushwork_runtime.validate.check import check
from brushwork_runtime.validate.fitting import choosers, size_for
from brushwork_runtime.validate.pictures import listed
from brushwork_runtime.validate.unknown import name_the_others, takes_value, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.client.calls import ModeCall
    from brushwork_runtime.config import Settings
    from brushwork_runtime.tables.spec import Mode

OPTIONS = ("extra", "fit", "inline", "output_size", "protocol", "route", "validate", "timeout")
"""What some call takes beside its parameters."""


def misused(
    called: ModeCall[Any, Any], way: Callable[..., Any], given: Sequence[object], named: Mapping[str, object]
) -> InvalidRequest:
    """The error for arguments that `way`, the call itself or its `submit`, `prepare` or `stream`, cannot take."""
    client, mode = called.model.client, called.mode
    _, *arguments = signature(way).parameters.values()
    places = [each.name for each in arguments if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    names = [each.name for each in arguments]
    values = {**dict(zip(places, given, strict=False)), **named}
    call = Call(
        called.model.spec,
        called.model.id,
        mode,
        values.get("prompt"),
        {each.name: values.get(each.name) for each in mode.inputs},
        {each.name: values.get(each.name) for each in mode.parameters if not isinstance(each, Constant)},
        **{name: values[name] for name in OPTIONS[:-1] if name in values and name in names},  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # checked below
    )
    findings = Findings(call, client.models)
    _surplus(mode, places, given, findings)
    for name in places[: len(given)]:
        if name in named:
            findings.violation(
                name, named[name], tr("each argument goes once"), tr("is given twice: by its place and by name.")
            )
    for name in named:
        if name not in names:
            _nameless(called, way, call, name, named, findings)
    images = {name: several for name, given in call.images.items() if (several := listed(given))}
    own = name_the_others(findings.violations, call, named, images, client.models)
    others, hint = _others(call, client.settings, client.models)
    return refusal(call.subject, [*own, *others], hint, kind=InvalidArguments)


def _surplus(mode: Mode, places: Sequence[str], given: Sequence[object], findings: Findings) -> None:
    """Record what was given by a place that there is not, with a name that may have been meant."""
    said = (
        tr("{names} and {last}", names=series(places[:-1]), last=places[-1])
        if len(places) > 1
        else "".join(places) or tr("nothing")
    )
    rule = tr("{name} takes {said} by place", name=mode.name, said=said)
    for value in given[len(places) :]:
        fit = next((own.name for own in mode.parameters if takes_value(mode, own.name, value)), None)
        meant = tr("; did you mean {fit}={value}?", fit=fit, value=redact.value(value)) if fit else tr(".")
        findings.state(
            fit or "arguments",
            value,
            rule,
            tr(
                "{rule} and all else by name, so {value} is too much{meant}",
                rule=rule,
                value=redact.value(value),
                meant=meant,
            ),
        )


def _nameless(
    called: ModeCall[Any, Any],
    way: Callable[..., Any],
    call: Call,
    name: str,
    named: Mapping[str, object],
    findings: Findings,
) -> None:
    """Record a name that `way` does not have."""
    mode, value, names = called.mode, named[name], list(signature(way).parameters)[1:]
    here = mode.name if way.__name__ == "__call__" else f"{mode.name}.{way.__name__}"
    rule = tr("{here} takes {names}", here=here, names=series(names))
    close = nearest_names(name, names, 1)
    if name == "output_size" and not choosers(mode):
        size_for(mode, {}, value, findings)
    elif name in OPTIONS:
        elsewhere = name in signature(type(called).__call__).parameters
        told = (
            tr("; {name}(...) takes it", name=mode.name)
            if elsewhere
            else tr(", which takes {names}", names=series(names))
        )
        findings.violation(name, value, rule, tr("is not an argument of {here}{told}.", here=here, told=told))
    elif close and close[0] in OPTIONS:
        findings.violation(
            name,
            value,
            rule,
            tr("is not an argument of {here}; did you mean {name}?", here=here, name=close[0]),
            close[0],
        )
    else:
        unknown(call, name, named, findings)


def _others(call: Call, settings: Settings, registry: Any) -> tuple[Sequence[Any], str | None]:
    """What the checks find wrong with the arguments that the call does have."""
    try:
        call.route = choose(call, call.protocol, settings.region, registry)
        check(call, settings.region, registry, settings.base_url)
    except InvalidRequest as error:
        return error.violations, error.hint
    return (), None
