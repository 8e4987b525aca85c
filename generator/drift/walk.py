"""Walks through a document block by block and collects a finding for every statement in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.drift.addresses import Addresses
from generator.drift.claims import Claim, Finding
from generator.drift.examples import Examples
from generator.drift.hold import Holder
from generator.drift.passage import Block, Document, Passage, Place
from generator.drift.prices import price_claims
from generator.drift.prose import prose_claims
from generator.drift.requests import written
from generator.drift.subject import Context
from generator.drift.support import support_claims
from generator.drift.tables import Tables

_LEAD = 70
"""A paragraph that names models so early is about them."""
_QUESTION = re.compile(r"\W{0,40}Q\s*:")


def walk(document: Document, context: Context, holder: Holder) -> tuple[Finding, ...]:
    """All findings of a document, in the order of its lines, each once."""
    walker = _Walker(context, holder)
    found = [finding for block in document.blocks for finding in walker.block(block)]
    found += walker.end()
    unique: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        unique.setdefault((finding.place, finding.about, finding.said, finding.kind), finding)
    return tuple(sorted(unique.values(), key=lambda finding: finding.place))


class _Walker:
    """Keeps in mind what the text is about."""

    def __init__(self, context: Context, holder: Holder) -> None:
        self.context = context
        self.holder = holder
        self.tables = Tables(context, holder)
        self.addresses = Addresses(context)
        self.examples = Examples(context)
        self.waiting: list[Claim] = []
        """Claims that wait to hear whom they are about."""
        self.first: dict[str, Place] = {}
        """Model -> where it is first named."""

    def block(self, block: Block) -> Iterator[Finding]:
        """What comes of one block."""
        texts = [cell for row in block.rows for cell in row] or [block.text]
        if block.kind != "code":
            for text in texts:
                yield from self._names(text)
        match block.kind:
            case "heading":
                yield from self._waited(tuple(sorted(self.context.seen))) if block.level <= 2 else ()
                self._heading(block)
            case "prose":
                yield from self._prose(block.text)
            case "table":
                yield from self._held(self.tables.read(block))
                yield from self._waited(self.context.topic)
            case "code":
                yield from self._code(block.text)
        if block.kind != "prose":
            for text in texts:
                yield from self._held(self.addresses.read(text, prose=block.kind != "code"))

    def end(self) -> Iterator[Finding]:
        """What nobody was named for, and what the document should have said and did not."""
        yield from self._waited(tuple(sorted(self.context.seen)))
        if self.context.source is not None:
            yield from self.addresses.gone()
            yield from self.examples.gone(self.first)

    def _held(self, found: Iterable[Claim | Finding]) -> Iterator[Finding]:
        for one in found:
            if isinstance(one, Claim) and not one.models:
                self.waiting.append(one)
                continue
            finding = self.holder.hold(one) if isinstance(one, Claim) else one
            if finding is not None:
                yield finding

    def _waited(self, models: tuple[str, ...]) -> Iterator[Finding]:
        """What waited is about the models of the next request or table; where none comes, about any of all."""
        waiting, self.waiting = self.waiting, []
        if models:
            yield from self._held(replace(claim, models=models) for claim in waiting)

    def _names(self, text: Passage) -> Iterator[Finding]:
        clean = text.clean
        for mention in self.context.names.mentions(clean):
            place = clean.place(mention.start)
            if not mention.models:
                name = mention.name
                note = f"a dated version of {name[:-11]}" if self.context.names.is_snapshot(name) else None
                near = self.context.names.nearest_family(name)
                fact = next(iter(self.context.facts.of((near,), "model")), None)
                yield Finding(kind="new", place=place, about="model", said=name, held="nothing", fact=fact, note=note,
                              name=name)  # fmt: skip
            self.context.seen.update(mention.models)
            if not mention.exact and mention.name in self.context.names.ids:
                self.context.series.add(mention.name)
            for model in mention.models if mention.exact else ():
                self.first.setdefault(model, place)
                fact = next(iter(self.context.facts.of((model,), "model")), None)
                yield Finding(
                    kind="agrees", place=place, about=f"{model} model", said=mention.name, held=model, fact=fact
                )

    def _heading(self, block: Block) -> None:
        clean = block.text.clean
        named = [mention for mention in self.context.names.mentions(clean) if not mention.aside]
        exact = [mention for mention in named if mention.exact] or named
        self.context.enter(block.level, tuple(dict.fromkeys(model for one in exact for model in one.models)))
        self.context.about_images = (
            re.search(r"input image|image constraint|图像限制|输入图", clean.text, re.IGNORECASE) is not None
        )

    def _prose(self, text: Passage) -> Iterator[Finding]:
        clean = text.clean
        named = [one for one in self.context.names.mentions(clean) if not one.aside]
        asked = _QUESTION.match(clean.text) is not None
        early = [one for one in named if one.start < _LEAD or asked]
        if early:
            self.context.topic = tuple(dict.fromkeys(model for one in early for model in one.models))
        yield from self._held(prose_claims(self.context, text))
        yield from self._held(support_claims(self.context, text))
        yield from self._held(price_claims(self.context, text))
        yield from self._held(self.addresses.read(text))

    def _code(self, text: Passage) -> Iterator[Finding]:
        for request in written(text):
            model = self.context.names.ids.get(str((request.body or {}).get("model", "")))
            if model:
                self.context.topic = (model,)
                yield from self._waited(self.context.topic)
                self.context.seen.add(model)
                self.first.setdefault(model, request.text.place())
            yield from self.examples.read(request)
        shared = (claim for claim in prose_claims(self.context, text) if claim.models == ("",))
        yield from self._held(shared)  # comments tell how long things last
