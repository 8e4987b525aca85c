"""`brushwork serve`."""

from __future__ import annotations

from pathlib import Path

import click

from brushwork_cli.options.budget import Amount, Limit
from brushwork_cli.options.common import Seconds, shared
from brushwork_cli.session import current


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8710,
    show_default=True,
    metavar="N",
    help="The port; 0 is a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A further host name to accept, besides loopback.")
@click.option(
    "--token",
    envvar="BRUSHWORK_SERVE_TOKEN",
    metavar="TEXT",
    help="What clients must know, 12 characters or more (default: a new one each time).",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/serve"),
    show_default=True,
    metavar="DIR",
    help="The folder of the pictures and of the journal.",
)
@click.option(
    "--budget",
    type=Amount(),
    metavar="AMOUNT",
    help="What may be spent in all, such as 5 or 5USD; required with a key.",
)
@click.option(
    "--max-cost", type=Amount(), metavar="AMOUNT", help="What one call may cost (default: max_cost of the settings)."
)
@click.option("--unknown-price", is_flag=True, help="Also send what has no known price, in spite of the budget.")
@click.option("--only", type=click.Choice(["page", "openai"]), help="Serve the page alone, or the endpoints alone.")
@click.option(
    "--wait",
    type=Seconds(),
    default=300.0,
    metavar="S",
    help="Seconds that a program is kept waiting for its pictures (default: 300).",
)
@shared
def serve(
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    token: str | None,
    out: Path,
    budget: Limit | None,
    max_cost: Limit | None,
    unknown_price: bool,
    only: str | None,
    wait: float,
) -> int:
    """Serve a playground page, and OpenAI's images endpoints, on a local port.

    Runs until Ctrl-C, and prints the address that lets a browser in. Without a key the emulator draws the pictures,
    and nothing costs anything; with one, --budget says what may be spent in all, by what the journal in DIR knows.
    A client that gives up cancels nothing, and one that asks for the same again within a day gets the same pictures,
    at no further cost. Needs the extra `serve`.

    \b
      brushwork serve --emulator
      brushwork serve --budget 5USD --max-cost 0.50USD
    """
    from brushwork_cli.execution.serve import Serving, run

    ways = ("page", "openai") if only is None else (only,)
    options = Serving(
        host=host,
        port=port,
        hosts=allow_host,
        token=token,
        out=out,
        budget=budget,
        most=max_cost,
        unpriced=unknown_price,
        ways=ways,
        wait=wait,
    )
    return run(current(), options)
