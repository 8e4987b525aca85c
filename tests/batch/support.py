"""What the tests of batches share."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

from brushwork.testing import Emulator, VirtualClock
from brushwork_batch.records import Planned, Route

ROOT = Path(__file__).resolve().parents[2]


def planned(
    key: str,
    line: int,
    *,
    prompt: str = "a cat",
    model: str = "wan2.6-t2i",
    route: Route = "task",
    upper: str | None = "0.03",
    currency: str | None = "USD",
    images: int = 1,
    **parameters: object,
) -> Planned:
    """A row of a plan."""
    return Planned(
        key=key,
        line=line,
        request={"model": model, "prompt": prompt, **parameters},
        model=model,
        mode="generate",
        route=route,
        upper=None if upper is None else Decimal(upper),
        currency=currency,
        images=images,
    )


def environment(api: Emulator) -> dict[str, str]:
    """What a process needs to find the project and the emulator."""
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime", "."))
    return {**os.environ, "PYTHONPATH": path, "BRUSHWORK_API_KEY": api.key}


class FastClock(VirtualClock):
    """Time that passes by itself, `SPEED` times as fast; the same in all processes that know when it has `begun`."""

    SPEED = 12.0

    def __init__(self, begun: float | None = None) -> None:
        self.begun = time.monotonic() if begun is None else begun
        super().__init__(1_800_000_000.0)

    def now(self) -> float:
        return super().now() + self.SPEED * (time.monotonic() - self.begun)

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / self.SPEED)


def worker(
    journal: Path | str, api: Emulator, *, heard: bool = False, clock: FastClock | None = None
) -> subprocess.Popen[bytes]:
    """A process that works on a batch: see `killed.py`. `heard`: what it says to stderr is kept for the caller."""
    command = [sys.executable, "-m", "tests.batch.killed", str(journal), api.url, api.key]
    command += [] if clock is None else [str(clock.begun)]
    return subprocess.Popen(command, env=environment(api), cwd=ROOT, stderr=subprocess.PIPE if heard else None)
