"""A document against the specs, and against its reviewed edition where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.drift.changes import changes, last_owners
from generator.drift.claims import Finding, Kind
from generator.drift.drift import Read, Specs
from generator.drift.editions import Page, Reviewed
from generator.drift.hold import Holder
from generator.drift.passage import Document
from generator.drift.source import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What one document says of the specs, as an edition of `source`; `page` is its last reviewed edition, if any."""

    document: Document
    source: str | None
    page: Page | None
    findings: tuple[Finding, ...]
    read: Read

    @property
    def news(self) -> tuple[Finding, ...]:
        """The findings that need attention."""
        return tuple(finding for finding in self.findings if finding.news)

    @property
    def to_read(self) -> tuple[Finding, ...]:
        """What a person has to read: changed and not understood, or vanished."""
        return tuple(finding for finding in self.findings if finding.kind in ("read", "vanished"))

    def count(self, kind: Kind) -> int:
        """How many findings are of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


def judge(specs: Specs, document: Document, reviewed: Reviewed, source: str | None = None) -> Drift:
    """Compare a document with the specs; what was reviewed and has not changed is no finding."""
    reading = specs.read(document, source)
    read = reading.read()
    guess = source or source_of(document, specs.context)
    whole = _is_whole(specs, guess)  # two guides may share most of what they say
    filtered = guess if whole or source else None
    page = reviewed.edition_of(
        (trace for _, trace in read.traces), Path(document.file).name, document.title, filtered, only=whole
    )
    found = page.source if page else guess
    if page and reading.in_doubt:
        read = reading.read(last_owners(read, page))
    read = replace(read, source=found)
    holder = Holder(specs.facts, found, whole=_is_whole(specs, found))
    findings = _changed(read, page, holder, specs) if page else _first(read, holder)
    return Drift(document=document, source=found, page=page, findings=tuple(_unique(findings)), read=read)


def _is_whole(specs: Specs, source: str | None) -> bool:
    """Whether the source is one document, so that all that the specs have from it stands there."""
    return any(each.id == source and each.trust == "specification" for each in specs.spec.sources)


def _first(read: Read, holder: Holder) -> Iterator[Finding]:
    """All that differs, of what is certain; what a page says several times once."""
    told: set[tuple[str, str]] = set()
    for _, claim in read.claims:
        finding = holder.hold(claim)
        if finding is None or (finding.news and (claim.quiet or (finding.about, finding.said) in told)):
            continue
        if finding.news:
            told.add((finding.about, finding.said))
        yield finding
    yield from read.findings


def _changed(read: Read, page: Page, holder: Holder, specs: Specs) -> Iterator[Finding]:
    yield from changes(read, page, holder, specs.context)
    known = {trace.whole for trace in page.traces}
    fresh = {trace.line for _, trace in read.traces if trace.whole not in known}
    yield from (each for each in read.findings if each.kind == "unreadable" or each.place.line in fresh)


def _unique(findings: Iterator[Finding]) -> list[Finding]:
    """Each once, in the order of lines; what is said of several modes in one place is one finding."""
    made: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        made.setdefault((each.place, each.about, each.said, each.kind), each)
    return sorted(made.values(), key=lambda each: each.place)
