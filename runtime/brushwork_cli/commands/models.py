"""`brushwork models`: a catalogue, a page per model, and its JSON Schema."""

from __future__ import annotations

import json
from decimal import Decimal

import click

from brushwork_cli import streams
from brushwork_cli.completers import models as model_names, regions
from brushwork_cli.options.common import shared
from brushwork_cli.options.values import Price
from brushwork_cli.output.model_facts import Wanted, catalogue, fits, is_past, modes_of, priced_in
from brushwork_cli.session import current as running
from brushwork_runtime import chinese, tr

_MODES = ("generate", "edit", "sequence", "interleave")


@click.group("models", invoke_without_command=True)
@click.pass_context
@shared
def models(context: click.Context) -> None:
    """What each model accepts, makes and costs.

    Without a command it lists them all. Everything is read from this package: no key, no network.
    """
    if context.invoked_subcommand is None:
        context.invoke(listing)


@models.command("list")
@click.argument("words", nargs=-1)
@click.option("--mode", type=click.Choice(_MODES), help="Models with this mode.")
@click.option("--in", "within", metavar="REGION", shell_complete=regions, help="The same as --region, for this list.")
@click.option("--max-price", type=Price(), metavar="AMOUNT", help="Models with images at this price or less.")
@click.option("--images", type=click.IntRange(0), metavar="N", help="Models that accept N reference images.")
@click.option("--text", is_flag=True, help="Models that return text between the images.")
@click.option("--protocol", type=click.Choice(["sync", "async", "stream"]), help="Models with this route.")
@click.option("--current/--all", default=True, help="Without those past their retirement (default), or all.")
@shared
def listing(
    words: tuple[str, ...] = (),
    mode: str | None = None,
    within: str | None = None,
    max_price: Decimal | None = None,
    images: int | None = None,
    text: bool = False,
    protocol: str | None = None,
    current: bool = True,
) -> None:
    """The models, one per line; with WORDS only those whose name or description contains them all.

    With --region only those of that region, at its prices.

    \b
      brushwork models list --mode edit --images 3 --max-price 0.05
      brushwork models list text rendering
    """
    session = running()
    region = within or session.given.get("region")  # one that is configured is where the key is, and hides no model
    here = priced_in(session, region)
    wanted = Wanted(
        words=words, mode=mode, region=here if region else None, price_in=here, max_price=max_price, images=images,
        text=text, protocol=protocol,
    )  # fmt: skip
    fitting = [model for model in session.registry.tables() if fits(model, wanted)]
    found = [model for model in fitting if not (current and is_past(model))]
    if session.json:
        streams.document({"models": [catalogue(model, here) for model in found]})
        return
    from brushwork_cli.output.model_text import overview

    if found:
        overview(found, here)
        session.say("\n" + tr("Prices of an image in {region}. Details: brushwork models show MODEL", region=here))
    elif len(fitting) == len(found):
        session.say(tr("No model matches. List all with: brushwork models"))
    if len(fitting) > len(found):
        count = len(fitting) - len(found)
        session.say(
            tr("Left out, past the date of retirement: {count}. With them: brushwork models list --all", count=count)
        )


@models.command("show")
@click.argument("model", shell_complete=model_names)
@shared
def show(model: str) -> None:
    """Modes, parameters, sizes, limits, prices and conflicts of a model."""
    session = running()
    info = session.registry[model]
    here = priced_in(session, None)
    if session.json:
        known = catalogue(info.spec, here)
        streams.document({**known, "id": info.id, "modes": modes_of(info, session.registry.api)})
        return
    from brushwork_cli.output.model_text import page

    page(info, session.registry.api, here, session.package.texts("zh") if chinese() else {})


@models.command("schema")
@click.argument("model", shell_complete=model_names)
@click.argument("mode", type=click.Choice(_MODES), required=False)
@click.option(
    "--body",
    metavar="PROTOCOL",
    type=click.Choice(["sync", "async", "stream"]),
    help="Of the request body.",
)
@shared
def schema(model: str, mode: str | None, body: str | None) -> None:
    """The JSON Schema (draft 2020-12) of a mode's arguments, for forms and agents.

    With --body, that of the request body on this route. Without MODE, the model's first mode.
    """
    session = running()
    info = session.registry[model]
    try:
        found = info.json_schema(mode or info.modes[0], body)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    if session.json:
        streams.document(found)
    else:
        streams.data(json.dumps(found, ensure_ascii=False, indent=2))
