"""The emulator on a port until it is interrupted."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli import streams
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from brushwork_cli.session import Session


def serve(session: Session, settings: Mapping[str, Any]) -> int:
    """Start, print the address, and serve until Ctrl-C or SIGTERM. Returns the exit code."""
    stopped, package = threading.Event(), session.package

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with package.make_emulator(**settings) as api:
            exports = _exports(package.variables, api)
            page, ledger = f"{api.origin}/", f"{api.origin}/__emulator__/ledger"
            if session.json:
                told = {"base_url": api.url, "api_key": api.key, "region": api.region}
                streams.document({**told, "exports": exports, "page": page, "ledger": ledger})
            else:
                streams.data("\n".join(f"export {name}={value}" for name, value in exports.items()))
                session.say(tr("ledger: {ledger}\npage: {page}\nPress Ctrl-C to stop.", ledger=ledger, page=page))
            while not stopped.wait(3600):
                pass
            requests, images = len(api.ledger), api.ledger.images
            session.say(
                "\n" + tr("Requests answered: {requests}, images billed: {images}.", requests=requests, images=images)
            )
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _exports(variables: Mapping[str, tuple[str, ...]], api: Any) -> dict[str, str]:
    """The variables to export: for this package's clients and for the vendor's."""
    values = {"base_url": str(api.url), "api_key": str(api.key), "region": str(api.region)}
    return {
        names[index]: value
        for index in range(2)
        for setting, value in values.items()
        if len(names := variables.get(setting, ())) > index
    }
