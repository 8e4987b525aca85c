"""From a call to what goes out for it: its route is chosen, and what was asked for is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import builtin, flag
from brushwork_runtime.validate.check import check, offered

if TYPE_CHECKING:
    from brushwork_runtime.config.settings import Settings
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Mode, Model, Route
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.check import Checked


def checked(call: Call, settings: Settings, registry: Registry) -> Checked:
    """What goes out for a call. Raises `InvalidRequest` with all its faults; warns of what is disputed."""
    call.route = choose(call, call.protocol, settings.region, registry)
    call.model_id = call.model.id_in(settings.region, call.model_id)
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


def choose(call: Call, protocol: str | None, region: str | None, registry: Registry) -> Route:
    """The best route of `protocol`, if one is given, to the endpoint that the caller chose, if any, in the region.

    Raises `InvalidRequest` if the mode has no such route.
    """
    routes = call.mode.routes
    if call.endpoint is not None:
        wanted = builtin(call.endpoint)
        routes = tuple(route for route in routes if isinstance(wanted, str) and route.endpoint == wanted)
        if not routes:
            raise _no_endpoint(call.model, call.mode, wanted)
    if protocol is not None:
        offers, wanted = routes, builtin(protocol)
        routes = tuple(route for route in routes if isinstance(wanted, str) and route.protocol == wanted)
        if not routes:
            raise _no_route(call, offers, wanted, registry)
    for route in routes:
        if offered(call.model, route, region):
            return route
    return routes[0]


def _no_endpoint(model: Model, mode: Mode, endpoint: object) -> Exception:
    """The error for an endpoint that the mode has no route to."""
    from brushwork_runtime.base.violations import Violation, nearest_names, refusal

    offered = list(dict.fromkeys(route.endpoint for route in mode.routes))
    near = nearest_names(endpoint, offered, 1) if isinstance(endpoint, str) else []
    rule = f"{mode.name} goes to {' or '.join(offered)}"
    what = f"route is {redact.value(endpoint)}; {rule}."
    return refusal(f"{model.id} {mode.name}", [Violation("route", endpoint, rule, what, (near or offered)[0])])


def _no_route(call: Call, routes: tuple[Route, ...], protocol: object, registry: Registry) -> Exception:
    """The error for a protocol that none of these routes of the mode has."""
    from brushwork_runtime.base.violations import Violation, refusal

    model, mode = call.model, call.mode
    offered = [route.protocol for route in routes]
    others = [route.endpoint for route in mode.routes if isinstance(protocol, str) and route.protocol == protocol]
    if others:  # so it is the chosen route that lacks it
        rule = f"{protocol} goes to {' or '.join(others)}"
        what = f"route is {redact.value(call.endpoint)}, which is {' or '.join(dict.fromkeys(offered))} only; {rule}."
        return refusal(f"{model.id} {mode.name}", [Violation("route", call.endpoint, rule, what, others[0])])
    elsewhere = [
        other.id
        for other in registry.advised(model)
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
        "protocol", protocol, rule, f"protocol is {redact.value(protocol)}; {rule}.", offered[0], tuple(elsewhere)
    )
    return refusal(f"{model.id} {mode.name}", [violation])
