"""`python -m generator diff [OLD] [NEW]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

_DESCRIPTION = """\
What changed in the specs, each change classed as breaking, feature or fix for someone who calls the client, and the
version that follows. OLD and NEW are `released` (specs/released.json), a folder of specs, a file that `python -m
generator ir` printed, or a git revision. OLD is the last release, NEW the specs as they lie there.
"""


def add_diff(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the command to the command line."""
    command: argparse.ArgumentParser = commands.add_parser(
        "diff", parents=[shared], help="what changed in the specs, and what it means", description=_DESCRIPTION
    )
    command.add_argument("old", metavar="OLD", nargs="?", default="released", help="default: the last release")
    command.add_argument("new", metavar="NEW", nargs="?", help="default: the specs")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_const", dest="form", const="json", help="for programs")
    form.add_argument("--markdown", action="store_const", dest="form", const="markdown", help="as a changelog has it")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from generator.diff import changelog_text, report
    from generator.diff.comparison import compared
    from generator.diff.ir_json import ReadError
    from generator.diff.operands import SideError, folder, side

    specs: Path = options.specs
    try:
        new = folder(specs) if options.new is None else side(options.new, specs)
        comparison = compared(side(options.old, specs), new)
    except (ReadError, SideError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    forms = {"json": report.to_json, "markdown": changelog_text.markdown, None: report.text}
    sys.stdout.write(forms[options.form](comparison))
    return 0
