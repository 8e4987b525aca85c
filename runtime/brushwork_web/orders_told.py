"""An order as the page shows it: where it stands, its pictures, and what it was made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime import log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_batch.records import Job
    from brushwork_web.studio import Studio


def told(studio: Studio, job: Job) -> dict[str, Any]:
    """Plain data. Files are named by their handles and addresses, never by where they lie."""
    model = next((each for each in (job.model,) if each in studio.client.models), None)
    typical = None if model is None else studio.client.models.table(model).typical_seconds
    return {
        "key": job.key,
        "model": job.model,
        "mode": job.mode,
        "state": job.state,
        "ended": job.ended,
        "request": _handled(studio, job.request),
        "pictures": _pictures(studio, job),
        "cost": None if job.cost is None else str(job.cost),
        "upper": None if job.upper is None else str(job.upper),
        "currency": job.currency,
        "error": None if job.error is None else log.redact(job.error),
        "seconds": job.seconds,
        "running": max(0.0, studio.journal.now() - job.sending_at) if job.sending_at and not job.ended else None,
        "typical": None if typical is None else list(typical),
        "position": job.position,
    }


def _pictures(studio: Studio, job: Job) -> list[dict[str, Any]]:
    saved = [each for each in job.files if "file" in each]
    return [
        {
            "src": studio.pictures.address(job.key, index),
            "handle": f"made:{job.key}:{index}",
            "file": Path(each["file"]).name,
            "width": each.get("width"),
            "height": each.get("height"),
            "before": each.get("before", ""),
            "after": each.get("after", ""),
        }
        for index, each in enumerate(saved)
    ]


def _handled(studio: Studio, request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with handles in the places of this server's files."""
    return {name: value if name == "prompt" else _each(studio, value) for name, value in request.items()}


def _each(studio: Studio, value: object) -> object:
    if isinstance(value, str):
        return studio.pictures.handle(value) or value
    return [_each(studio, each) for each in cast("list[object]", value)] if isinstance(value, list) else value
