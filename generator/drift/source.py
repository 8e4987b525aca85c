"""Which of the recorded sources a document is a new edition of."""

from __future__ import annotations

import re
from pathlib import PurePath

from generator.drift.passage import Document
from generator.ir import Source, Spec

_LEAST = 3


def source_of(document: Document, spec: Spec) -> str | None:
    """The source that the document is most like, None where none is like it, or two are alike."""
    text = "\n".join(document.lines)
    scores = {source.id: _address(document, source) + _name(document, source) for source in spec.sources}
    for source, share in _shown(text, spec).items():
        scores[source] += share
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _address(document: Document, source: Source) -> float:
    """The page says itself where it comes from."""
    return 10.0 if source.url and document.address and document.address.startswith(source.url) else 0.0


def _name(document: Document, source: Source) -> float:
    stem = PurePath(document.file).stem.lower()
    words = set(re.findall(r"[a-z]+|\d{4}-\d{2}", stem))
    if source.id.lower() in (stem, *stem.split("_")):
        return 10.0
    heads = " ".join(document.lines[:12]).lower()
    titles = set(re.findall(r"[a-z]{4,}|\d{4}-\d{2}", f"{source.title} {source.edition}".lower()))
    return len(words & titles) + (1.0 if source.edition.lower() in heads else 0.0)


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
