"""The command line: `python -m generator generate | check | explain | new | drift | ir | diff | probe | release`.

stdout holds data (a diff, an explanation, the IR), stderr messages. Exit codes: 0 done, 1 invalid specs or outdated
files, 2 usage. The pipeline is imported only if something changed, which keeps a run without changes fast.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator import manifest, write
from generator.diff.command import add_diff
from generator.drift import arguments as drift
from generator.probe.command import add_probe
from generator.problems import SpecError
from generator.release.command import add_release

_PROJECT = Path(__file__).resolve().parent.parent
_NAMED = 12
"""The most files that are listed one by one."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the same bytes whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (write.HandEditError, OSError) as error:
        _say(f"error: {error}")
        return 1
    except SpecError as error:
        _say(str(error))
        _say(f"\n{_shown(options.specs)}: nothing was generated from these specs")
        return 1


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--specs", type=Path, default=_PROJECT / "specs", metavar="DIR", help="the folder of specs")
    output = argparse.ArgumentParser(add_help=False)
    output.add_argument("--out", type=Path, default=_PROJECT / "generated", metavar="DIR", help="the generated folder")
    parser = argparse.ArgumentParser(prog="python -m generator", description="Specs in, clients and documents out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("generate", parents=[shared, output], help="bring the generated files up to date")
    command.add_argument("--force", action="store_true", help="discard edits made to generated files by hand")
    command.set_defaults(run=_generate)
    command = commands.add_parser("check", parents=[shared, output], help="show how the generated files differ")
    command.set_defaults(run=_check)
    command = commands.add_parser(
        "explain", parents=[shared], help="what is known about a model, and where it comes from"
    )
    command.add_argument("model", metavar="MODEL", help="a model id or a dated snapshot")
    command.add_argument("parameter", metavar="PARAMETER", nargs="?", help="only this parameter, in every mode")
    command.set_defaults(run=_explain)
    command = commands.add_parser(
        "new", parents=[shared], help="write the file of a new model, to start from another's"
    )
    command.add_argument("model", metavar="MODEL", help="the vendor's id of the new model")
    command.add_argument("--like", required=True, metavar="OTHER", help="the model that it is most like")
    command.set_defaults(run=_new)
    command = commands.add_parser("drift", parents=[shared], help=drift.HELP, description=drift.DESCRIPTION)
    drift.add_arguments(command)
    command = commands.add_parser("ir", parents=[shared], help="print all resolved facts as JSON")
    command.set_defaults(run=_ir)
    add_diff(commands, shared)
    add_probe(commands, shared)
    add_release(commands, shared)
    return parser


def _generate(options: argparse.Namespace) -> int:
    inputs = manifest.input_hash(options.specs)
    if manifest.up_to_date(options.out, inputs):
        _say("nothing to do: specs, generator and generated files are unchanged")
        return 0
    from generator.pipeline import rendered

    done = write.write(options.out, rendered(options.specs), inputs, force=options.force)
    for word, paths in (("wrote", done.changed), ("deleted", done.deleted)):
        for path in paths[:_NAMED]:
            _say(f"{word} {_shown(options.out / path)}")
        if paths[_NAMED:]:
            _say(f"{word} {len(paths) - _NAMED} more")
    for path in done.foreign:
        _say(f"warning: {_shown(options.out / path)} was not made by the generator; move it elsewhere")
    _say(f"{len(done.changed)} files written, {len(done.deleted)} deleted")
    return 0


def _check(options: argparse.Namespace) -> int:
    from generator.pipeline import planned
    from generator.release.version_check import too_low
    from generator.render import render

    spec = planned(options.specs).spec
    found = list(write.differences(options.out, render(spec), _shown(options.out)))
    sys.stdout.writelines(found)
    if found:
        _say("the generated files differ from the specs; run `python -m generator generate`")
    if version := too_low(options.specs, spec):
        _say(f"error: {version}")
    if found or version:
        return 1
    _say("the generated files match the specs")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from generator.explain import UnknownNameError, explain
    from generator.pipeline import planned

    try:
        sys.stdout.write(explain(planned(options.specs).spec, options.model, options.parameter))
    except UnknownNameError as error:
        _say(f"error: {error}")
        return 2
    return 0


def _new(options: argparse.Namespace) -> int:
    from generator.new import NewModelError, new
    from generator.pipeline import planned

    try:
        path = new(planned(options.specs).loaded, options.specs, options.model, options.like)
    except NewModelError as error:
        _say(f"error: {error}")
        return 2
    _say(f"wrote {_shown(path)}; go through it, then `make generate` and `make test`")
    return 0


def _ir(options: argparse.Namespace) -> int:
    from generator.ir import to_json
    from generator.pipeline import planned

    sys.stdout.write(to_json(planned(options.specs).spec))
    return 0


def _shown(path: Path) -> str:
    """A path as the reader would type it: relative to the working folder if that is shorter."""
    relative = os.path.relpath(path)
    return path.as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _say(text: str) -> None:
    sys.stderr.write(text.rstrip("\n") + "\n")
