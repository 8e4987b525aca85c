"""`brushwork mcp`: a server for agents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli.options.budget import Amount
from brushwork_cli.options.common import shared
from brushwork_cli.session import current

if TYPE_CHECKING:
    from collections.abc import Callable

_FILES: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("~/Pictures/brushwork"),
        show_default=True, metavar="DIR", help="The folder of the pictures; nothing is written elsewhere.",
    ),
    click.option(
        "--allow-dir", "allow", multiple=True, type=click.Path(path_type=Path),
        metavar="DIR", help="A folder whose files agents may take as references; may be repeated (default: none).",
    ),
    click.option(
        "--journal", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help="What was bought, and for how much (default: mcp.journal in the folder of the pictures).",
    ),
    click.option(
        "--return", "give", type=click.Choice(["link", "thumbnail", "full"]), default="link", show_default=True,
        help="How pictures come back: as links, with a small picture beside each, or whole.",
    ),
)  # fmt: skip
_MONEY: tuple[Callable[[Any], Any], ...] = (
    click.option("--budget", type=Amount(), metavar="X", help="What agents may spend in all, as 5 or 5USD."),
    click.option("--max-cost-per-call", "most", type=Amount(), metavar="X", help="What one call may cost."),
    click.option("--ask-above", "ask", type=Amount(), metavar="X", help="Ask you before a call that may cost more."),
)
_HTTP: tuple[Callable[[Any], Any], ...] = (
    click.option("--http", is_flag=True, help="Serve over HTTP on loopback instead of stdin and stdout."),
    click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="A loopback address."),
    click.option(
        "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port (default: a free one)."
    ),
    click.option("--allow-origin", "origins", multiple=True, metavar="URL", help="A web page that may ask, too."),
)


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed((*_MONEY, *_FILES, *_HTTP)):
        function = option(function)
    return function


@click.command("mcp")
@_options
@shared
def mcp(**given: Any) -> None:
    """Let agents make pictures, within a budget.

    A server of the Model Context Protocol with eight tools: find a model, describe a mode, check a request, generate,
    edit, get, list, cancel. --budget is required with a key; without a key an emulator makes the pictures. A call that
    is repeated within 24 hours gives the same pictures and costs nothing. Needs the extra `mcp`.

    \b
      brushwork mcp --budget 5                           what a client starts by itself
      brushwork mcp --budget 5 --ask-above 0.10 --allow-dir ~/photos --return thumbnail
      brushwork mcp --http --port 8765                   without a key: on the emulator
    """
    from brushwork_cli.execution import mcp as execution

    execution.serve(current(), execution.Options(**given))
