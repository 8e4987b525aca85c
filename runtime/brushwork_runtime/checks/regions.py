"""Whether a model is offered in the region that a request goes to. A key, a host and a model belong to one region."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.checks.findings import Findings
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.request.call import Call
    from brushwork_runtime.spec import Model, Route


def offered(model: Model, route: Route, region: str | None) -> bool:
    """Whether `region` offers the model on this route; true if the region or the model's regions are not known."""
    if region is None or not model.regions:
        return True
    protocols = model.regions.get(region)
    return protocols is not None and (not protocols or route.protocol in protocols)


def check_region(call: Call, region: str | None, registry: Registry, findings: Findings) -> None:
    """Record that the region does not offer the model, or offers it only with another protocol."""
    from brushwork_runtime.faults import Fault

    model, mode, protocol = call.model, call.mode, call.route.protocol
    protocols = model.regions.get(region or "")
    if protocols is None:
        rule = f"{model.id} is offered in {', '.join(model.regions)}"
        others = tuple(each.id for each in registry.tables() if mode.name in each.modes and region in each.regions)
        message = f"region is {region}, which does not offer this model; {rule}."
        findings.faults.append(Fault("region", region, rule, message, next(iter(model.regions)), others))
    else:
        rule = f"{region} offers {model.id} only as {' or '.join(protocols)}"
        message = f"protocol is {protocol!r}; {rule}."
        findings.faults.append(Fault("protocol", protocol, rule, message, protocols[0]))
