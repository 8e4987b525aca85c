"""`brushwork emulator`."""

from __future__ import annotations

from pathlib import Path

import click

from brushwork_cli.options.common import Seconds, talking
from brushwork_cli.session import current


@click.command("emulator")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port (default: a free one).")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A further host name to accept, besides loopback.")
@click.option("--key", default="sk-emulator", show_default=True, metavar="KEY", help="The key that it accepts.")
@click.option("--region", metavar="REGION", help="The region that it plays, with its models and prices.")
@click.option("--latency", type=Seconds(), default=0.0, metavar="S", help="Seconds that a task takes (default: 0).")
@click.option("--scenario", type=click.Path(path_type=Path), metavar="FILE", help="Faults to inject, as YAML or JSON.")
@click.option("--limits", is_flag=True, help="Apply the rate limits of the models.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Seed of everything random.")
@talking
def emulator(
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    key: str,
    region: str | None,
    latency: float,
    scenario: Path | None,
    limits: bool,
    seed: int,
) -> int:
    """Serve the API on a local port.

    Runs until Ctrl-C: no key, no cost, no network. Prints what to export. Needs the extra `emulator`.
    """
    from brushwork_cli.commands.serving import serve
    from brushwork_emulator.clock import VirtualClock

    clock = VirtualClock(real=True, seed=seed)
    settings = {
        "key": key,
        "region": region,
        "latency": latency,
        "faults": scenario,
        "limits": limits,
        "seed": seed,
        "clock": clock,
    }
    return serve(current(), {"host": host, "port": port, "hosts": allow_host, **settings})
