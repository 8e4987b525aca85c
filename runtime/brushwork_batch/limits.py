"""What the tables say of a model's rate and concurrency, as admission needs it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_batch.admission import Limit

if TYPE_CHECKING:
    from brushwork_runtime import Model, RateLimit, SyncClient

AHEAD = 2
"""Tasks under way for each that may run at once, so that the next one stands ready when one ends."""

MOST = 32
"""Jobs of a model under way at once where nothing says how many may be."""

LATE = 60.0
"""Seconds that a synchronous call is thought to take where nothing tells."""


def limit_of(client: SyncClient, model_id: str) -> Limit:
    """The limits of a model in the client's region.

    A submission may arrive later than the one after it leaves, by a tenth of the period or a second; with that much
    more between them, the service never counts one too many.
    """
    model, region = client.models.table(model_id), client.settings.region
    found = rate_limit(model, region)
    if found is None:
        return Limit(model=model_id, shared=model.id, step=0.0, most=MOST)
    period = {"second": 1.0, "minute": 60.0}[found.per]
    step = (period + min(1.0, period / 10)) / found.submits
    return Limit(model=model_id, shared=found.shared_by or model.id, step=step, most=_most(model, found, step))


def rate_limit(model: Model, region: str | None) -> RateLimit | None:
    """The limit that names the region, else the one for all."""
    here = [limit for limit in model.rate_limits if not limit.regions or region in limit.regions]
    return next((limit for limit in here if limit.regions), here[0] if here else None)


def _most(model: Model, limit: RateLimit, step: float) -> int:
    tasks = any(route.protocol == "async" for mode in model.modes.values() for route in mode.routes)
    if limit.concurrent is not None:
        return limit.concurrent * AHEAD if tasks else limit.concurrent
    seconds = model.typical_seconds[1] if model.typical_seconds else LATE
    return max(2, min(MOST, math.ceil(1.5 * seconds / step)))
