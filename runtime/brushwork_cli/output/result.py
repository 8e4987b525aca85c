"""The result of a call: paths on stdout and a summary on stderr, or with --json one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_runtime import tr

if TYPE_CHECKING:
    from brushwork_cli.output.saving import Saved
    from brushwork_cli.session import Session
    from brushwork_runtime import Result


def as_json(result: Result, saved: Saved, seconds: float, *, response: bool = False) -> dict[str, object]:
    """The result as plain values; `paths` and `urls` have an entry for each image."""
    cost = result.cost
    known: dict[str, object] = {
        "paths": [str(path) if path else None for path in saved.paths],
        "page": str(saved.page) if saved.page else None,
        "urls": [image.url for image in result.images],
        "model": result.model,
        "mode": result.mode,
        "seed": result.seed,
        "task_id": result.task_id,
        "request_id": result.request_id,
        "usage": result.usage.raw,
        "cost": cost.to_dict() if cost else None,
        "seconds": round(seconds, 2),
    }
    if result.values:
        known["values"] = dict(result.values)
    if result.story:
        known["text"] = result.text
    if result.failures:
        known["failures"] = [{"code": each.code, "message": each.message} for each in result.failures]
    if response:
        known["response"] = result.raw
    return known


def tell(session: Session, result: Result, saved: Saved, seconds: float, *, response: bool = False) -> None:
    """Print the paths, one a line, or the answer itself with `response`; then the summary."""
    import json

    if response:
        streams.data(json.dumps(result.raw, ensure_ascii=False, indent=2))
    for path in saved.files:
        (session.say if response else streams.data)(str(path))
    session.say(summary(result, saved, seconds))


def summary(result: Result, saved: Saved, seconds: float) -> str:
    """One line: how many images of which sizes, at what price, in what time, under which id."""
    made = len(result.images)
    sizes = dict.fromkeys(f"{image.width}x{image.height}" for image in result.images if image.width)
    parts = [
        tr("1 image") if made == 1 else tr("{count} images", count=made),
        " ".join(sizes),
        f"{result.cost.currency} {result.cost.maximum}" if result.cost and result.cost.known else "",
        f"{seconds:.1f} s",
        _found_by(result),
    ]
    lost = tr("{count} not saved", count=len(saved.failed)) if saved.failed else ""
    return "  ".join(part for part in (*parts, lost) if part)


def _found_by(result: Result) -> str:
    if result.task_id:
        return tr("task {id}", id=result.task_id)
    return tr("request {id}", id=result.request_id) if result.request_id else ""
