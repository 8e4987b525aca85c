"""Compares a document with the specs: from its text to the findings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.drift.claims import Finding, Kind
from generator.drift.collect import collect
from generator.drift.hold import Holder
from generator.drift.names import Names
from generator.drift.passage import Document
from generator.drift.source import source_of
from generator.drift.subject import Context
from generator.drift.walk import walk
from generator.ir import Location
from generator.load.document import Path
from generator.pipeline import Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What one document says of the specs; `source` is the recorded source that it is a new edition of, if any."""

    document: Document
    source: str | None
    findings: tuple[Finding, ...]

    @property
    def news(self) -> tuple[Finding, ...]:
        """The findings that need attention."""
        return tuple(finding for finding in self.findings if finding.news)

    def count(self, kind: Kind) -> int:
        """How many findings are of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


class Specs:
    """Valid specs, prepared once for any number of documents."""

    def __init__(self, planned: Planned) -> None:
        self.spec = planned.spec
        self.loaded = planned.loaded
        self.facts = collect(planned.loaded)
        self.names = Names(planned.spec)
        text = "\n".join(line for document in planned.loaded.documents for line in document.lines)
        self._words = frozenset(re.findall(r"[a-z]+(?:_[a-z0-9]+)+", text))
        self._files = {document.file: document for document in planned.loaded.documents}

    def drift(self, document: Document, source: str | None = None) -> Drift:
        """Compare a document with the specs, as an edition of the given source or of the most similar one."""
        found = source or source_of(document, self.spec)
        context = Context(
            spec=self.spec,
            names=self.names,
            facts=self.facts,
            source=found,
            locate=self._locate,
            words=self._words,
        )
        findings = walk(document, context, Holder(self.facts, found))
        return Drift(document=document, source=found, findings=findings)

    def _locate(self, file: str, path: Path) -> Location:
        return self._files[file].location(path, value=True)
