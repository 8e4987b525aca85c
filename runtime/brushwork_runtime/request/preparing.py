"""From a call to its request: the short way for ordinary ones, the full checks for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brushwork_runtime.checks.regions import offered
from brushwork_runtime.request.fastpath import attempt
from brushwork_runtime.request.prepared import Prepared, ResultT, TaskT
from brushwork_runtime.request.routes import route_and_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.request.connection import Connection
    from brushwork_runtime.request.prepared import Call
    from brushwork_runtime.spec import Mode, Model
    from brushwork_runtime.types import Extra


def prepare(
    client: Connection[ResultT, TaskT],
    model: Model,
    model_id: str,
    mode: Mode,
    prompt: object,
    images: Any,
    values: Mapping[str, object],
    extra: Extra | None = None,
    inline: bool = False,
    protocol: str | None = None,
    validate: bool = True,
) -> Prepared[ResultT, TaskT]:
    """Check a call and build its request. Raises `InvalidRequest` with all its faults."""
    region = client.settings.region
    route, plan = route_and_plan(model, mode, protocol, region, client.models)
    if validate and extra is None and offered(model, route, region):
        content = attempt(plan, model_id, prompt, images, values)
        if content is not None:
            call: Call = (prompt, tuple(images) if images else (), None, protocol)
            return Prepared(client, model, model_id, mode, route, content, None, None if images else (), inline, call)
    from brushwork_runtime.request.careful import body_and_images

    body, found = body_and_images(
        client.models, model, model_id, mode, route, region, (prompt, images, values, extra), inline, validate
    )
    return Prepared(client, model, model_id, mode, route, None, body, found, inline, (prompt, found, extra, protocol))
