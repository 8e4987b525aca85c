"""The arguments of `drift`. What runs it is imported only then: the other commands have no time for it."""

from __future__ import annotations

import argparse
from pathlib import Path


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
