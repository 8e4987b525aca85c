"""From a call to its request: what was asked for is checked, and the body is built of what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks.check import check
from brushwork_runtime.request.prepared import Prepared, ResultT, TaskT
from brushwork_runtime.request.routes import choose

if TYPE_CHECKING:
    from brushwork_runtime.request.call import Call
    from brushwork_runtime.request.connection import Connection


def prepare(client: Connection[ResultT, TaskT], call: Call) -> Prepared[ResultT, TaskT]:
    """Check a call and build its request. Raises `InvalidRequest` with all its faults; warns of what is disputed."""
    region, registry = client.settings.region, client.models
    call.route = choose(call.model, call.mode, call.protocol, region, registry)
    if call.validate:
        checked = check(call, region, registry)
    else:
        from brushwork_runtime.checks.loosely import unchecked

        checked = unchecked(call)
    if checked.warnings:
        from brushwork_runtime.checks.notices import warn

        for message, category in checked.warnings:
            warn(message, category)
    return Prepared(client, call, checked)
