"""The arguments of `drift`. What runs it is imported only then: the other commands have no time for it."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "hold vendor documents against the specs"
DESCRIPTION = (
    "Reads pages and guides of the vendor and says line by line what they claim otherwise than the specs: what "
    "differs, what is new, what is gone, what could not be read. Conflicts that the specs record are no news. "
    "Exit code 1 where there is news. No spec is changed."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("documents", metavar="DOCUMENT", nargs="+", type=Path, help="Markdown, damaged text or HTML")
    command.add_argument(
        "--as", dest="source", metavar="SOURCE", help="the id of the source that it is a new edition of"
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="every finding, as JSON")
    form.add_argument("--all", action="store_true", help="also what agrees, and the conflicts that are known")
    form.add_argument("--propose", action="store_true", help="print a patch of the specs; they are not changed")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from generator.drift.command import run

    return run(options)
