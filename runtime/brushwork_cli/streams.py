"""Output: data to stdout, messages to stderr. Control characters never reach a terminal, but for our own colours."""

from __future__ import annotations

import json
import os
import re
import select
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from brushwork_runtime import redact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

STYLES: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red", "bold": True},
    "doubt": {"fg": "yellow"},
    "name": {"fg": "cyan"},
    "faint": {"dim": True},
}
"""What is said by colour; nothing is said by it alone."""

_MARKS = (
    (re.compile(r"error:|错误："), "bad"),
    (re.compile(r"warning:|警告："), "doubt"),
    (re.compile(r" {2}(?:hint:|提示：)"), "name"),
)
"""Beginnings of messages, with their styles."""


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


def colored(stream: TextIO) -> bool:
    """Whether the stream takes colours: NO_COLOR forbids them, FORCE_COLOR asks for them, else a terminal has them."""
    if os.environ.get("NO_COLOR"):
        return False
    if (forced := os.environ.get("FORCE_COLOR")) is not None:
        return forced not in ("", "0", "false")
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def width(stream: TextIO) -> int | None:
    """Columns of the stream: $COLUMNS, else those of its terminal; None for a pipe, which has no width."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return max(int(given), _NARROWEST)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns, _NARROWEST) if stream.isatty() else None
    except (OSError, ValueError):
        return None


_NARROWEST = 30
"""Columns that are made use of even if there are fewer."""


def painted(text: str, style: str | None, stream: TextIO | None = None) -> str:
    """Text for `stream` (default: stdout) in the style, where that takes colours."""
    if style is None or not text or not colored(stream or sys.stdout):
        return text
    return click.style(text, **STYLES[style])


def escaped(text: str) -> str:
    """Text without control characters, which a style can be put around."""
    return redact.escaped(text, keep="\n\t")


def ready(text: str) -> None:
    """Data whose texts are escaped and painted already."""
    click.echo(text, color=True)


def data(text: str) -> None:
    """One or several lines of data."""
    click.echo(redact.escaped(text, keep="\n\t"))


def document(value: object) -> None:
    """Data as JSON, on one line."""
    data(json.dumps(value, ensure_ascii=False))


def talk(text: str) -> None:
    """Lines for the person who watches, as wide as the terminal; if nobody can read them, work goes on without."""
    with suppress(OSError, ValueError):
        lines = [line for each in escaped(text).split("\n") for line in _fitting(each, watched())]
        click.echo("\n".join(map(_marked, lines)), err=True, color=True)


def watched() -> int | None:
    """Columns of the terminal that messages go to; None where they go elsewhere, and no line is folded."""
    return width(sys.stderr) if sys.stderr.isatty() or colored(sys.stderr) else None


def _marked(line: str) -> str:
    """The line with its beginning in the style of what it is."""
    for pattern, style in _MARKS:
        if found := pattern.match(line):
            return painted(found[0], style, sys.stderr) + line[found.end() :]
    return line


def _fitting(line: str, limit: int | None) -> list[str]:
    """The line, folded below its own beginning."""
    if limit is None:
        return [line]
    from brushwork_cli.output.table import folded, width

    if width(line) <= limit:
        return [line]
    indent = len(line) - len(line.lstrip())
    hanging = indent + (len("hint: ") if line.startswith(("  hint: ", "  提示：")) else 2)
    first, *more = folded(line.lstrip(), limit - hanging)
    return [" " * indent + first, *(" " * hanging + each for each in more)]


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
