"""`drift PATH...`: exit code 0 for nothing new, 1 for news, 3 for something to read only, 2 for what cannot be read."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from generator.drift.drift import Specs
from generator.drift.editions import Page, Reviewed, page_of
from generator.drift.folder import Documents
from generator.drift.judge import Drift
from generator.drift.propose import patch
from generator.drift.report import as_json, as_text, summary
from generator.pipeline import planned
from generator.problems import did_you_mean, one_of


def run(options: argparse.Namespace) -> int:
    """Read the documents and report what is news, or keep them as reviewed."""
    specs = Specs(planned(options.specs))
    known = [source.id for source in specs.spec.sources]
    if options.source is not None and options.source not in known:
        hint = did_you_mean(options.source, known) or f"known: {one_of(known)}"
        return _refused(f'unknown source "{options.source}"; {hint}')
    reviewed = Reviewed.load(options.specs / "reviewed")
    documents = Documents(specs=specs, reviewed=reviewed, source=options.source)
    found = documents.judged(options.documents)
    code = _accept(found, reviewed, options) if options.accept else _report(found, specs, options)
    if documents.counts():
        sys.stderr.write(documents.counts() + "\n")
    for fault in documents.faults:
        _refused(fault)
    return 2 if documents.faults else code


def _report(found: Iterable[Drift], specs: Specs, options: argparse.Namespace) -> int:
    drifts: list[Drift] = []
    for drift in found:
        drifts.append(drift)
        if not (options.json or options.propose):
            sys.stdout.write(as_text(drift, everything=options.all))
        sys.stderr.write(summary(drift) + "\n")
    if options.json:
        sys.stdout.write(json.dumps(as_json(drifts), ensure_ascii=False, indent=1) + "\n")
    elif options.propose:
        proposed = patch(specs, drifts)
        sys.stdout.write(proposed.text)
        sys.stderr.writelines(f"no patch for {left}\n" for left in proposed.left)
    return 1 if any(drift.news for drift in drifts) else 3 if any(drift.to_read for drift in drifts) else 0


def _accept(found: Iterable[Drift], reviewed: Reviewed, options: argparse.Namespace) -> int:
    """Keeps each document as the reviewed edition of its source."""
    day = options.reviewed_on or datetime.datetime.now(datetime.UTC).date().isoformat()
    kept: list[tuple[Drift, Page]] = []
    for drift in found:
        if drift.source is None:
            return _refused(f"{drift.document.file}: of no known source; name one with --as")
        kept.append((drift, page_of(drift.read, drift.source, day, options.address)))
    written: dict[Path, int] = {}
    for drift, page in kept:
        path = reviewed.accept(page, drift.page)
        written[path] = written.get(path, 0) + 1
        news = f", {len(drift.news)} news among them" if drift.news else ""
        sys.stderr.write(f"{drift.document.file}: reviewed as {page.source}: {len(page.traces)} statements{news}\n")
    sys.stderr.writelines(f"wrote {path.as_posix()}\n" for path in written)
    return 0


def _refused(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 2
