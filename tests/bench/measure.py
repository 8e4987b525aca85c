"""How the figures are taken: CPU time, in turns, medians, ratios of one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `better` is "<=" or ">=": which side of the target is good."""

    what: str
    measured: float
    target: float
    unit: str
    better: str = "<="
    detail: str = ""

    @property
    def reached(self) -> bool:
        return self.measured <= self.target if self.better == "<=" else self.measured >= self.target

    def __str__(self) -> str:
        mark = "ok  " if self.reached else "MISS"
        value = f"{self.measured:.2f} {self.unit}" if self.unit != "modules" else f"{self.measured:.0f} {self.unit}"
        return (
            f"{mark}  {self.what:<54} {value:>14}   target {self.better} {self.target:g} {self.unit:<10} {self.detail}"
        )


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Installed packages have their bytecode; a checkout has it after its first run, unless it is told not to write it."""


def python(code: str) -> list[str]:
    """A command that runs `code` in a fresh interpreter."""
    return [sys.executable, "-c", code]


def cpu_of(command: Sequence[str]) -> float:
    """CPU seconds, user and system, of one run of a command and its children."""
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=120)
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall_of(command: Sequence[str], cwd: str | None = None) -> float:
    """Wall-clock seconds of one run of a command."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, cwd=cwd, timeout=120)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return time.perf_counter() - start


def in_turns(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    """The figures of each measure; they take turns, so that a slow moment of the machine hits all of them."""
    for measure in measures:
        measure()  # warm: bytecode, page cache, connections
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [list(figures) for figures in zip(*rounds, strict=True)]


def ratio(ours: Sequence[float], theirs: Sequence[float], idle: Sequence[float] | None = None) -> float:
    """The median of the ratios of the rounds, each without what an idle interpreter costs."""
    rest = idle or [0.0] * len(ours)
    return statistics.median(
        max(a - none, 0) / max(b - none, 1e-9) for a, b, none in zip(ours, theirs, rest, strict=True)
    )


def middle(figures: Sequence[float]) -> float:
    """The median."""
    return statistics.median(figures)


def cpu_per_call(call: Callable[[], object], number: int) -> float:
    """CPU seconds of one call, over `number` calls in a row."""
    start = time.process_time()
    for _ in range(number):
        call()
    return (time.process_time() - start) / number
