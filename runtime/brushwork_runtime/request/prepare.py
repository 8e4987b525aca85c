"""From a call to what goes out for it: its route is chosen, and what was asked for is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import builtin, flag
from brushwork_runtime.validate.check import check

if TYPE_CHECKING:
    from brushwork_runtime.config.settings import Settings
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Mode, Model, Route
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.check import Checked


def checked(call: Call, settings: Settings, registry: Registry) -> Checked:
    """What goes out for a call. Raises `InvalidRequest` with all its faults; warns of what is disputed."""
    call.route = choose(call.model, call.mode, call.protocol, settings.region, registry)
    call.inline = flag("inline", call.inline)
    if flag("validate", call.validate):
        found = check(call, settings.region, registry)
    else:
        from brushwork_runtime.validate.unvalidated import unchecked

        found = unchecked(call)
    if found.warnings:
        from brushwork_runtime.validate.findings import warn

        for message, category in found.warnings:
            warn(message, category)
    return found


def choose(model: Model, mode: Mode, protocol: str | None, region: str | None, registry: Registry) -> Route:
    """The first route of `protocol`, or without one the best route that the region has.

    Raises `InvalidRequest` if the mode has no route of that protocol.
    """
    routes = mode.routes
    if protocol is None:
        allowed = model.regions.get(region) if region is not None else None
        if not allowed:
            return routes[0]
        return next((route for route in routes if route.protocol in allowed), routes[0])
    wanted = builtin(protocol)
    for route in routes:
        if isinstance(wanted, str) and route.protocol == wanted:
            return route
    raise _no_route(model, mode, wanted, registry)


def _no_route(model: Model, mode: Mode, protocol: object, registry: Registry) -> Exception:
    """The error for a protocol that the mode has no route for."""
    from brushwork_runtime.base.violations import Violation, refusal

    offered = [route.protocol for route in mode.routes]
    others = [
        other.id
        for other in registry.tables()
        if other.id != model.id
        and any(
            isinstance(protocol, str) and route.protocol == protocol
            for same in [other.modes.get(mode.name)]
            if same
            for route in same.routes
        )
    ]
    rule = f"{mode.name} is offered as {' or '.join(dict.fromkeys(offered))}"
    violation = Violation(
        "protocol", protocol, rule, f"protocol is {redact.value(protocol)}; {rule}.", offered[0], tuple(others)
    )
    return refusal(f"{model.id} {mode.name}", [violation])
