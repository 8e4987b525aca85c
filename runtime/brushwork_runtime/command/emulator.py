"""`brushwork emulator`: the emulator on a port until it is interrupted."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from types import FrameType

    from brushwork_runtime.command.main import Package


def serve(package: Package, given: argparse.Namespace) -> int:
    """Start, say where, and answer until Ctrl-C or SIGTERM. Returns the exit code."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with package.make_emulator(**_settings(given)) as api:
            print(_exports(package, api), flush=True)  # noqa: T201 - the program's output
            _say(f"ledger: {api.origin}/__emulator__/ledger\nCtrl-C ends it.")
            while not stopped.wait(3600):
                pass
            _say(f"\n{api.ledger!r}")
    except (ImportError, OSError, ValueError) as error:
        _say(f"brushwork emulator: {error}")
        return 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _settings(given: argparse.Namespace) -> dict[str, Any]:
    from brushwork_runtime.emulator.clock import VirtualClock

    return {
        "port": given.port,
        "key": given.key,
        "latency": given.latency,
        "faults": given.scenario,
        "limits": given.limits,
        "seed": given.seed,
        "clock": VirtualClock(real=True, seed=given.seed),
    }


def _exports(package: Package, api: Any) -> str:
    """What a shell is to be told: for this package's clients, and for those of the vendor."""
    values = {"base_url": api.url, "api_key": api.key}
    lines = [
        f"export {names[index]}={value}"
        for index in range(2)
        for setting, value in values.items()
        if len(names := package.variables.get(setting, ())) > index
    ]
    return "\n".join(lines)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - talk of a program
