"""`brushwork demo`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import talking
from brushwork_cli.session import current

if TYPE_CHECKING:
    from brushwork_runtime import SyncClient


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/demo"),
    show_default=True,
    metavar="DIR",
    help="The folder to write to.",
)
@talking
def demo(out: Path) -> None:
    """Make one picture per model and mode on the emulator.

    No key, no cost, no network. Prints the page that shows them all. Needs the extra `emulator`.
    """
    from brushwork_emulator import VirtualClock, check_packages

    check_packages()
    from brushwork_cli.demo import make_all

    session = current()
    package = session.package

    @contextmanager
    def connected(region: str) -> Generator[SyncClient]:
        clock = VirtualClock()  # of emulator and client, so that nobody waits for a task
        with (
            package.make_emulator(region=region, clock=clock) as api,
            package.make_client(api_key=api.key, base_url=api.url, region=region, clock=clock) as client,
        ):
            yield client

    page = str(make_all(package.registry(), connected, out, session.say))
    if session.json:
        streams.document({"page": page})
    else:
        streams.data(page)
