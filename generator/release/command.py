"""`python -m generator release make | bump | baseline | wheel | mcpb | publish`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.release.project_files import Project


def add_release(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the command to the command line."""
    command: argparse.ArgumentParser = commands.add_parser("release", help="version, changelog, tag, wheel, upload")
    steps = command.add_subparsers(required=True, metavar="STEP")

    def step(name: str, run: Callable[[Project, argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = steps.add_parser(name, parents=[shared], help=about, description=about)
        parser.set_defaults(run=_run, step=run)
        return parser

    make = step("make", _make, "write the version, the changelog and released.json, commit and tag")
    make.add_argument("--version", metavar="X.Y.Z", help="default: the lowest one that the changes allow")
    make.add_argument("--date", metavar="YYYY-MM-DD", help="default: today, UTC")
    make.add_argument("--dry-run", action="store_true", help="print version and changelog, write nothing")
    step("bump", _bump, "raise the version to what the changes in the specs require")
    step("baseline", _baseline, "write released.json before the first release")
    for name, run, about in (
        ("wheel", _wheel, "build sdist and wheel of the last commit, twice, and compare; write their SBOM"),
        ("mcpb", _mcpb, "write the bundle of the server for agents, and with --namespace its server.json"),
        ("publish", _publish, "check what was built; upload it with --confirm yes"),
    ):
        built = step(name, run, about)
        built.add_argument("--dist", type=Path, metavar="DIR", help="default: dist/ of the project")
        if name == "mcpb":
            built.add_argument("--namespace", metavar="io.github.WHO", help="the publisher's, in a registry of servers")
        if name == "publish":
            built.add_argument(
                "--confirm", metavar="yes", default="", help="upload instead of listing what would be uploaded"
            )


def _run(options: argparse.Namespace) -> int:
    from generator.diff.ir_json import ReadError
    from generator.release.project_files import Project, ReleaseError

    try:
        done: int = options.step(Project(specs=options.specs), options)
    except (ReadError, ReleaseError) as error:
        _say(f"error: {error}")
        return 1
    return done


def _make(project: Project, options: argparse.Namespace) -> int:
    from generator.diff.version import parse
    from generator.release.make import release
    from generator.release.project_files import ReleaseError

    try:
        version = parse(options.version) if options.version else None
    except ValueError as error:
        raise ReleaseError(f"--version: {error}") from None
    date = options.date or datetime.now(UTC).date().isoformat()
    made = release(project, date, version, dry_run=options.dry_run)
    sys.stdout.write(f"## {made.version} - {made.date}\n\n{made.notes}")
    if options.dry_run:
        _say(f"would release {made.version}; nothing was written")
    else:
        _say(f"committed and tagged v{made.version}. Next: `make wheel`, `make publish`, and push branch and tag.")
    return 0


def _bump(project: Project, _: argparse.Namespace) -> int:
    from generator.release.make import bump

    before, after = bump(project)
    _say(f"{before} -> {after}" if before != after else f"{before} is high enough")
    return 0


def _baseline(project: Project, _: argparse.Namespace) -> int:
    from generator.release.make import baseline

    _say(f"specs/released.json now holds the current specs, as {baseline(project)}")
    return 0


def _wheel(project: Project, options: argparse.Namespace) -> int:
    from generator.release.git import uncommitted
    from generator.release.wheel import wheel

    if dirty := uncommitted(project.root):
        _say(f"warning: the wheel is built from the last commit, which does not include {dirty[0]}")
    for each in wheel(project.root, _dist(project, options)):
        sys.stdout.write(f"{each.hash}  {each.path.name}\n")
    return 0


def _mcpb(project: Project, options: argparse.Namespace) -> int:
    from generator.release.bundle import bundle, entry

    out = _dist(project, options)
    made = [bundle(project.root, out)]
    if options.namespace:
        made.append(entry(project.root, out, options.namespace))
    sys.stdout.write("".join(f"{path}\n" for path in made))
    return 0


def _publish(project: Project, options: argparse.Namespace) -> int:
    from generator.release.publish import publish

    return publish(project, _dist(project, options), _say, confirmed=options.confirm == "yes")


def _dist(project: Project, options: argparse.Namespace) -> Path:
    return options.dist or project.root / "dist"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
