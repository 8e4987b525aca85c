"""The gate that every query of a client's tasks passes: waits, refreshes, lists, cancellations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.client.base import AnyClient
    from brushwork_runtime.retry.rate_limit import Gate

SHARE = 0.9
"""Of the account's limit: requests do not arrive as evenly as they leave."""


def rate(client: AnyClient) -> float | None:
    """Queries that the client may send in a second; None where no document limits them."""
    limit = client.api.limits.get("task_requests_per_second")
    return limit * SHARE if limit else None


def gate(client: AnyClient) -> Gate:
    """The gate of this client; it has the name of the path, by which every request finds its own."""
    return client.gates.of("tasks", rate(client), burst=int(client.api.limits.get("task_requests_per_second") or 1))
