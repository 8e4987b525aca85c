"""The arguments of `drift`. Its implementation is imported only when it runs, which keeps the other commands fast."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "compare vendor documents with the specs"
DESCRIPTION = (
    "Reads pages and guides of the vendor and reports, line by line, where they deviate from the specs: what "
    "differs, what is new, what is gone, and what could not be read. Conflicts recorded in the specs are not news. "
    "The exit code is 1 if there is news. No spec is changed."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("documents", metavar="DOCUMENT", nargs="+", type=Path, help="Markdown, damaged text or HTML")
    command.add_argument("--as", dest="source", metavar="SOURCE", help="id of the source of which it is a new edition")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every finding as JSON")
    form.add_argument("--all", action="store_true", help="also print what agrees and the known conflicts")
    form.add_argument("--propose", action="store_true", help="print a patch for the specs, which stay unchanged")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from generator.drift.command import run

    return run(options)
