"""The emulator on a port until it is interrupted."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

from brushwork_cli import streams

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from brushwork_cli.package import Package

_USAGE = 2


def serve(package: Package, settings: Mapping[str, Any]) -> int:
    """Start, print the address, and serve until Ctrl-C or SIGTERM. Returns the exit code."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with package.make_emulator(**settings) as api:
            streams.data(_exports(package, api))
            streams.talk(f"ledger: {api.origin}/__emulator__/ledger\nPress Ctrl-C to stop.")
            while not stopped.wait(3600):
                pass
            streams.talk(f"\n{api.ledger!r}")
    except (ImportError, OSError, ValueError) as error:
        streams.talk(f"error: {error}")
        return _USAGE
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _exports(package: Package, api: Any) -> str:
    """The variables to export: for this package's clients and for the vendor's."""
    values = {"base_url": api.url, "api_key": api.key}
    lines = [
        f"export {names[index]}={value}"
        for index in range(2)
        for setting, value in values.items()
        if len(names := package.variables.get(setting, ())) > index
    ]
    return "\n".join(lines)
