"""Reads the command line and runs what it names. What is imported for a subcommand is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the command needs of the generated package.

    `variables` maps a setting ("api_key", "base_url") to the names of its environment variables, the first one its own.
    """

    version: str
    make_client: Callable[..., Any]
    make_emulator: Callable[..., Any]
    variables: Mapping[str, tuple[str, ...]]


def run(package: Package, arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: that of the process) and return its exit code."""
    given = _parser(package).parse_args(arguments)
    subcommand: Callable[[Package, argparse.Namespace], int] = given.run
    return subcommand(package, given)


def _parser(package: Package) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="brushwork", description="Alibaba's image models, and an emulator of them.")
    parser.add_argument("--version", action="version", version=f"brushwork {package.version}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_emulator(commands.add_parser("emulator", help="answer as the API does, on a port of this machine"))
    _add_demo(commands.add_parser("demo", help="make one picture per model and mode on the emulator"))
    return parser


def _add_emulator(parser: argparse.ArgumentParser) -> None:
    parser.description = "The whole API on this machine, until Ctrl-C: no key, no cost, no network."
    add = parser.add_argument
    add("--port", type=_port, default=0, metavar="N", help="the port (default: one that is free)")
    add("--key", default="sk-emulator", metavar="KEY", help="the key that it takes (default: %(default)s)")
    add("--latency", type=_seconds, default=0.0, metavar="S", help="seconds that a task takes (default: none)")
    add("--scenario", type=Path, metavar="FILE", help="a YAML or JSON file of what goes wrong and when")
    add("--limits", action="store_true", help="apply the rate limits of the models")
    add("--seed", type=int, default=0, metavar="N", help="fixes what is left to chance (default: 0)")
    parser.set_defaults(run=_emulator)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.description = "Make one picture per model and mode on the built-in emulator, and a page that shows them."
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="where to (default: out/demo)")
    parser.set_defaults(run=_demo)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; ports are whole numbers from 0 to 65535")
    return port


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return seconds


def _emulator(package: Package, given: argparse.Namespace) -> int:
    from brushwork_runtime.command.emulator import serve

    return serve(package, given)


def _demo(package: Package, given: argparse.Namespace) -> int:
    from brushwork_runtime.demo import make_all

    out: Path = given.out
    with package.make_emulator() as api, package.make_client(api_key=api.key, base_url=api.url) as client:
        target = make_all(client, out, lambda line: print(line, file=sys.stderr))  # noqa: T201 - talk of a program
    print(target)  # noqa: T201 - the program's output
    return 0
