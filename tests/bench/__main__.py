"""`make bench`: the speeds that the design promises, measured in one run beside their targets."""

from __future__ import annotations

import argparse
import platform

import batches
import calls
import command
import generation
import imports
import playground
import polling
import transfers
import vendor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="runs of each measure, in turns (default: 9)")
    parser.add_argument("--calls", type=int, default=4000, help="calls in one run of a measure (default: 4000)")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {options.runs} runs in turns\n")
    for figure in imports.figures(options.runs):
        print(figure, flush=True)
    for figure in calls.figures(options.runs, options.calls):
        print(figure, flush=True)
    for figure in vendor.figures(options.runs, max(options.calls // 20, 50)):
        print(figure, flush=True)
    for figure in polling.figures():
        print(figure, flush=True)
    for figure in batches.figures():
        print(figure, flush=True)
    for figure in transfers.figures(options.runs):
        print(figure, flush=True)
    for figure in command.figures(options.runs):
        print(figure, flush=True)
    for figure in playground.figures(min(options.runs, 5)):
        print(figure, flush=True)
    for figure in generation.figures(min(options.runs, 5)):
        print(figure, flush=True)


if __name__ == "__main__":
    main()
