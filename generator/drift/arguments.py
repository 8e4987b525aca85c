"""The arguments of `drift`. Its implementation is imported only when it runs, which keeps the other commands fast."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "compare vendor documents with the specs"
DESCRIPTION = (
    "Reads pages of the vendor and reports, by model, where they deviate from the specs. Of a page that was reviewed "
    "(--accept) only what changed since is told: facts that differ, facts that the specs hold already, statements to "
    "read, and what vanished. Conflicts recorded in the specs are not news. The exit code is 0 for nothing, 1"
    " for news, "
    "3 where there is only something to read, 2 for what cannot be read. No spec is changed."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument(
        "documents", metavar="PATH", nargs="+", type=Path, help="Markdown, HTML, OpenAPI or text, or a folder of such"
    )
    command.add_argument("--as", dest="source", metavar="SOURCE", help="id of the source of which it is a new edition")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every finding as JSON")
    form.add_argument("--all", action="store_true", help="also print what agrees and the known conflicts")
    form.add_argument("--propose", action="store_true", help="print a patch for the specs, which stay unchanged")
    form.add_argument("--accept", action="store_true", help="keep the documents as reviewed, in specs/reviewed")
    command.add_argument("--address", metavar="URL", help="with --accept: where the document is published")
    command.add_argument("--reviewed-on", metavar="DATE", help="with --accept: the day of the review (default: today)")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from generator.drift.command import run

    return run(options)
