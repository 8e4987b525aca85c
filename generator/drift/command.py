"""`drift DOCUMENT...`: exit code 1 if there is news, 0 if there is none, 2 if a document cannot be read."""

from __future__ import annotations

import argparse
import json
import sys

from generator.drift.drift import Drift, Specs
from generator.drift.propose import patch
from generator.drift.reading import read_document
from generator.drift.report import as_json, as_text, summary
from generator.pipeline import planned
from generator.problems import did_you_mean, one_of


def run(options: argparse.Namespace) -> int:
    """Read the documents and report what is news."""
    specs = Specs(planned(options.specs))
    known = [source.id for source in specs.spec.sources]
    if options.source is not None and options.source not in known:
        hint = did_you_mean(options.source, known) or f"known: {one_of(known)}"
        return _refused(f'unknown source "{options.source}"; {hint}')
    drifts: list[Drift] = []
    for path in options.documents:
        try:
            drifts.append(specs.drift(read_document(path, path.as_posix()), options.source))
        except OSError as error:
            return _refused(f"{path}: {error.strerror or error}")
        except UnicodeDecodeError:
            return _refused(f"{path}: not UTF-8 text")
    if options.json:
        sys.stdout.write(json.dumps(as_json(drifts), ensure_ascii=False, indent=1) + "\n")
    elif options.propose:
        proposed = patch(specs, drifts)
        sys.stdout.write(proposed.text)
        for left in proposed.left:
            sys.stderr.write(f"no patch for {left}\n")
    else:
        sys.stdout.write("\n".join(filter(None, (as_text(drift, everything=options.all) for drift in drifts))))
    for drift in drifts:
        sys.stderr.write(summary(drift) + "\n")
    return 1 if any(drift.news for drift in drifts) else 0


def _refused(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 2
