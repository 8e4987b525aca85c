"""`brushwork cost`: estimates, a line for each model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.output.model_facts import is_past
from brushwork_cli.session import current
from brushwork_runtime import Estimate, InvalidRequest, later, series, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_cli.session import Session
    from brushwork_runtime import Prepared, Price, SyncClient, Violation


@click.command("cost")
@request_options
@shared
def cost(options: RequestOptions) -> None:
    """What a request costs, by model.

    With -m for that model, else for every model that accepts the request unchanged and is not past its retirement, the
    cheapest first. A model that makes fewer images in a call than -n asks for is priced as several calls. List prices
    of the region, or those of your configuration; nothing is sent.

    \b
      brushwork cost "a cat" -n 4
      brushwork cost "make it night" -i room.jpg --json
      brushwork cost --request '{"model": "wan2.7-image", "n": 4}'
    """
    session = current()
    with session.client() as client:
        rows = [_row(session, client, options)] if _named(options) else _all(session, client, options)
    if session.json:
        known = [{"model": row.model, "mode": row.mode, "calls": row.calls, **row.total.to_dict()} for row in rows]
        streams.document({"region": client.settings.region, "estimates": known})
    elif rows:
        _table(rows)
        session.say(f"\n{_whose(client.settings.region)}")


def _whose(region: str | None) -> str:
    if region is None:
        return tr("Prices depend on the region, and the base URL belongs to no known one; name it with --region.")
    return tr("List prices of {region}, without warranty.", region=region)


def _named(options: RequestOptions) -> bool:
    return options.model is not None or options.request is not None or options.file is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A model's estimate: what `calls` calls of it cost together."""

    model: str
    mode: str
    calls: int
    total: Estimate


def _row(session: Session, client: SyncClient, options: RequestOptions) -> Row:
    """The estimate of the request, of several calls where the model makes fewer images at once than are asked for."""
    try:
        return _of([_prepared(session, client, options)])
    except InvalidRequest as error:
        images, most = options.n or 1, next((_most(each) for each in error.violations if each.argument == "n"), None)
        if images < 2 or most is None or len(error.violations) > 1:
            raise
        counts = [min(most, images - done) for done in range(0, images, most)]
        made = {count: _prepared(session, client, replace(options, n=None if most == 1 else count)) for count in counts}
        return _of([made[count] for count in counts])


def _most(violation: Violation) -> int | None:
    """The most images of one call that a violation of n tells: none where it takes no n, else the nearest valid one."""
    nearest = violation.nearest
    return nearest if isinstance(nearest, int) and nearest > 0 else 1


def _prepared(session: Session, client: SyncClient, options: RequestOptions) -> Prepared[Any, Any]:
    from brushwork_cli.execution.prepare import prepare

    return prepare(session, client, options, stand_in="a prompt")


def _summed(each: Sequence[Estimate]) -> Estimate:
    """What several calls of one model cost together."""
    first = each[0]
    images = [(one.images_minimum, one.images_maximum) for one in each]
    known = [(low, high) for low, high in images if low is not None and high is not None]
    units = (first.unit_minimum, first.unit_maximum)
    return Estimate(
        images=(sum(low for low, _ in known), sum(high for _, high in known)) if len(known) == len(each) else None,
        unit=(units[0], units[1]) if units[0] is not None and units[1] is not None else None,
        currency=first.currency,
        basis=tr("{count} calls: {names}", count=len(each), names=series(dict.fromkeys(one.basis for one in each))),
        input_images=sum(one.input_images for one in each),
        inputs=(
            sum((one.input_minimum for one in each), Decimal()),
            sum((one.input_maximum for one in each), Decimal()),
        ),
    )


def _of(calls: Sequence[Prepared[Any, Any]]) -> Row:
    each = [call.estimate() for call in calls]
    total = each[0] if len(each) == 1 else _summed(each)
    return Row(model=calls[0].model_id, mode=calls[0].mode.name, calls=len(calls), total=total)


def _all(session: Session, client: SyncClient, options: RequestOptions) -> list[Row]:
    """The models that accept the request. Raises the `InvalidRequest` of the last one if none does."""
    rows: list[Row] = []
    refused: InvalidRequest | None = None
    session.quiet, quiet = True, session.quiet  # what the documents dispute about each is not the question here
    for model in [model.id for model in session.registry.tables() if not is_past(model)]:
        try:
            rows.append(_row(session, client, replace(options, model=model)))
        except InvalidRequest as error:
            refused = error
    session.quiet = quiet
    if refused is not None and not rows:
        raise refused
    here = {price.currency for price in _prices(session, client) if price.currency}

    def place(row: Row) -> tuple[bool, bool, Decimal, Decimal]:
        low, high = row.total.minimum, row.total.maximum
        return high is None, row.total.currency not in here, high or Decimal(), low or Decimal()

    return sorted(rows, key=place)


def _prices(session: Session, client: SyncClient) -> list[Price]:
    """The list prices of the client's region."""
    region = client.settings.region
    return [price for model in session.registry.tables() for price in model.prices if price.region == region]


def _table(rows: list[Row]) -> None:
    from brushwork_cli.output.table import show

    calls = any(row.calls > 1 for row in rows)
    head = (
        later("model"),
        later("mode"),
        *((later("calls"),) if calls else ()),
        later("images"),
        later("each"),
        later("total"),
    )
    cells = [(row.model, row.mode, *((str(row.calls),) if calls else ()), *_amounts(row.total)) for row in rows]
    show(head, cells, lambda name, _: {"model": "name", "total": "good"}.get(name))


def _amounts(estimate: Estimate) -> tuple[str, str, str]:
    images = _span(estimate.images_minimum, estimate.images_maximum)
    if not estimate.known:
        return images, tr("not known"), tr("not known")
    each, total = _span(estimate.unit_minimum, estimate.unit_maximum), _span(estimate.minimum, estimate.maximum)
    currency = estimate.currency or ""
    return images, f"{currency} {each}".strip(), f"{currency} {total}".strip()


def _span(low: object, high: object) -> str:
    return "?" if low is None else str(low) if low == high else tr("{low} to {high}", low=low, high=high)
