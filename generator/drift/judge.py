"""A document against the specs, and against its reviewed edition where there is one, by the source that it is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from generator.drift.changes import changes, last_owners
from generator.drift.claims import Finding, Holder, Kind
from generator.drift.context import Context
from generator.drift.drift import Read, Specs
from generator.drift.editions import Page, Reviewed
from generator.drift.passage import Document
from generator.ir import Source, Spec


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
    findings = changes(read, page, holder, specs.context) if page else _first(read, holder)
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


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """Each once, in the order of lines; what is said of several modes in one place is one finding."""
    made: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        made.setdefault((each.place, each.about, each.said, each.kind), each)
    return sorted(made.values(), key=lambda each: each.place)


_LEAST = 3
_HOST = re.compile(r"https?://([\w.-]{4,80}(?:/[\w-]{1,40}){0,2})")


def source_of(document: Document, context: Context) -> str | None:
    """The source that the document is most like, None where none is like it, or two are alike."""
    text = "\n".join(document.lines)
    spec = context.spec
    addresses = Counter(found.rstrip("/") for found in _HOST.findall(text))
    cited = _cited(document, context)
    scores = {source.id: _address(document, source, addresses) + _title(document, source) for source in spec.sources}
    for source, share in _shown(text, spec).items():
        scores[source] += share
    scores = {
        source: score + (cited[source] / (1 + cited.total()) if score else 0.0) for source, score in scores.items()
    }
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _cited(document: Document, context: Context) -> Counter[str]:
    """How often each source is cited by what the specs hold of the models that the document names most."""
    named = Counter(
        model
        for block in document.blocks[:400]
        if block.kind != "table"
        for each in context.names.mentions(block.text.text[:2000])
        for model in each.models
        if each.exact
    )
    found: Counter[str] = Counter()
    for model, _ in named.most_common(4):
        found.update(source for fact in context.facts.about(model) for source in fact.sources)
    return found


def _address(document: Document, source: Source, addresses: Counter[str]) -> float:
    """The page says itself where it comes from, or links to its neighbours."""
    if not source.url:
        return 0.0
    if document.address and document.address.startswith(source.url):
        return 10.0
    parts = urlsplit(source.url)
    own = f"{parts.netloc}{parts.path}".rstrip("/")
    links = sum(count for address, count in addresses.items() if address.startswith(own[:60]))
    return min(6.0, 2.6 + 0.1 * links) if links else 0.0


def _title(document: Document, source: Source) -> float:
    """Words of the source's title in the first lines."""
    if document.address and source.url and not document.address.startswith(source.url):
        return 0.0
    heads = " ".join(document.lines[:12]).lower()[:1500]
    titles = set(re.findall(r"[a-z]{4,}|\d{4}-\d{2}", f"{source.title} {source.edition}".lower()))
    return 2.0 * (source.edition.lower() in heads) + 0.2 * sum(word in heads for word in titles)


def _shown(text: str, spec: Spec) -> dict[str, float]:
    """For each source the share of its examples that the document shows, if it names most the host of their region."""
    hosts = {region.id: region.host for region in spec.api.regions if region.host}
    counts = {region: text.count(host) for region, host in hosts.items()}
    met: dict[str, list[float]] = {}
    for family in spec.families:
        for example in family.examples:
            there = str(example.call.get("prompt", "")) in text
            for source, region in example.documents:
                likely = counts.get(region, 0) == max(counts.values(), default=0)
                met.setdefault(source, []).append(float(there and likely))
    return {source: 6.0 * sum(shares) / len(shares) for source, shares in met.items()}
