"""`brushwork cost`: estimates, a line for each model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.output.model_facts import is_past
from brushwork_cli.session import current
from brushwork_runtime import InvalidRequest

if TYPE_CHECKING:
    from brushwork_cli.session import Session
    from brushwork_runtime import Estimate, SyncClient

    Row = tuple[str, str, Estimate]


@click.command("cost")
@request_options
@shared
def cost(options: RequestOptions) -> None:
    """What a request costs, by model.

    With -m for that model, else for every model that accepts the request unchanged and is not past its retirement, the
    cheapest first. List prices of the region, or those of your configuration; nothing is sent.

    \b
      brushwork cost "a cat" -n 4
      brushwork cost "make it night" -i room.jpg --json
    """
    session = current()
    options = replace(options, prompt=options.prompt or (None if options.request or options.file else "a prompt"))
    with session.client() as client:
        rows = [_row(session, client, options)] if _named(options) else _all(session, client, options)
    if session.json:
        known = [{"model": model, "mode": mode, **estimate.to_dict()} for model, mode, estimate in rows]
        streams.document({"region": client.settings.region, "estimates": known})
    elif rows:
        streams.data(_table(rows))
        session.say(f"\n{_whose(client.settings.region)}")


def _whose(region: str | None) -> str:
    if region is None:
        return "Prices depend on the region, and the base URL belongs to no known one; name it with --region."
    return f"List prices of {region}, without warranty."


def _named(options: RequestOptions) -> bool:
    return options.model is not None or options.request is not None or options.file is not None


def _row(session: Session, client: SyncClient, options: RequestOptions) -> Row:
    from brushwork_cli.execution.prepare import prepare

    prepared = prepare(session, client, options)
    return prepared.model_id, prepared.mode.name, prepared.estimate()


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
    return sorted(rows, key=lambda row: (row[2].maximum is None, row[2].maximum or 0))


def _table(rows: list[Row]) -> str:
    from brushwork_cli.output.table import columns

    head = ("model", "mode", "images", "each", "total")
    return columns([head, *((model, mode, *_amounts(estimate)) for model, mode, estimate in rows)])


def _amounts(estimate: Estimate) -> tuple[str, str, str]:
    images = _span(estimate.images_minimum, estimate.images_maximum)
    if not estimate.known:
        return images, "not known", "not known"
    each, total = _span(estimate.unit_minimum, estimate.unit_maximum), _span(estimate.minimum, estimate.maximum)
    currency = estimate.currency or ""
    return images, f"{currency} {each}".strip(), f"{currency} {total}".strip()


def _span(low: object, high: object) -> str:
    return "?" if low is None else str(low) if low == high else f"{low} to {high}"
