"""Events that announce the end of a task, as Alibaba's EventBridge posts them: CloudEvents in JSON.

No signature of them is documented, so whoever knows the address can post one. Of an event only the id of the task is
taken, as a reason to query it now. What became of it, and its images, come from the service itself, over a connection
of the client; a state or a result that the event tells is not looked at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_runtime.api.exchange import is_task_id
from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import named
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 4 * 1024 * 1024
"""Bytes of an event; one may hold a whole answer."""


def task_id_of(event: Mapping[str, object] | str | bytes) -> str:
    """The id of the task that an event is about. Raises `ValueError` for anything else."""
    document: object = event
    if isinstance(event, (str, bytes, bytearray)):
        try:
            document = json.loads(event) if len(event) <= _MOST else None
        except (ValueError, RecursionError):
            document = None
    found = named(named(document).get("data")).get("task_id")
    if isinstance(found, str) and is_task_id(found):
        return found
    raise ValueError(
        tr(
            "{event} is not an event of a task: it must be a CloudEvent in JSON with the id of a task as data.task_id",
            event=redact.value(event),
        )
    )
