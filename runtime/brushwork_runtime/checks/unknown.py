"""Unknown names: parameters that a mode does not have, and members of `extra` that do not belong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import redact
from brushwork_runtime.checks.accepted import own_parameter
from brushwork_runtime.faults import nearest_names
from brushwork_runtime.shapes import fields, items, members, named
from brushwork_runtime.spec import Constant

if TYPE_CHECKING:
    from brushwork_runtime.checks.findings import Findings
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.spec import Mode, Model


def unknown(model: Model, mode: Mode, name: str, value: object, registry: Registry, findings: Findings) -> None:
    """Record a parameter that the mode does not have, with where it belongs or the name that was meant."""
    names = [parameter.name for parameter in mode.parameters if not isinstance(parameter, Constant)]
    close = nearest_names(name, names, 1)
    sent = [other for other in model.modes.values() if _constant(other, name) is not None]
    here = [other.name for other in model.modes.values() if own_parameter(other, name) is not None]
    rule = f"{mode.name} accepts {', '.join(names)}"
    what = f"(given as {redact.value(value)}) is not a parameter of {mode.name}"
    if sent:
        constants = " and ".join(f"{other.name} always sends {redact.value(_constant(other, name))}" for other in sent)
        what += f"; {constants}, so call that mode instead"
    elif here:
        what += f"; this model accepts it in {' and '.join(here)}"
    elif close:
        what += f"; did you mean {close[0]}?"
    else:
        what += f", which accepts {', '.join(names)}{_elsewhere(name, registry)}"
    findings.fault(
        name,
        value,
        rule,
        what if what.endswith("?") else f"{what}.",
        close[0] if close and not sent and not here else None,
    )


def _elsewhere(name: str, registry: Registry) -> str:
    """A parameter of other models that a misspelt name resembles."""
    others = {own.name for model in registry.tables() for mode in model.modes.values() for own in mode.parameters}
    close = [] if name in others else nearest_names(name, sorted(others), 1)
    return f"; other models have {close[0]}" if close else ""


def _constant(mode: Mode, name: str) -> object:
    return next((own.value for own in mode.parameters if isinstance(own, Constant) and own.name == name), None)


def extras(mode: Mode, extra: object, findings: Findings) -> None:
    """Check that `extra` is JSON and repeats no parameter of the mode and no fixed part of the request."""
    given = fields(extra)
    if given is None or not all(isinstance(name, str) for name in given):
        wanted = "it must be a dict of fields that the spec does not have, keyed by name"
        findings.refuse("extra", extra, wanted, wanted)
        return
    known = {parameter.name for parameter in mode.parameters} | {"messages", "prompt", "images"}
    for part in members(named(extra)):
        for name, value in part.items():
            if name in known:
                rule = "extra must hold only fields that the spec does not have"
                what = f"is a field that {mode.name} already has; pass it as an argument instead."
                findings.fault(f"extra[{name!r}]", value, rule, what)
            elif (problem := not_json(name, value)) is not None:
                findings.fault(f"extra[{redact.value(name)}]", value, "extra must be JSON", f"{problem}.")


def not_json(name: object, value: object, depth: int = 0) -> str | None:
    """Why something cannot be sent as JSON, or None."""
    if not isinstance(name, str):
        return f"has the key {redact.value(name)}, which is not text"
    if depth > 50:
        return "is nested more than 50 deep"
    if value is None or isinstance(value, (str, bool)):
        return None
    if isinstance(value, (int, float)):
        return None if abs(value) < 10**300 else f"is {redact.value(value)}, which JSON cannot represent"
    inner: list[tuple[object, object]]
    if (entries := items(value)) is not None:
        inner = [(str(index), item) for index, item in enumerate(entries)]
    elif (part := fields(value)) is not None:
        inner = list(part.items())
    else:
        return f"contains {redact.value(value)} of type {type(value).__name__}, which JSON cannot represent"
    return next((found for key, item in inner if (found := not_json(key, item, depth + 1))), None)
