"""Which route a call takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.request.fastpath import Plan

if TYPE_CHECKING:
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.spec import Mode, Model, Route

    Key = str | tuple[str | None, tuple[str, ...]] | None

_made: dict[Mode, dict[Key, tuple[Route, Plan]]] = {}


def route_and_plan(
    model: Model, mode: Mode, protocol: str | None, region: str | None, registry: Registry
) -> tuple[Route, Plan]:
    """The first route of `protocol`, or the best one that the region has, with the plan of its ordinary requests.

    Raises `InvalidRequest` if the mode has no such route.
    """
    allowed = model.regions.get(region) if region is not None else None
    key: Key = (protocol, allowed) if allowed else protocol
    by_key = _made.get(mode)
    if by_key is None:
        by_key = _made[mode] = {}
    found = by_key.get(key)
    if found is None:
        route = _choose(mode, protocol, allowed) or _refuse(model, mode, protocol, registry)
        found = by_key[key] = (route, Plan(mode, route))
    return found


def _choose(mode: Mode, protocol: str | None, allowed: tuple[str, ...] | None) -> Route | None:
    if protocol is not None:
        return next((route for route in mode.routes if route.protocol == protocol), None)
    here = (route for route in mode.routes if not allowed or route.protocol in allowed)
    return next(here, mode.routes[0])


def _refuse(model: Model, mode: Mode, protocol: object, registry: Registry) -> Route:
    """Raise the error for a protocol that the mode has no route for."""
    from brushwork_runtime.faults import Fault, refusal

    offered = [route.protocol for route in mode.routes]
    others = [
        other.id
        for other in registry.tables()
        if other.id != model.id
        and any(route.protocol == protocol for same in [other.modes.get(mode.name)] if same for route in same.routes)
    ]
    rule = f"{mode.name} is offered as {' or '.join(dict.fromkeys(offered))}"
    fault = Fault("protocol", protocol, rule, f"protocol is {protocol!r}; {rule}.", offered[0], tuple(others))
    raise refusal(f"{model.id} {mode.name}", [fault])
