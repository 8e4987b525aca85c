"""What the tests of batches share."""

from __future__ import annotations

from decimal import Decimal

from brushwork_batch.records import Planned, Route


def planned(
    key: str,
    line: int,
    *,
    prompt: str = "a cat",
    model: str = "wan2.6-t2i",
    route: Route = "task",
    upper: str | None = "0.03",
    currency: str | None = "USD",
    images: int = 1,
    **parameters: object,
) -> Planned:
    """A row of a plan."""
    return Planned(
        key=key,
        line=line,
        request={"model": model, "prompt": prompt, **parameters},
        model=model,
        mode="generate",
        route=route,
        upper=None if upper is None else Decimal(upper),
        currency=currency,
        images=images,
    )
