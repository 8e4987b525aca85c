"""From a call to what goes out for it: its route is chosen, and what was asked for is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks.check import check
from brushwork_runtime.request.routes import choose

if TYPE_CHECKING:
    from brushwork_runtime.checks.check import Checked
    from brushwork_runtime.config import Settings
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.request.call import Call


def checked(call: Call, settings: Settings, registry: Registry) -> Checked:
    """What goes out for a call. Raises `InvalidRequest` with all its faults; warns of what is disputed."""
    call.route = choose(call.model, call.mode, call.protocol, settings.region, registry)
    if call.validate:
        found = check(call, settings.region, registry)
    else:
        from brushwork_runtime.checks.loosely import unchecked

        found = unchecked(call)
    if found.warnings:
        from brushwork_runtime.checks.notices import warn

        for message, category in found.warnings:
            warn(message, category)
    return found
