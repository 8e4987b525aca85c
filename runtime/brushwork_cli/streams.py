"""Where text goes: data to stdout, talk to stderr, and nothing else anywhere. A terminal is never told what to do."""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper

import click

from brushwork_runtime import redact


def prepare() -> None:
    """Let every text through, whatever the locale: what it has no bytes for is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def data(text: str) -> None:
    """A line, or several, of what was asked for."""
    click.echo(redact.escaped(text, keep="\n\t"))


def document(value: object) -> None:
    """What was asked for as JSON, on one line."""
    data(json.dumps(value, ensure_ascii=False))


def talk(text: str) -> None:
    """A line for the person who watches."""
    click.echo(redact.escaped(text, keep="\n\t"), err=True)


def both_terminals() -> bool:
    """Whether a person sees both streams."""
    return sys.stdout.isatty() and sys.stderr.isatty()
