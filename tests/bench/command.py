"""What it costs to start the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from measure import Figure, cpu_of, in_turns, middle, python


def figures(runs: int) -> Iterator[Figure]:
    base = [sys.executable, "-m", "brushwork"]
    bare, shown, listed = in_turns(
        runs,
        lambda: cpu_of(python("pass")),
        lambda: cpu_of([*base, "--help"]),
        lambda: cpu_of([*base, "models"]),
    )
    for what, taken in (("brushwork --help, CPU", shown), ("brushwork models, CPU", listed)):
        yield Figure(
            what=what,
            measured=middle(taken) * 1000,
            target=150,
            unit="ms",
            detail=f"of which {middle(bare) * 1000:.0f} ms are the interpreter's",
        )
