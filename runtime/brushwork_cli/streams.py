"""Output: data to stdout, messages to stderr. Control characters never reach a terminal."""

from __future__ import annotations

import json
import os
import select
import sys
from contextlib import suppress
from io import TextIOWrapper

import click

from brushwork_runtime import redact


def prepare() -> None:
    """Let every text through, whatever the locale: what it has no bytes for is written as an escape.

    A stream that was closed before the start leads nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def data(text: str) -> None:
    """One or several lines of data."""
    click.echo(redact.escaped(text, keep="\n\t"))


def document(value: object) -> None:
    """Data as JSON, on one line."""
    data(json.dumps(value, ensure_ascii=False))


def talk(text: str) -> None:
    """A line for the person who watches; if nobody can read it, work goes on without."""
    with suppress(OSError, ValueError):
        click.echo(redact.escaped(text, keep="\n\t"), err=True)


def mute() -> None:
    """Lead stdout nowhere if what is written to it goes nowhere already, so that its end raises nothing."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def draw(sequence: str) -> bool:
    """Write to the terminal of stderr piece by piece; False if it accepts nothing for a while, and is given up."""
    try:
        terminal = sys.stderr.fileno() if os.name == "posix" else None
    except (OSError, ValueError):
        terminal = None
    sys.stderr.flush()
    if terminal is None:
        sys.stderr.write(sequence)
        sys.stderr.flush()
        return True
    left = memoryview(sequence.encode("ascii"))
    while left:
        if not select.select([], [terminal], [], PATIENCE)[1]:
            return False
        left = left[os.write(terminal, left[:512]) :]
    return True


PATIENCE = 5.0
"""Seconds that a terminal may take nothing; one that is stopped, or hung, would hold the command forever."""


def both_terminals() -> bool:
    """Whether a person sees both streams."""
    return sys.stdout.isatty() and sys.stderr.isatty()
